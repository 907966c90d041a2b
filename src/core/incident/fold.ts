import { PartlyUnderstood } from '../aggregate.ts';
import type { Book } from '../book.ts';
import type { IncidentEvent } from './events.ts';
import { facetNames, facets } from './facets.ts';
import type { FacetName, Incident } from './state.ts';

/**
 * What the incident becomes by an event. `book` is the one that the event pins, or the one in force. A facet that cannot
 * take the event in keeps its slice, the others go on: then this throws PartlyUnderstood.
 */
export function evolveIncident(incident: Incident, event: IncidentEvent, book: Book = incident.book): Incident {
  const next = { ...incident, book };
  const faults: unknown[] = [];
  for (const name of facetNames())
    try {
      evolveSlice(next, name, event);
    } catch (fault) {
      faults.push(fault);
    }
  if (faults.length > 0) throw new PartlyUnderstood(next, faults[0]);
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
