import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInUse, postgresArchive } from '../../../src/adapters/stores/postgres/archive.ts';
import { openPostgres } from '../../../src/adapters/stores/postgres/open-postgres.ts';
import { sqliteArchive } from '../../../src/adapters/stores/sqlite/archive.ts';
import { verify } from '../../../src/engine/verify.ts';
import type { ArchiveRow } from '../../../src/ports/archive.ts';
import { archiveContract } from '../../contracts/archive.contract.ts';
import { batch } from '../../contracts/store-harness.ts';
import { allOf, filled, given, inOrder, sampleRows } from '../../support/archived.ts';
import type { PrivatePostgres } from '../../support/postgres.ts';
import { privatePostgres } from '../../support/postgres.ts';
import { tempFolder } from '../../support/temp-folder.ts';

let server: PrivatePostgres;
beforeAll(async () => {
  server = await privatePostgres({ quick: true });
});
afterAll(() => server[Symbol.asyncDispose]());

archiveContract('PostgreSQL', async () => ({
  archive: postgresArchive(await server.schema()),
  [Symbol.asyncDispose]: async () => {},
}));

describe('a database of the cluster', () => {
  it('is one that Muster goes on with after rows were put in', async () => {
    const url = await server.schema();
    await filled(postgresArchive(url), await sampleRows());
    await using opened = await openPostgres({ url });
    const { store } = opened;
    expect((await store.openStreams()).map(({ stream }) => stream)).toEqual(['UPKEEP', 'INC-1', 'INC-2']);
    expect(await store.append(batch({ expected: 12 }))).toMatchObject({ outcome: 'appended', version: 13 });
    expect(await store.delivered('d1')).toBe('fine');
    expect(await store.nextNumber('INC')).toBe(11);
    expect((await verify(postgresArchive(url).dump())).findings).toEqual([]);
  });

  it('takes nothing while a Muster runs on it, though it is empty, and gives while one does', async () => {
    const url = await server.schema();
    expect(await isInUse(url)).toBe(false);
    const opened = await openPostgres({ url });
    expect(await isInUse(url)).toBe(true);
    await expect(filled(postgresArchive(url), await sampleRows())).rejects.toThrow('A Muster runs on this database');
    await opened.store.append(batch());
    expect((await verify(postgresArchive(url).dump())).events).toBe(1);
    await opened[Symbol.asyncDispose]();
    expect(await isInUse(url)).toBe(false);
  });

  it('gives what was there at one moment, though more is written meanwhile', async () => {
    const url = await server.schema();
    await using opened = await openPostgres({ url });
    const rows: ArchiveRow[] = [];
    for (const stream of ['INC-1', 'INC-2']) await opened.store.append(batch({ stream }));
    for await (const row of postgresArchive(url).dump()) {
      if (rows.length === 0) await opened.store.append(batch({ stream: 'INC-2', expected: 1 }));
      rows.push(row);
    }
    expect((await verify(given(rows))).heads.get('INC-2')?.events).toBe(1);
  });

  it('gives events whose stream is gone, before and after others', async () => {
    const url = await server.schema();
    await filled(postgresArchive(url), await sampleRows());
    const schema = /search_path%3D(\w+)/.exec(url)?.[1] ?? '';
    await server.run(`delete from ${schema}.streams where stream in ('INC-1', 'INC-2', 'UPKEEP')`);
    expect((await verify(postgresArchive(url).dump())).findings.map(({ say }) => say)).toEqual(
      ['INC-1', 'INC-2', 'UPKEEP'].map((stream) => `${stream}: its events are there, but the stream itself is missing`),
    );
  });

  it('takes what SQLite gives, and gives it back, row by row the same', async () => {
    using folder = tempFolder();
    const url = await server.schema();
    const [one, two] = ['one.db', 'two.db'].map((name) => sqliteArchive(folder.file(name)));
    const rows = await sampleRows();
    await one?.load(given(rows));
    await postgresArchive(url).load(one?.dump() ?? given([]));
    await two?.load(postgresArchive(url).dump());
    expect(inOrder(await allOf(two?.dump() ?? given([])))).toEqual(inOrder(rows));
  });

  it('says that nothing was ever recorded in an empty database', async () => {
    await expect(allOf(postgresArchive(await server.schema()).dump())).rejects.toThrow('There is no Muster');
  });
});
