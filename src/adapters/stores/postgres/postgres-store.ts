import { createHash, randomUUID } from 'node:crypto';
import type { Instant } from '../../../core/time.ts';
import type { Appended, Claim, Heard, Lane, Link, Store } from '../../../ports/store.ts';
import { agendaOp, appendOp } from './append-op.ts';
import { gathered, look, readEvents, timeTold } from './looks.ts';
import type { EventRow, Reading } from './looks.ts';
import type { Pools } from './pools.ts';
import { agendaRowOf, bodyOf } from './rows.ts';
import type { AgendaRow } from './rows.ts';
import { fromKept, toKept } from './texts.ts';
import { closedFault, writeQueue } from './write-queue.ts';
import type { Op } from './write-queue.ts';

/** More are freed by the one after. */
const MOST_UNHEARD = 100;

type Parts = {
  readonly pools: Pools;
  /** The name of this process in the database, unique to its life. */
  readonly replica: string;
  /** Lets nothing more come in, and ends what belongs to the store. */
  readonly ended: () => Promise<void>;
};

export interface PostgresStore extends Store {
  /** How large a stream is, in bytes, without loading it. */
  bytesOf(stream: string): Promise<number>;
  /** For whoever hears of other processes. */
  readonly tell: (heard: Heard) => void;
}

/** The store over connections that are open, with a schema that is up to date. */
export function storeOn({
  pools: { write: writing, claim: claiming, look: looking, bulk },
  replica,
  ended,
}: Parts): PostgresStore {
  const hearers = new Set<(heard: Heard) => void>();
  const writes = writeQueue(writing, replica);
  const claims = writeQueue(claiming, replica);
  /** Tokens of claims that were given up: what they may have taken all the same is let go of with the next one. */
  const unheard: string[] = [];
  let closed: Promise<void> | undefined;

  const open = () => {
    if (closed !== undefined) throw closedFault();
  };
  const write = async <Answer>(op: Op, queue = writes): Promise<Answer> => {
    open();
    return (await queue.write(op)) as Answer;
  };
  const rows = async <Row extends object>(text: string, values: readonly unknown[] = [], pool = bulk) => {
    open();
    return look<Row>(pool, { text, values });
  };
  const now = gathered<undefined, Instant>(async (asks) => {
    const told = await timeTold(looking);
    return asks.map(() => told);
  }, Number.POSITIVE_INFINITY);
  const reads = gathered<Reading, readonly EventRow[]>((readings) => readEvents(looking, readings));
  const sizes = gathered<string, number>(async (streams) => {
    const found = await look<{ readonly stream: string; readonly bytes: string }>(looking, {
      name: 'sizes',
      text: `select e.stream, sum(octet_length(e.body)) as bytes from events e
             where e.stream = any($1::text[]) group by e.stream`,
      values: [streams],
    });
    const byStream = new Map(found.map(({ stream, bytes }) => [stream, Number(bytes)]));
    return streams.map((stream) => byStream.get(stream) ?? 0);
  });
  const replies = gathered<string, string | undefined>(async (ids) => {
    const found = await look<{ readonly id: string; readonly reply: string }>(looking, {
      name: 'replies',
      text: 'select id, reply from deliveries where id = any($1::text[])',
      values: [ids],
    });
    const byId = new Map(found.map(({ id, reply }) => [id, reply]));
    return ids.map((id) => byId.get(id));
  });
  const next = gathered<undefined, Instant | undefined>(async (asks) => {
    const [row] = await look<{ readonly due: Instant | null }>(looking, {
      name: 'next due',
      text: `select min(due) as due from unnest(array['urgent', 'page', 'room', 'house']) l (lane),
             lateral (select due from agenda a where a.lane = l.lane order by due limit 1) first`,
    });
    return asks.map(() => row?.due ?? undefined);
  }, Number.POSITIVE_INFINITY);

  return {
    async now() {
      open();
      return now(undefined);
    },
    append: async (batch) => {
      const answer = await write<Appended>(appendOp(batch));
      return answer.outcome === 'duplicate' ? { ...answer, reply: fromKept(answer.reply) } : answer;
    },
    async read(stream, after = 0) {
      open();
      const found = await reads({ stream: toKept(stream), after });
      return found.map((row) => ({ stream, version: Number(row.version), body: bodyOf(row) }));
    },
    async chain(stream) {
      const links = await rows<Link>(
        'select version::int as version, body as text, hash from events where stream = $1 order by version',
        [toKept(stream)],
      );
      return links.map(({ version, text, hash }) => ({ version, text, hash }));
    },
    async bytesOf(stream) {
      open();
      return sizes(toKept(stream));
    },
    async delivered(id) {
      open();
      const reply = await replies(toKept(id));
      return reply === undefined ? undefined : fromKept(reply);
    },
    async openStreams() {
      const found = await rows<{ readonly stream: string; readonly version: string }>(
        'select stream, version from streams where open order by number, stream',
      );
      return found.map(({ stream, version }) => ({ stream: fromKept(stream), version: Number(version) }));
    },
    async streams(prefix, most) {
      const found = await rows<{ readonly stream: string }>(
        'select stream from streams where starts_with(stream, $1) order by number desc, stream limit $2',
        [toKept(prefix), most],
      );
      return found.map(({ stream }) => fromKept(stream));
    },
    async claim({ lane, most, leaseMs }) {
      const token = randomUUID();
      const freeing = unheard.splice(0, MOST_UNHEARD);
      const lost = freeing.length > 0 ? { lost: freeing } : {};
      const ask = { do: 'claim', lane, most: Math.max(0, most), lease_ms: leaseMs, token, ...lost };
      const taken = await write<Taken>(ask, claims).catch((error: unknown) => {
        unheard.push(...freeing, token);
        throw error;
      });
      return taken.map(([stream, key, at]) => claimOf({ stream, key, at, lane, token }));
    },
    release: async ({ stream, key, token }, at) => {
      await write({ do: 'release', stream: toKept(stream), key: toKept(key), token, at });
    },
    drop: async ({ stream, key, token }) => {
      await write({ do: 'drop', stream: toKept(stream), key: toKept(key), token });
    },
    async nextDue() {
      open();
      return next(undefined);
    },
    async agenda(stream) {
      const select = 'select key, at, due, lane from agenda where stream = $1 order by key';
      const found = await rows<AgendaRow>(select, [toKept(stream)], looking);
      return found.map(agendaRowOf);
    },
    // oxlint-disable-next-line max-params -- the port's four
    rearm: async (stream, version, agenda, isOpen) => {
      const asks = agendaOp(stream, agenda);
      return version > 0 && write({ do: 'rearm', stream: toKept(stream), version, open: isOpen, ...asks });
    },
    nextNumber: (series) => write({ do: 'number', series: toKept(series) }),
    async keep(text) {
      const hash = createHash('sha256').update(text).digest('hex');
      await write({ do: 'keep', hash, content: toKept(text) });
      return hash;
    },
    async document(hash) {
      const [row] = await rows<{ readonly content: string }>('select content from documents where hash = $1', [hash]);
      return row === undefined ? undefined : fromKept(row.content);
    },
    async text(name) {
      const [row] = await rows<{ readonly version: string; readonly content: string }>(
        'select version, content from texts where name = $1',
        [toKept(name)],
        looking,
      );
      return row === undefined ? undefined : { version: Number(row.version), text: fromKept(row.content) };
    },
    putText: (name, expected, text) =>
      write({ do: 'text', name: toKept(name), expected, content: toKept(text), token: randomUUID() }),
    listen(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    tell: (heard) => hearers.forEach((hear) => hear(heard)),
    close: () =>
      (closed ??= (async () => {
        await Promise.all([writes.drained(), claims.drained()]);
        await ended();
      })()),
  };
}

/** As `muster_claim_1` tells of rows. */
type Taken = readonly (readonly [stream: string, key: string, at: Instant])[];
type Held = {
  readonly stream: string;
  readonly key: string;
  readonly at: Instant;
  readonly lane: Lane;
  readonly token: string;
};
const claimOf = ({ stream, key, ...rest }: Held): Claim => ({ stream: fromKept(stream), key: fromKept(key), ...rest });
