import type { Request, Response } from 'express';
import type { IncidentId } from '../../../core/ids.ts';
import { readIncidentId } from '../../../core/ids.ts';
import type { Incident } from '../../../core/incident/state.ts';
import { incidentView } from '../../../core/incident/view.ts';
import { refused, sendRefused } from '../answers.ts';
import type { Caller } from '../callers.ts';
import { maySee } from '../callers.ts';
import type { WebParts } from '../parts.ts';

type Asking = { readonly parts: WebParts; readonly caller: Caller };

const STATES = ['open', 'restored', 'closed', 'cancelled', 'all'];

/** `GET /api/v1/incidents[?state=]`: all of them, newest first, unless a state is asked for. */
export async function listIncidents(req: Request, res: Response, { parts, caller }: Asking) {
  const state = req.query['state'] ?? 'all';
  if (typeof state !== 'string' || !STATES.includes(state))
    return sendRefused(res, refused(400, 'malformed', `"state" is one of: ${STATES.join(', ')}.`));
  const [all, now] = await Promise.all([parts.incidents(), parts.now()]);
  const shown = all.filter((one) => (state === 'all' || one.lifecycle.phase === state) && maySee(one, caller));
  return void res.json(shown.map((one) => incidentView(one, now)));
}

/** `GET /api/v1/incidents/:id`. */
export async function oneIncident(req: Request, res: Response, asking: Asking) {
  const incident = await found(req, res, asking);
  if (incident !== undefined) res.json(incidentView(incident, await asking.parts.now()));
}

/** `GET /api/v1/incidents/:id/events`: what happened, oldest first, each with its number. */
export async function eventsOf(req: Request, res: Response, asking: Asking) {
  const incident = await found(req, res, asking);
  if (incident === undefined) return;
  const events = await asking.parts.events(incident.lifecycle.id);
  res.json(events.map((event, i) => ({ version: i + 1, ...event })));
}

/** `GET /api/v1/incidents/:id/chain`: the same byte for byte as it is kept, each with its hash; for `muster export`. */
export async function chainOf(req: Request, res: Response, asking: Asking) {
  const incident = await found(req, res, asking);
  if (incident !== undefined) res.json(await asking.parts.chain(incident.lifecycle.id));
}

/** `GET /api/v1/incidents/:id/postmortem.md`. */
export async function postmortemOf(req: Request, res: Response, asking: Asking) {
  const incident = await found(req, res, asking);
  if (incident === undefined) return;
  const { id } = incident.lifecycle;
  const text = await asking.parts.postmortem(id);
  if (text === undefined) sendRefused(res, refused(404, 'no-postmortem', notWritten(id)));
  else res.type('text/markdown; charset=utf-8').send(text);
}

export const notWritten = (id: IncidentId) =>
  `${id} has no postmortem yet: it is written when the incident is closed. "postmortem ${id} --rewrite" writes it now.`;

/** The incident of the address; to somebody without a part in a private one, there is none. */
async function found(req: Request, res: Response, { parts, caller }: Asking): Promise<Incident | undefined> {
  const asked = String(req.params['id'] ?? '');
  const id = readIncidentId(asked);
  const incident = id === undefined ? undefined : await parts.incident(id);
  if (incident !== undefined && maySee(incident, caller)) return incident;
  const named = id ?? JSON.stringify(asked.slice(0, 20));
  sendRefused(
    res,
    refused(404, 'no-such-incident', `There is no ${named}. GET /api/v1/incidents shows which there are.`),
  );
  return undefined;
}
