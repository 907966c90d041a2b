import { copyFileSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fileArchive } from '../../../src/adapters/archive/file/file-archive.ts';
import { memoryStore } from '../../../src/adapters/stores/memory/memory-store.ts';
import { sqliteArchive } from '../../../src/adapters/stores/sqlite/archive.ts';
import { openDatabase } from '../../../src/adapters/stores/sqlite/database.ts';
import { sqliteStore } from '../../../src/adapters/stores/sqlite/sqlite-store.ts';
import { instant } from '../../../src/core/time.ts';
import type { Archive } from '../../../src/ports/archive.ts';
import { archiveContract } from '../../contracts/archive.contract.ts';
import { batch } from '../../contracts/store-harness.ts';
import { allOf, filled, sampleRows } from '../../support/archived.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = instant('2026-11-20T14:05:00.000Z');
const ABOUT = { muster: '1.0.0', made: START, secret: '' };

const inFolder = (make: (file: string) => Archive) => async () => {
  const folder = tempFolder();
  const archive = make(folder.file('archive'));
  return { archive, [Symbol.asyncDispose]: async () => folder[Symbol.dispose]() };
};

archiveContract('in memory', async () => {
  const archive = memoryStore(virtualClock(START));
  return { archive, [Symbol.asyncDispose]: () => archive.close() };
});
archiveContract('SQLite', inFolder(sqliteArchive));
archiveContract(
  'a file',
  inFolder((file) => fileArchive(file, ABOUT)),
);

it('is a database that Muster goes on with', async () => {
  using folder = tempFolder();
  const file = folder.file('muster.db');
  await filled(sqliteArchive(file), await sampleRows());
  await using store = sqliteStore(file, virtualClock(START));
  expect((await store.openStreams()).map(({ stream }) => stream)).toEqual(['UPKEEP', 'INC-1', 'INC-2']);
  expect(await store.append(batch({ expected: 12 }))).toMatchObject({ outcome: 'appended', version: 13 });
  expect(await store.delivered('d1')).toBe('fine');
  expect(await store.nextNumber('INC')).toBe(11);
  expect(await store.streams('INC-', 9)).toEqual(['INC-10', 'INC-2', 'INC-1']);
});

it('changes no byte of a database that it reads, and leaves nothing beside it', async () => {
  using folder = tempFolder();
  const file = folder.file('muster.db');
  await filled(sqliteArchive(file), await sampleRows());
  const [before, names] = [readFileSync(file), readdirSync(folder.path)];
  await allOf(sqliteArchive(file).dump());
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(folder.path)).toEqual(names);
});

it('does not read a database that a Muster uses, and keeps Muster from one that it reads', async () => {
  using folder = tempFolder();
  const file = folder.file('muster.db');
  const store = sqliteStore(file, virtualClock(START));
  await store.append(batch());
  await expect(allOf(sqliteArchive(file).dump())).rejects.toThrow('in use by another process');
  await store.close();
  for await (const row of sqliteArchive(file).dump()) {
    expect(row.kind).toBe('stream');
    expect(() => sqliteStore(file, virtualClock(START))).toThrow('in use by another process');
    break;
  }
  await sqliteStore(file, virtualClock(START)).close();
});

it('reads what a killed Muster left beside its database, and leaves it there', async () => {
  using folder = tempFolder();
  const store = sqliteStore(folder.file('muster.db'), virtualClock(START));
  await store.append(batch());
  for (const end of ['', '-wal']) copyFileSync(folder.file(`muster.db${end}`), folder.file(`killed.db${end}`));
  await store.close();
  const rows = await allOf(sqliteArchive(folder.file('killed.db')).dump());
  expect(rows.map(({ kind }) => kind)).toEqual(['stream', 'event']);
  expect(readdirSync(folder.path).toSorted()).toEqual(['killed.db', 'killed.db-wal', 'muster.db']);
});

it('walks a database by its indexes, sorting one stream at a time', () => {
  using folder = tempFolder();
  const db = openDatabase(folder.file('muster.db'));
  const plan = db
    .prepare(
      `explain query plan select stream, 0 as nth, version, '' as text from streams
       union all select stream, 1 as nth, version, body as text from events order by 1, 2, 3`,
    )
    .all()
    .map((line) => String(line['detail']));
  expect(plan.join('; ')).not.toMatch(/TEMP B-TREE FOR ORDER BY/);
  db.close();
});

it('writes a file that only its owner can read', async () => {
  using folder = tempFolder();
  await filled(fileArchive(folder.file('a.backup'), ABOUT), await sampleRows());
  expect(statSync(folder.file('a.backup')).mode & 0o077).toBe(0);
});
