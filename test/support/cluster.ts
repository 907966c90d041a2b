import { join } from 'node:path';
import { systemClock } from '../../src/adapters/clock/system-clock.ts';
import { memoryStore } from '../../src/adapters/stores/memory/memory-store.ts';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import type { Muster } from '../../src/muster.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Log } from '../../src/ports/log.ts';
import type { Store } from '../../src/ports/store.ts';
import { quietLog } from './quiet-log.ts';
import { tempFolder } from './temp-folder.ts';

/** Several whole Musters over one store in memory, as several machines have one database. */
export interface Cluster extends AsyncDisposable {
  readonly store: Store;
  /** Each of them has a folder of its own in it. */
  readonly folder: string;
  opened(): readonly Muster[];
  /** One more, not started. */
  replica(options?: ReplicaOptions): Promise<Muster>;
}
type ReplicaOptions = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly log?: Log;
  /** What this replica's store is beside the shared one: for one that fails, or hears nothing. */
  readonly over?: (store: Store) => Partial<Store>;
};

export const CLUSTER_SECRET = 'the secret of the tests of several machines';

export function cluster(clock: Clock = systemClock()): Cluster {
  const folder = tempFolder();
  const store = memoryStore(clock);
  const opened: Muster[] = [];
  return {
    store,
    folder: folder.path,
    opened: () => opened,
    async replica({ environment = {}, log = quietLog(), over = () => ({}) } = {}) {
      const data = join(folder.path, `replica-${opened.length + 1}`);
      const read = readConfig({ MUSTER_DATA: data, MUSTER_SECRET: CLUSTER_SECRET, ...environment });
      if (!read.ok) throw new Error(read.say);
      const own = { ...store, ...over(store), close: async () => undefined, setAside: () => [] };
      const muster = await compose(read.config, log, { clock, wall: clock, store: own, shared: true, problems: [] });
      opened.push(muster);
      return muster;
    },
    async [Symbol.asyncDispose]() {
      for (const muster of opened) await muster.stop();
      await store.close();
      folder[Symbol.dispose]();
    },
  };
}
