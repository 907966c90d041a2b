import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { readIncidentId } from '../../core/ids.ts';
import { speakerFor } from './callers.ts';
import { plainPage } from './pages/layout.ts';
import type { WebParts } from './parts.ts';
import type { Replies } from './replies.ts';
import type { Sessions } from './sign-in/sessions.ts';
import { comesFromElsewhere, visitorOf } from './visitors.ts';

type Around = { readonly parts: WebParts; readonly sessions: Sessions; readonly replies: Replies };

/** The values of a form's field, however often it was sent. */
export function valuesOf(req: Request, name: string): readonly string[] {
  const body: unknown = req.body;
  const value: unknown =
    typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? Reflect.get(body, name) : [];
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}
export const valueOf = (req: Request, name: string): string => valuesOf(req, name)[0] ?? '';

/** A form of the console was sent: its words go through the one door, and the browser to the page that shows the reply. */
export async function consoleSay(req: Request, res: Response, { parts, sessions, replies }: Around): Promise<void> {
  const words = [valueOf(req, 'words'), ...valuesOf(req, 'field')].join(' ').trim();
  const kept = words === '' ? [] : ['Nothing was done. You wrote:', words];
  const visitor = visitorOf(req, sessions, parts);
  if (visitor === undefined)
    return void res.status(401).send(plainPage('You are signed out', ['Sign in again with a new link.', ...kept]));
  const { session, person } = visitor;
  if (comesFromElsewhere(req) || !sessions.isFormToken(session, valueOf(req, 'form')))
    return void res
      .status(403)
      .send(plainPage('This page is too old', ['Go back, load it again and say it once more.', ...kept]));
  const here = readIncidentId(valueOf(req, 'here'));
  const reply = await parts.say({
    words,
    speaker: speakerFor(parts, person),
    ...(here === undefined ? {} : { here }),
    delivery: deliveryOf(session.id, valueOf(req, 'delivery'), words),
  });
  const to = reply.incident ?? here;
  const name = await replies.keep(visitor, { card: reply.card, ok: reply.ok, code: reply.code, words });
  res.redirect(303, `${to === undefined ? '/' : `/incidents/${to}`}?reply=${name}`);
}

/**
 * The same form sent twice is one delivery; the same form with other words (a browser's way back) is another one. What comes
 * from the browser is only ever hashed.
 */
const deliveryOf = (session: string, form: string, words: string) =>
  `console/${session}/${createHash('sha256').update(`${form}\n${words}`).digest('base64url')}`;
