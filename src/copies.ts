import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HOUR_MS, msBetween, fromMs } from './core/time.ts';
import { systemClock } from './adapters/clock/system-clock.ts';

const NAME = /^copy-[\da-f]{16}\.db(?:-journal|-wal)?$/;
/** A copy that is older was left behind by somebody who was killed. */
const KEPT_MS = HOUR_MS;

type Parts = { readonly folder: string; readonly copyTo: (file: string) => Promise<void> };

/** Makes copies of the database in the data folder, under names of their own, for whoever asked to take them away. */
export function copies({ folder, copyTo }: Parts): () => Promise<string> {
  return async () => {
    clear(folder);
    const file = join(folder, `copy-${randomBytes(8).toString('hex')}.db`);
    closeSync(openSync(file, 'wx', 0o600));
    try {
      await copyTo(file);
      chmodSync(file, 0o600);
      return file;
    } catch (fault) {
      rmSync(file, { force: true });
      throw fault;
    }
  };
}

function clear(folder: string): void {
  const now = systemClock().now();
  for (const name of readdirSync(folder).filter((each) => NAME.test(each))) {
    const file = join(folder, name);
    if (msBetween(fromMs(statSync(file).mtimeMs), now) > KEPT_MS) rmSync(file, { force: true });
  }
}
