import pg from 'pg';
import { fromMs, toMs } from '../../src/core/time.ts';
import type { History, KeptEvent, Pace } from './history.ts';

/**
 * The rig's own witness in the database: when each event was written, by the database's clock, and with which others. Put
 * there by a trigger, so that nothing of it depends on what a replica believes.
 */
const WITNESS = `
  create table rig_wrote (stream text, version bigint, at timestamptz, tx text, primary key (stream, version));
  create function rig_note() returns trigger language plpgsql as $$
  begin
    insert into rig_wrote values (new.stream, new.version, clock_timestamp(), pg_current_xact_id()::text);
    return new;
  end $$;
  create trigger rig_note after insert on events for each row execute function rig_note();`;

type Row = {
  readonly stream: string;
  readonly version: string;
  readonly body: string;
  readonly hash: string;
  readonly ms: number;
  readonly tx: string;
};

async function withDatabase<Answer>(url: string, ask: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}

/** Called once the tables are there and nothing was said yet; what is older than the witness is not told of. */
export const callWitness = (url: string) => withDatabase(url, async (client) => void (await client.query(WITNESS)));

export type Recorded = Pick<History, 'streams' | 'deliveries' | 'documents' | 'pace' | 'endedAt'>;

/** Reads the log as it lies in the database, past everything that Muster has in memory. */
export const readLog = (url: string): Promise<Recorded> =>
  withDatabase(url, async (client) => {
    await client.query('begin isolation level repeatable read');
    const { rows: moments } = await client.query<{ ms: number }>(
      'select extract(epoch from clock_timestamp())::float8 * 1000 as ms',
    );
    const { rows } = await client.query<Row>(
      `select e.stream, e.version, e.body, e.hash, coalesce(extract(epoch from w.at)::float8 * 1000, 0) as ms, coalesce(w.tx, '') as tx
       from events e left join rig_wrote w on w.stream = e.stream and w.version = e.version order by e.stream, e.version`,
    );
    const deliveries = await client.query<{ id: string }>('select id from deliveries');
    const documents = await client.query<{ hash: string; content: string }>('select hash, content from documents');
    return {
      streams: new Map([...Map.groupBy(rows, ({ stream }) => stream)].map(([stream, all]) => [stream, all.map(kept)])),
      deliveries: new Set(deliveries.rows.map(({ id }) => id)),
      documents: new Map(documents.rows.map(({ hash, content }) => [hash, content])),
      pace: await paceOf(client),
      endedAt: moments[0]?.ms ?? 0,
    };
  });

const kept = ({ version, body, hash, ms, tx }: Row): KeptEvent => ({
  version: Number(version),
  text: body,
  hash,
  wroteAt: ms,
  append: tx,
});

async function paceOf(client: pg.Client): Promise<Pace> {
  const { rows } = await client.query<{ wall: number; told: number; speed: number }>(
    'select extract(epoch from wall)::float8 * 1000 as wall, extract(epoch from told)::float8 * 1000 as told, speed from clock',
  );
  const [row] = rows;
  const begin = fromMs(0);
  return row === undefined
    ? { told: begin, real: toMs(begin), speed: 1 }
    : { told: fromMs(Math.round(row.told)), real: row.wall, speed: row.speed };
}
