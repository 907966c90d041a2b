import { existsSync, rmSync } from 'node:fs';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { Archive, ArchiveRow, Counts } from '../../../ports/archive.ts';
import { counted } from '../../../ports/archive.ts';
import { StoreFault } from '../../../ports/store.ts';
import { openDatabase } from './database.ts';
import { asFault } from './fault.ts';
import { migrations } from './migrate.ts';
import { numberInName } from '../../../ports/ready-append.ts';

type Row = Readonly<Record<string, SQLOutputValue>>;
type Table = { readonly sql: string; readonly row: (row: Row) => ArchiveRow };

/** Streams beside their events, so that one walk gives both; events that lost their stream come too. */
const EVENTS = `
  select stream, 0 as nth, version, open, '' as text, '' as hash from streams
  union all
  select stream, 1 as nth, version, 0 as open, body as text, hash from events
  order by 1, 2, 3`;

const TABLES: readonly Table[] = [
  {
    sql: EVENTS,
    row: ({ stream, nth, version, open, text, hash }) =>
      nth === 0
        ? { kind: 'stream', stream: String(stream), version: Number(version), open: open === 1 }
        : { kind: 'event', stream: String(stream), version: Number(version), text: String(text), hash: String(hash) },
  },
  {
    sql: 'select id, stream, version, reply from deliveries order by id',
    row: ({ id, stream, version, reply }) => ({
      kind: 'delivery',
      id: String(id),
      stream: String(stream),
      version: Number(version),
      reply: String(reply),
    }),
  },
  {
    sql: 'select series, last from numbers order by series',
    row: ({ series, last }) => ({ kind: 'number', series: String(series), last: Number(last) }),
  },
  {
    sql: 'select hash, content from documents order by hash',
    row: ({ hash, content }) => ({ kind: 'document', hash: String(hash), text: String(content) }),
  },
  {
    sql: 'select name, version, content from texts order by name',
    row: ({ name, version, content }) => ({
      kind: 'text',
      name: String(name),
      version: Number(version),
      text: String(content),
    }),
  },
];

/**
 * A database file that no Muster uses now, or a copy of one. Giving rows opens it for reading only: nothing in it changes, and
 * no Muster can start on it meanwhile. Loading makes the file where there is none. In use by another process, it is a fault.
 */
export const sqliteArchive = (file: string): Archive => ({
  dump: () => dumped(file),
  load: (rows) => loaded(file, rows),
  [Symbol.asyncDispose]: async () => {},
});

/** SQLite keeps what it has not written into the file yet, and where it is, beside it. */
const SIDE_FILES = ['-wal', '-shm'];

async function* dumped(file: string): AsyncGenerator<ArchiveRow> {
  if (!existsSync(file)) throw new StoreFault(`There is no database ${file}: nothing was ever recorded there.`);
  const besides = SIDE_FILES.map((end) => `${file}${end}`).filter((path) => !existsSync(path));
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { readOnly: true, timeout: 1_000 });
    refuseOtherSchema(db, file);
    db.exec('begin');
    for (const { sql, row } of TABLES) for (const each of db.prepare(sql).iterate()) yield row(each);
  } catch (error) {
    throw asFault(error, file);
  } finally {
    // What reading made beside the file goes while our lock still keeps every writer away.
    if (db?.isTransaction === true) for (const path of besides) rmSync(path, { force: true });
    db?.close();
  }
}

function refuseOtherSchema(db: DatabaseSync, file: string): void {
  const isOurs = db.prepare("select 1 from sqlite_master where name = 'muster_schema'").get() !== undefined;
  if (!isOurs) throw new StoreFault(`The file ${file} is a database of another program.`);
  const found = Number(db.prepare('select max(version) as version from muster_schema').get()?.['version']);
  const known = migrations().at(-1)?.number ?? 0;
  if (found === known) return;
  const age = found < known ? 'an older' : 'a newer';
  const way =
    found < known ? 'Start this Muster on it once, or on a copy of its folder' : 'Use that one, or upgrade this one';
  throw new StoreFault(`The database ${file} was written by ${age} Muster (schema ${found}, not ${known}). ${way}.`);
}

async function loaded(file: string, rows: AsyncIterable<ArchiveRow>): Promise<Counts> {
  const db = openDatabase(file);
  try {
    refuseFull(db, file);
    db.exec('begin immediate');
    const passing = counted(rows);
    const put = putInto(db);
    for await (const row of passing.rows) put(row);
    db.exec('commit');
    return passing.counts();
  } catch (error) {
    if (db.isTransaction) db.exec('rollback');
    throw asFault(error, file);
  } finally {
    db.close();
  }
}

const ALL = ['streams', 'events', 'deliveries', 'numbers', 'documents', 'texts'];

function refuseFull(db: DatabaseSync, file: string): void {
  const full = ALL.find((table) => db.prepare(`select 1 from ${table} limit 1`).get() !== undefined);
  if (full !== undefined)
    throw new StoreFault(`The database ${file} is not empty: rows are loaded into an empty one only.`);
}

function putInto(db: DatabaseSync): (row: ArchiveRow) => void {
  const stream = db.prepare(
    'insert into streams (stream, version, open, number) values ($stream, $version, $open, $number)',
  );
  const event = db.prepare(
    'insert into events (stream, version, body, checksum, hash) values ($stream, $version, $text, $checksum, $hash)',
  );
  const delivery = db.prepare(
    'insert into deliveries (id, stream, version, reply) values ($id, $stream, $version, $reply)',
  );
  const number = db.prepare('insert into numbers (series, last) values ($series, $last)');
  const document = db.prepare('insert into documents (hash, content) values ($hash, $text)');
  const text = db.prepare('insert into texts (name, version, content) values ($name, $version, $text)');
  return (row) => {
    switch (row.kind) {
      case 'stream':
        return void stream.run({
          stream: row.stream,
          version: row.version,
          open: row.open ? 1 : 0,
          number: numberInName(row.stream),
        });
      case 'event':
        return void event.run({
          stream: row.stream,
          version: row.version,
          text: row.text,
          checksum: crc32(row.text),
          hash: row.hash,
        });
      case 'delivery':
        return void delivery.run({ id: row.id, stream: row.stream, version: row.version, reply: row.reply });
      case 'number':
        return void number.run({ series: row.series, last: row.last });
      case 'document':
        return void document.run({ hash: row.hash, text: row.text });
      case 'text':
        return void text.run({ name: row.name, version: row.version, text: row.text });
      default:
        return row satisfies never;
    }
  };
}
