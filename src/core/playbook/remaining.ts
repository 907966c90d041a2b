import { msBetween, spanMs } from '../time.ts';
import type { Instant } from '../time.ts';
import { entryAt, nextKey, openKeys } from './ahead.ts';
import { isOver, isPlaying, kidsOf } from './run.ts';
import type { Entry, Frame, Run } from './run.ts';
import { verbOf } from './schema.ts';

export type Remaining = {
  readonly ms: number;
  /** Steps with a planned time that were added up. */
  readonly steps: number;
  /** Steps on that way without one. */
  readonly unplanned: number;
};

const NOTHING: Remaining = { ms: 0, steps: 0, unplanned: 0 };

/**
 * Planned time on the longest open way to the end of the lists: what `takes` says of the open steps; of steps at the same
 * time the longest; of a step under way what is left of it. Waits count nothing, and neither does a playbook that has not
 * been entered. Simple on purpose: nothing else is known.
 */
export function remaining(run: Run, at: Instant): Remaining {
  return run.frames.filter(isPlaying).reduce((sum, frame) => {
    const walk: Walk = { run, frame, at, known: new Map() };
    return plus(sum, longestOf(openKeys(run, frame).map((key) => from(walk, key))));
  }, NOTHING);
}

type Walk = {
  readonly run: Run;
  readonly frame: Frame;
  readonly at: Instant;
  readonly known: Map<string, Remaining>;
};

const plus = (a: Remaining, b: Remaining): Remaining => ({
  ms: a.ms + b.ms,
  steps: a.steps + b.steps,
  unplanned: a.unplanned + b.unplanned,
});
const isLonger = (a: Remaining, b: Remaining) => a.ms > b.ms || (a.ms === b.ms && a.unplanned > b.unplanned);
const longestOf = (all: readonly Remaining[]) => all.reduce((a, b) => (isLonger(b, a) ? b : a), NOTHING);

function from(walk: Walk, key: string): Remaining {
  const seen = walk.known.get(key);
  if (seen !== undefined) return seen;
  // A way back to a step that is being measured counts nothing: the loop may never be taken.
  walk.known.set(key, NOTHING);
  const entry = entryAt(walk.run, walk.frame, key);
  if (entry === undefined) return NOTHING;
  const ways = waysFrom(walk.frame, entry).map((next) => from(walk, next));
  const all = plus(planned(walk, entry), longestOf(ways));
  walk.known.set(key, all);
  return all;
}

function planned(walk: Walk, entry: Entry): Remaining {
  if (isOver(entry) || verbOf(entry.step) === 'wait') return NOTHING;
  if (entry.step.together !== undefined) return longestOf(kidsOf(walk.run, entry).map((kid) => planned(walk, kid)));
  if (entry.step.takes === undefined) return { ...NOTHING, unplanned: 1 };
  const spentMs = entry.startedAt === null ? 0 : msBetween(entry.startedAt, walk.at);
  const ms = Math.max(0, spanMs(entry.step.takes) + entry.extraMs - Math.max(0, spentMs));
  return { ms, steps: 1, unplanned: 0 };
}

function waysFrom(frame: Frame, entry: Entry): readonly string[] {
  const next = nextKey(frame, entry);
  if (entry.step.ask === undefined || isOver(entry)) return next === undefined ? [] : [next];
  return Object.values(entry.step.choices ?? {}).flatMap((choice) =>
    choice.use === undefined ? (choice.goto ?? next ?? []) : (choice.goto ?? []),
  );
}
