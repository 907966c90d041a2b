import { openLine, redisLine } from './line.ts';
import { within } from './within.ts';

/** How long Redis may take to tell about itself, connecting included, in ms. */
const ANSWERS_WITHIN_MS = 2_000;
/** Expired waits are looked for so often per second; with Redis's own 10 a ring is up to 100 ms late. */
const HZ = 100;

/**
 * What is wrong with a Redis, one plain sentence each; empty when nothing is. Nothing here stops the start: deadlines ring without
 * Redis. It is asked by INFO, because managed ones refuse CONFIG. The address is in no sentence: it may hold a password.
 */
export async function checkRedis(url: string): Promise<readonly string[]> {
  const line = redisLine(url);
  const { promise, reject } = Promise.withResolvers<never>();
  let last = 'it does not answer';
  line.once('error', (fault: Error) => {
    last = fault.message;
    reject(fault);
  });
  void openLine(line);
  try {
    const asked = new Promise<void>((resolve) => line.once('ready', () => resolve())).then(() => line.call('INFO'));
    return redisFaults(String(await within(ANSWERS_WITHIN_MS, Promise.race([asked, promise]), 'Redis')));
  } catch {
    return [
      `Redis cannot be reached (${last}). Deadlines ring without it, up to a second later when a replica is gone.`,
    ];
  } finally {
    promise.catch(() => undefined);
    line.disconnect();
  }
}

/** The same, of the answer to INFO. What a server does not tell about itself is not complained of. */
export function redisFaults(info: string): readonly string[] {
  const told = new Map(
    info.split(/\r?\n/).flatMap((line) => {
      const colon = line.indexOf(':');
      return colon > 0 && !line.startsWith('#') ? [[line.slice(0, colon), line.slice(colon + 1).trim()] as const] : [];
    }),
  );
  return LOOKS.flatMap((look) => look((name) => told.get(name)) ?? []);
}

type Told = (name: string) => string | undefined;

const LOOKS: readonly ((told: Told) => string | undefined)[] = [
  oldVersion,
  (told) =>
    told('redis_mode') === 'cluster'
      ? 'Redis runs as a cluster, which the bell cannot use: give it a single Redis, with a replica if you like.'
      : undefined,
  (told) =>
    told('role') === 'slave'
      ? 'REDIS_URL leads to a replica of Redis, which takes no writes: name the master, or an address that follows it.'
      : undefined,
  (told) => {
    const policy = told('maxmemory_policy');
    return policy === undefined || policy === 'noeviction'
      ? undefined
      : `Redis may throw rings away when its memory is full (maxmemory-policy ${policy}): set maxmemory-policy noeviction.`;
  },
  (told) => {
    const hz = Number(told('configured_hz') ?? told('hz') ?? HZ);
    return hz >= HZ ? undefined : `Redis rings up to ${Math.round(1_000 / hz)} ms late (hz ${hz}): set hz ${HZ}.`;
  },
  (told) =>
    told('aof_enabled') === '0'
      ? 'Redis forgets all rings when it is restarted (appendonly no): set appendonly yes.'
      : undefined,
];

/** Others tell a version of Redis for old clients, and have one of their own. */
function oldVersion(told: Told): string | undefined {
  const version = told('redis_version');
  if (version === undefined || (told('valkey_version') ?? told('dragonfly_version')) !== undefined) return undefined;
  if (isBelow(version, [6, 2, 0])) return `Redis is too old (${version}): BullMQ needs 6.2, and 7.0.8 is better.`;
  if (isBelow(version, [7, 0, 8]))
    return `Redis ${version} waits whole seconds where it should wait milliseconds: 7.0.8 or later rings sooner.`;
  return undefined;
}

function isBelow(version: string, least: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  const at = least.findIndex((number, index) => (parts[index] ?? 0) !== number);
  return at !== -1 && (parts[at] ?? 0) < (least[at] ?? 0);
}
