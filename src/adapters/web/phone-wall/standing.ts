import type { Incident } from '../../../core/incident/state.ts';
import { nameOf } from '../../../core/book.ts';
import type { Instant } from '../../../core/time.ts';
import type { WebPhone } from '../parts.ts';

/**
 * What has become of one message. `late`: nobody answered while it had its turn; `seen`: its person has done something in
 * the incident since. Both can still be answered.
 */
export type Standing = {
  readonly state: 'waiting' | 'late' | 'seen' | 'answered' | 'over';
  readonly say: string;
  /** When it was answered, as far as that is recorded. */
  readonly answeredAt: Instant | null;
};

const waiting: Standing = { state: 'waiting', say: 'Waits for an answer', answeredAt: null };
const late: Standing = { state: 'late', say: 'Not answered in time', answeredAt: null };
const seen: Standing = { state: 'seen', say: 'Seen: has done something in the incident since', answeredAt: null };
const over = (say: string): Standing => ({ state: 'over', say, answeredAt: null });
/** About no incident, such as a link to sign in with. */
export const NO_ANSWER = over('');
/** Somebody waits for the answer. */
export const isOpen = ({ state }: Standing) => state === 'waiting' || state === 'late';
export const canBeAnswered = (standing: Standing) => isOpen(standing) || standing.state === 'seen';

export type Known = { readonly incident: Incident; readonly seenPages: ReadonlySet<string> };

/** Read off the incident as it is now, by the page that the message was an attempt of. */
export function standingOf({ incident, seenPages }: Known, phone: Pick<WebPhone, 'key' | 'person'>): Standing {
  const standing = unseenStanding(incident, phone);
  const page = phone.key.slice(`${incident.lifecycle.id}/`.length).replace(/\/\d+$/, '');
  return isOpen(standing) && seenPages.has(page) ? seen : standing;
}

function unseenStanding(incident: Incident, phone: Pick<WebPhone, 'key' | 'person'>): Standing {
  const { lifecycle, escalation } = incident;
  const page = escalation.pages.find(({ key }) => isAttemptOf(`${lifecycle.id}/${key}/`, phone.key));
  if (page?.state === 'acknowledged') return acknowledged(incident, phone.person);
  if (page?.state === 'declined') return { state: 'answered', say: "Answered: can't", answeredAt: null };
  if (lifecycle.phase !== 'open') return over(`No answer needed any more: ${lifecycle.id} is ${lifecycle.phase}`);
  if (page === undefined) return over('A newer message says the same');
  if (page.group.startsWith('c')) return page.state === 'timed out' ? late : waiting;
  if (page.group.startsWith('p'))
    return escalation.progressAskedAt === null ? over('Answered by a sign of life') : waiting;
  if (escalation.status === 'paging' || escalation.status === 'exhausted')
    return page.state === 'timed out' ? late : waiting;
  const names = escalation.acknowledged.map(({ person }) => nameOf(incident.book, person)).join(', ');
  return over(names === '' ? 'No answer needed any more' : `No answer needed any more: ${names} has it`);
}

const isAttemptOf = (front: string, key: string) => key.startsWith(front) && /^\d+$/.test(key.slice(front.length));

function acknowledged({ escalation }: Incident, person: string): Standing {
  const answeredAt = escalation.acknowledged.find((other) => other.person === person)?.at ?? null;
  const say = escalation.seeking === person ? "Answered: I've got it, and need help" : "Answered: I've got it";
  return { state: 'answered', say, answeredAt };
}
