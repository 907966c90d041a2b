import { fromMs, msBetween, plusMs, toMs, type Instant } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** A clock that runs `scale` times as fast as `base`, beginning at `from` (default: the base's time now). */
export function acceleratedClock(base: Clock, scale: number, from?: Instant): Clock {
  if (!Number.isFinite(scale) || scale <= 0) throw new RangeError(`a clock cannot run ${scale} times as fast`);
  const origin = base.now();
  const start = from ?? origin;
  return {
    now: () => fromMs(toMs(start) + msBetween(origin, base.now()) * scale),
    ring: (at, call) => base.ring(plusMs(origin, Math.ceil(msBetween(start, at) / scale)), call),
  };
}
