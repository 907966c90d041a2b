import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/stores/sqlite/database.ts';
import { sqliteStore, storeOn } from '../../../src/adapters/stores/sqlite/sqlite-store.ts';
import { instant } from '../../../src/core/time.ts';
import { StoreFault } from '../../../src/ports/store.ts';
import { batch, claimAll, hoursOf, row } from '../../contracts/store-harness.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = instant('2026-11-20T14:05:00.000Z');

it('has everything there again after it was closed', async () => {
  using folder = tempFolder();
  const file = folder.file('muster.db');
  const clock = virtualClock(START);
  const first = sqliteStore(file, clock);
  const at = await hoursOf(first);
  await first.append(
    batch({ events: ['a', 'b'], agenda: [row('due', at(-1)), row('later', at(5))], delivery: { id: 'd', reply: 'r' } }),
  );
  const hash = await first.keep('the plan');
  await first.nextNumber('INC');
  await first.close();

  await using again = sqliteStore(file, clock);
  expect((await again.read('INC-1')).map(({ body }) => body)).toEqual(['a', 'b']);
  expect((await again.agenda('INC-1')).map(({ key }) => key)).toEqual(['due', 'later']);
  expect(await again.delivered('d')).toBe('r');
  expect(await again.document(hash)).toBe('the plan');
  expect(await again.nextNumber('INC')).toBe(2);
  expect(await again.openStreams()).toEqual([{ stream: 'INC-1', version: 2 }]);
});

it('hands out at once what a process that is gone had claimed, and keeps what was released to a later instant', async () => {
  using folder = tempFolder();
  const file = folder.file('muster.db');
  const clock = virtualClock(START);
  const first = sqliteStore(file, clock);
  const at = await hoursOf(first);
  await first.append(batch({ agenda: [row('released', at(-2)), row('claimed', at(-1))] }));
  const [released, claimed] = await claimAll(first);
  if (released !== undefined) await first.release(released, at(3));
  await first.close();

  await using again = sqliteStore(file, clock);
  expect(await again.append(batch({ expected: 1, claim: { key: 'claimed', token: claimed?.token ?? '' } }))).toEqual({
    outcome: 'lease lost',
  });
  expect((await claimAll(again)).map(({ key }) => key)).toEqual(['claimed']);
  expect(await again.agenda('INC-1')).toMatchObject([{ key: 'claimed' }, { key: 'released', leasedUntil: at(3) }]);
});

it('makes the folder, and a file that only its owner can read', async () => {
  using folder = tempFolder();
  const file = folder.file('new/deep/muster.db');
  await using store = sqliteStore(file, virtualClock(START));
  await store.append(batch());
  for (const each of [file, `${file}-wal`]) expect(statSync(each).mode & 0o077).toBe(0);
});

it('refuses a second store on the same file, naming it, and the first goes on', async () => {
  using folder = tempFolder();
  const file = folder.file('muster.db');
  await using first = sqliteStore(file, virtualClock(START));
  expect(() => sqliteStore(file, virtualClock(START))).toThrow(StoreFault);
  expect(() => sqliteStore(file, virtualClock(START))).toThrow(`${file} is in use by another process`);
  expect(await first.append(batch())).toMatchObject({ outcome: 'appended' });
});

it.each([
  ['synchronous', 2],
  ['journal_mode', 'wal'],
  ['locking_mode', 'exclusive'],
])('flushes its log at each commit, for itself alone: %s is %s', (pragma, value) => {
  using folder = tempFolder();
  const db = openDatabase(folder.file('muster.db'));
  expect(db.prepare(`pragma ${pragma}`).get()).toMatchObject({ [pragma]: value });
  db.close();
});

it('writes only the rows of the agenda that changed', async () => {
  using folder = tempFolder();
  const db = openDatabase(folder.file('muster.db'));
  await using store = storeOn(db, virtualClock(START));
  const at = await hoursOf(store);
  const rows = Array.from({ length: 200 }, (_, n) => row(`k${n}`, at(n)));
  await store.append(batch({ agenda: rows }));
  const changes = () => Number(db.prepare('select total_changes() as n').get()?.['n']);
  const before = changes();
  await store.append(batch({ expected: 1, agenda: [...rows.slice(1), row('new', at(1))] }));
  // One stream, one event, one row removed, one added.
  expect(changes() - before).toBe(4);
});

it('finds the open streams and the due rows by an index', () => {
  using folder = tempFolder();
  const db = openDatabase(folder.file('muster.db'));
  const plan = (sql: string) =>
    db
      .prepare(`explain query plan ${sql}`)
      .all()
      .map((line) => String(line['detail']))
      .join('; ');
  expect(plan('select stream, version from streams where open = 1 order by number, stream')).toMatch(
    /^SCAN streams USING INDEX streams_open$/,
  );
  expect(plan("select * from agenda where lane = 'page' and due <= 'x' order by due, stream, key limit 5")).toMatch(
    /^SEARCH agenda USING INDEX agenda_due/,
  );
  expect(plan("select min(due) as due from agenda where lane = 'page'")).toMatch(
    /^SEARCH agenda USING COVERING INDEX agenda_due/,
  );
  db.close();
});

it('commits what is asked for in one turn together, and in the order of the calls', async () => {
  using folder = tempFolder();
  const db = openDatabase(folder.file('muster.db'));
  await using store = storeOn(db, virtualClock(START));
  const streams = Array.from({ length: 300 }, (_, n) => `INC-${n}`);
  await Promise.all(streams.map((stream) => store.append(batch({ stream }))));
  const written = db
    .prepare('select stream from events order by position')
    .all()
    .map((each) => each['stream']);
  expect(written).toEqual(streams);
});

it('rejects with a fault when the file cannot grow, writes nothing of it, and goes on when it can again', async () => {
  using folder = tempFolder();
  const db = openDatabase(folder.file('muster.db'));
  await using store = storeOn(db, virtualClock(START));
  await store.append(batch());
  const pages = Number(db.prepare('pragma page_count').get()?.['page_count']);
  db.exec(`pragma max_page_count = ${pages + 3}`);
  const big = (n: number) =>
    batch({ stream: `INC-${n}`, events: ['x'.repeat(100_000)], delivery: { id: `d${n}`, reply: 'r' } });
  const results = await Promise.allSettled([2, 3, 4].map((n) => store.append(big(n))));
  for (const result of results) {
    expect(result.status === 'rejected' && result.reason).toBeInstanceOf(StoreFault);
    expect(result.status === 'rejected' && String(result.reason)).toContain('the disk is full');
  }
  expect(await store.openStreams()).toEqual([{ stream: 'INC-1', version: 1 }]);
  expect(await store.delivered('d2')).toBeUndefined();
  db.exec('pragma max_page_count = 100000');
  expect(await store.append(big(2))).toEqual({ outcome: 'appended', version: 1 });
  expect((await store.read('INC-2'))[0]?.body).toHaveLength(100_000);
});

it('takes back what one work of a group wrote when it fails in the middle, and keeps its neighbours', async () => {
  using folder = tempFolder();
  const db = openDatabase(folder.file('muster.db'));
  await using store = storeOn(db, virtualClock(START));
  db.exec(`create temp trigger poison before insert on events when new.body = '"poison"'
           begin select raise(abort, 'poison'); end`);
  const results = await Promise.allSettled([
    store.append(batch({ stream: 'INC-1', delivery: { id: 'd1', reply: 'r' } })),
    store.append(batch({ stream: 'INC-2', events: ['fine', 'poison'], delivery: { id: 'd2', reply: 'r' } })),
    store.append(batch({ stream: 'INC-3' })),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect((await store.openStreams()).map(({ stream }) => stream)).toEqual(['INC-1', 'INC-3']);
  expect(await store.read('INC-2')).toEqual([]);
  expect(await store.delivered('d2')).toBeUndefined();
});

it('rejects every work of a group whose commit fails, keeps none of it, and goes on', async () => {
  using folder = tempFolder();
  const db = openDatabase(folder.file('muster.db'));
  await using store = storeOn(db, virtualClock(START));
  // A reference that is looked at only by the commit, and points nowhere.
  db.exec(`pragma foreign_keys = on;
           create table debt (stream text references streams (stream) deferrable initially deferred);
           create temp trigger owe after insert on events when new.body = '"owes"' begin insert into debt values ('nobody'); end`);
  const results = await Promise.allSettled([
    store.append(batch({ stream: 'INC-1' })),
    store.append(batch({ stream: 'INC-2', events: ['owes'] })),
    store.nextNumber('INC'),
  ]);
  for (const result of results) expect(result.status === 'rejected' && result.reason).toBeInstanceOf(StoreFault);
  expect(await store.openStreams()).toEqual([]);
  expect(await store.nextNumber('INC')).toBe(1);
  expect(await store.append(batch())).toMatchObject({ outcome: 'appended' });
});

it('refuses an event that is not what was written, when it is read and at the next opening', async () => {
  using folder = tempFolder();
  const file = folder.file('muster.db');
  const db = openDatabase(file);
  const store = storeOn(db, virtualClock(START));
  await store.append(batch({ events: [{ n: 1 }, { n: 2 }] }));
  db.exec(`update events set body = '{"n":9}' where version = 2`);
  await expect(store.read('INC-1')).rejects.toThrow('event 2 of INC-1 is not what was written');
  await store.close();
  expect(() => sqliteStore(file, virtualClock(START))).toThrow(StoreFault);
  expect(() => sqliteStore(file, virtualClock(START))).toThrow('Restore the newest backup');
});

it('refuses a file in which somebody altered an event and its checksum, or its hash', async () => {
  const text = '{"n":9}';
  for (const sql of [
    `update events set body = '${text}', checksum = ${crc32(text)} where version = 2`,
    `update events set hash = '${'0'.repeat(64)}' where version = 2`,
  ]) {
    using folder = tempFolder();
    const file = folder.file('muster.db');
    const db = openDatabase(file);
    const store = storeOn(db, virtualClock(START));
    await store.append(batch({ events: [{ n: 1 }, { n: 2 }, { n: 3 }] }));
    db.exec(sql);
    await store.close();
    expect(() => sqliteStore(file, virtualClock(START))).toThrow(/event [23] of INC-1 does not fit the one before it/);
  }
});

it.each([
  ['delete from events where version = 2', 'event 2 of INC-1 is missing'],
  ['delete from events where version = 3', 'event 3 of INC-1 is missing'],
  ["update streams set version = 4 where stream = 'INC-1'", 'event 4 of INC-1 is missing'],
])('refuses a file in which events are missing: %s', async (sql, sentence) => {
  using folder = tempFolder();
  const file = folder.file('muster.db');
  const db = openDatabase(file);
  const store = storeOn(db, virtualClock(START));
  await store.append(batch({ events: [1, 2, 3] }));
  await store.append(batch({ stream: 'INC-2', events: [1] }));
  db.exec(sql);
  await store.close();
  expect(() => sqliteStore(file, virtualClock(START))).toThrow(sentence);
});

it('refuses a database that a newer Muster wrote, and says what to do', async () => {
  using folder = tempFolder();
  const file = folder.file('muster.db');
  const db = openDatabase(file);
  db.exec("insert into muster_schema (version, name) values (9999, '9999-future.sql')");
  db.close();
  expect(() => sqliteStore(file, virtualClock(START))).toThrow(
    /newer Muster \(schema 9999, this one knows \d+\)\. Start the newer Muster/,
  );
});

it('refuses a database of another program', () => {
  using folder = tempFolder();
  const file = folder.file('other.db');
  const other = new DatabaseSync(file);
  other.exec('create table recipes (name text)');
  other.close();
  expect(() => sqliteStore(file, virtualClock(START))).toThrow('is a database of another program');
});

it('refuses a path that cannot be a file, with a sentence', () => {
  using folder = tempFolder();
  expect(() => sqliteStore(folder.path, virtualClock(START))).toThrow(StoreFault);
});

it('copies itself while it works', async () => {
  using folder = tempFolder();
  await using store = sqliteStore(folder.file('muster.db'), virtualClock(START));
  await store.append(batch({ events: ['before'] }));
  await store.backup(folder.file('copy.db'));
  await store.append(batch({ expected: 1, events: ['after'] }));
  await using copy = sqliteStore(folder.file('copy.db'), virtualClock(START));
  expect((await copy.read('INC-1')).map(({ body }) => body)).toEqual(['before']);
});
