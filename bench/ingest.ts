import { setTimeout as wait } from 'node:timers/promises';
import { privatePostgres } from '../test/support/postgres.ts';
import { round } from './beside.ts';
import type { Found, Line } from './found.ts';
import { lateness } from './rig.ts';
import { musterInSlack } from './slack.ts';

const EVERY_MS = 10;
const SECRET = 'the secret of the bench of ingest';

type Slack = Awaited<ReturnType<typeof musterInSlack>>;

/** Words from Slack at 100 a second, on each store; then with a PostgreSQL that says nothing for so long. */
export async function benchIngest(many: number, frozenMs: number): Promise<Found> {
  const lines: Line[] = [];
  {
    await using world = await musterInSlack();
    lines.push({ who: 'Muster on SQLite', settings: 'calm', kind: 'own', figures: await sent(world, many) });
  }
  await using postgres = await privatePostgres();
  await using world = await musterInSlack({ DATABASE_URL: postgres.url, MUSTER_SECRET: SECRET });
  const who = 'Muster on PostgreSQL';
  lines.push({ who, settings: 'calm', kind: 'own', figures: await sent(world, many) });
  const stalled = sent(world, Math.ceil(frozenMs / EVERY_MS));
  postgres.freeze();
  await wait(frozenMs);
  postgres.thaw();
  lines.push({ who, settings: `frozen for ${frozenMs / 1_000} s`, kind: 'own', figures: await stalled });
  return { lines, plots: {} };
}

async function sent({ slash }: Slack, many: number) {
  const took: number[] = [];
  let refused = 0;
  const one = async (n: number) => {
    const from = performance.now();
    const status = await slash(`note INC-1 word number ${n}`).catch(() => 0);
    took.push(performance.now() - from);
    if (status !== 200) refused += 1;
  };
  const begun = performance.now();
  const all: Promise<void>[] = [];
  for (let n = 0; n < many; n += 1) {
    await wait(Math.max(0, begun + n * EVERY_MS - performance.now()));
    all.push(one(n));
  }
  await Promise.all(all);
  const { p50, p99, max } = lateness(took);
  return { answered: many, not_200: refused, p50_ms: round(p50), p99_ms: round(p99), max_ms: round(max) };
}
