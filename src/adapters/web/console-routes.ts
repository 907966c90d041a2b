import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request, Response, Router } from 'express';
import express from 'express';
import { readIncidentId } from '../../core/ids.ts';
import { isMember } from '../../core/incident/members.ts';
import type { Incident } from '../../core/incident/state.ts';
import { notWritten } from './api/incidents.ts';
import { MOST_BYTES } from './api/routes.ts';
import { consoleSay } from './console-say.ts';
import { HOW_TO_SIGN_IN, askToSignIn, signIn, signOut } from './console-sign-in.ts';
import type { Health } from './health.ts';
import { limiterOf } from './limiter.ts';
import type { Live } from './live.ts';
import { homePage } from './pages/home.ts';
import { incidentPage } from './pages/incident.ts';
import { plainPage } from './pages/layout.ts';
import { seenPhones } from './seen-phones.ts';
import { phonesPage, postmortemPage } from './pages/others.ts';
import type { WebParts } from './parts.ts';
import { repliesOf } from './replies.ts';
import { sessionsOf } from './sessions.ts';
import { signInLinks } from './sign-in-links.ts';
import type { Visitor } from './visitors.ts';
import { frameFor, readingFor, visitorOf } from './visitors.ts';

type Show = (visitor: Visitor, req: Request, res: Response) => unknown;

/** The console: pages for people who are signed in. Each works without a script. */
export function consoleRoutes(
  parts: WebParts,
  { health, live }: { readonly health: Health; readonly live: Live },
): Router {
  const console = express.Router({ caseSensitive: true });
  const sessions = sessionsOf(parts.secret, parts.wall, parts.publicUrl?.startsWith('https:') ?? false);
  const replies = repliesOf();
  const around = { parts, sessions, links: signInLinks(parts.secret, parts.wall), limiter: limiterOf(parts.wall) };
  const form = express.urlencoded({ extended: false, limit: MOST_BYTES, parameterLimit: 50, inflate: false });

  for (const [name, type] of ASSETS) {
    const text = readFileSync(join(import.meta.dirname, 'assets', name), 'utf8');
    console.get(`/${name}`, (_req, res) => void res.set('Cache-Control', 'no-cache').type(type).send(text));
  }
  const signedIn = (show: Show) => async (req: Request, res: Response) => {
    const visitor = visitorOf(req, sessions, parts);
    if (visitor === undefined) res.status(401).send(plainPage('Sign in', [HOW_TO_SIGN_IN]));
    else await show(visitor, req, res);
  };
  const frame = (visitor: Visitor) => frameFor(visitor, { parts, sessions, health });
  const reply = ({ session }: Visitor, req: Request) => replies.find(session.id, req.query['reply']);

  console.get(
    '/',
    signedIn(async (visitor, req, res) => {
      const { person } = visitor;
      const incidents = (await parts.incidents()).filter((one) => isMember(one, person));
      const [reading, missing] = [await readingFor(parts, person), parts.missing()];
      res.send(
        homePage({ frame: await frame(visitor), person, reading, incidents, missing, reply: reply(visitor, req) }),
      );
    }),
  );
  console.get(
    '/incidents/:id',
    signedIn(async (visitor, req, res) => {
      const incident = await found(visitor, req, res);
      if (incident === undefined) return;
      const { person } = visitor;
      const [events, reading] = [await parts.events(incident.lifecycle.id), await readingFor(parts, person)];
      res.send(
        incidentPage({ frame: await frame(visitor), person, reading, incident, events, reply: reply(visitor, req) }),
      );
    }),
  );
  console.get(
    ['/incidents/:id/postmortem', '/incidents/:id/postmortem.md'],
    signedIn(async (visitor, req, res) => {
      const id = (await found(visitor, req, res))?.lifecycle.id;
      if (id === undefined) return;
      const text = await parts.postmortem(id);
      if (text === undefined) res.status(404).send(plainPage(`Postmortem of ${id}`, [notWritten(id)]));
      else if (req.path.endsWith('.md')) res.type('text/markdown; charset=utf-8').send(text);
      else res.send(postmortemPage(await frame(visitor), id, text));
    }),
  );
  console.get(
    '/phones',
    signedIn(async (visitor, _req, res) => {
      const reading = await readingFor(parts, visitor.person);
      const phones = await seenPhones(parts, (incident) => isMember(incident, visitor.person));
      res.send(phonesPage({ frame: await frame(visitor), book: parts.book(), reading, phones }));
    }),
  );
  console.get(
    '/events',
    signedIn(({ person }, req, res) => live.follow(req, res, person)),
  );
  console.post('/say', form, (req, res) => consoleSay(req, res, { parts, sessions, replies }));
  console.get('/sign-in', (req, res) => askToSignIn(req, res, around));
  console.post('/sign-in', form, (req, res) => signIn(req, res, around));
  console.post('/sign-out', form, (req, res) => signOut(req, res, around));
  return console;

  /** The incident of the address; to somebody without a part in a private one, there is none. */
  async function found({ person }: Visitor, req: Request, res: Response): Promise<Incident | undefined> {
    const id = readIncidentId(String(req.params['id'] ?? ''));
    const incident = id === undefined ? undefined : await parts.incident(id);
    if (incident !== undefined && isMember(incident, person)) return incident;
    res
      .status(404)
      .send(plainPage('Not there', ['There is no such incident. The list of incidents shows which there are.']));
    return undefined;
  }
}

const ASSETS = [
  ['console.css', 'text/css'],
  ['console.js', 'text/javascript'],
  ['icon.svg', 'image/svg+xml'],
] as const;
