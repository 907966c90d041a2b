import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { HOUR_MS, fromMs, plusMs, toMs } from '../../../core/time.ts';
import { valueOf } from '../console-say.ts';
import { cookiesNamed } from './cookies.ts';
import type { WebParts } from '../parts.ts';
import { isSame, signature, signed, unsigned } from '../sign.ts';

/** How long a page to sign in may stand open before its buttons are pressed, in ms; at least half of it is left for each page. */
const LASTS_MS = HOUR_MS;
const LONGEST = 200;

/**
 * The forms by which people sign in hold a token that belongs to a cookie of the same page, which no other site's form brings
 * along: otherwise a page of somebody else's could sign a browser in as them, and read what its person then writes. (A browser
 * says by `Sec-Fetch-Site` where a form comes from only where the address is https or this very machine.)
 */
export interface SignInForms {
  /** The token for a page that is about to be sent; its cookie goes along. */
  token(req: Request, res: Response): string;
  /** Whether a form comes from such a page, shown in the same browser. */
  isOurs(req: Request): boolean;
  /** Whoever is signed in needs the cookie no more. */
  clear(res: Response): void;
}

export function signInForms({ secret, wall, publicUrl }: Pick<WebParts, 'secret' | 'wall' | 'publicUrl'>): SignInForms {
  const isSecure = publicUrl?.startsWith('https:') ?? false;
  // The prefix keeps other hosts of the same domain from setting it (RFC 6265bis 4.1.3.2).
  const name = `${isSecure ? '__Host-' : ''}muster_entry_${signature(secret, 'entry', 'name').slice(0, 8).replaceAll(/[-_]/g, 'x')}`;
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  const tokenOf = (cookie: string) => signature(secret, 'entry', `form\n${cookie}`);

  /** How long this cookie still counts, in ms; less than nothing for one that is not ours. */
  function left(cookie: string): number {
    const [, issued] = (cookie.length > LONGEST ? undefined : unsigned(secret, 'entry', cookie))?.split('.') ?? [];
    const ms = Number.parseInt(issued ?? '', 36);
    return Number.isNaN(ms) ? -1 : toMs(plusMs(fromMs(ms), LASTS_MS)) - toMs(wall.now());
  }

  return {
    token(req, res) {
      const kept = cookiesNamed(req.headers.cookie, name).find((cookie) => left(cookie) >= LASTS_MS / 2);
      if (kept !== undefined) return tokenOf(kept);
      const number = randomBytes(18).toString('base64url');
      const cookie = signed(secret, 'entry', `${number}.${toMs(wall.now()).toString(36)}`);
      res.append('Set-Cookie', `${name}=${cookie}; Max-Age=${LASTS_MS / 1_000}; ${attributes}`);
      return tokenOf(cookie);
    },
    isOurs(req) {
      const given = valueOf(req, 'form');
      return cookiesNamed(req.headers.cookie, name).some(
        (cookie) => left(cookie) > 0 && isSame(given, tokenOf(cookie)),
      );
    },
    clear: (res) => void res.append('Set-Cookie', `${name}=; Max-Age=0; ${attributes}`),
  };
}
