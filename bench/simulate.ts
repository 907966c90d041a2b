import { parseArgs } from 'node:util';
import { simulate } from '../test/simulation/simulate.ts';

/**
 * Lives of Muster drawn by lot, each decided by its seed: `--seed N [--trace]` lives one again, `--seeds N [--from M]` many;
 * `--fleet` with two or three processes that share a store.
 * Ends with 1 when a promise was broken.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
    fleet: { type: 'boolean', default: false },
  },
});
const kind = values.fleet ? 'fleet' : 'alone';

process.exitCode =
  values.seed === undefined ? await many(Number(values.from), Number(values.seeds)) : await one(Number(values.seed));

async function one(seed: number): Promise<number> {
  try {
    const ride = await simulate(seed, { kind, ...(values.trace ? { trace: console.log } : {}) });
    console.log(`seed ${seed}: all promises held over ${ride.steps} steps, ${ride.events} events, ${ride.pages} pages`);
    return 0;
  } catch (error) {
    console.error(error instanceof Error && error.name === 'BrokenPromise' ? error.message : error);
    return 1;
  }
}

async function many(from: number, count: number): Promise<number> {
  const began = performance.now();
  const sum = { steps: 0, events: 0, pages: 0, crashes: 0 };
  let broken = 0;
  for (let seed = from; seed < from + count; seed += 1) {
    try {
      const ride = await simulate(seed, { kind });
      sum.steps += ride.steps;
      sum.events += ride.events;
      sum.pages += ride.pages;
      sum.crashes += ride.crashes;
    } catch (error) {
      broken += 1;
      console.error(error instanceof Error ? error.message : error);
    }
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `${count} seeds in ${seconds.toFixed(1)} s (${(count / seconds).toFixed(1)} a second): ${sum.steps} steps, ${sum.events} events, ` +
      `${sum.pages} pages, ${sum.crashes} crashes, ${broken} broken`,
  );
  return broken === 0 ? 0 : 1;
}
