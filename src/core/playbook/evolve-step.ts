import { plusMs } from '../time.ts';
import type { Instant } from '../time.ts';
import type { StepEvent } from './events.ts';
import { entryOf, withEntry, withFrame } from './run.ts';
import type { Entry, Run } from './run.ts';
import { verbOf } from './schema.ts';

/** An event with its hour and the person, or `muster`. */
export type Stamped<Event> = Event & { readonly at: Instant; readonly by: string };
export type EventOf<Type extends StepEvent['type']> = Extract<StepEvent, { readonly type: Type }>;

type Structural =
  | `playbook${string}`
  | 'stepReady'
  | 'stepReached'
  | 'stepsPassedOver'
  | 'stepRepeated'
  | 'stepAdded'
  | 'stepMoved'
  | 'exitTicked';
type OnStep = Stamped<Exclude<StepEvent, { readonly type: Structural }>>;

export function changed(run: Run, n: number, patch: Partial<Entry>): Run {
  const entry = entryOf(run, n);
  return entry === undefined ? run : withEntry(run, { ...entry, ...patch });
}

/** Events that change one entry and nothing around it. Unknown ones, and those of unknown steps, change nothing. */
export function onStep(run: Run, event: OnStep): Run {
  const entry = entryOf(run, event.step);
  if (entry === undefined) return run;
  const patch = patchOf(entry, event);
  const now = patch === undefined ? run : withEntry(run, { ...entry, ...patch });
  if (event.type === 'stepChosen' && !event.pending) return withFacts(now, entry, event.choice);
  return event.type === 'stepUndone' ? takenBack(now, entry, event.back) : now;
}

function patchOf(entry: Entry, event: OnStep): Partial<Entry> | undefined {
  const over = { endedAt: event.at, endedBy: event.by, passedOverBy: null } as const;
  switch (event.type) {
    case 'stepStarted':
      return started(entry, event);
    case 'stepDone': {
      const kept = [...entry.kept, ...event.keep];
      return { ...over, state: 'done', result: event.result, note: event.note || entry.note, reason: null, kept };
    }
    case 'stepChosen': {
      const choice = { choice: event.choice, note: event.note || entry.note, passedOverBy: null };
      return event.pending
        ? { ...choice, ...renewed(entry), state: 'doing' }
        : { ...choice, ...over, state: 'done', reason: null };
    }
    case 'stepStuck': {
      const wasStuck = entry.wasStuck ?? event.why;
      return { state: 'stuck', reason: event.why, wasStuck, readyAt: entry.readyAt ?? event.at, passedOverBy: null };
    }
    case 'stepSkipped':
      return { ...over, state: 'skipped', reason: event.why };
    case 'stepNotPossible':
      return { ...over, state: 'not possible', reason: event.why };
    case 'stepUndone':
      return undone(entry, event.at);
    case 'stepAssigned':
      return { owner: event.person };
    case 'stepKept':
      return { kept: [...entry.kept, ...event.items] };
    case 'stepExtended':
      return extended(entry, event.ms);
    case 'stepClockDecided':
      return { clocksDecided: [...new Set([...entry.clocksDecided, event.clock])] };
    case 'stepHookAsked':
      return { ...renewed(entry), hookRuns: event.run, state: 'doing', startedAt: event.at, reason: null };
    case 'stepDeadlinePassed':
      return event.round === entry.round ? { passed: [...entry.passed, event.what] } : undefined;
    default:
      event satisfies never;
      return undefined;
  }
}

/** A step that was stuck or left behind and is taken up again has its hours anew, under other keys. */
export const renewed = (entry: Entry): Partial<Entry> =>
  entry.state === 'stuck' || entry.state === 'superseded' ? { round: entry.round + 1, passed: [] } : {};

function started(entry: Entry, { at, by }: OnStep): Partial<Entry> {
  return {
    ...renewed(entry),
    state: 'doing',
    startedAt: at,
    readyAt: entry.readyAt ?? at,
    endedAt: null,
    endedBy: null,
    owner: entry.owner ?? by,
    passedOverBy: null,
    waitsUntil: null,
    reason: null,
  };
}

/** The end of a wait moves as well; an hour that passed may pass once more. */
function extended(entry: Entry, ms: number): Partial<Entry> {
  const until = entry.waitsUntil === null ? null : plusMs(entry.waitsUntil, ms);
  return { extraMs: entry.extraMs + ms, waitsUntil: until, round: entry.round + 1, passed: [] };
}

function undone(entry: Entry, at: Instant): Partial<Entry> {
  const waits = verbOf(entry.step) === 'wait';
  return {
    state: waits ? 'doing' : 'ready',
    readyAt: at,
    startedAt: waits ? at : null,
    endedAt: null,
    endedBy: null,
    waitsUntil: null,
    reason: null,
    result: null,
    choice: null,
    moved: false,
    passedOverBy: null,
    round: entry.round + 1,
    passed: [],
  };
}

/** What the step's end had made ready waits again, and a list that it had ended runs again. */
function takenBack(run: Run, entry: Entry, back: readonly number[]): Run {
  const again = { state: 'waiting', reached: false, cameFrom: null, readyAt: null, startedAt: null } as const;
  const fresh = { ...again, waitsUntil: null, passedOverBy: null, reason: null };
  const now = back.reduce((before, n) => {
    const round = (entryOf(before, n)?.round ?? 0) + 1;
    return changed(before, n, { ...fresh, round, passed: [] });
  }, run);
  const frame = now.frames[entry.frame];
  if (frame?.state !== 'finished' || frame.finishedFrom !== entry.n) return now;
  return withFrame(now, { ...frame, state: 'running', finishedFrom: null });
}

/** A choice is a fact for `only_if` from then on: the one taken true, its neighbours false. */
function withFacts(run: Run, entry: Entry, choice: string): Run {
  const names = Object.keys(entry.step.choices ?? {});
  const facts = Object.fromEntries(names.map((name) => [`${entry.key}.${name}`, name === choice]));
  return { ...run, chosen: { ...run.chosen, ...facts } };
}
