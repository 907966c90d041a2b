import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import express from 'express';
import type { Around } from '../console-around.ts';
import { valueOf } from '../console-say.ts';
import { keptPage } from '../pages/postmortem/edit.ts';
import type { Visitor } from '../visitors.ts';
import { comesFromElsewhere, visitorOf } from '../visitors.ts';

/** A letter of another script is nine characters in a form, and a part may hold 20 000; what is longer is refused in words. */
const MOST_BYTES = 512 * 1024;

const STILL_IN_THE_BOX =
  'Go back in your browser: what you wrote is still in its box. Sign in again in another tab before you send it.';

/** Reads the body of a form with a long text in it; of somebody who is not signed in, only what any form may hold. */
export function longForm({ parts, sessions, form }: Around): RequestHandler {
  const long = express.urlencoded({ extended: false, limit: MOST_BYTES, parameterLimit: 20, inflate: false });
  return (req, res, next) => {
    if (visitorOf(req, sessions, parts) !== undefined) return long(req, res, next);
    return form(req, res, (fault?: unknown) => {
      if (fault === undefined) return next();
      return void res.status(401).send(keptPage('You are signed out', STILL_IN_THE_BOX, ''));
    });
  };
}

/** Who sent this form; nobody when it was answered with a no, in which the words that were typed stand again. */
export function senderOf(req: Request, res: Response, { parts, sessions }: Around): Visitor | undefined {
  const text = ['text', 'what', 'how'].map((name) => valueOf(req, name)).find((typed) => typed !== '') ?? '';
  const visitor = visitorOf(req, sessions, parts);
  if (visitor === undefined) {
    res.status(401).send(keptPage('You are signed out', 'Sign in again with a new link.', text));
    return undefined;
  }
  if (!comesFromElsewhere(req) && sessions.isFormToken(visitor.session, valueOf(req, 'form'))) return visitor;
  res.status(403).send(keptPage('This page is too old', 'Load the postmortem again and send it once more.', text));
  return undefined;
}

/** Names a text, so that a later one is told from it. */
export const nameOfText = (text: string) => createHash('sha256').update(text).digest('base64url');

/** The same form sent twice is one delivery; the same form with other words is another one. */
export const deliveryOf = ({ session }: Visitor, form: string, words: string) =>
  `console/${session.id}/${createHash('sha256').update(`${form}\n${words}`).digest('base64url')}`;
