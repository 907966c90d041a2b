import { randomBytes } from 'node:crypto';
import { MINUTE_MS, fromMs, plusMs, toMs } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import { cookiesNamed } from './cookies.ts';
import type { Round } from './oidc.ts';
import { signature, signed, unsigned } from '../sign.ts';
import type { Spent } from './spent.ts';

/** How long somebody may be with the identity provider, in ms. */
const LASTS_MS = 10 * MINUTE_MS;
const LONGEST = 1_500;

export type Flow = { readonly round: Round; readonly to: string | undefined };

export interface Flows {
  /** A new sign-in, and the cookie by which this browser is known when it comes back. */
  begin(to: string | undefined): { readonly flow: Flow; readonly cookie: string };
  /** The sign-in of a browser that comes back; each one once. Rejects when that could not be kept. */
  take(cookies: string | undefined): Promise<Flow | undefined>;
  clearCookie(): string;
}

type Parts = {
  readonly secret: string;
  readonly clock: Clock;
  readonly isSecure: boolean;
  /** Where the numbers are remembered that came back. */
  readonly taken: Spent;
};

/**
 * What a browser carries to the identity provider and back: a signed cookie with a number and where to go on. State, nonce and
 * verifier are made from the number with Muster's secret, so nothing that matters is in the cookie and nothing is stored; only
 * the numbers that came back are remembered until they would be too old.
 */
export function flowsOf({ secret, clock, isSecure, taken }: Parts): Flows {
  // The prefix keeps other hosts of the same domain from setting it (RFC 6265bis 4.1.3.2).
  const name = `${isSecure ? '__Host-' : ''}muster_firm_${signature(secret, 'firm', 'name').slice(0, 8).replaceAll(/[-_]/g, 'x')}`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  const of = (number: string, what: string) => signature(secret, 'firm', `${what}\n${number}`);
  const flowOf = (number: string, to: string | undefined): Flow => ({
    round: { state: of(number, 'state'), nonce: of(number, 'nonce'), verifier: of(number, 'verifier') },
    to,
  });

  function read(value: string) {
    const [number, issued, way] =
      (value.length > LONGEST ? undefined : unsigned(secret, 'firm', value))?.split('.') ?? [];
    const ms = Number.parseInt(issued ?? '', 36);
    if (number === undefined || way === undefined || Number.isNaN(ms)) return undefined;
    const ends = plusMs(fromMs(ms), LASTS_MS);
    if (ends <= clock.now()) return undefined;
    return { number, ends, to: way === '' ? undefined : Buffer.from(way, 'base64url').toString() };
  }

  return {
    begin(to) {
      const number = randomBytes(18).toString('base64url');
      const way = Buffer.from(to ?? '').toString('base64url');
      const value = signed(secret, 'firm', `${number}.${toMs(clock.now()).toString(36)}.${way}`);
      return { flow: flowOf(number, to), cookie: `${name}=${value}; Max-Age=${LASTS_MS / 1_000}; ${attributes}` };
    },
    async take(cookies) {
      for (const value of cookiesNamed(cookies, name)) {
        const found = read(value);
        if (found !== undefined && (await taken.spend(found.number, found.ends))) return flowOf(found.number, found.to);
      }
      return undefined;
    },
    clearCookie: () => `${name}=; Max-Age=0; ${attributes}`,
  };
}
