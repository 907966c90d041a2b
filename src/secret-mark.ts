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

type Marks = Pick<Store, 'text' | 'putText'>;

/**
 * What to do when the last Muster that ran on this store had another secret: with two secrets on one database a link made by one is
 * refused by the other, and nobody would know why. Undefined when it is the same, or none ran yet.
 */
export async function otherSecret(store: Marks, secret: string, shared: boolean): Promise<string | undefined> {
  const before = await store.text(MARK);
  if (before === undefined || before.text === markOf(secret)) return undefined;
  return shared ? ANOTHER_HERE : ANOTHER;
}

/** Leaves the mark of this secret, by a Muster that runs: a word at the command line only looks. */
export async function leaveMark(store: Marks, secret: string): Promise<void> {
  const before = await store.text(MARK);
  // Where somebody else writes at the same time, one of the two marks stays: the next start tells them apart.
  if (before?.text !== markOf(secret)) await store.putText(MARK, before?.version ?? 0, markOf(secret));
}

const ANOTHER = `the secret is another one than before (MUSTER_SECRET): ${KEEP_SECRET}. Put the earlier one back, or make these anew`;
const ANOTHER_HERE = `MUSTER_SECRET is another one than the last Muster on this database had: give every Muster on it the same, or the links of one are refused by the other. If you changed it on purpose: ${KEEP_SECRET}`;
