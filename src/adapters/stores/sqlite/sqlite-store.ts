import { createHash, randomUUID } from 'node:crypto';
import { backup, type DatabaseSync } from 'node:sqlite';
import { earliest, plusMs, type Instant } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import { LANES, StoreFault, type Claim, type Lane, type Store } from '../../../ports/store.ts';
import { refuseTwins } from '../../../ports/ready-append.ts';
import { appendNow, readyAppend, rearmNow } from './append.ts';
import { openDatabase } from './database.ts';
import { asFault } from './fault.ts';
import { groupCommit } from './group-commit.ts';
import { agendaRowOf, bodyOf } from './rows.ts';
import { prepareAll, type Statements } from './statements.ts';

export interface SqliteStore extends Store, AsyncDisposable {
  /** How large a stream is on disk, in bytes, without loading it. */
  bytesOf(stream: string): Promise<number>;
  /** Writes a copy of the database, as it is now, to another file, while everything goes on. */
  backup(to: string): Promise<void>;
}

/**
 * The store of the embedded mode: one file for one process. Throws a `StoreFault` with a plain sentence when the file
 * cannot be used. Never open the file by other means in the same process: closing it would free the lock.
 */
export const sqliteStore = (file: string, clock: Clock): SqliteStore => storeOn(openDatabase(file), clock);

/** The store over a database that is open already, for tests that disturb it. */
export function storeOn(db: DatabaseSync, clock: Clock): SqliteStore {
  const file = db.location() ?? 'in memory';
  const sql = prepareAll(db);
  const toFault = (error: unknown) => asFault(error, file);
  const writes = groupCommit(db, sql, toFault);
  let closed = false;

  const refuseWhenClosed = () => {
    if (closed) throw new StoreFault(`The database ${file} is closed.`);
  };
  const write = async <T>(work: () => T): Promise<T> => {
    refuseWhenClosed();
    return writes.write(work);
  };
  const look = async <T>(read: () => T): Promise<T> => {
    refuseWhenClosed();
    try {
      return read();
    } catch (error) {
      throw toFault(error);
    }
  };
  const close = async () => {
    if (closed) return;
    closed = true;
    await writes.drained();
    db.close();
  };

  return {
    now: async () => clock.now(),
    append: async (batch) => {
      const ready = readyAppend(batch);
      return write(() => appendNow(sql, ready));
    },
    read: (stream, after = 0) =>
      look(() =>
        sql.eventsAfter
          .all({ stream, after })
          .map((row) => ({ stream, version: Number(row['version']), body: bodyOf(row, file) })),
      ),
    chain: (stream) =>
      look(() =>
        sql.chainOf.all({ stream }).map(({ version, text, hash }) => ({
          version: Number(version),
          text: String(text),
          hash: String(hash),
        })),
      ),
    bytesOf: (stream) => look(() => Number(sql.bytesOf.get({ stream })?.['bytes'] ?? 0)),
    delivered: (id) => look(() => textOf(sql.replyTo.get({ id })?.['reply'])),
    openStreams: () =>
      look(() =>
        sql.openStreams.all().map((row) => ({ stream: String(row['stream']), version: Number(row['version']) })),
      ),
    streams: (prefix, most) =>
      look(() =>
        sql.streamsByPrefix
          .all({ prefix, length: Array.from(prefix).length, most })
          .map((row) => String(row['stream'])),
      ),
    claim: (ask) => write(() => claimNow(sql, clock.now(), ask)),
    release: ({ stream, key, token }, at) => write(() => void sql.releaseRow.run({ stream, key, token, at })),
    drop: ({ stream, key, token }) => write(() => void sql.dropRow.run({ stream, key, token })),
    nextDue: () => look(() => nextDue(sql)),
    agenda: (stream) =>
      look(() =>
        sql.agendaOf
          .all({ stream })
          .map((row) => agendaRowOf(row, file))
          .map(({ key, at, lane, due }) => ({ key, at, lane, leasedUntil: due > at ? due : null })),
      ),
    // oxlint-disable-next-line max-params -- the port's four
    rearm: async (stream, version, agenda, open) => {
      refuseTwins(stream, agenda);
      return write(() => rearmNow(sql, { stream, version, agenda, open }));
    },
    nextNumber: (series) => write(() => Number(sql.nextNumber.get({ series })?.['last'])),
    keep: async (text) => {
      const hash = createHash('sha256').update(text).digest('hex');
      await write(() => void sql.putDocument.run({ hash, content: text }));
      return hash;
    },
    document: (hash) => look(() => textOf(sql.documentOf.get({ hash })?.['content'])),
    text: (name) =>
      look(() => {
        const row = sql.textOf.get({ name });
        return row && { version: Number(row['version']), text: String(row['content']) };
      }),
    putText: (name, expected, content) =>
      write(() => {
        const put =
          expected === 0
            ? sql.putText.run({ name, expected, content })
            : sql.replaceText.run({ name, expected, content });
        return Number(put.changes) === 1;
      }),
    listen: () => () => undefined,
    backup: async (to) => {
      refuseWhenClosed();
      await backup(db, to).catch((error: unknown) => {
        throw toFault(error);
      });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

function claimNow(
  sql: Statements,
  now: Instant,
  { lane, most, leaseMs }: { readonly lane: Lane; readonly most: number; readonly leaseMs: number },
): readonly Claim[] {
  const until = plusMs(now, leaseMs);
  return sql.dueRows.all({ lane, now, most: Math.max(0, most) }).map((row) => {
    const [stream, key, token] = [String(row['stream']), String(row['key']), randomUUID()];
    sql.lease.run({ stream, key, until, token });
    return { stream, key, at: String(row['at']) as Instant, lane, token };
  });
}

function nextDue(sql: Statements): Instant | undefined {
  const hours = LANES.map((lane) => sql.nextDue.get({ lane })?.['due']).filter((due) => typeof due === 'string');
  return hours.length === 0 ? undefined : earliest(...(hours as Instant[]));
}
