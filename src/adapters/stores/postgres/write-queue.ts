import type { Pool } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { StoreFault } from '../../../ports/store.ts';
import { asFault, isOfOne, isPassing } from './fault.ts';

/** One write as `muster_write_1` reads it. */
export type Op = { readonly do: string } & Readonly<Record<string, unknown>>;

/** Writes waiting longer than this many places are left to the next transaction. */
const MOST_PER_COMMIT = 256;
/** A group is not longer than this, in characters, unless one write alone is. */
const MOST_CHARACTERS = 4 * 1024 * 1024;
/** For so long a write is tried again when the database is away; then whoever asked is told, in ms. */
const PATIENCE_MS = 3_000;
const PAUSE_MS = 60;

type Waiting = {
  /** The write, as JSON. */
  readonly text: string;
  /** The stream of an append that can be one of many in one statement: the stream is there, and no delivery comes with it. */
  readonly plain: string | undefined;
  readonly until: number;
  readonly done: (answer: unknown) => void;
  readonly failed: (error: unknown) => void;
};

/** Where the writes of one process queue up that go over one connection. */
export interface WriteQueue {
  /** Resolves with the answer once it is on disk; rejects when it was refused, or the database stayed away. */
  write(op: Op): Promise<unknown>;
  /** Resolves when nothing is waiting any more. */
  drained(): Promise<void>;
}

/**
 * Writes go in the order of the calls, all that gather while one group is on its way as the next group: one call of one
 * function, one transaction, one flush. Each write can be told apart from its own repetition, so a group whose answer was
 * lost is simply sent again.
 */
export function writeQueue(pool: Pool, replica: string): WriteQueue {
  let queue: Waiting[] = [];
  let busy = false;
  let idle: (() => void)[] = [];

  async function send(group: readonly Waiting[], again: boolean): Promise<readonly unknown[]> {
    const runs = runsOf(group);
    const text = `[${runs.map(textOf).join(',')}]`;
    const found = await pool.query<{ readonly answers: readonly unknown[] }>({
      name: 'write',
      text: 'select muster_write_1($1::jsonb, $2, $3) as answers',
      values: [text, replica, again],
    });
    const answers = found.rows[0]?.answers ?? [];
    return runs.flatMap((run, n) => (run.length > 1 ? (answers[n] as readonly unknown[]) : [answers[n]]));
  }

  async function settle(all: readonly Waiting[], before = false): Promise<void> {
    let group = all;
    for (let tries = 0; group.length > 0; tries += 1) {
      try {
        const answers = await send(group, before || tries > 0);
        for (const [n, { done }] of group.entries()) done(answers[n]);
        return;
      } catch (error) {
        if (group.length > 1 && (isOfOne(error) || !isPassing(error))) return apart(group, before || tries > 0);
        if (!isPassing(error)) return fail(group, error);
        const now = performance.now();
        fail(
          group.filter(({ until }) => until < now),
          error,
        );
        group = group.filter(({ until }) => until >= now);
        await pause(PAUSE_MS * Math.min(tries + 1, 4));
      }
    }
  }

  /** Something in the group cannot be written, or not now: each is tried alone, so that nobody suffers for a neighbour. */
  async function apart(group: readonly Waiting[], again: boolean): Promise<void> {
    for (const each of group) await settle([each], again);
  }

  const fail = (group: readonly Waiting[], error: unknown) => {
    const fault = asFault(error);
    for (const { failed } of group) failed(fault);
  };

  async function flush() {
    busy = true;
    // What is asked for in this turn of the event loop goes together.
    await Promise.resolve();
    while (queue.length > 0) {
      const group = nextGroup(queue);
      queue = queue.slice(group.length);
      await settle(group);
    }
    busy = false;
    for (const resolve of idle) resolve();
    idle = [];
  }

  return {
    write: (op) =>
      new Promise((done, failed) => {
        queue.push({
          text: JSON.stringify(op),
          plain: plainOf(op),
          until: performance.now() + PATIENCE_MS,
          done,
          failed,
        });
        if (!busy) void flush();
      }),
    drained: () => (busy ? new Promise((resolve) => idle.push(resolve)) : Promise.resolve()),
  };
}

/** Appends that follow each other, each to a stream of its own, are one write. */
function runsOf(group: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const runs: Waiting[][] = [];
  let streams = new Set<string>();
  for (const each of group) {
    const isNext = each.plain !== undefined && streams.size > 0 && !streams.has(each.plain);
    if (isNext) runs.at(-1)?.push(each);
    else runs.push([each]);
    if (!isNext) streams = new Set();
    if (each.plain !== undefined) streams.add(each.plain);
  }
  return runs;
}

const textOf = ([first, ...others]: readonly Waiting[]) =>
  others.length === 0
    ? (first?.text ?? '')
    : `{"do":"appends","ops":[${[first, ...others].map((each) => each?.text).join(',')}]}`;

const plainOf = (op: Op) =>
  op.do === 'append' && op['expected'] !== 0 && op['delivery'] === undefined ? String(op['stream']) : undefined;

function nextGroup(queue: readonly Waiting[]): readonly Waiting[] {
  let length = 0;
  const end = queue.findIndex(({ text }, n) => {
    length += text.length;
    return n > 0 && length > MOST_CHARACTERS;
  });
  return queue.slice(0, Math.min(end === -1 ? queue.length : end, MOST_PER_COMMIT));
}

export const closedFault = () => new StoreFault('The database is closed.');
