import { createHmac } from 'node:crypto';
import { bothBells } from './adapters/jobs/both/both-bells.ts';
import { storeChores } from './adapters/chores/by-store/store-chores.ts';
import { inProcessChores } from './adapters/chores/in-process/in-process-chores.ts';
import { inProcessJobs } from './adapters/jobs/in-process/in-process-jobs.ts';
import type { Config } from './config.ts';
import type { Chores } from './ports/chores.ts';
import type { Clock } from './ports/clock.ts';
import type { Jobs } from './ports/jobs.ts';
import type { Log } from './ports/log.ts';
import type { Store } from './ports/store.ts';

type Parts = {
  readonly config: Pick<Config, 'cluster' | 'timeScale'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly wall: Clock;
  readonly shared: boolean;
  readonly secret: string;
  readonly log: Log;
};

export type Bells = {
  readonly jobs: Jobs;
  /** What one process does for all of them. */
  readonly chores: Chores;
  /** What is wrong with Redis now, one sentence each. */
  readonly problems: () => readonly string[];
  /** Whether the bell over all replicas rings; undefined where there is none. */
  readonly redisRings?: () => boolean;
};

/** What is rung before the housekeeping: whatever may page somebody. */
const PAGES = /^(?:sweep$|INC-|EX-)/;

/**
 * The bell of this process, which always rings, and beside it the one over all replicas where there is a Redis. Which Redis it is
 * is loaded only then.
 */
export async function bellsOf({ config, store, clock, wall, shared, secret, log }: Parts): Promise<Bells> {
  const failed = (key: string, error: unknown) =>
    log.error({ key, error: String(error) }, 'a bell could not be answered');
  const undone = (chore: string, fault: unknown) => log.warn({ chore, reason: String(fault) }, 'will be done again');
  const own = inProcessJobs(clock, failed);
  const redisUrl = config.cluster?.redisUrl;
  if (redisUrl === undefined)
    return {
      jobs: own,
      chores: shared ? storeChores({ store, clock: wall, onError: undone }) : inProcessChores(wall, undone),
      problems: () => [],
    };
  const { bullmqJobs } = await import('./adapters/jobs/bullmq/bullmq-jobs.ts');
  const { checkRedis } = await import('./adapters/jobs/bullmq/redis-check.ts');
  let found: readonly string[] = [];
  const more = bullmqJobs({
    url: redisUrl,
    clock,
    speed: () => config.timeScale,
    onError: failed,
    onHealth(health) {
      if (!health.ok) return log.warn({}, health.say);
      log.info({}, 'Redis answers again');
      // It may be another one than before, or set up otherwise.
      void checkRedis(redisUrl).then((now) => (found = now));
    },
    first: (key) => PAGES.test(key),
    // Replicas of one Muster have the same secret: another Muster on the same Redis is not rung.
    prefix: `muster-${createHmac('sha256', secret).update('redis').digest('hex').slice(0, 12)}`,
  });
  found = await checkRedis(redisUrl);
  for (const say of found) log.warn({}, say);
  return {
    jobs: bothBells(own, more, clock),
    chores: storeChores({ store, clock: wall, onError: undone, bell: more }),
    problems() {
      const health = more.health();
      if (health.ok) return found;
      // While Muster starts it is no trouble that nothing was asked yet.
      return health.asked ? [health.say] : [];
    },
    redisRings: () => more.health().ok,
  };
}
