import type { Instant } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';

/**
 * What no longer counts although its signature is right, until it would have ended anyway: links and rounds with the identity
 * provider that were used, sessions that were ended.
 */
export interface Spent {
  /**
   * Remembers it until then; true when it was not spent before, by anybody. Said again with a later end, that one counts.
   * Rejects when it could not be kept: then nobody is let in by it.
   */
  spend(name: string, until: Instant): Promise<boolean>;
  /** Until when, as far as this process knows; what others spent it knows after `refresh`. */
  until(name: string): Instant | undefined;
  /** Learns what other processes spent. Never rejects: what is known goes on to count. */
  refresh(): Promise<void>;
  /** Undefined when nothing was ever forgotten; else what was issued before this may have been spent unseen. */
  readonly since: Instant | undefined;
}

/** Remembered in this process only. */
export function spentInMemory(clock: Clock): Spent {
  const kept = new Map<string, Instant>();
  const isOver = (ends: Instant | undefined) => ends === undefined || ends <= clock.now();
  return {
    since: clock.now(),
    async spend(name, until) {
      for (const [other, ends] of kept) if (isOver(ends)) kept.delete(other);
      const before = kept.get(name);
      if (before === undefined || before < until) kept.set(name, until);
      return before === undefined;
    },
    until(name) {
      const ends = kept.get(name);
      return isOver(ends) ? undefined : ends;
    },
    refresh: async () => undefined,
  };
}
