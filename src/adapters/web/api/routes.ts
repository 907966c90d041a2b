import type { Request, Response, Router } from 'express';
import express from 'express';
import { refused, sendRefused } from '../answers.ts';
import type { Caller } from '../callers.ts';
import { callerOf, maySee } from '../callers.ts';
import type { WebParts } from '../parts.ts';
import { seenPhones } from '../seen-phones.ts';
import { copyDatabase } from './copy.ts';
import { chainOf, eventsOf, listIncidents, oneIncident, postmortemOf } from './incidents.ts';
import { replaceRecoveryCodes } from './recovery.ts';
import { say } from './say.ts';

export const MOST_BYTES = 64 * 1024;

type Handle = (req: Request, res: Response, asking: { readonly parts: WebParts; readonly caller: Caller }) => unknown;

/** Everything under `/api/v1`. The token is looked at before a byte of the body is read. */
export function apiRoutes(parts: WebParts): Router {
  const api = express.Router({ caseSensitive: true });

  const asCaller =
    (handle: Handle) =>
    async (req: Request, res: Response): Promise<void> => {
      const called = callerOf(req, parts);
      if (called.ok) await handle(req, res, { parts, caller: called.caller });
    };

  api.use((req, res, next) => {
    res.set('Cache-Control', 'no-store');
    const called = callerOf(req, parts);
    if (called.ok) return next();
    if (called.no.status === 401) res.set('WWW-Authenticate', 'Bearer realm="muster"');
    return sendRefused(res, called.no);
  });
  // Whatever it calls itself, the body is read as JSON: a browser cannot send it with a token from another site anyway.
  const json = express.json({ limit: MOST_BYTES, type: () => true, inflate: false });

  api.post('/say', json, asCaller(say));
  api.post('/recovery-codes', json, asCaller(replaceRecoveryCodes));
  api.post('/copy', json, asCaller(copyDatabase));
  api.get('/incidents', asCaller(listIncidents));
  api.get('/incidents/:id', asCaller(oneIncident));
  api.get('/incidents/:id/events', asCaller(eventsOf));
  api.get('/incidents/:id/chain', asCaller(chainOf));
  api.get('/incidents/:id/postmortem.md', asCaller(postmortemOf));
  api.get('/phones', asCaller(phones));

  api.all(['/say', '/recovery-codes', '/copy'], otherMethod('POST'));
  api.all(
    ['/incidents', '/phones', ...['', '/events', '/chain', '/postmortem.md'].map((end) => `/incidents/:id${end}`)],
    otherMethod('GET'),
  );
  api.use((_req, res) =>
    sendRefused(res, refused(404, 'no-such-path', 'There is nothing at this address of the API.')),
  );
  return api;
}

const otherMethod = (method: string) => (_req: Request, res: Response) => {
  res.set('Allow', method);
  sendRefused(res, refused(405, 'other-method', `This address answers ${method} only.`));
};

/** `GET /api/v1/phones`: while phones are only simulated, anybody of the plan may look at them; not at private incidents. */
const phones: Handle = async (_req, res, { parts, caller }) => {
  const seen = await seenPhones(parts, (incident) => maySee(incident, caller), caller.person);
  res.json(
    seen.phones.map(({ person, medium, to, text, at, incident }) => ({ person, medium, to, text, at, incident })),
  );
};
