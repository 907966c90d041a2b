import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { StoreFault } from '../../../ports/store.ts';
import { asFault, isPassing } from './fault.ts';
import { migrate } from './migrate.ts';
import { connection, poolsOf } from './pools.ts';
import type { PostgresStore } from './postgres-store.ts';
import { storeOn } from './postgres-store.ts';
import type { Sample } from './pulse.ts';
import { pulseOf } from './pulse.ts';

/** A start waits so long for a database that is starting itself, or being brought up to date by another replica, in ms. */
const START_PATIENCE_MS = 30_000;
const MIGRATION_MS = 120_000;
const PAUSE_MS = 200;

export type PostgresOptions = {
  /** `postgres://user:password@host:port/database`; never logged. */
  readonly url: string;
  /** How many times as fast as the wall's Muster's time runs for all replicas; 1 unless nobody real is reached. */
  readonly timeScale?: number;
  /** Told of each look at the database's clock. */
  readonly sample?: (sample: Sample) => void;
  /** Told when the database stops answering, and when it answers again. */
  readonly changed?: (reason: string | undefined) => void;
  /** What each replica is called in the database; unique to this life. */
  readonly replica?: string;
  /** Told once, with the reason, when the start has to wait for the database. */
  readonly waiting?: (reason: string) => void;
  /** How long the start waits for the database, in ms. */
  readonly patienceMs?: number;
};

export interface OpenedPostgres extends AsyncDisposable {
  readonly store: PostgresStore;
  readonly replica: string;
  /** What the database's clock showed at the opening. */
  readonly first: Sample;
  /** What is not as it should be in the database's settings, one sentence each. */
  readonly problems: readonly string[];
}

/**
 * The store of the cluster: one PostgreSQL for any number of replicas. Brings the schema up to date, and begins to beat. Throws
 * a `StoreFault` with a plain sentence when the database cannot be used.
 */
export async function openPostgres(options: PostgresOptions): Promise<OpenedPostgres> {
  const { url, timeScale = 1, patienceMs = START_PATIENCE_MS, replica = randomUUID() } = options;
  const { schema, problems } = await prepared(url, {
    timeScale,
    until: performance.now() + patienceMs,
    waiting: options.waiting ?? (() => undefined),
  });
  const pools = poolsOf(url);
  let first: Sample | undefined;
  const pulse = pulseOf({
    url,
    replica,
    schema,
    sample(sample) {
      first ??= sample;
      options.sample?.(sample);
    },
    hear: (heard) => store.tell(heard),
    ...(options.changed === undefined ? {} : { changed: options.changed }),
  });
  const store: PostgresStore = storeOn({
    pools,
    replica,
    async ended() {
      await pulse.stop();
      await pools.close();
    },
  });
  try {
    await pulse.start();
  } catch (error) {
    await store.close();
    throw asFault(error);
  }
  if (first === undefined) throw new Error('the database told no time');
  return { store, replica, first, problems, [Symbol.asyncDispose]: () => store.close() };
}

/** What the system says of a connection that did not come about: host, port and cause, never the password. */
const reasonOf = (error: unknown) => (error instanceof Error ? error.message || error.name : String(error));

type Start = { readonly timeScale: number; readonly until: number; readonly waiting: (reason: string) => void };

async function prepared(url: string, { timeScale, until, waiting }: Start) {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ ...connection(url, 'start'), query_timeout: MIGRATION_MS });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await migrate(client);
      await setSpeed(client, timeScale);
      const schema = await client.query<{ readonly name: string }>('select current_schema() as name');
      return { schema: schema.rows[0]?.name ?? 'public', problems: await problemsOf(client) };
    } catch (error) {
      if (!isPassing(error)) throw asFault(error);
      if (performance.now() > until)
        throw new StoreFault(`The database did not answer (${reasonOf(error)}), so nothing was begun.`, {
          cause: error,
        });
      if (tries === 0) waiting(reasonOf(error));
      await pause(PAUSE_MS);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** Muster's time runs on from where it is. Where nobody changed it there is no row, and it is the database's own. */
async function setSpeed(client: pg.Client, speed: number): Promise<void> {
  await client.query(
    `insert into clock (wall, told, speed)
     select clock_timestamp(), clock_timestamp(), $1::double precision where $1::double precision <> 1
     on conflict (one) do nothing`,
    [speed],
  );
  await client.query(
    `update clock set told = told + (clock_timestamp() - wall) * speed, wall = clock_timestamp(), speed = $1
     where speed <> $1`,
    [speed],
  );
}

/** Settings under which PostgreSQL says "kept" for what a power cut takes away. */
async function problemsOf(client: pg.Client): Promise<readonly string[]> {
  const found = await client.query<{ readonly name: string; readonly setting: string }>(
    "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')",
  );
  return found.rows
    .filter(({ setting }) => setting === 'off')
    .map(
      ({ name }) =>
        `PostgreSQL runs with ${name} = off: what Muster has acknowledged can be lost with the power. Set it to on.`,
    );
}
