import pg from 'pg';
import type { Archive, ArchiveRow, Counts } from '../../../ports/archive.ts';
import { counted } from '../../../ports/archive.ts';
import { StoreFault } from '../../../ports/store.ts';
import { dumpedTables } from './archive-dump.ts';
import { inserts } from './archive-load.ts';
import { asFault } from './fault.ts';
import { migrate, migrations } from './migrate.ts';
import { connection } from './pools.ts';

/** A walk through a large database may take its time; what hangs for longer than this is given up, in ms. */
const ANSWER_MS = 120_000;
/** A replica beats every 250 ms; one that was heard within this many seconds runs. */
const LIVES_S = 3;

/**
 * A database of the cluster. Giving rows is one look at one moment (REPEATABLE READ), while everything goes on, on a standby
 * too. Taking them is one transaction, before which no Muster may run on it and during which none can start.
 */
export const postgresArchive = (url: string): Archive => ({
  dump: () => dumped(url),
  load: (rows) => loaded(url, rows),
  [Symbol.asyncDispose]: async () => {},
});

/** Whether a replica of Muster runs on it now. A database without Muster's tables has none. */
export const isInUse = (url: string): Promise<boolean> =>
  connected(url, async (client) => {
    const [known] = await rowsOf<{ readonly is: boolean }>(client, "select to_regclass('replicas') is not null as is");
    return known?.is === true && lives(client);
  });

async function lives(client: pg.Client): Promise<boolean> {
  const [found] = await rowsOf(
    client,
    `select 1 from replicas where seen > clock_timestamp() - interval '${LIVES_S} seconds' limit 1`,
  );
  return found !== undefined;
}

async function* dumped(url: string): AsyncGenerator<ArchiveRow> {
  const client = await opened(url);
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    await refuseOtherSchema(client);
    yield* dumpedTables(client);
  } catch (error) {
    throw asFault(error);
  } finally {
    await ended(client);
  }
}

async function refuseOtherSchema(client: pg.Client): Promise<void> {
  const [known] = await rowsOf<{ readonly is: boolean }>(
    client,
    "select to_regclass('muster_schema') is not null as is",
  );
  if (known?.is !== true) throw new StoreFault('There is no Muster in this database: nothing was ever recorded there.');
  const [row] = await rowsOf<{ readonly version: string; readonly works_with: string }>(
    client,
    'select version, works_with from muster_schema order by version desc limit 1',
  );
  const newest = migrations().at(-1)?.number ?? 0;
  if (Number(row?.works_with ?? 0) > newest)
    throw new StoreFault(
      `The database was written by a newer Muster (schema ${row?.version ?? ''}, this one knows ${newest}).`,
    );
}

const loaded = (url: string, rows: AsyncIterable<ArchiveRow>): Promise<Counts> =>
  connected(url, async (client) => {
    await migrate(client);
    // Whoever starts meanwhile waits here, as for a migration.
    await client.query("select pg_advisory_lock(hashtext('muster'), hashtext(current_schema()))");
    if (await lives(client))
      throw new StoreFault('A Muster runs on this database: stop every replica of it first. Nothing was written.');
    await client.query('begin');
    await refuseFull(client);
    const passing = counted(rows);
    const put = inserts(client);
    for await (const row of passing.rows) await put.add(row);
    await put.end();
    await client.query('commit');
    return passing.counts();
  });

async function refuseFull(client: pg.Client): Promise<void> {
  const tables = ['streams', 'events', 'deliveries', 'numbers', 'documents', 'texts'];
  const [full] = await rowsOf(client, tables.map((table) => `(select 1 from ${table} limit 1)`).join(' union all '));
  if (full !== undefined)
    throw new StoreFault('The database is not empty: rows are loaded into an empty one only. Nothing was written.');
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await opened(url);
  try {
    return await work(client);
  } catch (error) {
    throw asFault(error);
  } finally {
    await ended(client);
  }
}

async function opened(url: string): Promise<pg.Client> {
  const client = new pg.Client({ ...connection(url, 'archive'), query_timeout: ANSWER_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0');
    return client;
  } catch (error) {
    await ended(client);
    throw asFault(error);
  }
}

/** Whatever was begun and not committed is undone by the end of the session. */
const ended = (client: pg.Client) => client.end().catch(() => undefined);

const rowsOf = async <Row extends object>(client: pg.Client, text: string): Promise<readonly Row[]> =>
  (await client.query<Row>(text)).rows;
