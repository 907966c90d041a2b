import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
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
