import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';

/** What signs links, sessions and tokens: the setting, or one of our own making. */
export const secretOf = ({ secret, data }: Pick<Config, 'secret' | 'data'>): string => secret ?? keptSecret(data);

/** Kept in the data folder for the next start, readable by this user only. Of two that make one, the first wins. */
function keptSecret(folder: string): string {
  const file = join(folder, 'secret');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    try {
      writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    } catch (fault) {
      if (!existsSync(file)) throw fault;
    }
  }
  return readFileSync(file, 'utf8').trim();
}
