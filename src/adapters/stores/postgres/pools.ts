import pg from 'pg';
import type { PoolConfig } from 'pg';

/** How long anything may take, in ms, before its connection is given up and made anew. */
const CONNECT_MS = 1_500;
const ANSWER_MS = 4_000;
/** What PostgreSQL itself ends, a little sooner, so that a frozen Muster holds nothing that others need. */
const SESSION = {
  statement_timeout: 3_500,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 2_000,
} as const;
/** A partner that is gone without a word is noticed within 10 s; PostgreSQL's own default is two hours. */
const KEEPALIVE = ['tcp_keepalives_idle=4', 'tcp_keepalives_interval=2', 'tcp_keepalives_count=3'];
/** Compiling a query costs more than any of ours takes: a herd waited for it. */
const NO_JIT = 'jit=off';

export type Pools = {
  /** One connection: writes go one group after the other. */
  readonly write: pg.Pool;
  /** One connection: claims, so that they do not wait behind writes. No append shares their transaction: the rows that it holds would be waited for. */
  readonly claim: pg.Pool;
  /** What the engine reads. Nobody else waits here, or is waited for. */
  readonly look: pg.Pool;
  /** Lists, exports, documents: may be slow. */
  readonly bulk: pg.Pool;
  close(): Promise<void>;
};

/** Connections of their own for each purpose, so that a long list never stands in front of a page (reliability 30). */
export function poolsOf(url: string): Pools {
  const [write, claim, look, bulk] = [
    pool(url, 'write', 1),
    pool(url, 'claim', 1),
    pool(url, 'look', 2),
    pool(url, 'bulk', 2),
  ];
  return {
    write,
    claim,
    look,
    bulk,
    async close() {
      await Promise.all([write, claim, look, bulk].map((each) => each.end()));
    },
  };
}

function pool(url: string, name: string, max: number): pg.Pool {
  const made = new pg.Pool({ ...connection(url, name), ...SESSION, max, idleTimeoutMillis: 0 });
  // A connection that breaks while nobody uses it is made anew when somebody does.
  made.on('error', () => undefined);
  return made;
}

/** For a client of its own; `name` is what the database's operator sees. */
export const connection = (url: string, name: string): PoolConfig => ({
  ...parsed(url),
  application_name: `muster ${name}`,
  connectionTimeoutMillis: CONNECT_MS,
  query_timeout: ANSWER_MS,
  keepAlive: true,
  keepAliveInitialDelayMillis: 4_000,
});

/** Our wishes for the session stand beside those in the address, not in their place. */
function parsed(url: string): PoolConfig {
  const address = new URL(url);
  const given = address.searchParams.get('options') ?? '';
  address.searchParams.set('options', [given, ...[...KEEPALIVE, NO_JIT].map((wish) => `-c ${wish}`)].join(' ').trim());
  // PostgreSQL takes a plus in its options as it is written; one in the password is none of ours.
  address.search = address.search.replaceAll('+', '%20');
  return { connectionString: address.href };
}
