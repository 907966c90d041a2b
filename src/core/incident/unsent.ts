import type { Deadline, Moment } from '../aggregate.ts';
import { whoId } from '../ids.ts';
import { everyoneWithAPhone, numbersToCall } from '../people.ts';
import type { Instant } from '../time.ts';
import { MINUTE_MS, plusMs, spanMs } from '../time.ts';
import { ALARM_EVERY } from './escalation.ts';
import type { IncidentChange, IncidentEvent } from './events.ts';
import { asking, policyOf } from './ladder.ts';
import type { Facet, Incident } from './state.ts';

/** How long every medium may refuse before people are told to call by hand, in ms: a short fault mends itself. */
const AFTER_MS = MINUTE_MS;

/** Since when no medium takes a page, and what people were told about it. */
export type Unsent = {
  /** The first page that failed since the last one that was taken; null while pages leave. */
  readonly since: Instant | null;
  readonly told: number;
  readonly toldAt: Instant | null;
  /** Lines with names and numbers, to call by hand; of the last time that people were told. */
  readonly numbers: readonly string[];
};

const begin: Unsent = { since: null, told: 0, toldAt: null, numbers: [] };

function evolve(slice: Unsent, event: IncidentEvent): Unsent {
  switch (event.type) {
    case 'pageFailed':
    case 'pageUndelivered':
      return slice.since === null ? { ...slice, since: event.at } : slice;
    case 'pageSent':
    case 'acknowledged':
    case 'restored':
    case 'closed':
    case 'cancelled':
      return slice.since === null ? slice : { ...begin, told: slice.told };
    case 'nothingSent':
      return { ...slice, told: event.n, toldAt: event.at, numbers: event.numbers };
    default:
      return slice;
  }
}

/** Somebody is looked for, and of those whose turn it is nobody has been sent anything: what was tried has failed. */
export function isUnsent({ unsent, escalation }: Incident): boolean {
  const { status, round, level, alarms, pages } = escalation;
  if (unsent.since === null || (status !== 'paging' && status !== 'exhausted')) return false;
  const turn = status === 'paging' ? `${round}.${level}` : `a${alarms}`;
  return pages.every(({ group, sentAt }) => group !== turn || sentAt === null);
}

function deadlines(incident: Incident): readonly Deadline[] {
  const { unsent, lifecycle } = incident;
  if (unsent.since === null || !isUnsent(incident)) return [];
  const at = unsent.toldAt === null ? plusMs(unsent.since, AFTER_MS) : plusMs(unsent.toldAt, spanMs(ALARM_EVERY));
  return [{ key: `${lifecycle.id}/unsent/${unsent.told + 1}`, at, lane: 'page', facet: 'unsent' }];
}

/** Said in every room of the incident and in the console, again and again, until a page leaves or somebody has it. */
function pass(incident: Incident, _deadline: Deadline, moment: Moment): readonly IncidentChange[] {
  const { unsent, book } = incident;
  const policy = policyOf(incident);
  const last = policy.if_nobody?.page ?? everyoneWithAPhone(book.plan).map(whoId);
  const targets = [...policy.levels.flatMap((level) => level.page), ...last];
  const numbers = numbersToCall(book.plan, targets, { ...asking(incident, moment), without: [] });
  return [{ type: 'nothingSent', n: unsent.told + 1, since: unsent.since ?? moment.at, numbers }];
}

/** `No medium has taken a page since …`: for cards; nothing while pages leave, or nobody was told yet. */
export function unsentNumbers(incident: Incident): readonly string[] {
  return isUnsent(incident) && incident.unsent.toldAt !== null ? incident.unsent.numbers : [];
}

export const unsent: Facet<Unsent> = { begin, evolve, deadlines, pass };
