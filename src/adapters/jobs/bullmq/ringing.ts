import { msBetween, type Instant } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Hour, Hours } from './hours.ts';
import type { Asked } from './key-of-job.ts';

/** A ring that comes so little too early is waited for where it is, in ms on the wall. */
const SOON_MS = 50;
/** Keys that begin so come back only to show that they do. */
export const CANARY = 'canary/';

type Parts = {
  readonly clock: Clock;
  readonly speed: () => number;
  readonly hours: Hours;
  /** Asks for a ring; from inside a ring of the same key BullMQ takes it when that one has ended. */
  readonly put: (asked: Asked) => Promise<void>;
  readonly onFault: (fault: unknown) => void;
  readonly onError: (key: string, error: unknown) => void;
};

export interface Ringing {
  /** Handed to whom the rings go; before, nothing rings. */
  begin(handler: (key: string) => Promise<void>): void;
  /** What the worker does with a job of ours: rings it, unless its hour is another one by now. Rejects when Redis fails. */
  ring(asked: Asked): Promise<void>;
  /** From now on rings go back to the other replicas. */
  end(): void;
  readonly underWay: () => readonly Promise<void>[];
}

export function ringingOf({ clock, speed, hours, put, onFault, onError }: Parts): Ringing {
  const running = new Map<string, Promise<void>>();
  let handler: ((key: string) => Promise<void>) | undefined;
  let ended = false;

  const hourOf = (key: string): Promise<Hour | undefined> =>
    hours.get(key).catch((fault: unknown) => {
      onFault(fault);
      return undefined;
    });
  const reached = (at: Instant) => new Promise<void>((resolve) => void clock.ring(at, resolve));

  /** A ring that was taken for lost while its handler hung waits for it: never two at the same time in one process. */
  function run(key: string): Promise<void> {
    const before = running.get(key) ?? Promise.resolve();
    const now = before.then(async () => {
      try {
        if (!ended) await handler?.(key);
      } catch (error) {
        onError(key, error);
      }
    });
    running.set(key, now);
    return now.finally(() => running.get(key) === now && running.delete(key));
  }

  return {
    begin: (given) => void (handler = given),
    async ring({ key, at: askedAt }) {
      const hour = await hourOf(key);
      const at = hour?.at ?? askedAt;
      const earlyMs = msBetween(clock.now(), at) / speed();
      if (ended || earlyMs > SOON_MS) return put({ key, at });
      if (earlyMs > 0) await reached(at);
      if (!key.startsWith(CANARY)) await run(key);
      // A key that was given another hour meanwhile is asked for again: BullMQ would count it from the end of this job.
      const next = await hours.settle(key, hour);
      if (next !== undefined) await put({ key, at: next.at });
    },
    end: () => void (ended = true),
    underWay: () => [...running.values()],
  };
}
