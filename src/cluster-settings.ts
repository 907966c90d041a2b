import type { z } from 'zod';
import { optional } from './setting.ts';

const addressOf = (protocol: RegExp, example: string) => ({
  is: (address: string) => URL.canParse(address) && protocol.test(new URL(address).protocol),
  error: `is an address like ${example}`,
});
const POSTGRES = addressOf(/^postgres(?:ql)?:$/, 'postgres://muster:PASSWORD@db.example:5432/muster');
const REDIS = addressOf(/^rediss?:$/, 'redis://:PASSWORD@redis.example:6379, or rediss:// with TLS');

/** What makes several processes one Muster. Both hold passwords. */
export const clusterSettings = {
  DATABASE_URL: optional(
    'The PostgreSQL database that several replicas share; needs MUSTER_SECRET. Without it one process keeps all in MUSTER_DATA',
  ).refine((address) => address === undefined || POSTGRES.is(address), { error: POSTGRES.error }),
  REDIS_URL: optional(
    'A Redis that lets replicas ring each other and share the work; deadlines are met without it. Only with DATABASE_URL',
  ).refine((address) => address === undefined || REDIS.is(address), { error: REDIS.error }),
};

export type Cluster = {
  /** Holds a password: never logged. */
  readonly databaseUrl: string | undefined;
  /** Holds a password: never logged. */
  readonly redisUrl: string | undefined;
};

type Given = z.output<z.ZodObject<typeof clusterSettings>> & { readonly MUSTER_SECRET?: string | undefined };

export function clusterOf(
  given: Given,
): { readonly ok: true; readonly cluster: Cluster } | { readonly ok: false; readonly say: string } {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, MUSTER_SECRET: secret } = given;
  if (redisUrl !== undefined && databaseUrl === undefined)
    return {
      ok: false,
      say: 'REDIS_URL is set, but DATABASE_URL is not: Redis only helps several replicas, and they need a database that they share.',
    };
  if (databaseUrl !== undefined && secret === undefined)
    return {
      ok: false,
      say: 'DATABASE_URL is set, but MUSTER_SECRET is not: all replicas have to sign with the same secret. Make one with: openssl rand -hex 32',
    };
  return { ok: true, cluster: { databaseUrl, redisUrl } };
}
