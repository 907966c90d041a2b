import { Queue, Worker, createPostgresBackend, withBackend } from 'bullmq';
import type { Contender, Entrant, Ground, Timer } from './contender.ts';

/** `addBulk` is one script for each job in one pipeline: in parts, so that no reply is waited for too long. */
const AT_ONCE = 1_000;
const QUEUE = 'timers';

type Set = {
  readonly concurrency?: number;
  readonly lockDuration?: number;
  readonly stalledInterval?: number;
  readonly maxStalledCount?: number;
  readonly removeOnComplete?: { readonly count: number };
};
/** Fifty handlers at once, and no archive of what is done. */
const BEST: Set = { concurrency: 50, removeOnComplete: { count: 0 } };
/** The soonest that a killed worker's jobs can come back: a lock of a second, looked at twice a second, for ever. */
const SOON: Set = { ...BEST, lockDuration: 1_000, stalledInterval: 500, maxStalledCount: 1_000_000 };

const HZ_100 = ['--hz', '100', '--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'];

export const BULLMQ: Readonly<Record<string, Entrant>> = {
  'bullmq-default': redis('defaults: concurrency 1, redis hz 10', {}, []),
  'bullmq-best': redis('concurrency 50, redis hz 100, AOF everysec', BEST, HZ_100),
  'bullmq-soon': redis('the same, lock 1 s, stalled looked at every 0.5 s, no limit of stalls', SOON, HZ_100),
  'bullmq-postgres-default': postgres('defaults: concurrency 1', {}),
  'bullmq-postgres-best': postgres('concurrency 50', BEST),
  'bullmq-postgres-soon': postgres('the same, lock 1 s, stalled looked at every 0.5 s, no limit of stalls', SOON),
};

function redis(settings: string, set: Set, server: readonly string[]): Entrant {
  const open = ({ redis: url }: Ground) => {
    const { hostname: host, port } = new URL(url);
    const connection = { host, port: Number(port), maxRetriesPerRequest: null };
    return Promise.resolve(
      contender(new Queue(QUEUE, { connection }), (done) => new Worker(QUEUE, done, { connection, ...set })),
    );
  };
  return { name: 'BullMQ on Redis', settings, needs: ['redis'], redis: server, open };
}

function postgres(settings: string, set: Set): Entrant {
  const own = withBackend(createPostgresBackend);
  const open = async ({ postgres: connectionString }: Ground) => {
    const connection = { connectionString, migrate: true };
    const queue = new own.Queue(QUEUE, { connection });
    await queue.waitUntilReady();
    return contender(queue, (done) => new own.Worker(QUEUE, done, { connection, ...set }));
  };
  return { name: 'BullMQ on PostgreSQL', settings, needs: ['postgres'], open };
}

type Heard = { on(event: 'error', hear: () => void): unknown; close(force?: boolean): Promise<void> };
type Queues = Heard & {
  addBulk(
    jobs: {
      readonly name: string;
      readonly data: object;
      readonly opts: { readonly jobId: string; readonly delay: number };
    }[],
  ): Promise<unknown>;
};
type Begin = (done: (job: { readonly id?: string }) => Promise<void>) => Heard & { waitUntilReady(): Promise<unknown> };

function contender(queue: Queues, begin: Begin): Contender {
  let worker: ReturnType<Begin> | undefined;
  // What is heard while a server is away is what the bench is about; an error nobody hears would end the process.
  queue.on('error', () => undefined);
  return {
    async schedule(timers: readonly Timer[]) {
      for (let from = 0; from < timers.length; from += AT_ONCE) {
        const part = timers.slice(from, from + AT_ONCE);
        await queue.addBulk(
          part.map(({ key, atMs }) => ({
            name: 'ring',
            data: {},
            opts: { jobId: key, delay: Math.max(0, atMs - Date.now()) },
          })),
        );
      }
    },
    async work(decided) {
      worker = begin((job) => Promise.resolve(decided(job.id ?? '')));
      worker.on('error', () => undefined);
      await worker.waitUntilReady();
    },
    async stop() {
      await worker?.close(true);
      await queue.close();
    },
  };
}
