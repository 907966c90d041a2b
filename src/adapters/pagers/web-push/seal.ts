import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Closes a text so that only this secret opens it, and only under the name it was closed for. */
export interface Seal {
  close(text: string, name: string): string;
  /** Undefined when it was closed with another secret, under another name, or was changed. */
  open(closed: string, name: string): string | undefined;
}

const [IV_BYTES, TAG_BYTES] = [12, 16];
const VERSION = 'p1';

/** AES-256-GCM (NIST SP 800-38D) with a key of its own out of MUSTER_SECRET (HKDF, RFC 5869). */
export function sealOf(secret: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'muster web push 1', 32));
  const about = (name: string) => Buffer.from(`${VERSION}.${name}`);
  return {
    close(text, name) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(about(name));
      const closed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${closed.toString('base64url')}`;
    },
    open(closed, name) {
      const [version, text = '', ...more] = closed.split('.');
      const bytes = Buffer.from(text, 'base64url');
      if (version !== VERSION || more.length > 0 || bytes.length < IV_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(about(name))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const inside = bytes.subarray(IV_BYTES, -TAG_BYTES);
        return Buffer.concat([decipher.update(inside), decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
