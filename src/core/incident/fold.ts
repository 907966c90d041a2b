import type { Book } from '../book.ts';
import type { IncidentEvent } from './events.ts';
import { facetNames, facets } from './facets.ts';
import type { FacetName, Incident } from './state.ts';

/** What the incident becomes by an event. `book` is the one that the event pins, or the one in force. */
export function evolveIncident(incident: Incident, event: IncidentEvent, book: Book = incident.book): Incident {
  const next = { ...incident, book };
  for (const name of facetNames()) evolveSlice(next, name, event);
  return next;
}

function evolveSlice<Name extends FacetName>(
  incident: { -readonly [Key in keyof Incident]: Incident[Key] },
  name: Name,
  event: IncidentEvent,
) {
  const facet = facets()[name];
  const evolve = facet.evolve;
  incident[name] = evolve(incident[name], event, incident.book);
}
