import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostFor } from './adapters/web/web-server.ts';
import type { Config } from './config.ts';

/** In the data folder: where the Muster that uses it listens. */
const ADDRESS_FILE = 'address';

export const noteAddress = ({ data }: Pick<Config, 'data'>, address: string) =>
  writeFileSync(join(data, ADDRESS_FILE), `${address}\n`, { mode: 0o600 });
export const forgetAddress = ({ data }: Pick<Config, 'data'>) => rmSync(join(data, ADDRESS_FILE), { force: true });

/** Whether a Muster said that it runs on this folder. */
export const isNoted = ({ data }: Pick<Config, 'data'>) => existsSync(join(data, ADDRESS_FILE));

/** Where the Muster of this data folder listens, if it noted that; else where it would. */
export function addressOf({ data, host, port }: Config): string {
  try {
    return new URL(readFileSync(join(data, ADDRESS_FILE), 'utf8').trim()).origin;
  } catch {
    return `http://${hostFor(host)}:${port}`;
  }
}
