import type { Instant } from '../../core/time.ts';
import { toMs } from '../../core/time.ts';
import { signed, unsigned } from './sign.ts';

/** Stands in an operator's token where a person's id would: it belongs to whoever runs Muster. */
export const OPERATOR = '*';
const FRONT = 'mst_';
const LONGEST = 400;

/**
 * `mst_<person>.<issued at>.<signature>`: proves who speaks to the API. Nothing about it is stored: it works until its
 * person leaves the plan or the secret changes. An operator's token may speak as anybody of the plan.
 */
export const makeToken = (secret: string, person: string, at: Instant) =>
  FRONT + signed(secret, 'token', `${person}.${toMs(at).toString(36)}`);

/** Whose token it is, `*` for an operator's; undefined when it was not made with this secret. */
export function holderOf(secret: string, token: string): string | undefined {
  if (!token.startsWith(FRONT) || token.length > LONGEST) return undefined;
  const text = unsigned(secret, 'token', token.slice(FRONT.length));
  return text?.slice(0, text.lastIndexOf('.'));
}
