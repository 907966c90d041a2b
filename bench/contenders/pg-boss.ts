import { PgBoss, type WorkOptions } from 'pg-boss';
import type { Contender, Entrant, Ground, Timer } from './contender.ts';

const QUEUE = 'timers';
const AT_ONCE = 5_000;

type Set = { readonly work: WorkOptions; readonly expireInSeconds?: number; readonly lookEverySeconds?: number };
/** It looks at the soonest every 0.5 s; full batches are followed by the next one at once. */
const BEST: Set = {
  work: { pollingIntervalSeconds: 0.5, batchSize: 100, localConcurrency: 4, burstWhenBatchFull: true },
};

export const PG_BOSS: Readonly<Record<string, Entrant>> = {
  'pg-boss-default': entrant('defaults: one job every 2 s', { work: {} }),
  'pg-boss-best': entrant('looks every 0.5 s (its shortest), batches of 100, 4 at once, bursts', BEST),
  'pg-boss-soon': entrant('the same, a job expires after 1 s, looked at every second', {
    ...BEST,
    expireInSeconds: 1,
    lookEverySeconds: 1,
  }),
};

function entrant(settings: string, set: Set): Entrant {
  return { name: 'pg-boss', settings, needs: ['postgres'], open: (ground) => contender(ground, set) };
}

async function contender({ postgres }: Ground, { work, expireInSeconds, lookEverySeconds }: Set): Promise<Contender> {
  const often =
    lookEverySeconds === undefined
      ? {}
      : { superviseIntervalSeconds: lookEverySeconds, monitorIntervalSeconds: lookEverySeconds };
  const boss = new PgBoss({ connectionString: postgres, ...often });
  boss.on('error', () => undefined);
  await boss.start();
  const expires = expireInSeconds === undefined ? {} : { expireInSeconds, retryLimit: 1_000 };
  await boss.createQueue(QUEUE, expires);
  return {
    async schedule(timers: readonly Timer[]) {
      for (let from = 0; from < timers.length; from += AT_ONCE)
        await boss.insert(
          QUEUE,
          timers.slice(from, from + AT_ONCE).map(({ key, atMs }) => ({ data: { key }, startAfter: new Date(atMs) })),
        );
    },
    async work(decided) {
      await boss.work<{ readonly key: string }>(QUEUE, work, (jobs) => {
        for (const { data } of jobs) decided(data.key);
        return Promise.resolve();
      });
    },
    stop: () => boss.stop({ graceful: false, close: true }),
  };
}
