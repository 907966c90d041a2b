import type { Book } from '../book.ts';
import { hash } from '../ids.ts';
import { EMPTY_PLAN } from '../empty-plan.ts';
import type { IncidentEvent } from './events.ts';
import { FACETS } from './facets.ts';
import type { FacetName, Incident } from './state.ts';

const NO_BOOK: Book = { hash: hash(''), plan: EMPTY_PLAN, playbooks: {} };

/** An incident before its first event. */
export const beginIncident: Incident = {
  book: NO_BOOK,
  ...(Object.fromEntries(names().map((name) => [name, FACETS[name].begin])) as Omit<Incident, 'book'>),
};

/** What the incident becomes by an event. `book` is the one that the event pins, or the one in force. */
export function evolveIncident(incident: Incident, event: IncidentEvent, book: Book = incident.book): Incident {
  const next = { ...incident, book };
  for (const name of names()) evolveSlice(next, name, event);
  return next;
}

function evolveSlice<Name extends FacetName>(
  incident: { -readonly [Key in keyof Incident]: Incident[Key] },
  name: Name,
  event: IncidentEvent,
) {
  const facet: (typeof FACETS)[Name] = FACETS[name];
  const evolve = facet.evolve as (slice: Incident[Name], event: IncidentEvent, book: Book) => Incident[Name];
  incident[name] = evolve(incident[name], event, incident.book);
}

function names(): readonly FacetName[] {
  return Object.keys(FACETS) as FacetName[];
}
