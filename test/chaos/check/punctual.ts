import { MUSTER } from '../../../src/core/incident/events.ts';
import { NO_OVERRIDES } from '../../../src/core/oncall.ts';
import { latest } from '../../../src/core/time.ts';
import type { Deadline } from '../../../src/core/aggregate.ts';
import type { Finding, History } from '../history.ts';
import { realOf, toldOf } from '../history.ts';
import type { Stretch } from '../uptime.ts';
import type { Followed, Span, Step } from './follow.ts';
import { aggregateOf } from './follow.ts';

/** How late anything may be while Muster can work, in real ms. */
export const LATE_MS = 1_500;
/** How long after an outage everything must be in order again, in real ms. */
export const HEALING_MS = 5_000;

const LATE = 'nothing late while Muster could work';
const EARLY = 'no deadline early by the clock of the database';
const UNASKED = 'no decision that nothing asked for';

export type Lateness = { readonly span: Span; readonly ms: number; readonly disturbed: boolean };

/** How late each thing was done that was asked for and whose hour came, in real ms; what was taken back before it is left out. */
export function latenesses(history: History, followed: readonly Followed[]): readonly Lateness[] {
  return followed
    .flatMap(({ spans }) => spans)
    .flatMap((span) => {
      const due = Math.max(realOf(history.pace, span.at), span.from);
      const done = span.end?.wroteAt ?? history.endedAt;
      if (done < due) return [];
      return [{ span, ms: done - due, disturbed: healed(history.outages, due, done) > due }];
    });
}

/** Nothing later than it may be: 1.5 s, or 5 s after the last outage that it met. */
export function late(history: History, followed: readonly Followed[]): readonly Finding[] {
  return latenesses(history, followed).flatMap(({ span, ms }) => {
    const due = Math.max(realOf(history.pace, span.at), span.from);
    const limit = Math.max(due + LATE_MS, healed(history.outages, due, due + ms));
    if (due + ms <= limit) return [];
    const end = span.end === undefined ? 'still is' : `was until ${span.end.events.map(({ type }) => type).join(', ')}`;
    return [
      {
        rule: LATE,
        say: `${span.key} was due ${clock(due)} and ${end}: ${Math.round(ms)} ms late, ${Math.round(due + ms - limit)} ms too much`,
      },
    ];
  });
}

/** When what was due at `due` and done at `done` had to be in order, because of outages; 0 without one. */
function healed(outages: readonly Stretch[], due: number, done: number): number {
  const met = outages.filter(({ from, to }) => from <= done && to + HEALING_MS > due);
  return Math.max(0, ...met.map(({ to }) => to + HEALING_MS));
}

/**
 * Whatever Muster itself decided was asked for by a deadline whose hour had come by the database's clock. The event says
 * which hour it was decided at, and the database when it was written; neither may lie before the hour.
 */
export function early(history: History, followed: readonly Followed[]): readonly Finding[] {
  return followed.flatMap(({ stream, steps }) =>
    stream.startsWith('INC-') || stream.startsWith('EX-') ? steps.flatMap((step) => tooEarly(history, step)) : [],
  );
}

/** What became of something that was owed; the rest of what Muster does follows from a deadline. */
const OUTCOMES = new Set([
  'pageSent',
  'pageFailed',
  'pageDelivered',
  'pageUndelivered',
  'postmortemWritten',
  'postmortemFailed',
  'channelOpened',
  'channelFailed',
  'hookIntended',
  'hookReturned',
  'hookInDoubt',
  'auditRepaired',
]);

function tooEarly({ pace }: History, step: Step): readonly Finding[] {
  const [event] = step.events;
  if (event === undefined || event.by !== MUSTER || OUTCOMES.has(event.type)) return [];
  const asked = step.before.deadlines.filter((deadline) => leadsTo(deadline, step));
  const what = `${step.stream}: ${step.events.map(({ type }) => type).join(', ')} (${event.at})`;
  if (asked.length === 0) return [{ rule: UNASKED, say: what }];
  const hour = asked.map(({ at }) => at).toSorted()[0] ?? event.at;
  const earliest = [event.at, toldOf(pace, step.wroteAt + 1)].toSorted()[0] ?? event.at;
  return hour <= earliest ? [] : [{ rule: EARLY, say: `${what} was due ${hour}` }];
}

function leadsTo(deadline: Deadline, { stream, state, events }: Step): boolean {
  const [event] = events;
  if (event === undefined) return false;
  // As if its hour had come: whether it had is judged by who asks.
  const at = latest(event.at, deadline.at);
  const passed = aggregateOf(stream).pass(state, deadline, { at, by: MUSTER, live: NO_OVERRIDES });
  return passed[0]?.type === event.type;
}

const clock = (ms: number) => new Date(ms).toISOString().slice(11, 23);
