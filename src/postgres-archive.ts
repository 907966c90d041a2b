import type { Config } from './config.ts';
import type { Archive } from './ports/archive.ts';

/** The vendor's library is loaded only when a database is asked: a Muster with a file does not carry it. */
const loaded = () => import('./adapters/stores/postgres/archive.ts');

/** The database of a cluster, as something that gives and takes rows. */
export const databaseArchive = (url: string): Archive => ({
  async *dump() {
    yield* (await loaded()).postgresArchive(url).dump();
  },
  load: async (rows) => (await loaded()).postgresArchive(url).load(rows),
  [Symbol.asyncDispose]: async () => {},
});

/** Whether a replica runs on it now. */
export const isInUse = async (url: string): Promise<boolean> => (await loaded()).isInUse(url);

export const databaseUrlOf = ({ cluster }: Pick<Config, 'cluster'>): string | undefined => cluster?.databaseUrl;
