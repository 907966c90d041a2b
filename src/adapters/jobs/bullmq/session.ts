import { Queue, type Job, type JobsOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { idOf, RING, type Asked } from './key-of-job.ts';
import { BUDGET_MS } from './line.ts';
import { LONGEST_WAIT_S, PatientWorker } from './patient-worker.ts';
import { within } from './within.ts';

/** How many rings may be handled at the same time; a handler that hangs keeps one of these places. */
const PLACES = 100;
/** A worker that says nothing for so long is taken for gone, and its rings go to another one. BullMQ: 30 s. */
const LOCK_MS = 5_000;
/** Rings are hints: what was done is not kept, and what was done twice is no failure. */
const NOTHING_KEPT = { removeOnComplete: true, removeOnFail: true } as const;
const OPENS_WITHIN_MS = 2_000;
/** BullMQ writes down what it does; nobody reads it. */
const MOST_EVENTS = 100;

const QUEUE = 'rings';
/** BullMQ serves jobs without a priority first, then from 1 upwards. */
const AFTER_OTHERS = 10;
const LAST_OF_ALL = 1_000;
export const CHORE = 'chore';

/** One queue and one worker on one connection. When they have gone deaf, others are made. */
export interface Session {
  /** Asks for a ring so many milliseconds from now, in the place of what was asked for this key before. */
  put(asked: Asked, how: { readonly delayMs: number; readonly first: boolean }): Promise<void>;
  /** Has a job of this name put into the queue every so often, once for all replicas. */
  repeat(chore: string, everyMs: number): Promise<void>;
  /** How long ago the worker last asked for work, in ms. */
  silentMs(): number;
  /** Whether the worker has no place left for another ring. */
  isFull(): boolean;
  /** Takes nothing new. */
  pause(): Promise<void>;
  /** Lets go; what is being rung is finished when `force` is false. */
  close(force: boolean): Promise<void>;
}

type Parts = {
  readonly line: Redis;
  readonly prefix: string;
  readonly ring: (job: Job) => Promise<void>;
  readonly onFault: (fault: unknown) => void;
};

/** Resolves when both can work; rejects when Redis does not let them, and leaves nothing behind. */
export async function openSession({ line, prefix, ring, onFault }: Parts): Promise<Session> {
  const queue = new Queue(QUEUE, {
    connection: line,
    prefix,
    streams: { events: { maxLen: MOST_EVENTS } },
    defaultJobOptions: NOTHING_KEPT,
  });
  let busy = 0;
  const handle = async (job: Job) => {
    busy += 1;
    try {
      await ring(job);
    } finally {
      busy -= 1;
    }
  };
  const worker = new PatientWorker(QUEUE, handle, {
    connection: line,
    prefix,
    autorun: false,
    concurrency: PLACES,
    drainDelay: LONGEST_WAIT_S,
    lockDuration: LOCK_MS,
    stalledInterval: LOCK_MS,
    maxStalledCount: 1_000_000,
    runRetryDelay: BUDGET_MS,
    // For what others may have written.
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  });
  queue.on('error', onFault);
  worker.on('error', onFault);
  const close = async (force: boolean) => {
    await worker.close(force).catch(onFault);
    await queue.close().catch(onFault);
  };
  try {
    const ready = Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
    await within(OPENS_WITHIN_MS, ready, 'connecting to Redis');
  } catch (fault) {
    await close(true);
    throw fault;
  }
  void worker.run().catch(onFault);

  return {
    async put(asked, { delayMs, first }) {
      const options: JobsOptions = {
        // At least one: a ring without delay does not take the place of one that has it.
        delay: Math.max(1, Math.ceil(delayMs)),
        deduplication: { id: idOf(asked.key), replace: true, keepLastIfActive: true },
        ...(!first && { priority: AFTER_OTHERS }),
      };
      await queue.add(RING, asked, options);
    },
    async repeat(chore, everyMs) {
      const id = idOf(chore);
      if ((await queue.getJobScheduler(id)) !== undefined) return;
      await queue.upsertJobScheduler(
        id,
        { every: everyMs },
        { name: CHORE, data: { chore }, opts: { priority: LAST_OF_ALL } },
      );
    },
    silentMs: () => performance.now() - worker.asking.askedAtMs,
    isFull: () => busy >= PLACES,
    pause: () => worker.pause(true),
    close,
  };
}
