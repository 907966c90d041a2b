import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Thread } from '../../core/nearmiss/thread.ts';
import type { NearMissVault } from '../../ports/near-misses.ts';
import { NearMissFault } from '../../ports/near-misses.ts';

const NAME = Buffer.from('muster near misses 1\n');
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The length of the file shall not say how long the newest text is. */
const ROUNDED_TO_BYTES = 16 * 1024;

/**
 * All texts of near misses in one file, sealed (AES-256-GCM) with a key that is made of Muster's secret. It is written anew as a
 * whole and put in the place of the one before, the reports in the order of their random ids.
 */
export function sealedFile({ file, secret }: { readonly file: string; readonly secret: string }): NearMissVault {
  const key = createHmac('sha256', secret).update(NAME).digest();
  return {
    async read() {
      const sealed = await bytesOf(file);
      if (sealed === undefined) return new Map();
      const text = unsealed(sealed, key);
      const threads = JSON.parse(text) as readonly Thread[];
      return new Map(threads.map((thread) => [thread.facts.id, thread]));
    },
    async write(threads) {
      const sorted = [...threads.values()].toSorted((a, b) => (a.facts.id < b.facts.id ? -1 : 1));
      const text = JSON.stringify(sorted);
      const bytes = Buffer.byteLength(text);
      try {
        await replace(file, seal(text + ' '.repeat(ROUNDED_TO_BYTES - (bytes % ROUNDED_TO_BYTES)), key));
      } catch (cause) {
        throw new NearMissFault('The near misses could not be written to their file.', { cause });
      }
    },
  };
}

function seal(text: string, key: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(NAME);
  const inside = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([NAME, nonce, cipher.getAuthTag(), inside]);
}

function unsealed(sealed: Buffer, key: Buffer): string {
  const at = NAME.length;
  const nonce = sealed.subarray(at, at + NONCE_BYTES);
  const tag = sealed.subarray(at + NONCE_BYTES, at + NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(sealed.subarray(0, at)).setAuthTag(tag);
    return decipher.update(sealed.subarray(at + NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new NearMissFault(
      'The file of the near misses cannot be opened: it is damaged, or Muster’s secret has changed.',
      { cause },
    );
  }
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
