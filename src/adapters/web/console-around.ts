import type { Request, RequestHandler, Response, Router } from 'express';
import express from 'express';
import { readIncidentId } from '../../core/ids.ts';
import { isMember } from '../../core/incident/members.ts';
import type { Incident } from '../../core/incident/state.ts';
import { MOST_BYTES } from './api/routes.ts';
import type { Health } from './health.ts';
import type { Live } from './live.ts';
import type { Frame } from './pages/layout.ts';
import { plainPage } from './pages/layout.ts';
import type { WebParts } from './parts.ts';
import type { KeptReply, Replies } from './replies.ts';
import { repliesOf } from './replies.ts';
import type { Sessions } from './sign-in/sessions.ts';
import { sessionsOf } from './sign-in/sessions.ts';
import { spentInFile } from './sign-in/spent-file.ts';
import { askForSignIn } from './sign-in/entry.ts';
import type { Visitor } from './visitors.ts';
import { frameFor, visitorOf } from './visitors.ts';
import type { MediaHealth } from './media-health.ts';

/** What hears everything the engine does. */
export type Watchers = { readonly health: Health; readonly live: Live; readonly media: MediaHealth };

export type Show = (visitor: Visitor, req: Request, res: Response) => unknown;

/** What every page of the console is made with. Each file of routes adds its own addresses to `console`. */
export type Around = {
  readonly console: Router;
  readonly parts: WebParts;
  readonly sessions: Sessions;
  readonly replies: Replies;
  readonly health: Health;
  readonly live: Live;
  readonly media: MediaHealth;
  /** Reads the body of a form: at most 64 KiB, 50 fields. */
  readonly form: RequestHandler;
  /** Shows a page to people who are signed in; to everybody else only how to sign in. */
  readonly signedIn: (show: Show) => RequestHandler;
  /** What stands around each page of this visitor. */
  readonly frame: (visitor: Visitor) => Promise<Frame>;
  /** The reply to what this visitor said last, when the address names one. */
  readonly reply: (visitor: Visitor, req: Request) => Promise<KeptReply | undefined>;
  /** The incident of the address (`:id`); to somebody without a part in a private one, there is none, and 404 was sent. */
  readonly found: (visitor: Visitor, req: Request, res: Response) => Promise<Incident | undefined>;
};

export function consoleAround(parts: WebParts, { health, live, media }: Watchers): Around {
  const isSecure = parts.publicUrl?.startsWith('https:') ?? false;
  const { secret, wall, endedSessions } = parts;
  const ended = parts.spent ?? spentInFile(endedSessions, wall);
  const sessions = sessionsOf({ secret, clock: wall, isSecure, ended });
  const replies = repliesOf({ shelf: parts.repliesShelf, log: parts.log });
  return {
    parts,
    sessions,
    replies,
    health,
    live,
    media,
    console: express.Router({ caseSensitive: true }),
    form: express.urlencoded({ extended: false, limit: MOST_BYTES, parameterLimit: 50, inflate: false }),
    signedIn: (show) => async (req, res) => {
      const visitor = visitorOf(req, sessions, parts);
      if (visitor === undefined) askForSignIn(req, res, { parts });
      else await show(visitor, req, res);
    },
    frame: (visitor) => frameFor(visitor, { parts, sessions, health }),
    reply: (visitor, req) => replies.find(visitor, req.query['reply']),
    async found({ person }, req, res) {
      const id = readIncidentId(String(req.params['id'] ?? ''));
      const incident = id === undefined ? undefined : await parts.incident(id);
      if (incident !== undefined && isMember(incident, person)) return incident;
      res
        .status(404)
        .send(plainPage('Not there', ['There is no such incident. The list of incidents shows which there are.']));
      return undefined;
    },
  };
}
