import type { PersonId } from '../ids.ts';
import { personId } from '../ids.ts';
import type { Incident } from './state.ts';

/** What Muster knows of one person in an incident. `out`: said that they cannot, and did nothing since. */
export type PersonStanding = 'not asked' | 'asked' | 'here' | 'out';

/** Whether somebody was never asked, was asked and has not answered, is at work in it, or said no. */
export function standingOf(incident: Incident, person: PersonId): PersonStanding {
  if (isOut(incident, person)) return 'out';
  if (isHere(incident, person)) return 'here';
  const asked = incident.escalation.pages.some(
    (page) => page.person === person && (page.sentAt !== null || page.state === 'queued'),
  );
  return asked ? 'asked' : 'not asked';
}

/** Has given a sign of life in this incident, and not only a no. */
export function isHere({ calls, roles, escalation }: Incident, person: PersonId): boolean {
  const heard = roles.heard[person];
  const no = calls.noes[person];
  if (no !== undefined) return heard !== undefined && heard > no.at;
  return heard !== undefined || escalation.acknowledged.some((other) => other.person === person);
}

/** Said that they cannot, was not asked again, and has done nothing since. */
export const isOut = (incident: Incident, person: PersonId) =>
  incident.calls.noes[person]?.asked === false && !isHere(incident, person);

/** Everybody who is out of it. */
export const peopleOut = (incident: Incident): readonly PersonId[] =>
  Object.keys(incident.calls.noes)
    .map(personId)
    .filter((person) => isOut(incident, person));

export const STANDING_WORDS: Readonly<Record<PersonStanding, string>> = {
  'not asked': 'not asked yet',
  asked: 'asked, has not answered',
  here: '',
  out: 'said they cannot',
};
