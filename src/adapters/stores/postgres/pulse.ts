import pg from 'pg';
import type { Heard } from '../../../ports/store.ts';
import { fromKept } from './texts.ts';
import { connection } from './pools.ts';

/** A sign of life so often; without one for so long a replica holds nothing any more. In ms of the wall. */
const BEAT_MS = 150;
const ALIVE_MS = 1_000;
/** A session that ended may come back within this: a connection that broke is no death. */
const GONE_MS = 320;
/** A beat that gets no answer for so long: its connection is given up. */
const ANSWER_MS = 1_000;

/** What the database says of the time: in ms since 1970, `tookMs` after it was asked. */
export type Sample = { readonly wall: number; readonly told: number; readonly speed: number; readonly tookMs: number };

type Parts = {
  readonly url: string;
  readonly replica: string;
  readonly schema: string;
  readonly sample: (sample: Sample) => void;
  readonly hear: (heard: Heard) => void;
  /** Told when the database stops answering, with its reason, and when it answers again. */
  readonly changed?: (reason: string | undefined) => void;
};

/** One connection that listens, beats, and takes the time; made anew whenever it breaks. */
export interface Pulse {
  /** Resolves after the first beat; rejects when there was none. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

type Beat = { readonly freed: number; readonly wall: number; readonly told: number; readonly speed: number };

export function pulseOf({ url, replica, schema, sample, hear, changed }: Parts): Pulse {
  let client: pg.Client | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let beating = Promise.resolve();
  let isIll = false;

  async function connected(): Promise<pg.Client> {
    if (client !== undefined) return client;
    const fresh = new pg.Client({ ...connection(url, 'pulse'), query_timeout: ANSWER_MS });
    fresh.on('error', () => drop(fresh));
    fresh.on('end', () => drop(fresh));
    fresh.on('notification', ({ payload }) => listen(payload ?? ''));
    try {
      await fresh.connect();
      await fresh.query('set synchronous_commit to off');
      await fresh.query(`listen ${pg.escapeIdentifier(`muster_${schema}`)}`);
      // What was told while nobody listened is looked up.
      await missed(fresh);
    } catch (error) {
      drop(fresh);
      throw error;
    }
    client = fresh;
    return fresh;
  }
  function drop(one: pg.Client) {
    if (client === one) client = undefined;
    one.end().catch(() => undefined);
  }

  async function missed(fresh: pg.Client) {
    const open = await fresh.query<{ readonly stream: string; readonly version: string }>(
      'select stream, version from streams where open order by number desc limit 500',
    );
    for (const { stream, version } of open.rows)
      hear({ kind: 'appended', stream: fromKept(stream), version: Number(version) });
  }

  function listen(payload: string) {
    const told = readPayload(payload);
    if (told === undefined || told.by === replica) return;
    if (told.freed === true) hear({ kind: 'freed' });
    for (const [stream, version] of told.told) hear({ kind: 'appended', stream: fromKept(stream), version });
  }

  async function beat() {
    const one = await connected();
    const asked = performance.now();
    try {
      const found = await one.query<{ readonly beat: Beat }>({
        name: 'beat',
        text: 'select muster_beat_1($1, $2, $3) as beat',
        values: [replica, ALIVE_MS, GONE_MS],
      });
      const { beat: answer } = found.rows[0] ?? {};
      if (answer === undefined) return;
      sample({ ...answer, tookMs: performance.now() - asked });
      if (answer.freed > 0) hear({ kind: 'freed' });
    } catch (error) {
      drop(one);
      throw error;
    }
  }

  function health(reason: string | undefined) {
    if (isIll !== (reason !== undefined)) changed?.(reason);
    isIll = reason !== undefined;
  }
  function next() {
    if (stopped) return;
    timer = setTimeout(() => {
      beating = beat()
        .then(
          () => health(undefined),
          (error: unknown) => health(error instanceof Error ? error.message : String(error)),
        )
        .finally(next);
    }, BEAT_MS);
    timer.unref();
  }

  return {
    async start() {
      await beat();
      next();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await beating;
      // Whoever leaves on purpose lets go of everything at once.
      await client?.query('select muster_leave_1($1)', [replica]).catch(() => undefined);
      await client?.end().catch(() => undefined);
    },
  };
}

type Told = {
  readonly by: string;
  readonly told: readonly (readonly [stream: string, version: number])[];
  /** It has left, and what it held is free. */
  readonly freed?: unknown;
};

/** Another program may notify on our channel, too: what is not ours is passed over. */
function readPayload(payload: string): Told | undefined {
  try {
    const told = JSON.parse(payload) as Partial<Told> | null;
    const isOurs = typeof told?.by === 'string' && Array.isArray(told.told) && told.told.every(isTold);
    return isOurs ? (told as Told) : undefined;
  } catch {
    return undefined;
  }
}

const isTold = (each: unknown) => Array.isArray(each) && typeof each[0] === 'string' && typeof each[1] === 'number';
