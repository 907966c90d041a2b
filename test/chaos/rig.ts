import type { PrivatePostgres } from '../support/postgres.ts';
import { privatePostgres } from '../support/postgres.ts';
import type { PrivateRedis } from '../support/redis.ts';
import { privateRedis } from '../support/redis.ts';
import type { TcpProxy } from '../support/tcp-proxy.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';
import { tempFolder } from '../support/temp-folder.ts';
import type { Place } from './faults.ts';
import { callWitness } from './record.ts';
import { replicaOf } from './replica.ts';
import type { Uptime } from './uptime.ts';
import { linkOf, processOf, uptime } from './uptime.ts';

export type RigParts = {
  readonly replicas: number;
  /** How many times faster the incidents' time runs. */
  readonly speed: number;
  /** No replica knows of a Redis. */
  readonly withoutRedis?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
};

/** Several replicas on one Postgres and one Redis, each with ways of its own to them that can be broken. */
export interface Rig extends AsyncDisposable {
  readonly postgres: PrivatePostgres;
  readonly redis: PrivateRedis;
  readonly places: readonly Place[];
  readonly uptime: Uptime;
  /** The database, past every proxy. */
  readonly url: string;
}

const through = (url: string, { port }: TcpProxy) => {
  const address = new URL(url);
  address.port = String(port);
  return address.href.replaceAll('+', '%20');
};

/** Brings everything up; resolves when every replica answers. */
export async function rig({ replicas, speed, withoutRedis = false, settings = {} }: RigParts): Promise<Rig> {
  await using brought = new AsyncDisposableStack();
  const folder = brought.use(tempFolder());
  // Beside its own connections, those that ask how it is.
  const postgres = brought.use(await privatePostgres({ settings: ['max_connections=60'] }));
  const redis = brought.use(await privateRedis());
  const url = await postgres.schema();
  const up = uptime();
  const places: Place[] = [];
  for (let n = 0; n < replicas; n += 1) {
    const toPostgres = brought.use(await tcpProxy(postgres.port));
    const toRedis = brought.use(await tcpProxy(redis.port));
    const replica = brought.use(
      await replicaOf({
        n,
        data: folder.file(`replica-${n}`),
        settings: {
          DATABASE_URL: through(url, toPostgres),
          ...(withoutRedis ? {} : { REDIS_URL: through(redis.url, toRedis) }),
          MUSTER_TIME_SCALE: String(speed),
          ...settings,
        },
        changed: (isUp) => up[isUp ? 'up' : 'down'](processOf(n), Date.now()),
      }),
    );
    up.down(processOf(n), Date.now());
    places.push({ replica, toPostgres, toRedis });
  }
  await Promise.all(places.map(({ replica }) => replica.start()));
  await callWitness(url);
  const all = brought.move();
  return { postgres, redis, places, uptime: up, url, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** Everything is whole again, and every replica runs. */
export async function heal({ places, postgres, redis, uptime: up }: Rig): Promise<void> {
  if (
    !(await postgres.run('select 1').then(
      () => true,
      () => false,
    ))
  )
    await postgres.start();
  redis.thaw();
  for (const { replica, toPostgres, toRedis } of places) {
    for (const way of [toPostgres, toRedis]) way.restore();
    replica.thaw();
    await replica.start();
    if (up.isDown(linkOf(replica.n))) up.up(linkOf(replica.n), Date.now());
  }
}
