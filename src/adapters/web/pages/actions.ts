import type { PersonId } from '../../../core/ids.ts';
import type { Reading } from '../../../core/incident/cards.ts';
import type { NextAction } from '../../../core/incident/next.ts';
import { nextActions, nextFor, whoIs } from '../../../core/incident/next.ts';
import { isOut } from '../../../core/incident/standing.ts';
import type { Incident } from '../../../core/incident/state.ts';
import { byWhen } from '../../../core/time.ts';

/** What this person does next. While nobody has the incident, saying "I have it" comes first for everybody. */
export function actionsFor(incident: Incident, person: PersonId): readonly NextAction[] {
  const open = nextActions(incident).filter((action) => action.person === null && action.buttons.length > 0);
  const own = nextFor(incident, person);
  // Who said no is not asked to say yes.
  if (own !== undefined && isOut(incident, person)) return [own];
  const addsNothing = own === undefined || (open.length > 0 && (own.person === null || own.words === ''));
  return addsNothing ? open : [...open, own];
}

/** `you`, or the role and who holds it. */
export const whose = (incident: Incident, action: NextAction, person: PersonId) =>
  action.person === person ? 'you' : whoIs(incident, action);

/** The action with the hour by which it should be done. */
export const withHour = ({ text, by }: NextAction, { at, zone }: Reading) =>
  by === null ? text : `${text} (${byWhen(by, zone, at)})`;
