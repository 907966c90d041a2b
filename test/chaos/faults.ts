import { within } from '../../src/adapters/jobs/bullmq/within.ts';
import { setTimeout as after } from 'node:timers/promises';
import type { PrivatePostgres } from '../support/postgres.ts';
import type { PrivateRedis } from '../support/redis.ts';
import type { TcpProxy } from '../support/tcp-proxy.ts';
import type { Random } from '../simulation/random.ts';
import type { Replica } from './replica.ts';
import type { Uptime } from './uptime.ts';
import { linkOf, POSTGRES, stoppedOf } from './uptime.ts';

export type Place = { readonly replica: Replica; readonly toPostgres: TcpProxy; readonly toRedis: TcpProxy };
export type Breakable = {
  readonly places: readonly Place[];
  readonly postgres: PrivatePostgres;
  readonly redis: PrivateRedis;
  readonly uptime: Uptime;
  readonly random: Random;
};

/** Something that goes wrong and is over when it resolves. */
export type Fault = {
  readonly weight: number;
  readonly name: string;
  readonly happen: (world: Breakable) => Promise<void>;
};

const SHORT_MS = [300, 1_500] as const;
/** Longer than a replica may be silent before others take over what it holds, and than a lock of BullMQ is renewed. */
const LONG_MS = [2_000, 6_000] as const;
const FIVE_MINUTES_MS = 300_000;
/** A fault that is not over by then never is: what it broke does not come back. */
const OVER_WITHIN_MS = 90_000;

const spell = ({ random }: Breakable, [least, most]: readonly [number, number]) => after(random.between(least, most));
const somewhere = ({ places, random }: Breakable) => random.pick(places);

async function killed(world: Breakable) {
  const { replica } = somewhere(world);
  await replica.kill();
  await spell(world, SHORT_MS);
  await replica.start(world.random.pick([0, 0, FIVE_MINUTES_MS, -FIVE_MINUTES_MS]));
}

async function frozen(world: Breakable) {
  const { replica } = somewhere(world);
  world.uptime.down(stoppedOf(replica.n), Date.now());
  replica.freeze();
  await spell(world, LONG_MS);
  world.uptime.up(stoppedOf(replica.n), Date.now());
  replica.thaw();
}

async function deployed(world: Breakable) {
  const { replica } = somewhere(world);
  await replica.stop();
  await replica.start();
}

/** A wrong clock is put right, or wrong again, while the replica runs. */
const stepped = (world: Breakable) => Promise.resolve(somewhere(world).replica.stepClock());

const cutFrom = (server: 'toPostgres' | 'toRedis', how: 'cut' | 'blackhole') => async (world: Breakable) => {
  const place = somewhere(world);
  await broken(world, server === 'toPostgres' ? linkOf(place.replica.n) : undefined, async () => {
    place[server][how]();
    await spell(world, world.random.chance(0.5) ? SHORT_MS : LONG_MS);
    place[server].restore();
  });
};

/** Runs it while the part is on record as down. */
async function broken({ uptime }: Breakable, part: string | undefined, happen: () => Promise<void>) {
  if (part !== undefined) uptime.down(part, Date.now());
  await happen();
  if (part !== undefined) uptime.up(part, Date.now());
}

const postgresEnds = (how: 'stop' | 'kill') => (world: Breakable) =>
  broken(world, POSTGRES, async () => {
    await world.postgres[how]();
    await spell(world, SHORT_MS);
    await world.postgres.start();
  });

const redisEnds = async (world: Breakable) => {
  await world.redis[world.random.chance(0.5) ? 'stop' : 'kill']();
  await spell(world, SHORT_MS);
  await world.redis.start();
};

async function redisPaused(world: Breakable) {
  world.redis.freeze();
  await spell(world, LONG_MS);
  world.redis.thaw();
}

/** Connections are ended, and may be made again at once: nothing counts as down. */
async function connectionsEnded(world: Breakable) {
  await world.postgres
    .run(`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'muster %'`)
    .catch(() => undefined);
}

/** What happens to replicas, each as long as it takes, one after the other. */
export const OF_REPLICAS: readonly Fault[] = [
  { weight: 4, name: 'SIGKILL', happen: killed },
  { weight: 4, name: 'SIGSTOP', happen: frozen },
  { weight: 1, name: 'SIGTERM', happen: deployed },
  { weight: 2, name: 'clock steps', happen: stepped },
];

/** What happens to Redis and to the ways to it: Muster itself can always work. */
export const OF_REDIS: readonly Fault[] = [
  { weight: 2, name: 'FLUSHALL', happen: async ({ redis }) => void (await redis.command('FLUSHALL').catch(() => '')) },
  { weight: 2, name: 'Redis restarts', happen: redisEnds },
  { weight: 2, name: 'Redis is paused', happen: redisPaused },
  { weight: 1, name: 'cut from Redis', happen: cutFrom('toRedis', 'cut') },
  { weight: 1, name: 'silent to Redis', happen: cutFrom('toRedis', 'blackhole') },
];

/** What happens to servers and to the ways to them, beside what happens to replicas. */
export const OF_SERVERS: readonly Fault[] = [
  ...OF_REDIS,
  { weight: 2, name: 'Postgres restarts', happen: postgresEnds('stop') },
  { weight: 1, name: 'Postgres is killed', happen: postgresEnds('kill') },
  { weight: 3, name: 'connections are ended', happen: connectionsEnded },
  { weight: 2, name: 'cut from Postgres', happen: cutFrom('toPostgres', 'cut') },
  { weight: 2, name: 'silent to Postgres', happen: cutFrom('toPostgres', 'blackhole') },
];

export type Happened = { readonly at: number; readonly name: string };

/** Lets one fault after the other happen, with pauses between them, until it is told to stop; then the last one is over. */
export async function keepBreaking(
  world: Breakable,
  faults: readonly Fault[],
  until: () => boolean,
): Promise<readonly Happened[]> {
  const happened: Happened[] = [];
  while (!until()) {
    await after(world.random.between(500, 4_000));
    if (until()) break;
    const fault = world.random.weighted(faults.map((each) => [each.weight, each] as const));
    happened.push({ at: Date.now(), name: fault.name });
    await within(OVER_WITHIN_MS, fault.happen(world), `the fault "${fault.name}"`);
  }
  return happened;
}
