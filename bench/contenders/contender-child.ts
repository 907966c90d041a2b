import { openSync, writeSync } from 'node:fs';
import { trueNow, type Contender, type Ground } from './contender.ts';
import { entrantOf } from './entrants.ts';
import type { Answer, Order } from './orders.ts';

/** One process of one contender: `contender-child.ts <entrant> <ground as JSON>`; ends with the bench, however that ends. */
const [id = '', ground = '{}'] = process.argv.slice(2);

const contender = await entrantOf(id).open(JSON.parse(ground) as Ground);

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
