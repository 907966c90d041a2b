import type { DatabaseSync } from 'node:sqlite';
import { StoreFault } from '../../../ports/store.ts';
import type { Statements } from './statements.ts';

/** Writes waiting longer than this many places are left to the next transaction, so that other work gets its turn. */
const MOST_PER_COMMIT = 256;

type Waiting = {
  readonly work: () => unknown;
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
};

/** Where all writes of one database queue up. */
export interface GroupCommit {
  /** Runs the work in the next transaction; resolves once that is on disk, rejects when this work or the commit failed. */
  write<T>(work: () => T): Promise<T>;
  /** Resolves when nothing is waiting any more. */
  drained(): Promise<void>;
}

/**
 * Writes asked for in one turn of the event loop share a transaction and its flush to disk, in the order of the calls.
 * Each has a savepoint, so that one which throws harms nobody else. `asFault` translates what SQLite throws.
 */
export function groupCommit(db: DatabaseSync, sql: Statements, asFault: (error: unknown) => Error): GroupCommit {
  let queue: Waiting[] = [];
  let idle: (() => void)[] = [];

  const flush = () => {
    const group = queue.slice(0, MOST_PER_COMMIT);
    queue = queue.slice(MOST_PER_COMMIT);
    if (queue.length > 0) setImmediate(flush);
    try {
      for (const settle of commitGroup(db, sql, group)) settle();
    } catch (error) {
      const fault = whole(asFault(error));
      for (const each of group) each.failed(fault);
    }
    if (queue.length > 0) return;
    for (const resolve of idle) resolve();
    idle = [];
  };

  return {
    write: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        if (queue.length === 0) setImmediate(flush);
        queue.push({ work, done: (value) => resolve(value as T), failed: (error) => reject(asFault(error)) });
      }),
    drained: () => (queue.length === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
  };
}

/** Whatever stopped a whole transaction is the world's fault: each work in it had ended well. */
const whole = (error: Error) =>
  error instanceof StoreFault
    ? error
    : new StoreFault(`The database wrote nothing: ${error.message}`, { cause: error });

/** Throws when the transaction as a whole failed; otherwise returns what to tell each caller, now that it is on disk. */
function commitGroup(db: DatabaseSync, sql: Statements, group: readonly Waiting[]): (() => void)[] {
  sql.begin.run();
  try {
    const settlements = group.map((each) => runMarked(db, sql, each));
    sql.commit.run();
    return settlements;
  } catch (error) {
    if (db.isTransaction) sql.rollback.run();
    throw error;
  }
}

function runMarked(db: DatabaseSync, sql: Statements, { work, done, failed }: Waiting): () => void {
  sql.mark.run();
  try {
    const value = work();
    sql.unmark.run();
    return () => done(value);
  } catch (error) {
    // On a full disk SQLite may have ended the whole transaction by itself: then nobody's work is kept.
    if (!db.isTransaction) throw error;
    sql.backToMark.run();
    sql.unmark.run();
    return () => failed(error);
  }
}
