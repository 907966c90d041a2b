import { Logger, makeWorkerUtils, run, type Runner, type WorkerPreset } from 'graphile-worker';
import type { Contender, Entrant, Ground, Timer } from './contender.ts';

const TASK = 'ring';
const AT_ONCE = 2_000;

type Set = NonNullable<(typeof WorkerPreset)['worker']>;
/** Looks fifty times a second, as much as one would let it; takes and gives back in batches, as its manual advises for a herd. */
const BEST: Set = { pollInterval: 20, concurrentJobs: 50, localQueue: { size: 500 }, completeJobBatchDelay: 0 };

export const GRAPHILE_WORKER: Readonly<Record<string, Entrant>> = {
  'graphile-worker-default': entrant('defaults: one at a time, looks every 2 s', {}),
  'graphile-worker-best': entrant('looks every 20 ms, 50 at once, local queue of 500, batched completion', BEST),
};

function entrant(settings: string, worker: Set): Entrant {
  return { name: 'graphile-worker', settings, needs: ['postgres'], open: (ground) => contender(ground, worker) };
}

async function contender({ postgres: connectionString }: Ground, worker: Set): Promise<Contender> {
  const logger = new Logger(() => () => undefined);
  const utils = await makeWorkerUtils({ connectionString, logger });
  await utils.migrate();
  let runner: Runner | undefined;
  return {
    async schedule(timers: readonly Timer[]) {
      for (let from = 0; from < timers.length; from += AT_ONCE)
        await utils.addJobs(
          timers
            .slice(from, from + AT_ONCE)
            .map(({ key, atMs }) => ({ identifier: TASK, payload: { key }, runAt: new Date(atMs) })),
        );
    },
    async work(decided) {
      const ring = (payload: unknown) => decided((payload as { readonly key: string }).key);
      runner = await run({
        connectionString,
        logger,
        noHandleSignals: true,
        taskList: { [TASK]: ring },
        preset: { worker: { ...worker, logger } },
      });
    },
    async stop() {
      await runner?.stop();
      await utils.release();
    },
  };
}
