import { StoreFault } from '../../../ports/store.ts';

/** SQLSTATE codes and classes (PostgreSQL manual, appendix A) that mean a broken world, and what a person should do. */
const SENTENCES: readonly (readonly [start: string, say: string])[] = [
  ['53100', 'cannot grow: its disk is full. Make room; nothing was written'],
  ['53200', 'is out of memory'],
  ['53300', 'takes no more connections: raise max_connections, or run fewer replicas'],
  ['25006', 'can only be read: it is a standby, or was set read-only. Point DATABASE_URL at the primary'],
  ['28', 'refuses Muster: user or password in DATABASE_URL are not right, or pg_hba.conf does not let it in'],
  ['3D000', 'does not exist: create the database that DATABASE_URL names'],
  ['42501', 'does not let Muster do this: its user needs to own the schema'],
  ['57014', 'took too long to answer'],
  ['55P03', 'is busy: somebody else holds what Muster needs'],
  ['57P', 'is shutting down or starting'],
  ['40', 'had to let somebody else go first'],
  ['08', 'does not answer'],
  ['58', 'reports that its disk fails'],
  ['23505', 'is damaged: an event stands where another one should. Verify it, and restore the newest backup'],
  ['XX001', 'is damaged. Restore the newest backup'],
  ['XX002', 'is damaged. Restore the newest backup'],
];
/** Worth another try at once, for it passes by itself. */
const PASSING = ['08', '40', '57P', '55P03', '57014', '53300', '25006'];
/** One write of a group may be the reason: the others are not to wait for it. */
const OF_ONE = ['55P03', '57014', '23505'];
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** What node-postgres throws without a code when a connection ended, or did not come about in time. */
const WITHOUT_CODE = /connection|timeout|not queryable|Client was closed|server closed/i;

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
const isNetwork = (error: unknown) => {
  const code = codeOf(error);
  return code === undefined ? error instanceof Error && WITHOUT_CODE.test(error.message) : NETWORK.has(code);
};

/** Whether the same question may be answered a moment later. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  return isNetwork(error) || isTwin(error) || (code !== undefined && PASSING.some((start) => code.startsWith(start)));
}

/**
 * Another replica kept the very same delivery in the same moment, for another stream; the next look finds it there. Any other key
 * that stands there twice is damage.
 */
const isTwin = (error: unknown) =>
  codeOf(error) === '23505' &&
  error instanceof Error &&
  'constraint' in error &&
  error.constraint === 'deliveries_pkey';

/** Whether a group is better taken apart than tried again as it is. */
export const isOfOne = (error: unknown): boolean => OF_ONE.includes(codeOf(error) ?? '');

/** Turns what PostgreSQL or the network says into a `StoreFault` without addresses or passwords; a bug is returned as it is. */
export function asFault(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof StoreFault) return error;
  if (isNetwork(error))
    return new StoreFault(
      'The database does not answer. What was kept before is safe, and Muster looks for it again by itself.',
      {
        cause: error,
      },
    );
  const code = codeOf(error) ?? '';
  const found = SENTENCES.find(([start]) => code.startsWith(start));
  return found === undefined ? error : new StoreFault(`The database ${found[1]}.`, { cause: error });
}

export const damaged = (what: string) => new StoreFault(`The database is damaged: ${what}. Restore the newest backup.`);
