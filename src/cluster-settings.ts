import { z } from 'zod';
import { optional } from './setting.ts';

/** The settings of several processes that are one Muster. Whether they go together says `clusterOf`. */
export const clusterSettings = {
  DATABASE_URL: optional(
    'A PostgreSQL database, postgres://user:password@host/database: any number of replicas share it. Without it there is one process with a file',
  ),
  REDIS_URL: optional(
    'A Redis, redis://host:6379, that lets replicas ring sooner and share housekeeping; nothing is lost without it',
  ),
} as const;

/** Where replicas meet; the addresses hold passwords and are never logged. */
export type ClusterConfig = { readonly databaseUrl: string; readonly redisUrl: string | undefined };

const shape = z.object(clusterSettings);
type Data = z.output<typeof shape> & { readonly MUSTER_SECRET?: string | undefined };
type Refused = { readonly ok: false; readonly say: string };
const no = (say: string): Refused => ({ ok: false, say });
const has = (url: string, protocol: RegExp) => URL.canParse(url) && protocol.test(new URL(url).protocol);

/** The settings of the cluster as one: no database means one process, and every wrong set of them is one plain sentence. */
export function clusterOf(data: Data): { readonly ok: true; readonly cluster: ClusterConfig | undefined } | Refused {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, MUSTER_SECRET: secret } = data;
  if (redisUrl !== undefined && !has(redisUrl, /^rediss?:$/))
    return no('REDIS_URL is no address that begins with redis:// or rediss://.');
  if (databaseUrl === undefined)
    return redisUrl === undefined
      ? { ok: true, cluster: undefined }
      : no('REDIS_URL is set, but DATABASE_URL is not: Redis only rings, the replicas meet in a PostgreSQL database.');
  if (!has(databaseUrl, /^postgres(?:ql)?:$/))
    return no('DATABASE_URL is no address that begins with postgres:// or postgresql://.');
  if (secret === undefined)
    return no(
      'DATABASE_URL is set, but MUSTER_SECRET is not: all replicas need the same one. Make one: openssl rand -hex 32',
    );
  return { ok: true, cluster: { databaseUrl, redisUrl } };
}
