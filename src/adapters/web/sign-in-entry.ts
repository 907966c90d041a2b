import type { Request, Response } from 'express';
import type { PersonId } from '../../core/ids.ts';
import { MINUTE_MS } from '../../core/time.ts';
import type { Around } from './console-around.ts';
import type { Limiter } from './limiter.ts';
import { addressFor, limiterOf } from './limiter.ts';
import type { SignIn } from './pages/sign-in.ts';
import { signInPage } from './pages/sign-in.ts';
import type { SignInLinks } from './sign-in-links.ts';
import { signInLinks } from './sign-in-links.ts';
import { wayBack } from './way-back.ts';

/** What the ways to sign in share. */
export type Entry = Pick<Around, 'parts' | 'sessions'> & {
  readonly links: SignInLinks;
  /** Failed sign-ins of one address. */
  readonly failures: Limiter;
  /** Links asked for by one address, by everybody together, and for one person: each costs a message. */
  readonly asks: { readonly address: Limiter; readonly all: Limiter; readonly person: Limiter };
};

export function entryOf({ parts, sessions }: Pick<Around, 'parts' | 'sessions'>): Entry {
  const { secret, wall } = parts;
  const limit = (most: number, withinMs: number) => limiterOf(wall, { most, withinMs });
  return {
    parts,
    sessions,
    links: signInLinks(secret, wall),
    failures: limit(10, MINUTE_MS),
    asks: { address: limit(10, MINUTE_MS), all: limit(120, MINUTE_MS), person: limit(3, 15 * MINUTE_MS) },
  };
}

export const addressOf = (req: Request, { parts }: Pick<Entry, 'parts'>) =>
  addressFor(req, parts.publicUrl !== undefined);

/** A new session for this browser; one that it may have had ends. */
export function enter(
  req: Request,
  res: Response,
  { entry, person, by }: { readonly entry: Entry; readonly person: PersonId; readonly by: string },
): void {
  const { parts, sessions } = entry;
  const before = sessions.read(req.headers.cookie);
  if (before !== undefined) sessions.end(before);
  parts.log.info({ person, by }, 'signed in');
  res.append('Set-Cookie', sessions.setCookie(sessions.begin(person)));
}

type Shown = Pick<SignIn, 'say' | 'withCode'> & { readonly status: number; readonly to?: string | undefined };

/** The sign-in page with what there is to say. */
export const showSignIn = (res: Response, { parts }: Pick<Entry, 'parts'>, { status, ...shown }: Shown) =>
  res.status(status).send(signInPage({ ...shown, hasFirm: parts.oidc !== undefined }));

/** The sign-in page in the place of what was asked for; from there on to that. */
export const askForSignIn = (req: Request, res: Response, { parts }: Pick<Entry, 'parts'>) =>
  showSignIn(res, { parts }, { status: 401, to: req.method === 'GET' ? wayBack(req.originalUrl) : undefined });

/** A sign-in that failed: counted, logged without what was typed, and said. */
export function refuse(
  req: Request,
  res: Response,
  no: {
    readonly entry: Entry;
    readonly why: string;
    readonly shown: Omit<Shown, 'status'> & { readonly status?: number };
  },
): void {
  const { entry, why, shown } = no;
  if (entry.failures.count(addressOf(req, entry))) return tooOften(res, entry, shown);
  entry.parts.log.warn({ why }, 'a sign-in was refused');
  showSignIn(res, entry, { status: 403, ...shown });
}

export function tooOften(res: Response, entry: Pick<Entry, 'parts'>, shown: Pick<Shown, 'to' | 'withCode'>): void {
  res.set('Retry-After', '60');
  const say = { title: 'Too many tries', sentences: ['Wait a minute, then try once more.'] } as const;
  showSignIn(res, entry, { to: shown.to, withCode: shown.withCode === true, status: 429, say });
}
