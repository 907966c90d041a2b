import type { Outcome, Owed, Postponed } from '../core/aggregate.ts';
import { plusMs } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Performer } from '../ports/performer.ts';
import type { Claim } from '../ports/store.ts';
import type { AnyEffect } from './kind.ts';
import type { Notify } from './notice.ts';
import { reasonOf } from './notice.ts';

export type Perform = (claim: Claim, owed: Owed<AnyEffect>) => Promise<Outcome | Postponed>;
export type Performers = Readonly<Record<string, Performer<AnyEffect>>>;

/** Does an effect within its time; a broken world becomes an unknown outcome, never an exception. */
export function performOf(performers: Performers, clock: Clock, notify: Notify): Perform {
  return async function perform({ stream, key }, { effect }) {
    const outcome = await attempt(performers[effect.kind], effect, clock);
    const reason = 'reason' in outcome ? { reason: outcome.reason } : {};
    notify({ kind: 'performed', stream, key, effect: effect.kind, outcome: outcome.outcome, ...reason });
    return outcome;
  };
}

async function attempt(
  performer: Performer<AnyEffect> | undefined,
  effect: AnyEffect,
  clock: Clock,
): Promise<Outcome | Postponed> {
  if (performer === undefined)
    return { outcome: 'failed', reason: `nothing is set up for ${effect.kind}`, permanent: true };
  const timer = new AbortController();
  const { promise: timeout, resolve } = Promise.withResolvers<Outcome>();
  const cancel = clock.ring(plusMs(clock.now(), performer.timeoutMs), () => {
    timer.abort(new Error('took too long'));
    resolve({ outcome: 'unknown', reason: `no answer within ${performer.timeoutMs / 1000} s` });
  });
  try {
    return await Promise.race([performer.perform(effect, timer.signal), timeout]);
  } catch (error) {
    return { outcome: 'unknown', reason: reasonOf(error) };
  } finally {
    cancel();
  }
}
