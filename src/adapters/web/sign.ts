import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a signature is for; one made for a link is worth nothing on a token. */
export type Purpose = 'token' | 'sign-in' | 'session' | 'form' | 'hello' | 'recovery' | 'firm' | 'entry' | 'answer';

const NAMES: Readonly<Record<Purpose, string>> = {
  token: 'muster token 1',
  'sign-in': 'muster sign-in 1',
  session: 'muster session 1',
  form: 'muster form 1',
  hello: 'muster hello 1',
  recovery: 'muster recovery 1',
  firm: 'muster firm 1',
  entry: 'muster entry 1',
  answer: 'muster answer 1',
};

/** HMAC-SHA256 of a text under the secret, in 43 letters that may stand in an address. */
export const signature = (secret: string, purpose: Purpose, text: string) =>
  createHmac('sha256', secret).update(`${NAMES[purpose]}\n${text}`).digest('base64url');

/** `text.signature`. */
export const signed = (secret: string, purpose: Purpose, text: string) => `${text}.${signature(secret, purpose, text)}`;

/** The text in front of the signature, if the signature is right; compared in constant time. */
export function unsigned(secret: string, purpose: Purpose, given: string): string | undefined {
  const at = given.lastIndexOf('.');
  if (at < 0) return undefined;
  const text = given.slice(0, at);
  return isSame(given.slice(at + 1), signature(secret, purpose, text)) ? text : undefined;
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
