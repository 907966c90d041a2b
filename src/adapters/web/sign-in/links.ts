import { randomBytes } from 'node:crypto';
import type { Instant } from '../../../core/time.ts';
import { MINUTE_MS, fromMs, plusMs, toMs } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import { signed, unsigned } from '../sign.ts';
import type { Spent } from './spent.ts';

/** How long a link can be used, in ms. */
export const LINK_LASTS_MS = 15 * MINUTE_MS;
const LONGEST = 400;

export type LinkLook =
  | { readonly ok: true; readonly person: string }
  | { readonly ok: false; readonly why: 'wrong' | 'expired' | 'used' | 'older than Muster' };

export interface SignInLinks {
  /** Whose link it is; changes nothing, so that a mail scanner that opens it uses nothing up. */
  look(text: string): Promise<LinkLook>;
  /** The same, and the link is used up. Rejects when that could not be kept; then nobody comes in. */
  use(text: string): Promise<LinkLook>;
}

/** `<person>.<issued at>.<number used once>.<signature>`: what stands behind `/sign-in?t=`. */
export const makeLink = (secret: string, person: string, at: Instant) =>
  signed(secret, 'sign-in', `${person}.${toMs(at).toString(36)}.${randomBytes(12).toString('base64url')}`);

/** The whole address of a link, from which its person goes on to a page. */
export function linkAddress(base: string, link: string, to?: string): string {
  const way = to === undefined ? '' : `&to=${encodeURIComponent(to)}`;
  return `${base.replace(/\/$/, '')}/sign-in?t=${link}${way}`;
}

type Parts = { readonly secret: string; readonly clock: Clock; readonly spent: Spent };

/** Links that work once. Where it is forgotten at a restart which ones were used, links from before it are refused. */
export function signInLinks({ secret, clock, spent }: Parts): SignInLinks {
  function read(text: string): LinkLook & { readonly once?: string; readonly ends?: Instant } {
    const parts = text.length > LONGEST ? undefined : unsigned(secret, 'sign-in', text)?.split('.');
    const [person, issued, once] = parts ?? [];
    const ms = Number.parseInt(issued ?? '', 36);
    if (person === undefined || once === undefined || Number.isNaN(ms)) return { ok: false, why: 'wrong' };
    const ends = plusMs(fromMs(ms), LINK_LASTS_MS);
    if (ends <= clock.now()) return { ok: false, why: 'expired' };
    if (spent.since !== undefined && fromMs(ms) < spent.since) return { ok: false, why: 'older than Muster' };
    return { ok: true, person, once, ends };
  }

  return {
    async look(text) {
      const found = read(text);
      if (found.once === undefined) return found;
      await spent.refresh();
      return spent.until(found.once) === undefined ? found : { ok: false, why: 'used' };
    },
    async use(text) {
      const found = read(text);
      if (found.once === undefined || found.ends === undefined) return found;
      return (await spent.spend(found.once, found.ends)) ? found : { ok: false, why: 'used' };
    },
  };
}
