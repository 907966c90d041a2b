import { fromMs, toMs } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** The longest single wait, so that a step of the machine's clock is noticed within it (reliability 39-40, 43). */
const LONGEST_WAIT_MS = 1_000;
/** A step of the wall clock against the monotonic one that is worth a word. */
const JUMP_MS = 2_000;

export type SystemClockOptions = {
  /** Told how far the machine's clock stepped, in ms: forward (also: the machine slept) above zero, back below. */
  readonly onJump?: (ms: number) => void;
  /** Milliseconds since 1970; may step. */
  readonly wall?: () => number;
  /** Milliseconds since any moment; never steps. */
  readonly monotonic?: () => number;
};

/**
 * The machine's time, except that it never goes back: a wall clock that was set back is waited for by the monotonic one,
 * so that a deadline once passed stays passed. A step forward counts at once.
 */
export function systemClock(options: SystemClockOptions = {}): Clock {
  const wall = options.wall ?? (() => Date.now());
  const monotonic = options.monotonic ?? (() => performance.now());
  let lastNow = wall();
  let lastMonotonic = monotonic();
  let offset = lastNow - lastMonotonic;

  const nowMs = () => {
    const wallNow = wall();
    const monotonicNow = monotonic();
    const step = wallNow - monotonicNow - offset;
    offset += step;
    lastNow = Math.max(wallNow, lastNow + (monotonicNow - lastMonotonic));
    lastMonotonic = monotonicNow;
    if (Math.abs(step) > JUMP_MS) options.onJump?.(Math.round(step));
    return lastNow;
  };

  return { now: () => fromMs(nowMs()), ring: ringer(nowMs) };
}

type Ring = { readonly atMs: number; readonly call: () => void };

/** One timer for all rings, in the order of their hours; it wakes at least each second to look at the clock again. */
function ringer(nowMs: () => number): Clock['ring'] {
  let waiting: readonly Ring[] = [];
  const live = new Set<Ring>();
  let disarm: () => void = () => undefined;

  const look = () => {
    const now = Math.floor(nowMs());
    const due = waiting.filter((ring) => ring.atMs <= now);
    waiting = waiting.slice(due.length);
    arm();
    for (const ring of due) if (live.delete(ring)) ring.call();
  };
  const arm = () => {
    disarm();
    const [first] = waiting;
    if (first === undefined) return;
    const left = first.atMs - Math.floor(nowMs());
    if (left <= 0) {
      // Not unref'd: the event loop sleeps on such an immediate until something else wakes it.
      const soon = setImmediate(look);
      disarm = () => clearImmediate(soon);
    } else {
      const timer = setTimeout(look, Math.min(left, LONGEST_WAIT_MS));
      timer.unref();
      disarm = () => clearTimeout(timer);
    }
  };

  return (at, call) => {
    const ring = { atMs: toMs(at), call };
    const later = waiting.findIndex((each) => each.atMs > ring.atMs);
    waiting = waiting.toSpliced(later === -1 ? waiting.length : later, 0, ring);
    live.add(ring);
    if (waiting[0] === ring) arm();
    return () => {
      live.delete(ring);
      waiting = waiting.filter((each) => each !== ring);
    };
  };
}
