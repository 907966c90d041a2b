import type { BlockList } from 'node:net';
import type { Request, Response } from 'express';
import type { PersonId } from '../../../core/ids.ts';
import { MINUTE_MS } from '../../../core/time.ts';
import type { Around } from '../console-around.ts';
import type { Limiter } from './limiter.ts';
import { addressFor, limiterOf, proxiesOf } from './limiter.ts';
import type { SignIn } from '../pages/sign-in/sign-in.ts';
import { PRESS_ONCE_MORE } from '../pages/sign-in/pieces.ts';
import { signInPage } from '../pages/sign-in/sign-in.ts';
import { signInForms } from './form.ts';
import type { SignInLinks } from './links.ts';
import { signInLinks } from './links.ts';
import type { Spent } from './spent.ts';
import { spentInMemory } from './spent.ts';
import { wayBack } from './way-back.ts';

/** What the ways to sign in share. */
export type Entry = Pick<Around, 'parts' | 'sessions'> & {
  readonly links: SignInLinks;
  /** Where it is remembered what was used. */
  readonly spent: Spent;
  readonly proxies: BlockList;
  /** Failed sign-ins of one address, by which anybody may write much into the log. They keep nobody from anything. */
  readonly failures: Limiter;
  /** Wrong recovery codes of one address, typed into our own page: no other site can fill this up for an office. */
  readonly codes: Limiter;
  /** Links asked for by one address; and those sent to everybody together and to one person, for each costs a message. */
  readonly asks: { readonly address: Limiter; readonly all: Limiter; readonly person: Limiter };
};

export function entryOf({ parts, sessions }: Pick<Around, 'parts' | 'sessions'>): Entry {
  const { secret, wall } = parts;
  const spent = parts.spent ?? spentInMemory(wall);
  const limit = (most: number, withinMs: number) => limiterOf(wall, { most, withinMs });
  return {
    parts,
    sessions,
    spent,
    links: signInLinks({ secret, clock: wall, spent }),
    proxies: proxiesOf(parts.proxies),
    failures: limit(10, MINUTE_MS),
    codes: limit(10, MINUTE_MS),
    asks: { address: limit(10, MINUTE_MS), all: limit(120, MINUTE_MS), person: limit(3, 15 * MINUTE_MS) },
  };
}

export const addressOf = (req: Request, { proxies }: Entry) => addressFor(req, proxies);

/** A new session for this browser; one that it may have had ends. */
export async function enter(
  req: Request,
  res: Response,
  { entry, person, by }: { readonly entry: Entry; readonly person: PersonId; readonly by: string },
): Promise<void> {
  const { parts, sessions } = entry;
  const before = sessions.read(req.headers.cookie);
  if (before !== undefined) await sessions.end(before);
  parts.log.info({ person, by }, 'signed in');
  res.append('Set-Cookie', sessions.setCookie(sessions.begin(person)));
  signInForms(parts).clear(res);
}

type Shown = Pick<SignIn, 'say' | 'withCode' | 'who' | 'isOut'> & {
  readonly status: number;
  readonly to?: string | undefined;
};

/** The sign-in page with what there is to say. */
export const showSignIn = (res: Response, { parts }: Pick<Entry, 'parts'>, { status, ...shown }: Shown) =>
  res
    .status(status)
    .send(signInPage({ ...shown, hasFirm: parts.oidc !== undefined, form: signInForms(parts).token(res.req, res) }));

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
    readonly counter?: Limiter;
  },
): void {
  const { entry, why, shown, counter = entry.failures } = no;
  if (counter.count(addressOf(req, entry))) return tooOften(res, entry, shown);
  entry.parts.log.warn({ why }, 'a sign-in was refused');
  showSignIn(res, entry, { status: 403, ...shown });
}

export function tooOften(res: Response, entry: Pick<Entry, 'parts'>, shown: Pick<Shown, 'to' | 'withCode'>): void {
  res.set('Retry-After', '60');
  const say = { title: 'Too many tries', sentences: ['Wait a minute, then try once more.'] } as const;
  showSignIn(res, entry, { to: shown.to, withCode: shown.withCode === true, status: 429, say });
}

/** A form that no page of ours holds a token for: nothing was done, and the page stands there again with one. */
export function pressOnceMore(res: Response, entry: Entry, shown: Pick<Shown, 'to' | 'withCode' | 'who'>): void {
  const andCode = shown.withCode === true ? ['Type the code again too. It was not used up.'] : [];
  const say = { title: 'Press once more', sentences: [PRESS_ONCE_MORE, ...andCode] } as const;
  showSignIn(res, entry, { ...shown, status: 401, say });
}
