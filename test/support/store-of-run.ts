import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import { memoryStore } from '../../src/adapters/stores/memory/memory-store.ts';
import { openPostgres } from '../../src/adapters/stores/postgres/open-postgres.ts';
import { sqliteStore } from '../../src/adapters/stores/sqlite/sqlite-store.ts';
import type { Instant } from '../../src/core/time.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Bell } from './bell-of-run.ts';
import { storyBells } from './bell-of-run.ts';
import { tempFolder } from './temp-folder.ts';
import type { VirtualClock } from './virtual-clock.ts';
import { virtualClock } from './virtual-clock.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL of this run, where stories are told on it. */
    readonly postgres: string;
  }
}

/** `memory`, `sqlite` or `postgres`. */
export const storeOfRun = () => process.env['MUSTER_STORY_STORE'] ?? 'memory';

export type Ground = { readonly clock: VirtualClock; readonly store: Store; readonly bell: () => Bell };

/**
 * A clock that stands still and a new store that judges by it: in memory, or what the project of this run says, so that every
 * story is told on every store, on PostgreSQL with BullMQ ringing beside. It is closed when the test is over.
 */
export async function groundOf(at: Instant): Promise<Ground> {
  const kind = storeOfRun();
  if (kind === 'sqlite') return onSqlite(at);
  if (kind === 'postgres') return onPostgres(at);
  const clock = virtualClock(at);
  return { clock, store: memoryStore(clock), bell: storyBells(clock, false) };
}

function onSqlite(at: Instant): Ground {
  const clock = virtualClock(at);
  const folder = tempFolder();
  const store = sqliteStore(folder.file('muster.db'), clock);
  onTestFinished(async () => {
    await store.close();
    folder[Symbol.dispose]();
  });
  return { clock, store, bell: storyBells(clock, false) };
}

let schemas = 0;

/** PostgreSQL's own clock cannot stand still: here its function for Muster's time tells what the story's clock shows. */
async function onPostgres(at: Instant): Promise<Ground> {
  let under = 0;
  const clock = virtualClock(at, () => under > 0);
  const schema = `story_${process.pid}_${(schemas += 1)}`;
  const owner = new pg.Client({ connectionString: inject('postgres') });
  await owner.connect();
  await owner.query(`create schema ${schema}; set search_path = ${schema}`);
  const opened = await openPostgres({
    url: `${inject('postgres')}?options=${encodeURIComponent(`-c search_path=${schema}`)}`,
  });
  await owner.query(TOLD_BY_US);
  onTestFinished(async () => {
    await opened.store.close();
    await owner.query(`drop schema ${schema} cascade`);
    await owner.end();
  });
  let told: Instant | undefined;
  let telling = Promise.resolve();

  /** The database is told the time before whatever is asked next. */
  const tell = async () => {
    const now = clock.now();
    if (told !== now) {
      told = now;
      telling = telling.then(async () => void (await owner.query('update clock set told = $1', [now])));
    }
    await telling;
  };
  const store = new Proxy<Store>(opened.store, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function' || property === 'listen') return value;
      return async (...args: unknown[]) => {
        under += 1;
        try {
          await tell();
          return await (Reflect.apply(value, target, args) as Promise<unknown>);
        } finally {
          under -= 1;
        }
      };
    },
  });
  return { clock, store, bell: storyBells(clock, true) };
}

const TOLD_BY_US = `
  insert into clock (wall, told, speed) values (clock_timestamp(), clock_timestamp(), 1);
  create or replace function muster_time(ahead_ms double precision) returns text language sql volatile as $$
    select to_char((told + ahead_ms * interval '1 millisecond') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from clock
  $$;`;
