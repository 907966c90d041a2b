import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PrivatePostgres } from '../../test/support/postgres.ts';
import { privateRedis, type PrivateRedis } from '../../test/support/redis.ts';
import { trueNow, type Ground, type Timer } from './contender.ts';
import { entrantOf } from './entrants.ts';
import { contenderProcess, type ContenderProcess } from './process.ts';

const LOOK_EVERY_MS = 50;
/** Time for the processes that work to start, in ms, the next one when that was not enough; and for each timer to be taken. */
const START_MS = [2_000, 10_000, 40_000];
const TAKE_MS_EACH = 0.6;

/** What can be done to a race while it runs. */
export type Course = {
  readonly redis: PrivateRedis | undefined;
  readonly workers: ContenderProcess[];
  /** Begins one more process that works. */
  readonly begin: () => Promise<ContenderProcess>;
  /** Milliseconds since 1970 of the first hour that anything could be due. */
  readonly startMs: number;
};

export type Asked = {
  readonly entrant: string;
  readonly postgres: PrivatePostgres;
  /** The hours, in ms from the beginning. */
  readonly hours: readonly number[];
  /** How many processes work. */
  readonly workers?: number;
  /** The clock of the first of them is wrong by so many ms. */
  readonly skewMs?: number;
  /** For how long after the last hour it is waited for those that are missing, in ms. */
  readonly patienceMs: number;
  readonly meanwhile?: (course: Course) => Promise<void>;
};

export type Ran = {
  /** Milliseconds from its hour to its decision, the first one of each timer; below zero: early. */
  readonly late: readonly number[];
  /** The hour of each, in ms from the beginning, and how late it was. */
  readonly points: readonly (readonly [atMs: number, lateMs: number])[];
  readonly many: number;
  readonly lost: number;
  /** How many were decided more than once. */
  readonly twice: number;
  /** From the first hour to the last decision, in ms. */
  readonly tookMs: number;
  /** How much of the machine's time nobody used, in percent. */
  readonly idlePercent: number;
};

let databases = 0;

/**
 * The hours are told to one process, which is gone then; others work. So nobody gains by having heard the hours himself, as in a
 * cluster whose replica died.
 */
export async function race(asked: Asked): Promise<Ran> {
  for (const spareMs of START_MS) {
    const ran = await tried(asked, spareMs);
    if (ran !== undefined) return ran;
  }
  throw new Error(`${asked.entrant}: the timers were due before everybody had started`);
}

/** Undefined when the first hour came before everybody had started. */
async function tried(asked: Asked, spareMs: number): Promise<Ran | undefined> {
  const { entrant, postgres, hours, workers = 1, skewMs = 0, patienceMs, meanwhile } = asked;
  const { needs, redis: settings } = entrantOf(entrant);
  const folder = mkdtempSync(join(tmpdir(), 'muster-race-'));
  const redis = needs.includes('redis') ? await privateRedis(settings) : undefined;
  const running: ContenderProcess[] = [];
  let begun = 0;
  try {
    const ground: Ground = {
      folder,
      redis: redis?.url ?? '',
      postgres: needs.includes('postgres') ? await emptyDatabase(postgres) : '',
    };
    const startMs = Math.ceil(trueNow()) + spareMs + hours.length * TAKE_MS_EACH;
    const timers = hours.map((ms, n): Timer => ({ key: `t-${n}`, atMs: Math.ceil(startMs + ms) }));
    const teller = await contenderProcess({ entrant, ground });
    await teller.order({ say: 'schedule', timers });
    await teller.end();
    const begin = async () => {
      begun += 1;
      const file = join(folder, `decided-${begun}`);
      const one = await contenderProcess({ entrant, ground, skewMs: begun === 1 ? skewMs : 0 });
      await one.order({ say: 'work', file });
      running.push(one);
      return one;
    };
    await Promise.all(Array.from({ length: workers }, begin));
    const spare = startMs - trueNow();
    if (spare < 0) return undefined;
    await wait(spare);
    const cpu = cpuTimes();
    const done = meanwhile?.({ redis, workers: running, begin, startMs });
    await decided({ folder, many: timers.length, untilMs: startMs + Math.max(...hours) + patienceMs });
    const idlePercent = idleSince(cpu);
    await done;
    const kept = (await running.at(-1)?.order({ say: 'kept' })) ?? [];
    return { ...judged(timers, kept.length > 0 ? merged(folder, kept) : lines(folder), startMs), idlePercent };
  } finally {
    await Promise.all(running.map((one) => one.end()));
    await redis?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function emptyDatabase(postgres: PrivatePostgres): Promise<string> {
  const name = `race_${(databases += 1)}`;
  await postgres.run(`create database ${name}`);
  return postgres.url.replace(/\/postgres$/, `/${name}`);
}

/** Resolves when each was decided at least once, or when nobody waits any longer. */
async function decided({
  folder,
  many,
  untilMs,
}: {
  readonly folder: string;
  readonly many: number;
  readonly untilMs: number;
}) {
  while (trueNow() < untilMs) {
    await wait(LOOK_EVERY_MS);
    const found = lines(folder);
    if (found.length >= many && new Set(found.map(({ key }) => key)).size >= many) return;
  }
}

function lines(folder: string): readonly Timer[] {
  const files = readdirSync(folder).filter((name) => name.startsWith('decided-'));
  return files.flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const [key = '', ms] = line.split(' ');
        return { key, atMs: Number(ms) };
      }),
  );
}

/** Where deciding is keeping, what is kept counts: a process that was killed may have kept without having told. */
function merged(folder: string, kept: readonly Timer[]): readonly Timer[] {
  const told = new Map(lines(folder).map(({ key, atMs }) => [key, atMs]));
  return kept.map(({ key, atMs }) => ({ key, atMs: told.get(key) ?? atMs }));
}

function judged(timers: readonly Timer[], decisions: readonly Timer[], startMs: number): Omit<Ran, 'idlePercent'> {
  const first = new Map<string, number>();
  const again = new Set<string>();
  for (const { key, atMs } of decisions) {
    if (first.has(key)) again.add(key);
    first.set(key, Math.min(first.get(key) ?? atMs, atMs));
  }
  const points = timers.flatMap(({ key, atMs }) => {
    const at = first.get(key);
    return at === undefined ? [] : [[atMs - startMs, at - atMs] as const];
  });
  return {
    points,
    late: points.map(([, ms]) => ms),
    many: timers.length,
    lost: timers.length - points.length,
    twice: again.size,
    tookMs: Math.max(...first.values()) - Math.min(...timers.map(({ atMs }) => atMs)),
  };
}

type CpuTimes = { readonly idle: number; readonly all: number };
function cpuTimes(): CpuTimes {
  const times = cpus().map((one) => one.times);
  const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0);
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.flatMap((one) => Object.values(one))) };
}
function idleSince(before: CpuTimes): number {
  const { idle, all } = cpuTimes();
  return Math.round(((idle - before.idle) / Math.max(1, all - before.all)) * 100);
}
