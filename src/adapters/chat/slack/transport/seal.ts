import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export type Opened = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly say: string };

/** Closes a text so that only this secret opens it, and only for what it was closed for. */
export interface Sealer {
  /** `about` is not kept in the seal, but must be the same when it is opened: a team's token opens for no other team. */
  seal(text: string, about: string): string;
  open(sealed: string, about: string): Opened;
}

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with a key of its own out of MUSTER_SECRET (HKDF-SHA256). The seal names the key by a fingerprint, so that
 * another secret is told from a seal that somebody changed.
 */
export function sealer(secret: string): Sealer {
  const key = derived(secret, 'muster slack installations 1', 32);
  const fingerprint = derived(secret, 'muster slack installations 1 fingerprint', 6).toString('base64url');
  const lead = `${VERSION}.${fingerprint}`;
  return {
    seal(text, about) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(`${lead}.${about}`));
      const closed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${lead}.${closed.toString('base64url')}`;
    },
    open(sealed, about) {
      const [version, by, closed = '', ...more] = sealed.split('.');
      if (version !== VERSION || by === undefined || more.length > 0)
        return no('It was written by another version of Muster.');
      if (by !== fingerprint) return no('MUSTER_SECRET is not the one it was sealed with. Set that one again.');
      const bytes = Buffer.from(closed, 'base64url');
      if (bytes.length < IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== closed) return no(CHANGED);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(`${lead}.${about}`))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
        return { ok: true, text: text.toString('utf8') };
      } catch {
        return no(CHANGED);
      }
    },
  };
}

const CHANGED = 'It was changed after it was sealed.';
const no = (say: string): Opened => ({ ok: false, say });

/** Bytes of a key for one purpose; what is made for one is worth nothing for another. */
export const derived = (secret: string, purpose: string, bytes: number) =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, bytes));
