import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { NearMissVault } from '../../../ports/near-misses.ts';
import { NearMissFault } from '../../../ports/near-misses.ts';
import type { Threads } from './seal.ts';
import { threadSealer } from './seal.ts';

/** All texts of near misses in one sealed file. It is written anew as a whole and put in the place of the one before. */
export function sealedFile({ file, secret }: { readonly file: string; readonly secret: string }): NearMissVault {
  const sealer = threadSealer(secret);
  let last: Promise<unknown> = Promise.resolve();

  async function read(): Promise<Threads> {
    const sealed = await bytesOf(file);
    return sealed === undefined ? new Map() : sealer.open(sealed);
  }

  return {
    read,
    change(make) {
      const changed = async () => {
        const threads = new Map(await read());
        make(threads);
        try {
          await replace(file, sealer.close(threads));
        } catch (cause) {
          throw new NearMissFault('The near misses could not be written to their file.', { cause });
        }
      };
      // One after the other; between processes there is one only.
      const turn = last.then(changed, changed);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

async function bytesOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new NearMissFault('The file of the near misses cannot be read.', { cause });
  }
}

/** On disk under another name first: a crash leaves the file of before or the new one. */
async function replace(file: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.new`;
  try {
    const place = await open(draft, 'w', 0o600);
    try {
      await place.writeFile(bytes);
      await place.sync();
    } finally {
      await place.close();
    }
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
