import { hostname } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { KeptClock } from './adapters/clock/adjustable/kept-clock.ts';
import { followingClock } from './adapters/clock/following/following-clock.ts';
import type { FollowingClock } from './adapters/clock/following/following-clock.ts';
import type { SetAsideStore } from './adapters/stores/set-aside/set-aside-store.ts';
import { setAsideStore } from './adapters/stores/set-aside/set-aside-store.ts';
import { sqliteStore } from './adapters/stores/sqlite/sqlite-store.ts';
import type { ClusterConfig } from './cluster-settings.ts';
import { clocksOf } from './clocks.ts';
import type { Config } from './config.ts';
import { fromMs, inWords, msBetween } from './core/time.ts';
import { refuseUnfinished } from './folder-archive.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';

/** A machine's clock that is so far from the database's, in ms, is worth a word; nothing of Muster's goes by it. */
const WRONG_MS = 1_000;

/** Where everything is kept, and the time that goes with it. */
export type Kept = {
  readonly store: SetAsideStore;
  /** The time of the incidents, by which things are due. */
  readonly clock: Clock;
  /** How long work takes goes by this one, however fast the other runs. */
  readonly wall: Clock;
  readonly adjustable?: KeptClock;
  /** What is not as it should be with the database, one sentence each. */
  readonly problems: readonly string[];
  /** Other processes work with the same store, so what has to be the same in all of them lies there. */
  readonly shared: boolean;
  /** Writes a copy of the database to a file; undefined where it is no file. */
  readonly copyTo?: (file: string) => Promise<void>;
};

/** Opens the file of the data folder, or the database of the cluster. Throws a `StoreFault` with a plain sentence. */
export function openKept(config: Config, log: Log, given?: Clock): Promise<Kept> | Kept {
  return config.cluster === undefined ? openFile(config, given) : openCluster(config, config.cluster, log);
}

function openFile(config: Config, given: Clock | undefined): Kept {
  refuseUnfinished(config.data);
  const { clock, ...clocks } = given === undefined ? clocksOf(config) : { clock: given, wall: given };
  const sqlite = sqliteStore(join(config.data, 'muster.db'), clock);
  // Only now: opening the database has proved that no other Muster has this folder.
  const store = setAsideStore({ store: sqlite, file: join(config.data, 'reading'), bytesOf: sqlite.bytesOf });
  return { store, clock, ...clocks, problems: [], shared: false, copyTo: sqlite.backup };
}

/** The vendor's library is loaded only here: a Muster with a file does not carry it. */
async function openCluster(config: Config, { databaseUrl }: ClusterConfig, log: Log): Promise<Kept> {
  const { openPostgres } = await import('./adapters/stores/postgres/open-postgres.ts');
  const following: { told?: FollowingClock; wall?: FollowingClock } = {};
  const replica = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const opened = await openPostgres({
    url: databaseUrl,
    replica,
    timeScale: config.timeScale,
    // The log may be held back until the start is over, and this is why it is not.
    waiting: (reason) => void process.stderr.write(`Waits for the database of DATABASE_URL: ${reason}\n`),
    sample({ told, wall, speed, tookMs }) {
      following.told?.follow({ ms: told, speed, tookMs });
      following.wall?.follow({ ms: wall, speed: 1, tookMs });
    },
    changed: (reason) =>
      reason === undefined
        ? log.info({}, 'the database answers again')
        : log.error({ reason }, 'the database does not answer; Muster tries again by itself'),
  });
  const { told, wall, speed, tookMs } = opened.first;
  const clock = (following.told = followingClock({ ms: told, speed, tookMs }));
  const real = (following.wall = followingClock({ ms: wall, speed: 1, tookMs }, { goesOn: true }));
  const off = msBetween(fromMs(wall), fromMs(Date.now()));
  if (Math.abs(off) > WRONG_MS)
    log.warn(
      {},
      `this machine's clock is ${inWords(off)} ${off > 0 ? 'ahead of' : 'behind'} the database's, which counts`,
    );
  const file = join(config.data, 'reading');
  const store = setAsideStore({ store: opened.store, file, bytesOf: opened.store.bytesOf });
  return { store, clock, wall: real, problems: opened.problems, shared: true };
}
