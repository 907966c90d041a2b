import { plusMs, type Instant } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Jobs } from '../../../ports/jobs.ts';
import { heap, type Heap } from './heap.ts';

/** `turn` counts the calls of `schedule`: it names one entry, and keys of the same hour ring in that order. */
type Entry = { readonly key: string; readonly at: Instant; readonly turn: number };

/** Entries whose key was scheduled anew lie in the heap until their hour; with more of them than this it is rebuilt. */
const STALE_PER_KEY = 2;
const STALE_SPARED = 64;

const sooner = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.turn < b.turn);

/**
 * The bell of one process: one timer, for the earliest hour. `onError` is told what a handler threw (default: a warning
 * of the process). `stop` counts its `withinMs` by the given clock.
 */
export function inProcessJobs(clock: Clock, onError: (key: string, error: unknown) => void = warn): Jobs {
  const scheduled = new Map<string, Entry>();
  const running = new Map<string, Promise<void>>();
  let queue: Heap<Entry> = heap(sooner);
  let handler: ((key: string) => Promise<void>) | undefined;
  let armed: { readonly at: Instant; readonly cancel: () => void } | undefined;
  let stopped = false;
  let turns = 0;

  /** The entry that rings next; drops those whose key has another hour by now, or whose handler is still at work. */
  const next = (): Entry | undefined => {
    for (let first = queue.first(); first !== undefined; first = queue.first()) {
      if (scheduled.get(first.key)?.turn === first.turn && !running.has(first.key)) return first;
      queue.take();
    }
    return undefined;
  };

  const arm = () => {
    const first = handler === undefined || stopped ? undefined : next();
    if (first !== undefined && armed?.at === first.at) return;
    armed?.cancel();
    armed = first && { at: first.at, cancel: clock.ring(first.at, ringDue) };
  };

  const ringDue = () => {
    armed = undefined;
    const now = clock.now();
    for (let first = next(); first !== undefined && first.at <= now && !stopped; first = next()) {
      const { key } = first;
      queue.take();
      scheduled.delete(key);
      running.set(
        key,
        Promise.resolve().then(() => run(key)),
      );
    }
    arm();
  };

  const run = async (key: string) => {
    try {
      await handler?.(key);
    } catch (error) {
      onError(key, error);
    } finally {
      running.delete(key);
      // An hour that this key was given, or reached, while its handler was at work.
      const again = scheduled.get(key);
      if (again !== undefined) {
        queue.add(again);
        arm();
      }
    }
  };

  return {
    start: async (given) => {
      if (handler !== undefined) throw new Error('jobs were started before');
      handler = given;
      arm();
    },
    schedule: async (key, at) => {
      if (stopped) return;
      const entry = { key, at, turn: (turns += 1) };
      scheduled.set(key, entry);
      if (queue.size > scheduled.size * STALE_PER_KEY + STALE_SPARED) queue = heap(sooner, [...scheduled.values()]);
      else queue.add(entry);
      arm();
    },
    stop: async (withinMs) => {
      stopped = true;
      arm();
      if (running.size === 0) return;
      const { promise: timeUp, resolve } = Promise.withResolvers<void>();
      const cancel = clock.ring(plusMs(clock.now(), withinMs), resolve);
      await Promise.race([Promise.all(running.values()), timeUp]);
      cancel();
    },
  };
}

const warn = (key: string, error: unknown) =>
  process.emitWarning(`the job ${key} failed: ${String(error)}`, 'JobWarning');
