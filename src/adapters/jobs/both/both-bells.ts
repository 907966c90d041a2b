import { plusMs, SECOND_MS, type Instant } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Jobs } from '../../../ports/jobs.ts';

/** So long after its own ring of a key nothing that `more` rings for it is news, unless the key was asked for again. */
const ECHO_MS = 2 * SECOND_MS;
/** Those that are over are forgotten when there are more than this. */
const MOST_ECHOES = 5_000;

/**
 * Two bells for one handler: a key rings by whichever is first, once for each asking. `own` has to work; `more` may be late, twice,
 * silent or broken, and nobody waits for it. What `more` rings that was never asked for here was asked for by another replica,
 * and is rung.
 */
export function bothBells(own: Jobs, more: Jobs, clock: Clock): Jobs {
  /** The hours asked for here that have not rung. */
  const asked = new Map<string, Instant>();
  /** Until when a ring of `more` is the echo of one here. */
  const echoes = new Map<string, Instant>();
  const running = new Map<string, Promise<void>>();
  let handler: (key: string) => Promise<void> = () => Promise.resolve();

  const ringOwn = (key: string) => {
    const hour = asked.get(key);
    // Rung by the other bell already, or given a later hour a moment ago, at which this bell rings again.
    if (hour === undefined || hour > clock.now()) return Promise.resolve();
    if (echoes.size > MOST_ECHOES) forgetEchoes();
    echoes.set(key, plusMs(clock.now(), ECHO_MS));
    return ring(key);
  };

  const ringMore = (key: string) => {
    const now = clock.now();
    const hour = asked.get(key);
    const isEcho = (echoes.get(key) ?? now) > now && (hour === undefined || hour > now);
    return isEcho ? Promise.resolve() : ring(key);
  };

  /** One handler at a time for a key; a ring that comes meanwhile is not lost. */
  function ring(key: string): Promise<void> {
    const hour = asked.get(key);
    if (hour !== undefined && hour <= clock.now()) asked.delete(key);
    const before = running.get(key);
    const work = before === undefined ? call(key) : before.catch(() => undefined).then(() => call(key));
    running.set(key, work);
    return work.finally(() => running.get(key) === work && running.delete(key));
  }
  const call = async (key: string) => handler(key);

  function forgetEchoes() {
    const now = clock.now();
    for (const [key, until] of echoes) if (until <= now) echoes.delete(key);
  }
  const silently = (promise: Promise<void>) => void promise.catch(() => undefined);

  return {
    async start(given) {
      handler = given;
      silently(more.start(ringMore));
      await own.start(ringOwn);
    },
    async schedule(key, at) {
      asked.set(key, at);
      silently(more.schedule(key, at));
      await own.schedule(key, at);
    },
    async stop(withinMs) {
      await Promise.all([own.stop(withinMs), more.stop(withinMs).catch(() => undefined)]);
    },
  };
}
