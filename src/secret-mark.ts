import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import type { Store } from './ports/store.ts';
import { secretOf } from './secret.ts';

type Asked = Pick<Config, 'secret' | 'data'>;

/** Tells one secret from another. Too short to say which it is, should somebody guess at it. */
export const markOf = (secret: string): string =>
  createHmac('sha256', secret).update('muster secret mark 1').digest('hex').slice(0, 8);

/** The mark of the secret in use; empty when there is none yet, for one must not be made by asking. */
export const ownMark = (config: Asked): string => (hasSecret(config) ? markOf(secretOf(config)) : '');

const hasSecret = ({ secret, data }: Asked) => secret !== undefined || existsSync(join(data, 'secret'));

/** What needs the secret that was in use before, and how to have it: never the secret itself. */
export const KEEP_SECRET =
  'sealed near misses, receipt codes, recovery codes, calendar feeds and the addresses for monitors need the same secret';

const MARK = 'secret-mark';

/**
 * Leaves the mark of the secret in the store, and says in a sentence what to do when another one was there: with two secrets on one
 * database a link made by one Muster is refused by the other, and nobody would know why.
 */
export async function leaveMark(
  store: Pick<Store, 'text' | 'putText'>,
  secret: string,
  shared: boolean,
): Promise<string | undefined> {
  const before = await store.text(MARK);
  const own = markOf(secret);
  if (before?.text === own) return undefined;
  // Whoever else writes it just now has the same to say.
  await store.putText(MARK, before?.version ?? 0, own);
  if (before === undefined) return undefined;
  return shared ? ANOTHER_HERE : ANOTHER;
}

const ANOTHER = `the secret is another one than before (MUSTER_SECRET): ${KEEP_SECRET}. Put the earlier one back, or make these anew`;
const ANOTHER_HERE = `MUSTER_SECRET is another one than the last Muster on this database had: give every Muster on it the same, or the links of one are refused by the other. If you changed it on purpose: ${KEEP_SECRET}`;
