import type { Request, Response } from 'express';
import { nameOf } from '../../../core/book.ts';
import { personId } from '../../../core/ids.ts';
import type { Around } from '../console-around.ts';
import { valueOf } from '../console-say.ts';
import { accountPage } from '../pages/sign-in/account.ts';
import { linkPage } from '../pages/sign-in/link.ts';
import { enter, refuse, showSignIn } from './entry.ts';
import type { Entry } from './entry.ts';
import { signInForms } from './form.ts';
import type { LinkLook } from './links.ts';
import { comesFromElsewhere, visitorOf } from '../visitors.ts';
import { takeOffAll } from '../push/routes.ts';
import { wayBack } from './way-back.ts';

type WhyNot = Extract<LinkLook, { ok: false }>['why'];

const WHY_NOT: Readonly<Record<WhyNot, string>> = {
  wrong: 'This is not a sign-in link of this Muster. Was it copied whole?',
  expired: 'This link is too old: a link works for 15 minutes.',
  used: 'This link was used before: each one works once.',
  'older than Muster': 'Muster was started again after this link was made, so it no longer counts.',
};

/** `GET /sign-in`: the ways to sign in; with `?t=…` a page with one button; to whoever is signed in, what there is to know. */
export async function askToSignIn(
  req: Request,
  res: Response,
  { entry, frame }: { readonly entry: Entry; readonly frame: Around['frame'] },
): Promise<void> {
  const { parts, sessions, links } = entry;
  const { t: link, to: asked, code, out } = req.query;
  const to = wayBack(asked);
  if (typeof link === 'string') {
    const found = await links.look(link);
    if (!found.ok) return no(req, res, { entry, why: found.why });
    if (!Object.hasOwn(parts.book().plan.people, found.person)) return no(req, res, { entry, why: 'wrong' });
    return showLink(res, parts, { person: found.person, link, to });
  }
  const visitor = visitorOf(req, sessions, parts);
  if (visitor === undefined) return void showSignIn(res, entry, { status: 401, to, isOut: out === 'yes' });
  const { person } = visitor;
  const codesLeft = await parts.recovery.left(person);
  res.send(accountPage({ frame: await frame(visitor), to, codesLeft, person, withCode: code === 'used' }));
}

/** `POST /sign-in`: the link is used up and a session begins. */
export async function signIn(req: Request, res: Response, entry: Entry): Promise<void> {
  const { parts, links } = entry;
  if (comesFromElsewhere(req)) return no(req, res, { entry, why: 'wrong' });
  const [link, to] = [valueOf(req, 't'), wayBack(valueOf(req, 'to'))];
  const isOurs = signInForms(parts).isOurs(req);
  const found = await (isOurs ? links.use(link) : links.look(link));
  if (!found.ok) return no(req, res, { entry, why: found.why });
  if (!Object.hasOwn(parts.book().plan.people, found.person)) return no(req, res, { entry, why: 'wrong' });
  if (!isOurs) return showLink(res, parts, { person: found.person, link, to, again: true });
  await enter(req, res, { entry, person: personId(found.person), by: 'link' });
  res.redirect(303, to ?? '/');
}

type Shown = {
  readonly person: string;
  readonly link: string;
  readonly to: string | undefined;
  readonly again?: boolean;
};

function showLink(res: Response, parts: Entry['parts'], { person, again = false, ...shown }: Shown): void {
  const form = signInForms(parts).token(res.req, res);
  res.status(again ? 401 : 200).send(linkPage({ ...shown, again, form, name: nameOf(parts.book(), person) }));
}

/** `POST /sign-out`: this session ends; `everywhere`, each one that its person has, and no browser rings for them any more. */
export async function signOut(
  req: Request,
  res: Response,
  { entry, everywhere }: { readonly entry: Entry; readonly everywhere: boolean },
): Promise<void> {
  const { parts, sessions } = entry;
  const visitor = visitorOf(req, sessions, parts);
  if (
    visitor !== undefined &&
    !comesFromElsewhere(req) &&
    sessions.isFormToken(visitor.session, valueOf(req, 'form'))
  ) {
    await sessions.end(everywhere ? sessions.allOf(visitor.person) : visitor.session);
    parts.log.info({ person: visitor.person, everywhere }, 'signed out');
    res.set('Set-Cookie', sessions.clearCookie());
    if (everywhere) await takeOffAll(parts.push, visitor.person);
  }
  res.redirect(303, '/sign-in?out=yes');
}

const no = (req: Request, res: Response, { entry, why }: { readonly entry: Entry; readonly why: WhyNot }) =>
  refuse(req, res, {
    entry,
    why,
    shown: {
      say: { title: 'This link does not work', sentences: [WHY_NOT[why], 'Get a new one here.'] },
    },
  });
