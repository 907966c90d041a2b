import { randomBytes } from 'node:crypto';
import type { Instant } from '../../core/time.ts';
import { HOUR_MS, fromMs, plusMs, toMs } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';
import { isSame, signature, signed, unsigned } from './sign.ts';

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
  end(session: Session): void;
  /** Stands in each form of the session's pages: only they can post (cross-site request forgery). */
  formToken(session: Session): string;
  isFormToken(session: Session, given: string): boolean;
  setCookie(value: string): string;
  clearCookie(): string;
}

/** Sessions live in a signed cookie; only ended ones are remembered, until they would have ended anyway. */
export function sessionsOf(secret: string, clock: Clock, isSecure: boolean): Sessions {
  const ended = new Map<string, Instant>();
  // Cookies do not keep ports apart: two Musters on one machine need two names.
  const name = `muster_${signature(secret, 'session', 'name').slice(0, 8).replaceAll(/[-_]/g, 'x')}`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;

  function sessionOf(value: string): Session | undefined {
    const [person, until, id] = unsigned(secret, 'session', value)?.split('.') ?? [];
    const ms = Number.parseInt(until ?? '', 36);
    if (person === undefined || id === undefined || Number.isNaN(ms)) return undefined;
    const ends = fromMs(ms);
    return ends <= clock.now() || ended.has(id) ? undefined : { person, id, ends };
  }

  const formToken = ({ id }: Session) => signature(secret, 'form', id);
  return {
    begin(person) {
      const ends = toMs(plusMs(clock.now(), SESSION_LASTS_MS)).toString(36);
      return signed(secret, 'session', `${person}.${ends}.${randomBytes(12).toString('base64url')}`);
    },
    read(cookies) {
      for (const pair of (cookies ?? '').split(';', 50)) {
        const at = pair.indexOf('=');
        if (pair.slice(0, at).trim() !== name) continue;
        const session = sessionOf(pair.slice(at + 1).trim());
        if (session !== undefined) return session;
      }
      return undefined;
    },
    end(session) {
      for (const [id, ends] of ended) if (ends <= clock.now()) ended.delete(id);
      ended.set(session.id, session.ends);
    },
    formToken,
    isFormToken: (session, given) => isSame(given, formToken(session)),
    setCookie: (value) => `${name}=${value}; Max-Age=${SESSION_LASTS_MS / 1_000}; ${attributes}`,
    clearCookie: () => `${name}=; Max-Age=0; ${attributes}`,
  };
}
