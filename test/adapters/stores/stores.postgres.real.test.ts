import { afterAll, beforeAll } from 'vitest';
import { openPostgres } from '../../../src/adapters/stores/postgres/open-postgres.ts';
import { storeContract } from '../../contracts/store.contract.ts';
import type { PrivatePostgres } from '../../support/postgres.ts';
import { privatePostgres } from '../../support/postgres.ts';

let server: PrivatePostgres;
beforeAll(async () => {
  server = await privatePostgres({ quick: true });
});
afterAll(() => server[Symbol.asyncDispose]());

storeContract('PostgreSQL', async () => {
  const url = await server.schema();
  const opened = await openPostgres({ url });
  const schema = /search_path%3D(\w+)/.exec(url)?.[1] ?? '';
  await server.run(`insert into ${schema}.clock (wall, told, speed) values (clock_timestamp(), clock_timestamp(), 1)`);
  return {
    store: opened.store,
    pass: async (ms) => {
      await server.run(`update ${schema}.clock set told = told + ${ms} * interval '1 millisecond'`);
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
});
