import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Thread } from '../../../core/nearmiss/thread.ts';
import { NearMissFault } from '../../../ports/near-misses.ts';

const NAME = Buffer.from('muster near misses 1\n');
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The length of what is sealed shall not say how long the newest text is. */
const ROUNDED_TO_BYTES = 16 * 1024;

export type Threads = ReadonlyMap<string, Thread>;

/** Closes all threads as one piece, and opens it again. */
export interface Sealer {
  /** In the order of their random ids, so that nothing says which came when. */
  close(threads: Threads): Buffer;
  /** Throws a `NearMissFault` for what was damaged, or closed with another secret. */
  open(sealed: Buffer): Threads;
}

/** AES-256-GCM with a key that is made of Muster's secret. */
export function threadSealer(secret: string): Sealer {
  const key = createHmac('sha256', secret).update(NAME).digest();
  return {
    close(threads) {
      const sorted = [...threads.values()].toSorted((a, b) => (a.facts.id < b.facts.id ? -1 : 1));
      const text = JSON.stringify(sorted);
      const bytes = Buffer.byteLength(text);
      return seal(text + ' '.repeat(ROUNDED_TO_BYTES - (bytes % ROUNDED_TO_BYTES)), key);
    },
    open(sealed) {
      const threads = JSON.parse(unsealed(sealed, key)) as readonly Thread[];
      return new Map(threads.map((thread) => [thread.facts.id, thread]));
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
      'The near misses cannot be opened: what is kept of them is damaged, or Muster’s secret has changed.',
      { cause },
    );
  }
}
