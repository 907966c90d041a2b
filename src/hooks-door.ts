import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { Alerting } from './alerts.ts';
import type { BeatLife } from './beats.ts';
import type { AlertKind } from './core/alerts/alert.ts';
import { HEARTBEATS, kindOf, rulesOf } from './core/alerts/rules.ts';
import type { Plan } from './core/plan/schema.ts';
import { beatName, isHookToken } from './hook-tokens.ts';
import type { ReadAlerts } from './ports/intake.ts';
import type { Log } from './ports/log.ts';
import type { WebDoor } from './ports/web-door.ts';

/** A thousand alerts with all their labels are about half of it. */
const LARGEST_BYTES = 1024 * 1024;

type Parts = {
  readonly secret: string;
  readonly plan: () => Plan;
  readonly readers: { readonly [Kind in Exclude<AlertKind, 'mail'>]: ReadAlerts };
  readonly alerts: Pick<Alerting, 'take'>;
  readonly beats: Pick<BeatLife, 'beat'>;
  readonly log: Log;
};
type Answer = { readonly status: number; readonly say: string };

/**
 * `/hooks/SOURCE/TOKEN` for alerts and `/hooks/heartbeat/NAME/TOKEN`. Answers 202 when what was delivered is kept, so that the
 * monitor need not send it again; 503 when it could not be.
 */
export function hooksDoor(parts: Parts): WebDoor {
  const router = express.Router();
  const handle = (req: IncomingMessage, res: ServerResponse) =>
    void answer(req, parts)
      .catch((thrown: unknown): Answer => {
        parts.log.error({ reason: thrown instanceof Error ? thrown.message : String(thrown) }, 'an alert was not kept');
        return { status: 503, say: 'This could not be kept just now. Try again in a minute.' };
      })
      .then((answered) => send(req, res, answered))
      .catch((thrown: unknown) => parts.log.warn({ reason: String(thrown) }, 'a monitor went away before its answer'));
  router.get('/hooks/heartbeat/:name/:token', handle);
  router.post('/hooks/heartbeat/:name/:token', handle);
  router.post('/hooks/:source/:token', handle);
  // Whatever else is asked there gets no further, and hears what is right.
  router.all(['/hooks', '/hooks/{*rest}'], handle);
  return { path: '/', handle: router as unknown as WebDoor['handle'] };
}

function send(req: IncomingMessage, res: ServerResponse, { status, say }: Answer): void {
  if (res.headersSent || res.destroyed) return;
  const later = status === 503 ? { 'retry-after': '60' } : {};
  // What was not read to its end would be taken for the next request.
  const last = req.complete ? {} : { connection: 'close' };
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...later, ...last }).end(`${say}\n`);
}

const NOT_YOU: Answer = { status: 401, say: 'This address is not right. "npx muster hooks" shows the right ones.' };
const refused = (status: number, say: string): Answer => ({ status, say });

/** The name that the token was made for, and the token. */
function addressed(path: string): {
  readonly name: string;
  readonly token: string;
  readonly heartbeat: string | undefined;
} {
  const [, source = '', second = '', third] = path.split('/').filter((part) => part !== '');
  if (source !== HEARTBEATS) return { name: source, token: third === undefined ? second : '', heartbeat: undefined };
  return { name: beatName(second), token: third ?? '', heartbeat: second };
}

async function answer(req: IncomingMessage, parts: Parts): Promise<Answer> {
  const [path = '', query = ''] = (req.url ?? '').split('?', 2);
  const { name, token, heartbeat } = addressed(path);
  if (!isHookToken(parts.secret, name, token)) return NOT_YOU;
  if (heartbeat !== undefined) return beaten(req, { parts, heartbeat, query });
  if (req.method !== 'POST' && req.method !== 'PUT') return refused(405, 'Alerts are delivered by POST.');
  const body = await bodyOf(req);
  if (typeof body !== 'string') return body;
  return taken({ source: name, body, contentType: req.headers['content-type'] ?? '' }, parts);
}

type Beaten = { readonly parts: Parts; readonly heartbeat: string; readonly query: string };

/** GET as well: `curl ADDRESS` at the end of a script is all it takes. */
async function beaten(req: IncomingMessage, { parts, heartbeat, query }: Beaten): Promise<Answer> {
  if (!['GET', 'POST', 'PUT', 'HEAD'].includes(req.method ?? ''))
    return refused(405, 'A heartbeat is a GET or a POST.');
  const status = (new URLSearchParams(query).get('status') ?? 'ok').toLowerCase();
  const failed = ['fail', 'failed', 'failure', 'error', 'down'].includes(status) || /^[1-9]\d*$/.test(status);
  if (!(await parts.beats.beat(heartbeat, !failed)))
    return refused(404, `The plan has no heartbeat "${heartbeat.slice(0, 60)}". Write it under \`heartbeats:\`.`);
  return { status: 202, say: failed ? 'Heard: it failed.' : 'Heard.' };
}

type Delivered = { readonly source: string; readonly body: string; readonly contentType: string };

async function taken({ source, body, contentType }: Delivered, parts: Parts): Promise<Answer> {
  const plan = parts.plan();
  const kind = kindOf(plan, source);
  if (kind === undefined)
    return refused(
      404,
      `The plan has no source of alerts "${source.slice(0, 60)}". Write it under \`alerts:\`, with its \`kind\`.`,
    );
  if (kind === 'mail') return refused(404, 'Alerts of this source come by mail: "npx muster hooks" shows where to.');
  const parsed = parse(body, contentType);
  if (parsed === undefined) return refused(400, 'This body is neither JSON nor a form. Nothing was changed.');
  const read = await parts.readers[kind]({ source, body: parsed.value, rules: rulesOf(plan, source) });
  if (!read.ok) {
    parts.log.warn({ source, reason: read.say }, 'a delivery of alerts was refused');
    return refused(400, `${read.say} Nothing was changed.`);
  }
  await parts.alerts.take(source, read.alerts, read.delivery);
  const count = read.alerts.length;
  return { status: 202, say: `Taken: ${count} ${count === 1 ? 'alert' : 'alerts'}.` };
}

/** The whole body as text, or why it is not read. */
async function bodyOf(req: IncomingMessage): Promise<string | Answer> {
  const packed = req.headers['content-encoding'];
  if (packed !== undefined && packed !== 'identity') return refused(415, 'Send the body unpacked.');
  const large = refused(413, 'This is larger than 1 MiB. Send fewer alerts at a time.');
  if (Number(req.headers['content-length'] ?? 0) > LARGEST_BYTES) return large;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of req as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > LARGEST_BYTES) return large;
      chunks.push(chunk);
    }
  } catch {
    return refused(400, 'The body broke off.');
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** JSON, whatever it is called (Amazon calls it text), or a form. */
function parse(body: string, contentType: string): { readonly value: unknown } | undefined {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return { value: formOf(body) };
  try {
    return { value: JSON.parse(body) as unknown };
  } catch {
    return /^[\w.-]+=/.test(body) ? { value: formOf(body) } : undefined;
  }
}

const formOf = (body: string) => Object.fromEntries([...new URLSearchParams(body)].slice(0, 100));
