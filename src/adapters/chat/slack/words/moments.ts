import type { Instant } from '../../../../core/time.ts';
import { MINUTE_MS, msBetween, SECOND_MS } from '../../../../core/time.ts';
import type { Clock } from '../../../../ports/clock.ts';
import type { Now } from '../transport/envelope.ts';

/** Slack's own figures: a trigger opens one modal within 3 s; an answer by `response_url` is taken for 30 minutes. */
const TRIGGER_MS = 2_800;
const ANSWER_MS = 29 * MINUTE_MS;
const MOST = 2_000;

/**
 * The short-lived things of a delivery, in memory: after a restart they are gone, and there are other ways to answer. Where several
 * processes share the work they are handed on sealed (`handed-on.ts`).
 */
export interface Moments {
  /** `since`: when it was delivered, if that was at another process. */
  keep(delivery: string, now: Now, since?: Instant): void;
  responseUrl(delivery: string): string | undefined;
  /** Given out once. */
  triggerId(delivery: string): string | undefined;
}

export function momentsOf(clock: Clock): Moments {
  const kept = new Map<string, Now & { readonly at: Instant }>();
  const within = (delivery: string, ms: number) => {
    const one = kept.get(delivery);
    return one === undefined || msBetween(one.at, clock.now()) > ms ? undefined : one;
  };
  return {
    keep(delivery, now, since = clock.now()) {
      if (kept.has(delivery)) return;
      const [oldest] = kept.keys();
      if (kept.size >= MOST && oldest !== undefined) kept.delete(oldest);
      kept.set(delivery, { ...now, at: since });
    },
    responseUrl: (delivery) => within(delivery, ANSWER_MS)?.responseUrl,
    triggerId(delivery) {
      const found = within(delivery, TRIGGER_MS);
      if (found?.triggerId === undefined) return undefined;
      const { triggerId, ...rest } = found;
      kept.set(delivery, rest);
      return triggerId;
    },
  };
}

/** Longest wait for an answer to be taken by Slack. */
export const ANSWER_TIMEOUT_MS = 5 * SECOND_MS;
