import { incident as aggregate } from '../../src/core/incident/incident.ts';
import { isPerson } from '../../src/core/incident/events.ts';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { isLive } from '../../src/core/incident/lifecycle.ts';
import { nextActions } from '../../src/core/incident/next.ts';
import type { Page } from '../../src/core/incident/page.ts';
import type { Incident } from '../../src/core/incident/state.ts';
import { HOUR_MS, msBetween } from '../../src/core/time.ts';
import type { Instant } from '../../src/core/time.ts';
import { asksOf } from '../../src/engine/kind.ts';
import type { AnyAggregate } from '../../src/engine/kind.ts';
import type { AgendaEntry } from '../../src/ports/store.ts';

/** One incident as the log tells it, at one moment, and what the store holds of it. */
export type View = {
  readonly stream: string;
  readonly now: Instant;
  /** Folded from the log by the simulation itself. */
  readonly incident: Incident;
  readonly before: Incident | undefined;
  readonly fresh: readonly IncidentEvent[];
  readonly agenda: readonly (AgendaEntry & { readonly leasedUntil: Instant | null })[];
  /** Whether a process lives that has had its turn: then nothing may be overdue. */
  readonly worked: boolean;
};

/** A promise of design 6, or an invariant of reliability 4. Answers what is wrong, or nothing. */
export type Invariant = (view: View) => string | undefined;

/** The longest that quiet hours and a level's wait can put off the next page while nobody has it. */
const LONGEST_SILENCE_MS = 24 * HOUR_MS;

/** I2: open and nobody has it: a page is owed, a deadline is ahead, or the exhausted alarm repeats. */
function neverSilent({ incident, now }: View) {
  const { lifecycle, escalation } = incident;
  if (lifecycle.phase !== 'open') return undefined;
  if (escalation.status === 'off') return 'is open, and nobody is looked for';
  const deadlines = aggregate.deadlines(incident).filter(({ facet }) => facet === 'escalation');
  const limitMs = escalation.status === 'acknowledged' ? Number.POSITIVE_INFINITY : LONGEST_SILENCE_MS;
  const next = deadlines.find(({ at }) => msBetween(now, at) < limitMs);
  return next === undefined ? `is ${escalation.status} without a deadline of the escalation ahead` : undefined;
}

/** I6: the agenda is exactly what the state asks for. */
function agendaIsWhatTheStateAsks({ incident, agenda }: View) {
  const line = ({ key, at, lane }: AgendaEntry) => `${key} ${at} ${lane}`;
  const asked = asksOf(aggregate as unknown as AnyAggregate, incident)
    .agenda.map(line)
    .toSorted();
  const found = agenda.map(line).toSorted();
  const missing = asked.filter((row) => !found.includes(row));
  const extra = found.filter((row) => !asked.includes(row));
  return missing.length + extra.length === 0
    ? undefined
    : `agenda differs: missing ${missing.join(', ') || 'none'}; too many ${extra.join(', ') || 'none'}`;
}

/** I10: whoever lives has done what was due; only a lease or a wait that the engine gave itself holds a row back. */
function nothingOverdue({ agenda, now, worked }: View) {
  const late = agenda.filter(({ at, leasedUntil }) => at <= now && (leasedUntil === null || leasedUntil <= now));
  return worked && late.length > 0 ? `overdue: ${late.map(({ key }) => key).join(', ')}` : undefined;
}

/** Every role that is filled has a next action, or is told that there is nothing for it. */
function everyRoleHasANext({ incident }: View) {
  if (!isLive(incident)) return undefined;
  const actions = nextActions(incident);
  if (actions.length === 0) return 'is live and has no next action at all';
  if (actions.some(({ text }) => text === '')) return 'has a next action without words';
  const looking = incident.escalation.status === 'paging' || incident.escalation.status === 'exhausted';
  if (looking) return actions[0]?.role === 'anyone' ? undefined : 'nobody has it, and that is not the first thing said';
  const told = new Set(actions.map(({ role }) => role));
  const silent = Object.keys(incident.roles.holders).filter((role) => !told.has(role));
  return silent.length === 0 ? undefined : `nothing is said to ${silent.join(', ')}`;
}

const OWED = ['queued', 'held'];
const END_OF_ALL: readonly string[] = ['restored', 'closed', 'cancelled'];

/** A page ends because a medium took it, somebody answered, a newer one took its place, or it can never arrive. */
function pagesEndForAReason({ before, incident, fresh }: View) {
  if (before === undefined) return undefined;
  const now = new Map(incident.escalation.pages.map((page) => [page.key, page]));
  for (const was of before.escalation.pages) {
    if (!OWED.includes(was.state)) continue;
    const is = now.get(was.key);
    // An alarm that repeats drops the pages of older alarms once they have ended.
    const dropped = was.group.startsWith('a') ? ({ ...was, state: 'superseded' } as const) : undefined;
    const ended = is ?? dropped;
    if (ended === undefined) return `page ${was.key} vanished`;
    if (!OWED.includes(ended.state) && !reasoned(ended, incident, fresh))
      return `page ${was.key} is "${ended.state}" for no reason`;
  }
  return undefined;
}

function reasoned(page: Page, incident: Incident, fresh: readonly IncidentEvent[]): boolean {
  const of = (type: string, also: (event: IncidentEvent) => boolean = () => true) =>
    fresh.some((event) => event.type === type && also(event));
  const isThis = (event: IncidentEvent) => 'page' in event && event.page === page.key;
  if (of('pageSent', isThis)) return true;
  if (page.state === 'failed')
    return of('pageFailed', (event) => isThis(event) && 'permanent' in event && event.permanent);
  if (page.state !== 'superseded') return false;
  if (page.group.startsWith('c') && fresh.some(({ by }) => by === page.person)) return true;
  // A call for a step ends when the step is begun or over, and when the one in whose place somebody is called appears.
  if (page.asks?.what === 'step') {
    const { of: holder, steps } = page.asks;
    if (fresh.some((event) => event.by === holder || ('step' in event && steps.includes(event.step)))) return true;
  }
  if (page.group.startsWith('p') && fresh.some(({ by }) => isPerson(by))) return true;
  const newer = incident.escalation.pages.some(
    (other) =>
      other.key !== page.key && other.person === page.person && other.to === page.to && other.medium === page.medium,
  );
  return (
    newer || of('acknowledged') || of('acknowledgementLapsed') || of('declined') || END_OF_ALL.some((type) => of(type))
  );
}

/** Two pages never carry one key, and no two rows of the agenda do. */
function keysAreUnique({ incident }: View) {
  const keys = [
    ...incident.escalation.pages.map(({ key }) => key),
    ...asksOf(aggregate as unknown as AnyAggregate, incident).agenda.map(({ key }) => key),
  ];
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  const odd = keys.find((key) => key.includes(':'));
  return twice === undefined
    ? odd === undefined
      ? undefined
      : `a key with a colon: ${odd}`
    : `two things are called ${twice}`;
}

/** The five instants stay in their order, and nothing happened before what came before it. */
function timeGoesForward({ incident, before, fresh }: View) {
  const stamps = fresh.map(({ at }) => at);
  if (stamps.some((at, n) => n > 0 && at < (stamps[n - 1] ?? at))) return 'an event is older than the one before it';
  const { declaredAt, closedAt } = incident.lifecycle;
  if (closedAt !== null && closedAt < declaredAt) return 'closed before it was declared';
  return before !== undefined && before.lifecycle.declaredAt !== declaredAt ? 'declared twice' : undefined;
}

/** Does not hold for a moment where an older process wrote: it leaves rows that it knows nothing of. */
export const AGENDA = 'the agenda is what the state asks for';
export const INVARIANTS: Readonly<Record<string, Invariant>> = {
  'an incident nobody has is never silent': neverSilent,
  [AGENDA]: agendaIsWhatTheStateAsks,
  'nothing is overdue while a process lives': nothingOverdue,
  'every role that is filled has a next action': everyRoleHasANext,
  'a page ends for a reason': pagesEndForAReason,
  'a key names one thing': keysAreUnique,
  'time goes forward': timeGoesForward,
};
