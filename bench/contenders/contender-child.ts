import { openSync, writeSync } from 'node:fs';
import { trueNow, type Contender, type Entrant, type Ground } from './contender.ts';
import type { Answer, Order } from './orders.ts';

/** One process of one contender: `contender-child.ts <entrant> <ground as JSON>`; ends with the bench, however that ends. */
const [id = '', ground = '{}'] = process.argv.slice(2);

/** Only its own library is loaded: a process is begun again in the middle of a race. */
const FAMILIES: Readonly<Record<string, () => Promise<Readonly<Record<string, Entrant>>>>> = {
  muster: async () => (await import('./muster.ts')).MUSTER_ITSELF,
  bullmq: async () => (await import('./bullmq.ts')).BULLMQ,
  pg: async () => (await import('./pg-boss.ts')).PG_BOSS,
  graphile: async () => (await import('./graphile-worker.ts')).GRAPHILE_WORKER,
};
const family = await FAMILIES[id.split('-')[0] ?? '']?.();
const entrant = family?.[id];
if (entrant === undefined) throw new Error(`there is no entrant ${id}`);
const contender = await entrant.open(JSON.parse(ground) as Ground);

process.on('message', (order: Order) => {
  void obey(contender, order).then(
    (done) => answer({ done }),
    (error: unknown) => answer({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
answer({ done: [] });

function answer(given: Answer) {
  process.send?.(given);
}

async function obey(one: Contender, order: Order): Promise<Extract<Answer, { done: unknown }>['done']> {
  switch (order.say) {
    case 'schedule':
      await one.schedule(order.timers);
      return [];
    case 'work': {
      const file = openSync(order.file, 'a');
      await one.work((key) => void writeSync(file, `${key} ${trueNow().toFixed(2)}\n`));
      return [];
    }
    case 'kept':
      return (await one.kept?.()) ?? [];
    case 'stop':
      await one.stop();
      return [];
  }
}
