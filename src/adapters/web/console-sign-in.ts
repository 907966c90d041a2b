import type { Request, Response } from 'express';
import { nameOf } from '../../core/book.ts';
import { plainPage } from './pages/layout.ts';
import { signInPage } from './pages/sign-in.ts';
import type { WebParts } from './parts.ts';
import { valueOf } from './console-say.ts';
import type { Limiter } from './limiter.ts';
import type { Sessions } from './sessions.ts';
import type { LinkLook, SignInLinks } from './sign-in-links.ts';
import { comesFromElsewhere, visitorOf } from './visitors.ts';

type Around = {
  readonly parts: WebParts;
  readonly sessions: Sessions;
  readonly links: SignInLinks;
  readonly limiter: Limiter;
};

export const HOW_TO_SIGN_IN =
  'Ask whoever runs Muster for a sign-in link: "npx muster sign-in YOUR-ID" makes one on the machine where it runs.';

const WHY_NOT: Readonly<Record<Extract<LinkLook, { ok: false }>['why'], string>> = {
  wrong: 'This is not a sign-in link of this Muster. Was it copied whole?',
  expired: 'This link is too old: a link works for 15 minutes.',
  used: 'This link was used before: each one works once.',
  'older than Muster': 'Muster was started again after this link was made, so it no longer counts.',
};

/** `GET /sign-in?t=…`: a page with one button. */
export function askToSignIn(req: Request, res: Response, around: Around): void {
  const { parts, links } = around;
  const link = req.query['t'];
  if (typeof link !== 'string') return void res.status(401).send(plainPage('Sign in', [HOW_TO_SIGN_IN]));
  const found = links.look(link);
  if (!found.ok) return no(req, res, around, found.why);
  if (!Object.hasOwn(parts.book().plan.people, found.person)) return no(req, res, around, 'wrong');
  return void res.send(signInPage(nameOf(parts.book(), found.person), link));
}

/** `POST /sign-in`: the link is used up and a session begins. */
export function signIn(req: Request, res: Response, around: Around): void {
  const { parts, links, sessions } = around;
  if (comesFromElsewhere(req)) return no(req, res, around, 'wrong');
  const found = links.use(valueOf(req, 't'));
  if (!found.ok) return no(req, res, around, found.why);
  if (!Object.hasOwn(parts.book().plan.people, found.person)) return no(req, res, around, 'wrong');
  parts.log.info({ person: found.person }, 'signed in');
  res.set('Set-Cookie', sessions.setCookie(sessions.begin(found.person)));
  res.redirect(303, '/');
}

export function signOut(req: Request, res: Response, { parts, sessions }: Around): void {
  const visitor = visitorOf(req, sessions, parts);
  if (visitor !== undefined && sessions.isFormToken(visitor.session, valueOf(req, 'form'))) {
    sessions.end(visitor.session);
    res.set('Set-Cookie', sessions.clearCookie());
  }
  res.redirect(303, '/');
}

// oxlint-disable-next-line max-params -- a handler's two, the parts and the reason
function no(req: Request, res: Response, { parts, limiter }: Around, why: keyof typeof WHY_NOT): void {
  const tooOften = limiter.fail(req.socket.remoteAddress ?? '');
  if (tooOften) {
    res.set('Retry-After', '60');
    return void res.status(429).send(plainPage('Too many tries', ['Wait a minute, then use a fresh link.']));
  }
  parts.log.warn({ why }, 'a sign-in was refused');
  return void res.status(403).send(plainPage('This link does not work', [WHY_NOT[why], HOW_TO_SIGN_IN]));
}
