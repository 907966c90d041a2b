import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { alone } from './alone.ts';
import { cluster } from './cluster.ts';
import type { Found } from './found.ts';
import type { Entry } from './report.ts';
import { keepReport, machine, shown } from './report.ts';

/**
 * `--only words`: the benches whose name contains them. `--write`: their rows of docs/performance.md, and their plots; the rows
 * of others stay as they are. `--quick`: small and in seconds, to see that each still runs; its figures mean little.
 */
const { values } = parseArgs({
  options: { quick: { type: 'boolean' }, write: { type: 'boolean' }, only: { type: 'string' } },
});
const quick = values.quick === true;
if (quick && values.write === true)
  throw new Error('what a quick run finds is not worth writing down: leave out --quick');

type Runnable = { readonly name: string; readonly says: string; readonly run: () => Promise<Found> };
const ALL: readonly Runnable[] = [
  ...alone(quick).map(({ run, ...rest }) => ({ ...rest, run: async () => ({ figures: await run() }) })),
  ...cluster(quick),
];

/** Muster's own timers keep no process alive; here something has to. */
const awake = setInterval(() => undefined, 60_000);
const entries: Entry[] = [];
for (const { name, says, run } of ALL) {
  if (values.only !== undefined && !name.includes(values.only)) continue;
  const [load = 0] = loadavg();
  const began = performance.now();
  const found = await run();
  const seconds = Math.round((performance.now() - began) / 1_000);
  process.stdout.write(`${name} (${seconds} s, load before ${load.toFixed(1)}): ${shown(found)}\n`);
  const date = new Date().toISOString().slice(0, 10);
  entries.push({ name, says, date, load: Math.round(load * 10) / 10, machine: machine(), found });
}
if (values.write === true) await keepReport(entries, ALL);

clearInterval(awake);
