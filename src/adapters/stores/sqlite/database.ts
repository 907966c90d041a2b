import { existsSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CHAIN_BEGIN, linkHash } from '../../../ports/chain.ts';
import { asFault, damaged } from './fault.ts';
import { migrate, migrations } from './migrate.ts';
import { type Row, bodyOf } from './rows.ts';
import { BODY } from './statements.ts';

/** How long an opening waits for another process that is just ending. */
const LOCK_WAIT_MS = 1_000;
/** How many of the newest events are read again at the opening. */
const TAIL = 1_000;
/** Up to this size every page of the file is looked at when it is opened (about 1 ms per MB). */
const CHECK_WHOLE_BELOW_BYTES = 64 * 1024 * 1024;

/**
 * Opens or makes the file for this process alone, brings the schema up to date and looks at its tail. Whatever is wrong
 * is a `StoreFault` whose sentence can be shown to a person.
 */
export function openDatabase(file: string): DatabaseSync {
  try {
    makeFile(file);
    const db = new DatabaseSync(file, { timeout: LOCK_WAIT_MS });
    try {
      lockAndConfigure(db);
      checkPages(db, file);
      migrate(db, migrations());
      checkTail(db, file);
      freeLeases(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw asFault(error, file);
  }
}

/**
 * The file holds names and numbers of people: readable by its owner only. An existing file is never opened here, for
 * closing it again would free the lock that this process may hold on it (POSIX locks belong to the process).
 */
function makeFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
}

/** EXCLUSIVE keeps the lock until the end of the process; FULL flushes the log at each commit (stack.md, B). */
function lockAndConfigure(db: DatabaseSync): void {
  db.exec('pragma locking_mode = exclusive');
  db.exec('pragma journal_mode = wal');
  db.exec('pragma synchronous = full');
  db.exec('pragma cell_size_check = on');
  db.exec('pragma trusted_schema = off');
  db.exec('begin immediate');
  db.exec('commit');
}

function checkPages(db: DatabaseSync, file: string): void {
  const pages = Number(db.prepare('pragma page_count').get()?.['page_count']);
  const pageBytes = Number(db.prepare('pragma page_size').get()?.['page_size']);
  if (pages * pageBytes > CHECK_WHOLE_BELOW_BYTES) return;
  const found = db.prepare('pragma quick_check(1)').get()?.['quick_check'];
  if (found !== 'ok') throw damaged(file, String(found).replaceAll('\n', ' '));
}

/**
 * The lock on the file proves that whoever held a lease is gone: its work is due again at once, not after the lease.
 * Rows that were released to a later instant go on waiting for it.
 */
const freeLeases = (db: DatabaseSync) => db.exec('update agenda set due = at, token = null where token is not null');

/**
 * The newest events are readable, each stream's without a gap, up to the version that the stream says it has, and each stands in
 * the chain after the one before it: an altered event with a new checksum is noticed too.
 */
function checkTail(db: DatabaseSync, file: string): void {
  const hashOf = db.prepare('select hash from events where stream = $stream and version = $version');
  const rows = db
    .prepare(
      `select e.stream, e.version, ${BODY}, e.checksum, e.hash, s.version as newest
       from events e left join streams s on s.stream = e.stream order by e.position desc limit ${TAIL}`,
    )
    .all();
  const expected = new Map<string, number>();
  for (const row of rows) {
    const stream = String(row['stream']);
    const due = expected.get(stream) ?? Number(row['newest']);
    if (row['version'] !== due) throw damaged(file, `event ${due} of ${stream} is missing`);
    bodyOf(row, file);
    const before = due === 1 ? CHAIN_BEGIN : hashOf.get({ stream, version: due - 1 })?.['hash'];
    if (before === undefined) throw damaged(file, `event ${due - 1} of ${stream} is missing`);
    if (!isLinked(row, String(before)))
      throw damaged(file, `event ${due} of ${stream} does not fit the one before it ("muster verify" says more)`);
    expected.set(stream, due - 1);
  }
}

/** One that is too large to be loaded is not looked at here: its incident alone is quarantined. */
const isLinked = ({ stream, version, body, hash }: Row, before: string) =>
  body === null || linkHash(before, { stream: String(stream), version: Number(version), text: String(body) }) === hash;
