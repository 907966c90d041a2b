import { readdirSync, readFileSync } from 'node:fs';
import type { ClientBase } from 'pg';
import { StoreFault } from '../../../ports/store.ts';

export type Migration = {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** The oldest Muster, by the newest migration that it knows, that can go on beside it: for rolling upgrades. */
  readonly worksWith: number;
};

const FOLDER = new URL('./migrations/', import.meta.url);
const WORKS_WITH = /^-- works with: (\d+)$/m;

/** The numbered texts of `migrations/`, in order. A new version of the schema is a new file there; old ones never change. */
export function migrations(): readonly Migration[] {
  return readdirSync(FOLDER)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .toSorted()
    .map((name) => {
      const sql = readFileSync(new URL(name, FOLDER), 'utf8');
      const number = Number(name.slice(0, 4));
      return { number, name, sql, worksWith: Number(WORKS_WITH.exec(sql)?.[1] ?? number) };
    });
}

/**
 * Brings the schema up to the newest migration. Replicas that start together wait for each other; each migration is one
 * transaction with the row that says so, so that a kill leaves the old version or the new one. A database that a newer Muster
 * has taken further is refused, unless that Muster said that this one can go on beside it.
 */
export async function migrate(client: ClientBase, all: readonly Migration[] = migrations()): Promise<void> {
  const known = all.at(-1)?.number ?? 0;
  await client.query("select pg_advisory_lock(hashtext('muster'), hashtext(current_schema()))");
  try {
    const found = await schemaVersion(client, tablesOf(all));
    if (found.worksWith > known)
      throw new StoreFault(
        `The database was taken further by a newer Muster (schema ${found.version}, this one knows ${known}). ` +
          'Start the newer Muster, or restore a backup from before the upgrade.',
      );
    for (const migration of all.filter(({ number }) => number > found.version)) await apply(client, migration);
  } finally {
    await client.query("select pg_advisory_unlock(hashtext('muster'), hashtext(current_schema()))");
  }
}

async function apply(client: ClientBase, { number, name, sql, worksWith }: Migration): Promise<void> {
  await client.query('begin');
  try {
    if (number === 1)
      await client.query(
        'create table muster_schema (version bigint primary key, name text not null, works_with bigint not null)',
      );
    await client.query(sql);
    await client.query('insert into muster_schema (version, name, works_with) values ($1, $2, $3)', [
      number,
      name,
      worksWith,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** The tables that the migrations make. */
const tablesOf = (all: readonly Migration[]) =>
  all.flatMap(({ sql }) => [...sql.matchAll(/^create table (\w+)/gm)].map(([, name = '']) => name));

type Found = { readonly version: number; readonly worksWith: number };

async function schemaVersion(client: ClientBase, own: readonly string[]): Promise<Found> {
  const tables = await client.query<{ readonly name: string }>(
    'select c.relname as name from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind = $1',
    ['r'],
  );
  const names = tables.rows.map(({ name }) => name);
  if (!names.includes('muster_schema')) {
    const foreign = names.find((name) => own.includes(name));
    if (foreign !== undefined)
      throw new StoreFault(
        `The database has a table "${foreign}" of another program. Give Muster a database, or a schema, of its own.`,
      );
    return { version: 0, worksWith: 0 };
  }
  const newest = await client.query<{ readonly version: string; readonly works_with: string }>(
    'select version, works_with from muster_schema order by version desc limit 1',
  );
  const [row] = newest.rows;
  return { version: Number(row?.version ?? 0), worksWith: Number(row?.works_with ?? 0) };
}
