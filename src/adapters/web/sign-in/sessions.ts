import { randomBytes } from 'node:crypto';
import type { Instant } from '../../../core/time.ts';
import { HOUR_MS, fromMs, plusMs, toMs } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import { cookiesNamed } from './cookies.ts';
import { isSame, signature, signed, unsigned } from '../sign.ts';
import type { Spent } from './spent.ts';

/** A working day, in ms: whoever is woken twice signs in twice. */
const SESSION_LASTS_MS = 12 * HOUR_MS;

export type Session = {
  readonly person: string;
  /** Names the session for ever. */
  readonly id: string;
  readonly ends: Instant;
};

export interface Sessions {
  /** A new session as the value of its cookie. */
  begin(person: string): string;
  /** The session of a request's `Cookie` header, if one of its cookies is one. */
  read(cookies: string | undefined): Session | undefined;
  /** Whether a session that was read before has ended since. */
  isOver(session: Session): boolean;
  /** Rejects when that could not be kept: the session may count again after a restart. */
  end(session: Session): Promise<void>;
  /** Learns which sessions were ended by other processes. Never rejects. */
  refresh(): Promise<void>;
  /** Stands for every session that this person has begun by now: with it, all of them end. */
  allOf(person: string): Session;
  /** Stands in each form of the session's pages: only they can post (cross-site request forgery). */
  formToken(session: Session): string;
  isFormToken(session: Session, given: string): boolean;
  setCookie(value: string): string;
  clearCookie(): string;
}

type Parts = {
  readonly secret: string;
  readonly clock: Clock;
  readonly isSecure: boolean;
  /** Where those are remembered that were ended. */
  readonly ended: Spent;
};

/** Sessions live in a signed cookie; only ended ones are remembered, until they would have ended anyway. */
export function sessionsOf({ secret, clock, isSecure, ended }: Parts): Sessions {
  // Cookies do not keep ports apart: two Musters on one machine need two names.
  // The prefix keeps other hosts of the same domain from setting it (RFC 6265bis 4.1.3.2).
  const name = `${isSecure ? '__Host-' : ''}muster_${signature(secret, 'session', 'name').slice(0, 8).replaceAll(/[-_]/g, 'x')}`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;

  function sessionOf(value: string): Session | undefined {
    const [person, until, id] = unsigned(secret, 'session', value)?.split('.') ?? [];
    const ms = Number.parseInt(until ?? '', 36);
    if (person === undefined || id === undefined || Number.isNaN(ms)) return undefined;
    const session = { person, id, ends: fromMs(ms) };
    return isOver(session) ? undefined : session;
  }

  function isOver({ person, id, ends }: Session): boolean {
    // All sessions last as long, so those that began before a moment end before the one that began then.
    const allUntil = ended.until(allId(person));
    return ends <= clock.now() || ended.until(id) !== undefined || (allUntil !== undefined && ends <= allUntil);
  }

  const allId = (person: string) => `all-${person}`;
  const formToken = ({ id }: Session) => signature(secret, 'form', id);
  return {
    begin(person) {
      const ends = toMs(plusMs(clock.now(), SESSION_LASTS_MS)).toString(36);
      return signed(secret, 'session', `${person}.${ends}.${randomBytes(12).toString('base64url')}`);
    },
    read(cookies) {
      for (const value of cookiesNamed(cookies, name)) {
        const session = sessionOf(value);
        if (session !== undefined) return session;
      }
      return undefined;
    },
    isOver,
    end: async ({ id, ends }) => void (await ended.spend(id, ends)),
    refresh: () => ended.refresh(),
    allOf: (person) => ({ person, id: allId(person), ends: plusMs(clock.now(), SESSION_LASTS_MS) }),
    formToken,
    isFormToken: (session, given) => isSame(given, formToken(session)),
    setCookie: (value) => `${name}=${value}; Max-Age=${SESSION_LASTS_MS / 1_000}; ${attributes}`,
    clearCookie: () => `${name}=; Max-Age=0; ${attributes}`,
  };
}
