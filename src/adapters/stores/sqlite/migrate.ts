import { readdirSync, readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { StoreFault } from '../../../ports/store.ts';
import { FILL } from './fill.ts';

export type Migration = { readonly number: number; readonly name: string; readonly sql: string };

const FOLDER = new URL('./migrations/', import.meta.url);

/** The numbered texts of `migrations/`, in order. A new version of the schema is a new file there; old ones never change. */
export function migrations(): readonly Migration[] {
  return readdirSync(FOLDER)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .toSorted()
    .map((name) => ({ number: Number(name.slice(0, 4)), name, sql: readFileSync(new URL(name, FOLDER), 'utf8') }));
}

/**
 * Brings the database up to the newest migration, each in one transaction with the row that says so: a kill at any
 * statement leaves the old version or the new one. A database of a newer Muster, or of another program, is refused.
 * `beforeStatement` is for the test that kills at each statement.
 */
export function migrate(
  db: DatabaseSync,
  all: readonly Migration[],
  beforeStatement: (nth: number) => void = () => undefined,
): void {
  const known = all.at(-1)?.number ?? 0;
  const found = schemaVersion(db);
  if (found > known) {
    throw new StoreFault(
      `The database ${db.location() ?? ''} was written by a newer Muster (schema ${found}, this one knows ${known}). ` +
        `Start the newer Muster, or restore a backup from before the upgrade.`,
    );
  }
  let nth = 0;
  const run = (sql: string) => {
    beforeStatement((nth += 1));
    db.exec(sql);
  };
  for (const migration of all.filter((each) => each.number > found)) {
    db.exec('begin immediate');
    try {
      if (migration.number === 1) run('create table muster_schema (version bigint primary key, name text not null)');
      statementsOf(migration.sql).forEach(run);
      FILL[migration.number]?.(db);
      run(`insert into muster_schema (version, name) values (${migration.number}, '${migration.name}')`);
      beforeStatement((nth += 1));
      db.exec('commit');
    } catch (error) {
      if (db.isTransaction) db.exec('rollback');
      throw error;
    }
  }
}

function schemaVersion(db: DatabaseSync): number {
  const tables = db.prepare("select name from sqlite_master where type = 'table'").all();
  if (tables.length === 0) return 0;
  if (!tables.some((table) => table['name'] === 'muster_schema')) {
    throw new StoreFault(
      `The file ${db.location() ?? ''} is a database of another program. Move it away, or choose another folder with MUSTER_DATA.`,
    );
  }
  return Number(db.prepare('select max(version) as version from muster_schema').get()?.['version'] ?? 0);
}

/** Statements end with a semicolon at the end of a line; comments stand on lines of their own. */
const statementsOf = (sql: string): readonly string[] =>
  sql
    .replaceAll(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map((each) => each.trim())
    .filter((each) => each !== '');
