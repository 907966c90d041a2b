import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate, migrations } from '../../../src/adapters/stores/postgres/migrate.ts';
import { openPostgres } from '../../../src/adapters/stores/postgres/open-postgres.ts';
import { batch } from '../../contracts/store-harness.ts';
import type { PrivatePostgres } from '../../support/postgres.ts';
import { privatePostgres } from '../../support/postgres.ts';

let server: PrivatePostgres;
beforeAll(async () => {
  server = await privatePostgres({ quick: true });
});
afterAll(() => server[Symbol.asyncDispose]());

async function client(url: string): Promise<pg.Client & AsyncDisposable> {
  const made = new pg.Client({ connectionString: url });
  made.on('error', () => undefined);
  await made.connect();
  return Object.assign(made, { [Symbol.asyncDispose]: () => made.end().catch(() => undefined) });
}
const newest = migrations().at(-1)?.number ?? 0;
/** One more, of the dangerous kind; `worksWith` says which Muster can go on beside it. */
const next = (worksWith: number) => ({
  number: newest + 1,
  name: 'test.sql',
  sql: 'alter table numbers add column note text not null default $$$$; create index numbers_last on numbers (last);',
  worksWith,
});

it('replicas that start together on an empty database bring it up to date once', async () => {
  const url = await server.schema();
  const opened = await Promise.all(Array.from({ length: 5 }, () => openPostgres({ url })));
  const appended = await Promise.all(opened.map(({ store }) => store.append(batch())));
  expect(appended.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
  await using look = await client(url);
  const kept = await look.query<{ readonly version: string }>('select version from muster_schema order by version');
  expect(kept.rows.map(({ version }) => Number(version))).toEqual(migrations().map(({ number }) => number));
  await Promise.all(opened.map(({ store }) => store.close()));
});

it('a start that is killed at any statement leaves nothing that the next one stumbles over (reliability 8)', async () => {
  // begin, table, text, row, commit of each migration, the lock, the look at what is there, and the way out.
  const statements = migrations().length * 5 + 5;
  for (let nth = 0; nth < statements; nth += 1) {
    const url = await server.schema();
    await using dying = await client(url);
    let asked = 0;
    const fragile = new Proxy(dying, {
      get: (target, property) =>
        property === 'query'
          ? async (...given: Parameters<pg.Client['query']>) => {
              if ((asked += 1) > nth) target.connection.stream.destroy();
              return (target.query as (...all: unknown[]) => Promise<unknown>)(...given);
            }
          : (Reflect.get(target, property) as unknown),
    });
    await migrate(fragile).catch(() => undefined);
    await using opened = await openPostgres({ url });
    expect(await opened.store.append(batch())).toMatchObject({ outcome: 'appended' });
  }
});

it('an older Muster goes on beside a newer one that says it can', async () => {
  const url = await server.schema();
  await using old = await openPostgres({ url });
  await using newer = await client(url);
  await migrate(newer, [...migrations(), next(newest)]);
  expect(await old.store.append(batch())).toMatchObject({ outcome: 'appended' });
  await using restarted = await openPostgres({ url });
  expect(await restarted.store.read('INC-1')).toHaveLength(1);
});

it('an older Muster refuses to start where a newer one says it cannot go on, and touches nothing', async () => {
  const url = await server.schema();
  await using newer = await client(url);
  await migrate(newer, [...migrations(), next(newest + 1)]);
  await expect(openPostgres({ url })).rejects.toThrow(
    `The database was taken further by a newer Muster (schema ${newest + 1}, this one knows ${newest})`,
  );
});

it('a database of another program is refused', async () => {
  const url = await server.schema();
  await using other = await client(url);
  await other.query('create table events (id int)');
  await expect(openPostgres({ url })).rejects.toThrow('has a table "events" of another program');
});
