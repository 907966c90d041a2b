import { PartlyUnderstood } from '../aggregate.ts';
import type { Book } from '../book.ts';
import type { IncidentEvent } from './events.ts';
import { facetNames, facets } from './facets.ts';
import type { FacetName, Incident } from './state.ts';
import { isKnownType, misread, withUnread } from './unread.ts';

/**
 * What the incident becomes by an event. `book` is the one that the event pins, or the one in force. A facet that cannot
 * take the event in keeps its slice, the others go on; an event whose fields are wrong is left out whole, one of a type that
 * is not known is heard only as a sign of life. In each case this throws PartlyUnderstood, and the state says what is missing.
 */
export function evolveIncident(incident: Incident, event: IncidentEvent, book: Book = incident.book): Incident {
  const wrong = misread(event);
  if (wrong !== undefined) throw partly(incident, event, new Error(wrong));
  const next = { ...incident, book };
  const faults: unknown[] = isKnownType(event.type) ? [] : [new Error('this Muster does not know such an event')];
  for (const name of facetNames())
    try {
      evolveSlice(next, name, event);
    } catch (fault) {
      faults.push(fault);
    }
  if (faults.length > 0) throw partly(next, event, faults[0]);
  return next;
}

const partly = (incident: Incident, event: IncidentEvent, fault: unknown) =>
  new PartlyUnderstood(withUnread(incident, event, fault instanceof Error ? fault.message : String(fault)), fault);

function evolveSlice<Name extends FacetName>(
  incident: { -readonly [Key in keyof Incident]: Incident[Key] },
  name: Name,
  event: IncidentEvent,
) {
  const facet = facets()[name];
  const evolve = facet.evolve;
  incident[name] = evolve(incident[name], event, incident.book);
}
