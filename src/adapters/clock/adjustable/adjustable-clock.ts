import { HOUR_MS, fromMs, msBetween, plusMs, toMs } from '../../../core/time.ts';
import type { Instant } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';

/** How a clock runs: it shows `time` when its base shows `base`, and goes on from there `speed` times as fast. */
export type Pace = { readonly base: Instant; readonly time: Instant; readonly speed: number };

/** A clock whose speed may be changed while it runs; whatever is done to it, it never goes back. */
export interface AdjustableClock extends Clock {
  /** How many times as fast as its base it runs; 0 while it stands. */
  speed(): number;
  /** Throws when the change cannot be kept, and then nothing has changed. */
  setSpeed(speed: number): void;
  /** Goes on from a later instant: what lies between rings now, in the order of its hours. An instant that has passed does nothing. */
  skipTo(at: Instant): void;
  pace(): Pace;
}

type Ring = { readonly atMs: number; readonly call: () => void };

/** The longest single wait, in ms of the base: no instant beyond what a date can hold is ever asked for. */
const LONGEST_WAIT_MS = HOUR_MS;

/**
 * A clock on top of another, which runs as `from` says. `keep` is told each change before it counts. Where the base shows
 * less than it did when `from` was kept (a machine that was set back), time goes on from where it was.
 */
export function adjustableClock(
  base: Clock,
  from: Pace,
  keep: (pace: Pace) => void = () => undefined,
): AdjustableClock {
  const began = base.now();
  let pace: Pace = began < from.base ? { ...from, base: began } : from;
  checked(pace.speed);

  const nowMs = () => toMs(pace.time) + Math.floor(msBetween(pace.base, base.now()) * pace.speed);
  const waiting = new Set<Ring>();
  let armed: { readonly atMs: number; readonly cancel: () => void } | undefined;

  const look = () => {
    const now = nowMs();
    const due = [...waiting].filter(({ atMs }) => atMs <= now).toSorted((a, b) => a.atMs - b.atMs);
    arm(due);
    for (const ring of due) if (waiting.delete(ring)) ring.call();
  };
  /** Waits for the earliest of all but those that ring now; while time stands, only for what has passed. */
  const arm = (now: readonly Ring[] = []) => {
    armed?.cancel();
    const atMs = Math.min(...[...waiting].filter((ring) => !now.includes(ring)).map((ring) => ring.atMs));
    const leftMs = atMs - nowMs();
    const waitMs = leftMs <= 0 ? 0 : Math.min(Math.ceil(leftMs / pace.speed), LONGEST_WAIT_MS);
    const isAwaited = Number.isFinite(atMs) && (leftMs <= 0 || pace.speed > 0);
    armed = isAwaited ? { atMs, cancel: base.ring(plusMs(base.now(), waitMs), look) } : undefined;
  };

  function change(next: { readonly time?: Instant; readonly speed?: number }) {
    const changed = { base: base.now(), time: fromMs(nowMs()), speed: pace.speed, ...next };
    keep(changed);
    pace = changed;
    arm();
  }

  return {
    ring(at, call) {
      const ring = { atMs: toMs(at), call };
      waiting.add(ring);
      if (armed === undefined || ring.atMs < armed.atMs) arm();
      return () => void waiting.delete(ring);
    },
    now: () => fromMs(nowMs()),
    speed: () => pace.speed,
    pace: () => pace,
    setSpeed: (speed) => change({ speed: checked(speed) }),
    skipTo(at) {
      if (toMs(at) > nowMs()) change({ time: at });
    },
  };
}

function checked(speed: number): number {
  if (!Number.isFinite(speed) || speed < 0) throw new RangeError(`a clock cannot run ${speed} times as fast`);
  return speed;
}
