import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres } from '../../../src/adapters/stores/postgres/open-postgres.ts';
import { batch } from '../../contracts/store-harness.ts';
import type { PrivatePostgres } from '../../support/postgres.ts';
import { privatePostgres } from '../../support/postgres.ts';

let server: PrivatePostgres;
beforeAll(async () => {
  server = await privatePostgres({ quick: true });
});
afterAll(() => server[Symbol.asyncDispose]());

describe('a neighbour', () => {
  it('whose record is damaged is refused alone', async () => {
    const url = await server.schema();
    await using opened = await openPostgres({ url });
    const { store } = opened;
    for (const stream of ['INC-1', 'INC-2']) await store.append(batch({ stream, events: ['a', 'b', 'c'] }));
    const schema = /search_path%3D(\w+)/.exec(url)?.[1] ?? '';
    await server.run(`update ${schema}.streams set version = 2 where stream = 'INC-1'`);
    const [poisoned, well] = await Promise.allSettled(
      ['INC-1', 'INC-2'].map((stream, n) => store.append(batch({ stream, expected: 2 + n }))),
    );
    expect(well).toMatchObject({ status: 'fulfilled', value: { outcome: 'appended', version: 4 } });
    expect(poisoned).toMatchObject({ status: 'rejected', reason: { name: 'StoreFault' } });
  });

  it('that somebody holds locked keeps nobody else waiting', async () => {
    const url = await server.schema();
    await using opened = await openPostgres({ url });
    const { store } = opened;
    for (const stream of ['INC-1', 'INC-2']) await store.append(batch({ stream }));
    const hog = new pg.Client({ connectionString: url });
    await hog.connect();
    await hog.query("begin; select from streams where stream = 'INC-1' for update");
    const held = store.append(batch({ stream: 'INC-1', expected: 1 })).catch((error: unknown) => error);
    expect(await store.append(batch({ stream: 'INC-2', expected: 1 }))).toMatchObject({ outcome: 'appended' });
    await hog.query('rollback');
    await hog.end();
    await held;
  });
});
