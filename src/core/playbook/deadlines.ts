import { latest, plusMs, readSpan, spanMs } from '../time.ts';
import type { Instant, Span } from '../time.ts';
import { end, otherWay, repeat } from './act.ts';
import { ahead } from './ahead.ts';
import { draft, record, settled } from './draft.ts';
import type { Draft, StepContext, StepDecision } from './draft.ts';
import type { StepDeadlineKind } from './events.ts';
import { makeReady } from './flow.ts';
import { addTo } from './moves.ts';
import { entriesOf, entryOf, isLive, isOver } from './run.ts';
import type { Entry, Run } from './run.ts';
import { verbOf } from './schema.ts';
import type { Step } from './schema.ts';

/** The hours that a playbook's deadlines are measured against; null for what the plan does not say. */
export type StepTimes = {
  /** RTO and MTD run from here: when it began to hurt. */
  readonly from: Instant;
  readonly rtoMs: number | null;
  readonly mtdMs: number | null;
  /** The last moment at which a recovery that starts still meets the RTO (domain 3.2). */
  readonly latestStart: Instant | null;
  /** Since when somebody has the incident: the planned time of a step that nobody began counts from then; null while nobody does. */
  readonly hadSince?: Instant | null;
  /** RTO of the system that an exercise restores. */
  readonly systemRtoMs: number | null;
};

/** The key names one occurrence: `step/3/overdue100`; after an extension or an undo, `step/3~1/overdue100`. */
export type StepDeadline = {
  readonly key: string;
  readonly at: Instant;
  readonly step: number;
  readonly kind: StepDeadlineKind;
};

/** Everything of the steps that happens by the clock. A deadline is gone once it has passed or its step is over. */
export function stepDeadlines(run: Run, times: StepTimes): readonly StepDeadline[] {
  const coming = new Set(ahead(run).map(({ n }) => n));
  return entriesOf(run).flatMap((entry) => {
    const hours = isLive(entry) ? liveHours(run, entry, times) : restHours(run, entry, { times, coming });
    return hours.flatMap(({ kind, at }) => {
      if (at === null || entry.passed.includes(kind)) return [];
      const round = entry.round === 0 ? '' : `~${entry.round}`;
      return [{ key: `step/${entry.n}${round}/${kind}`, at, step: entry.n, kind }];
    });
  });
}

type Hour = { readonly kind: StepDeadlineKind; readonly at: Instant | null };

function liveHours(run: Run, entry: Entry, times: StepTimes): readonly Hour[] {
  const { step, extraMs } = entry;
  const wait: Hour = { kind: 'wait', at: entry.waitsUntil };
  if (entry.state === 'waiting') return [wait];
  const by: Hour = { kind: 'by', at: byOf(run, step, times) };
  if (entry.state === 'stuck') return [by];
  const from = entry.startedAt ?? turnOf(entry, times);
  const after = (ms: number | null) => (ms === null || from === null ? null : plusMs(from, ms + extraMs));
  const takesMs = step.takes === undefined ? null : spanMs(step.takes);
  return [
    by,
    verbOf(step) === 'wait' ? wait : { kind: 'wait', at: null },
    { kind: 'overdue100', at: after(takesMs) },
    { kind: 'overdue150', at: after(takesMs === null ? null : takesMs * 1.5) },
    { kind: 'stuck-offer', at: after(stuckMs(step, times)) },
    { kind: 'stop', at: step.stop_at === 'latest-start' ? times.latestStart : after(msOf(step.stop_at)) },
  ];
}

/** It is nobody's delay that a step lay ready while nobody had the incident: it is paged for all that time. */
function turnOf({ readyAt }: Entry, { hadSince }: StepTimes): Instant | null {
  if (hadSince === undefined || readyAt === null) return readyAt;
  return hadSince === null ? null : latest(readyAt, hadSince);
}

/** A finished step may have left a reminder; one whose turn is sure to come may be late already. */
function restHours(
  run: Run,
  entry: Entry,
  { times, coming }: { readonly times: StepTimes; readonly coming: ReadonlySet<number> },
): readonly Hour[] {
  if (coming.has(entry.n)) return [{ kind: 'by', at: byOf(run, entry.step, times) }];
  const { reminder } = entry.step;
  if (entry.state !== 'done' || reminder === undefined || entry.endedAt === null) return [];
  return [{ kind: 'reminder', at: plusMs(entry.endedAt, spanMs(reminder.after)) }];
}

function msOf(text: string | undefined): number | null {
  const read: Span | undefined = text === undefined ? undefined : readSpan(text);
  return read === undefined ? null : spanMs(read);
}

const stuckMs = ({ if_stuck: way }: Step, times: StepTimes) =>
  way?.after === 'system.rto' ? times.systemRtoMs : msOf(way?.after);

/** The hour of a step's `by`; null when it has none, or the plan does not say what it is measured by. */
export function byOf(run: Run, step: Step, times: StepTimes): Instant | null {
  const { by } = step;
  if (by === undefined || run.startedAt === null) return null;
  if (by === 'latest-start') return times.latestStart;
  const ms = msOf(by.slice(1));
  if (by.startsWith('+')) return ms === null ? null : plusMs(run.startedAt, ms);
  const whole = by.startsWith('rto') ? times.rtoMs : times.mtdMs;
  return whole === null ? null : plusMs(times.from, Math.round((whole * Number.parseInt(by.slice(4), 10)) / 100));
}

const KEY = /^step\/(\d{1,9})(?:~(\d{1,9}))?\/(overdue100|overdue150|by|wait|stuck-offer|stop|reminder)$/;

/** A deadline has passed. One that the run no longer holds changes nothing. */
export function passStepDeadline(run: Run, { key }: { readonly key: string }, context: StepContext): StepDecision {
  const [, step, round, what] = KEY.exec(key) ?? [];
  const entry = entryOf(run, Number(step));
  const now = draft(run, context);
  const kind = what as StepDeadlineKind | undefined;
  const over = entry === undefined || (isOver(entry) && kind !== 'reminder');
  if (kind === undefined || over || entry.round !== Number(round ?? 0) || entry.passed.includes(kind))
    return settled(now);
  if (kind === 'wait') waited(now, entry);
  else {
    record(now, { type: 'stepDeadlinePassed', step: entry.n, what: kind, round: entry.round });
    if (kind === 'stop') otherWay(now, entry, 'its stop time is reached');
    if (kind === 'reminder') remind(now, entry);
  }
  return settled(now);
}

/** A wait that repeats begins again, with a look at whether it happened; any other one is over. */
function waited(now: Draft, entry: Entry): void {
  const { n, step } = entry;
  if (!isLive(entry) || entry.waitsUntil === null) return;
  if (verbOf(step) !== 'wait')
    return record(now, { type: 'stepReady', step: n, from: null, until: null, clocks: entry.clocks });
  const done = { type: 'stepDone', step: n, result: null, note: 'the time has passed', keep: [] } as const;
  if (step.repeat !== true) return end(now, entry, () => record(now, done));
  record(now, { ...done, note: 'not yet' });
  repeat(now, entry);
}

function remind(now: Draft, entry: Entry): void {
  const { reminder } = entry.step;
  if (reminder === undefined) return;
  makeReady(now, addTo(now, { def: { id: 'reminder', do: reminder.say }, origin: 'reminder', of: entry }), null);
}
