import { join } from 'node:path';
import { followingClock } from '../../src/adapters/clock/following/following-clock.ts';
import { systemClock } from '../../src/adapters/clock/system-clock.ts';
import { bothBells } from '../../src/adapters/jobs/both/both-bells.ts';
import { bullmqJobs } from '../../src/adapters/jobs/bullmq/bullmq-jobs.ts';
import { inProcessJobs } from '../../src/adapters/jobs/in-process/in-process-jobs.ts';
import { openPostgres } from '../../src/adapters/stores/postgres/open-postgres.ts';
import type { Sample } from '../../src/adapters/stores/postgres/pulse.ts';
import { sqliteStore } from '../../src/adapters/stores/sqlite/sqlite-store.ts';
import { MUSTER } from '../../src/core/incident/events.ts';
import { canonical } from '../../src/core/plan/canonical.ts';
import { fromMs, toMs } from '../../src/core/time.ts';
import { booksOf } from '../../src/engine/books.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Jobs } from '../../src/ports/jobs.ts';
import type { Store } from '../../src/ports/store.ts';
import { ADVISED } from '../../test/support/redis.ts';
import { timers as timerStreams } from '../../test/support/timers.ts';
import type { Contender, Entrant, Ground, Timer } from './contender.ts';

const AT_ONCE = 1_000;
const MOST_STREAMS = 1_000_000;

/** What one process of Muster stands on. */
type Stand = { readonly store: Store; readonly clock: Clock; readonly jobs: Jobs };

export const MUSTER_ITSELF: Readonly<Record<string, Entrant>> = {
  'muster-sqlite': {
    name: 'Muster on SQLite',
    settings: 'defaults: every decision flushed',
    needs: [],
    open: (ground) => Promise.resolve(contender(onSqlite(ground))),
  },
  'muster-postgres': {
    name: 'Muster on PostgreSQL',
    settings: 'defaults: every decision flushed, no Redis',
    needs: ['postgres'],
    open: async (ground) => contender(await onPostgres(ground)),
  },
  'muster-postgres-redis': {
    name: 'Muster on PostgreSQL and Redis',
    settings: 'defaults: every decision flushed, BullMQ rings; Redis as docs/operations.md advises',
    needs: ['postgres', 'redis'],
    redis: ADVISED,
    open: async (ground) => contender(withRedis(await onPostgres(ground), ground)),
  },
};

function onSqlite({ folder }: Ground): Stand {
  const clock = systemClock();
  return { store: sqliteStore(join(folder, 'muster.db'), clock), clock, jobs: inProcessJobs(clock) };
}

async function onPostgres({ postgres }: Ground): Promise<Stand> {
  const shown = ({ told, speed, tookMs }: Sample) => ({ ms: told, speed, tookMs });
  let follow: (sample: Sample) => void = () => undefined;
  const { store, first } = await openPostgres({ url: postgres, sample: (sample) => follow(sample) });
  const clock = followingClock(shown(first));
  follow = (sample) => clock.follow(shown(sample));
  return { store, clock, jobs: inProcessJobs(clock) };
}

function withRedis(stand: Stand, { redis: url }: Ground): Stand {
  const { clock, jobs } = stand;
  const onError = (key: string, error: unknown) => void process.stderr.write(`${key}: ${String(error)}\n`);
  return { ...stand, jobs: bothBells(jobs, bullmqJobs({ url, clock, onError }), clock) };
}

type Rang = { readonly type: string; readonly at: string };

/** The engine with the smallest thing that has a deadline: like for like with a job of a queue, its decision an event. */
function contender({ store, clock, jobs }: Stand): Contender {
  let heard: (key: string) => void = () => undefined;
  let stopped = false;
  const engine = createEngine({
    store,
    clock,
    jobs,
    books: booksOf(store, canonical),
    aggregates: [timerStreams],
    performers: {},
    live: () => Promise.resolve({} as never),
    notify: (notice) => {
      if (notice.kind === 'appended' && (notice.events as readonly Rang[]).some(({ type }) => type === 'rang'))
        heard(notice.stream.slice('TIMER-'.length));
      if (notice.kind === 'fault' && !stopped) process.stderr.write(`${notice.where}: ${notice.reason}\n`);
    },
  });
  const set = ({ key, atMs }: Timer) =>
    engine.handle({
      stream: `TIMER-${key}`,
      command: { type: 'set', due: fromMs(atMs) },
      by: MUSTER,
      reply: () => '',
    });
  return {
    async schedule(timers) {
      for (let from = 0; from < timers.length; from += AT_ONCE)
        await Promise.all(timers.slice(from, from + AT_ONCE).map(set));
    },
    async work(decided) {
      heard = decided;
      await engine.start();
    },
    async kept() {
      const found: Timer[] = [];
      for (const stream of await store.streams('TIMER-', MOST_STREAMS))
        for (const { body } of await store.read(stream)) {
          const { type, at } = body as Rang;
          if (type === 'rang') found.push({ key: stream.slice('TIMER-'.length), atMs: toMs(at as never) });
        }
      return found;
    },
    async stop() {
      stopped = true;
      await engine.stop();
      await store.close();
    },
  };
}
