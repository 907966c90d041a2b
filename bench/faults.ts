import { setTimeout as wait } from 'node:timers/promises';
import { privatePostgres } from '../test/support/postgres.ts';
import { named, round } from './beside.ts';
import { trueNow } from './contenders/contender.ts';
import type { Course, Ran } from './contenders/race.ts';
import { race } from './contenders/race.ts';
import type { Found, Line } from './found.ts';
import type { Series } from './plot.ts';
import { coursePlot } from './plot.ts';
import { percentile } from './rig.ts';

const WORKERS = 2;

/** How long it is waited for what a killed worker had in hand: BullMQ’s defaults need a minute. */
const KILLED: readonly { readonly entrant: string; readonly patienceMs: number }[] = [
  { entrant: 'muster-postgres', patienceMs: 5_000 },
  { entrant: 'bullmq-best', patienceMs: 75_000 },
  { entrant: 'bullmq-soon', patienceMs: 15_000 },
  { entrant: 'bullmq-postgres-soon', patienceMs: 15_000 },
  { entrant: 'pg-boss-soon', patienceMs: 15_000 },
  { entrant: 'graphile-worker-best', patienceMs: 5_000 },
];
const DOCUMENTED: readonly Line[] = [
  {
    who: 'pg-boss',
    settings: 'defaults',
    kind: 'documented',
    figures: { comes_back: 'after 15 min (expireInSeconds 900, looked at every minute)' },
  },
  {
    who: 'graphile-worker',
    settings: 'any',
    kind: 'documented',
    figures: { comes_back: 'after 4 h (the lock of a job, looked at every 8–10 min)' },
  },
  {
    who: 'Grafana OnCall',
    settings: 'its auditor looks every 13 min, with 5 min of grace',
    kind: 'model',
    figures: { comes_back: 'after up to 18 min' },
  },
];

/** Workers killed again and again while timers come due; each is begun anew at once. */
export async function benchKills(kills = 20, many = 3_000, overMs = 10_000): Promise<Found> {
  await using postgres = await privatePostgres();
  const isQuick = kills < 10;
  const lines: Line[] = [];
  const series: Series[] = [];
  let marks: number[] = [];
  for (const { entrant, patienceMs } of isQuick ? KILLED.slice(0, 1) : KILLED) {
    const killed: number[] = [];
    const meanwhile = async ({ workers, begin, startMs }: Course) => {
      for (let n = 0; n < kills; n += 1) {
        await wait(Math.max(0, startMs + ((n + 0.5) * overMs) / kills - trueNow()));
        const victim = workers.shift();
        killed.push(trueNow() - startMs);
        await Promise.all([victim?.kill(), begin()]);
      }
    };
    const hours = Array.from({ length: many }, (_, n) => (n * overMs) / many);
    const ran = await race({ entrant, postgres, hours, workers: WORKERS, patienceMs, meanwhile });
    const line = named({ entrant, workers: WORKERS });
    lines.push({ ...line, figures: { kills: killed.length, ...faultFigures(ran) } });
    series.push({
      label: `${line.who}: ${line.settings}`,
      kind: line.kind === 'own' ? 'own' : 'other',
      points: ran.points,
    });
    marks = killed;
  }
  const title = `${kills} × kill -9 in ${overMs / 1_000} s, ${many.toLocaleString('en-US')} timers: lateness of what came due`;
  return { lines: [...lines, ...DOCUMENTED], plots: { 'kills.svg': coursePlot({ title, series, marks }) } };
}

/** Redis is emptied while so many timers wait in it. */
export async function benchFlush(many = 1_000, overMs = 4_000): Promise<Found> {
  return redisFault({
    entrants: ['muster-postgres-redis', 'bullmq-best'],
    hours: Array.from({ length: many }, (_, n) => 500 + (n * overMs) / many),
    patienceMs: overMs,
    meanwhile: async ({ redis }) => void (await redis?.command('FLUSHALL')),
  });
}

const AWAY_AFTER_MS = 1_000;

/** Redis is away for so long, and back with everything it had. */
export async function benchRedisAway(awayMs = 40_000, many = 200, afterMs = 9_000): Promise<Found> {
  const overMs = AWAY_AFTER_MS + awayMs + afterMs;
  const found = await redisFault({
    entrants: ['muster-postgres-redis', 'bullmq-best'],
    hours: Array.from({ length: many }, (_, n) => (n * overMs) / many),
    patienceMs: 25_000,
    meanwhile: async ({ redis }) => {
      await wait(AWAY_AFTER_MS);
      await redis?.stop();
      await wait(awayMs);
      await redis?.start();
    },
    plot: {
      file: 'redis-away.svg',
      title: `Redis away for ${awayMs / 1_000} s: lateness of what came due`,
      band: [AWAY_AFTER_MS, AWAY_AFTER_MS + awayMs],
    },
  });
  return found;
}

type RedisFault = {
  readonly entrants: readonly string[];
  readonly hours: readonly number[];
  readonly patienceMs: number;
  readonly meanwhile: (course: Course) => Promise<void>;
  readonly plot?: { readonly file: string; readonly title: string; readonly band: readonly [number, number] };
};

async function redisFault({ entrants, hours, patienceMs, meanwhile, plot }: RedisFault): Promise<Found> {
  await using postgres = await privatePostgres();
  const lines: Line[] = [];
  const series: Series[] = [];
  for (const entrant of entrants) {
    const ran = await race({ entrant, postgres, hours, patienceMs, meanwhile, workers: WORKERS });
    const line = named({ entrant, workers: WORKERS });
    lines.push({ ...line, figures: { pending: ran.many, ...faultFigures(ran) } });
    series.push({ label: line.who, kind: line.kind === 'own' ? 'own' : 'other', points: ran.points });
  }
  const plots =
    plot === undefined ? {} : { [plot.file]: coursePlot({ title: plot.title, series, bands: [plot.band] }) };
  return { lines, plots };
}

const SKEWS_MS = [120_000, -120_000];
/** Their hours come from the clock of the process that works: both others ask the database. */
const SKEWED = ['muster-postgres', 'bullmq-best', 'bullmq-postgres-best', 'pg-boss-best', 'graphile-worker-best'];

/** Two processes work; the clock of one is two minutes wrong. */
export async function benchClocks(many = 200, overMs = 10_000): Promise<Found> {
  await using postgres = await privatePostgres();
  const isQuick = many < 100;
  const lines: Line[] = [];
  for (const entrant of isQuick ? SKEWED.slice(0, 1) : SKEWED)
    for (const skewMs of isQuick ? SKEWS_MS.slice(0, 1) : SKEWS_MS) {
      const hours = Array.from({ length: many }, (_, n) => (n * overMs) / many);
      const ran = await race({ entrant, postgres, hours, workers: WORKERS, skewMs, patienceMs: 5_000 });
      lines.push({
        ...named({ entrant, workers: WORKERS }),
        figures: {
          clock_wrong_s: skewMs / 1_000,
          early: ran.late.filter((ms) => ms < -EARLY_MS).length,
          most_early_ms: round(Math.max(0, ...ran.late.map((ms) => -ms))),
          p99_ms: round(percentile(ran.late, 99)),
          ...faultFigures(ran),
        },
      });
    }
  return { lines, plots: {} };
}
/** Two readings of one clock, in two processes, may differ by so much, in ms. */
const EARLY_MS = 1.5;

const faultFigures = ({ late, lost, twice }: Ran) => ({
  lost,
  twice,
  max_ms: round(Math.max(0, ...late)),
});
