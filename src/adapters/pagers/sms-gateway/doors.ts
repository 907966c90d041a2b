import { createHash } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import express from 'express';
import { MINUTE_MS, toMs } from '../../../core/time.ts';
import type { DeliveryReport, MediaHost } from '../../../ports/media.ts';
import type { WebDoor } from '../../../ports/web-door.ts';
import { IN_PATH, REPORT_PATH, isGatewayToken } from './addresses.ts';

const LARGEST_BODY = 16 * 1024;
const MOST_ID = 200;

/** Where the gateway knocks, by GET or with a form, as it is set up; nowhere without a public address. */
export function gatewayDoors(host: MediaHost): readonly WebDoor[] {
  if (host.publicUrl === undefined) return [];
  const router = express.Router();
  const form = express.raw({ type: 'application/x-www-form-urlencoded', limit: LARGEST_BODY, inflate: false });
  const door = (path: string, answer: (req: Request, fields: Fields) => Promise<Answered>) =>
    router.all(path, form, async (req: Request, res: Response, next: NextFunction) => {
      try {
        if (!isGatewayToken(String(req.params['token']), host.secret)) return refuse(host, res, 'its token is wrong');
        const { status, body = '' } = await answer(req, fieldsOf(req));
        res.status(status).type('text/plain').send(body);
      } catch (cause) {
        next(cause);
      }
    });
  door(`${IN_PATH}/:token`, (_, fields) => heard(host, fields));
  door(`${REPORT_PATH}/:token/:ticket`, (req, fields) => reported(host, String(req.params['ticket']), fields));
  // oxlint-disable-next-line max-params -- Express knows a handler of errors by its four
  router.use('/sms-gateway', (thrown: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(thrown);
    const status =
      thrown instanceof Error && 'status' in thrown && typeof thrown.status === 'number' ? thrown.status : 0;
    const readable = status < 400 || status >= 500;
    if (readable) host.log.error({ reason: String(thrown) }, 'a request of the SMS gateway was not kept');
    else host.log.warn({ status }, 'a request to an address of the SMS gateway could not be read');
    res.status(readable ? 503 : status).end();
  });
  // Express types its own request; what it is given is the plain one of Node.
  return [{ path: '/', handle: router as unknown as WebDoor['handle'] }];
}

type Fields = URLSearchParams;
type Answered = { readonly status: number; readonly body?: string };

function refuse({ log }: MediaHost, res: Response, reason: string): void {
  log.warn({ reason }, 'a request in the name of the SMS gateway was refused');
  res.status(403).end();
}

/** What stands in the address, and in the form if there is one, which wins. */
function fieldsOf(req: Request): Fields {
  const fields = new URL(req.originalUrl, 'http://x').searchParams;
  if (Buffer.isBuffer(req.body))
    for (const [name, value] of new URLSearchParams(req.body.toString())) fields.set(name, value);
  return fields;
}

/** Words that came by SMS; what is said back is the body of the answer, which kannel sends. */
async function heard(host: MediaHost, fields: Fields): Promise<Answered> {
  // A `+` that nobody encoded arrives as a space.
  const from = (fields.get('from') ?? '').replace(/^ /, '+').trim();
  const text = fields.get('text') ?? '';
  if (from === '') return { status: 400, body: 'from is missing' };
  if (text.trim() === '') return { status: 200 };
  const { say } = await host.hear({
    medium: 'sms',
    from,
    text,
    delivery: `sms-gateway/${deliveryOf(host, fields, from)}`,
  });
  return { status: 200, body: say ?? '' };
}

/** The gateway's own name of the message. Without one, the same words from the same number within a minute are one message. */
function deliveryOf({ clock }: MediaHost, fields: Fields, from: string): string {
  const id = fields.get('id') ?? '';
  if (id !== '' && id.length <= MOST_ID) return id;
  const minute = Math.floor(toMs(clock.now()) / MINUTE_MS);
  return createHash('sha256')
    .update(JSON.stringify([id, from, fields.get('text'), id === '' ? minute : 0]))
    .digest('base64url');
}

async function reported(host: MediaHost, given: string, fields: Fields): Promise<Answered> {
  const ticket = host.readTicket(given);
  const type = fields.get('type') ?? fields.get('status') ?? '';
  const end = endOf(type);
  if (ticket === undefined || end === undefined) return { status: 200 };
  await host.report({ key: ticket.key, ...end, delivery: `sms-gateway/${ticket.key}/${type}` });
  return { status: 200 };
}

/**
 * kannel's numbers are bits (user guide, "Delivery Reports"): 1 delivered, 2 not delivered, 4 waiting at the carrier, 8 taken by
 * the carrier, 16 refused by it. Others may write a word.
 */
function endOf(type: string): Pick<DeliveryReport, 'result' | 'reason' | 'permanent'> | undefined {
  const bits = /^\d{1,3}$/.test(type) ? Number(type) : 0;
  const undelivered = (reason: string) => ({ result: 'undelivered', reason, permanent: false }) as const;
  if ((bits & 1) !== 0 || /^delivered$/i.test(type)) return { result: 'delivered', reason: '', permanent: false };
  if ((bits & 2) !== 0 || /^(?:undelivered|failed|expired)$/i.test(type))
    return undelivered('the phone was not reached');
  if ((bits & 16) !== 0 || /^rejected$/i.test(type)) return undelivered('the carrier refused the message');
  return undefined;
}
