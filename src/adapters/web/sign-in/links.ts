import { randomBytes } from 'node:crypto';
import type { Instant } from '../../../core/time.ts';
import { MINUTE_MS, fromMs, plusMs, toMs } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import { signed, unsigned } from '../sign.ts';

/** How long a link can be used, in ms. */
export const LINK_LASTS_MS = 15 * MINUTE_MS;
const LONGEST = 400;

export type LinkLook =
  | { readonly ok: true; readonly person: string }
  | { readonly ok: false; readonly why: 'wrong' | 'expired' | 'used' | 'older than Muster' };

export interface SignInLinks {
  /** Whose link it is; changes nothing, so that a mail scanner that opens it uses nothing up. */
  look(text: string): LinkLook;
  /** The same, and the link is used up. */
  use(text: string): LinkLook;
}

/** `<person>.<issued at>.<number used once>.<signature>`: what stands behind `/sign-in?t=`. */
export const makeLink = (secret: string, person: string, at: Instant) =>
  signed(secret, 'sign-in', `${person}.${toMs(at).toString(36)}.${randomBytes(12).toString('base64url')}`);

/** The whole address of a link, from which its person goes on to a page. */
export function linkAddress(base: string, link: string, to?: string): string {
  const way = to === undefined ? '' : `&to=${encodeURIComponent(to)}`;
  return `${base.replace(/\/$/, '')}/sign-in?t=${link}${way}`;
}

/**
 * Links that work once. Which ones were used is remembered in this process only; so that a restart forgets nothing, links
 * that are older than the process are refused.
 */
export function signInLinks(secret: string, clock: Clock): SignInLinks {
  const used = new Map<string, Instant>();
  const openedAt = clock.now();

  function look(text: string): LinkLook & { readonly once?: string; readonly ends?: Instant } {
    const parts = text.length > LONGEST ? undefined : unsigned(secret, 'sign-in', text)?.split('.');
    const [person, issued, once] = parts ?? [];
    const ms = Number.parseInt(issued ?? '', 36);
    if (person === undefined || once === undefined || Number.isNaN(ms)) return { ok: false, why: 'wrong' };
    const ends = plusMs(fromMs(ms), LINK_LASTS_MS);
    if (ends <= clock.now()) return { ok: false, why: 'expired' };
    if (fromMs(ms) < openedAt) return { ok: false, why: 'older than Muster' };
    return used.has(once) ? { ok: false, why: 'used' } : { ok: true, person, once, ends };
  }

  return {
    look,
    use(text) {
      const found = look(text);
      if (found.once === undefined || found.ends === undefined) return found;
      for (const [once, ends] of used) if (ends <= clock.now()) used.delete(once);
      used.set(found.once, found.ends);
      return found;
    },
  };
}
