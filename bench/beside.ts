import { randomInt } from 'node:crypto';
import { privatePostgres } from '../test/support/postgres.ts';
import { entrantOf } from './contenders/entrants.ts';
import type { Ran } from './contenders/race.ts';
import { race } from './contenders/race.ts';
import type { Found, Line } from './found.ts';
import type { Spread } from './plot.ts';
import { spreadPlot } from './plot.ts';
import { percentile } from './rig.ts';

/** Who runs: each alone, unless it looks by the clock so seldom that its neighbours' work changes nothing. */
type Field = {
  readonly alone: readonly Runner[];
  readonly together: readonly Runner[];
};
type Runner = { readonly entrant: string; readonly workers?: number };

/** In the order of the table. */
const SPARSE: Field = {
  alone: [
    { entrant: 'muster-postgres' },
    { entrant: 'muster-postgres-redis', workers: 2 },
    { entrant: 'muster-sqlite' },
    { entrant: 'bullmq-best' },
    { entrant: 'bullmq-postgres-best' },
    { entrant: 'graphile-worker-best' },
  ],
  together: ['bullmq-default', 'graphile-worker-default', 'pg-boss-best', 'pg-boss-default'].map((entrant) => ({
    entrant,
  })),
};
const HERD: readonly Runner[] = [
  { entrant: 'muster-postgres' },
  { entrant: 'muster-postgres', workers: 2 },
  { entrant: 'muster-sqlite' },
  ...[
    'bullmq-best',
    'bullmq-default',
    'bullmq-postgres-best',
    'bullmq-postgres-default',
    'graphile-worker-best',
    'graphile-worker-default',
    'pg-boss-best',
    'pg-boss-default',
  ].map((entrant) => ({ entrant })),
];
/** All at once, so that it takes seconds: whether each still runs, not how well. */
const QUICK: Field = {
  alone: [],
  together: [
    { entrant: 'muster-postgres', workers: 2 },
    { entrant: 'bullmq-postgres-best' },
    { entrant: 'pg-boss-best' },
    { entrant: 'graphile-worker-best' },
  ],
};
const QUICK_HERD: readonly Runner[] = [{ entrant: 'muster-postgres' }];

const SPARSE_PATIENCE_MS = 20_000;
const HERD_PATIENCE_MS = 20_000;

/** Loops of others, from their published constants: every so often they look, and what came due meanwhile is that late. */
const MODELS: readonly {
  readonly who: string;
  readonly settings: string;
  readonly lateMs: (spread: number) => number;
}[] = [
  { who: 'GoAlert', settings: 'its engine looks every 5 s', lateMs: (spread) => spread * 5_000 },
  {
    who: 'Grafana OnCall',
    settings: 'first step 10 s after the start, then by steps of 5 s',
    lateMs: (spread) => 10_000 + spread * 5_000,
  },
  { who: 'Iris', settings: 'its sender looks every 60 s', lateMs: (spread) => spread * 60_000 },
];
const MODEL_SAMPLES = 120;

/** Deadlines at random hours, as incidents have them: from the hour of each until it is decided. */
export async function benchSparseBeside(many = 120, overMs = 60_000): Promise<Found> {
  await using postgres = await privatePostgres();
  const isQuick = many < 100;
  const { alone, together } = isQuick ? QUICK : SPARSE;
  const run = (runner: Runner) =>
    race({
      ...runner,
      postgres,
      hours: Array.from({ length: many }, () => randomInt(overMs)),
      patienceMs: isQuick ? overMs : SPARSE_PATIENCE_MS,
    });
  const found: Ranked[] = [];
  for (const runner of alone) found.push({ runner, ran: await run(runner) });
  found.push(...(await Promise.all(together.map(async (runner) => ({ runner, ran: await run(runner) })))));
  const models = MODELS.map(({ who, settings, lateMs }) => ({
    who,
    settings,
    samples: Array.from({ length: MODEL_SAMPLES }, (_, n) => lateMs((n + 1) / MODEL_SAMPLES)),
  }));
  return {
    lines: [
      ...found.map(({ runner, ran }) => ({ ...named(runner), figures: figuresOf(ran) })),
      ...models.map(({ who, settings, samples }): Line => ({ who, settings, kind: 'model', figures: spread(samples) })),
    ],
    plots: {
      'sparse.svg': spreadPlot(`${many} deadlines at random over ${overMs / 1_000} s: lateness`, [
        ...found.map(spreadOf),
        ...models.map(({ who, samples }): Spread => ({ label: `${who} (model)`, kind: 'model', samples })),
      ]),
    },
  };
}

/** So many due at the same instant: decisions a second, and how late each was. */
export async function benchHerdBeside(many = 10_000): Promise<Found> {
  await using postgres = await privatePostgres();
  const isQuick = many < 5_000;
  const found: Ranked[] = [];
  for (const runner of isQuick ? QUICK_HERD : HERD) {
    const hours = Array.from({ length: many }, () => 0);
    const ran = await race({ ...runner, postgres, hours, patienceMs: isQuick ? 5_000 : HERD_PATIENCE_MS });
    found.push({ runner, ran });
  }
  return {
    lines: found.map(({ runner, ran }) => ({
      ...named(runner),
      figures: { decided_per_s: Math.round(((ran.many - ran.lost) / ran.tookMs) * 1_000), ...figuresOf(ran) },
    })),
    plots: {
      'herd.svg': spreadPlot(`${many.toLocaleString('en-US')} due at one instant: lateness`, found.map(spreadOf)),
    },
  };
}

type Ranked = { readonly runner: Runner; readonly ran: Ran };

export function named({ entrant, workers = 1 }: Runner): Pick<Line, 'who' | 'settings' | 'kind'> {
  const { name, settings } = entrantOf(entrant);
  const who = workers === 1 ? name : `${name}, ${workers} replicas`;
  return { who, settings, kind: entrant.startsWith('muster') ? 'own' : 'other' };
}

const spread = (samples: readonly number[]) => ({
  p50_ms: round(percentile(samples, 50)),
  p99_ms: round(percentile(samples, 99)),
  max_ms: round(Math.max(...samples)),
});

const figuresOf = ({ late, lost, idlePercent }: Ran) => ({
  ...spread(late),
  not_yet: lost,
  idle_percent: idlePercent,
});

function spreadOf({ runner, ran }: Ranked): Spread {
  const { who, settings, kind } = named(runner);
  const isDefault = settings.startsWith('defaults') && kind !== 'own';
  return {
    label: kind === 'own' ? who : `${who}, ${isDefault ? 'defaults' : 'best'}`,
    kind: kind === 'own' ? 'own' : 'other',
    samples: ran.late.map((ms) => Math.max(0, ms)),
  };
}

export const round = (value: number) => (Math.abs(value) < 10 ? Math.round(value * 10) / 10 : Math.round(value));
