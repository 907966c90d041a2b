import type { Clock } from '../../ports/clock.ts';
import { MINUTE_MS, toMs } from '../../core/time.ts';

const MOST_PER_MINUTE = 10;
const MOST_ADDRESSES = 10_000;

export interface Limiter {
  /** Counts one more failure of this address; true when it had too many within a minute. */
  fail(address: string): boolean;
}

/**
 * Failed sign-ins of one address, within one minute. Only failures are refused: a good link works however many bad ones came
 * from the same address, so that nobody can lock a responder out.
 */
export function limiterOf(clock: Clock): Limiter {
  const failures = new Map<string, readonly number[]>();
  return {
    fail(address) {
      const now = toMs(clock.now());
      const recent = (failures.get(address) ?? []).filter((ms) => ms > now - MINUTE_MS).slice(-MOST_PER_MINUTE);
      failures.delete(address);
      failures.set(address, [...recent, now]);
      const [oldest] = failures.keys();
      if (failures.size > MOST_ADDRESSES && oldest !== undefined) failures.delete(oldest);
      return recent.length >= MOST_PER_MINUTE;
    },
  };
}
