import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import { HTTPResponseAck } from '@slack/bolt';
import type { NextFunction, Request, Response, Router } from 'express';
import express from 'express';
import type { Clock } from '../../../../ports/clock.ts';
import type { Log } from '../../../../ports/log.ts';
import { boltLog } from './bolt-log.ts';
import { NotKept } from './keeping-receiver.ts';
import { isForged } from './signature.ts';

export const EVENTS_PATH = '/slack/events';
/** Slack's own bodies are far smaller; more is refused before it is read to the end (reliability 57). */
const LARGEST_BODY = 1024 * 1024;
/** When Bolt has not answered by now, the answer is that it did not work; Slack waits 3 s. */
const ANSWER_WITHIN_MS = 2_900;

export type HttpParts = { readonly signingSecret: string; readonly clock: Clock; readonly log: Log };
export interface HttpReceiver extends Receiver {
  /** Commands, interactions and events on one address. To be mounted before anything that reads bodies. */
  readonly router: Router;
}

/**
 * Slack over HTTP, inside a web server that is already there. Whatever is signed is answered with 200, also when nobody can
 * read it, so that Slack does not send it again; 503 says that it was not kept.
 */
export function httpReceiver(parts: HttpParts): HttpReceiver {
  const router = express.Router();
  let app: App | undefined;
  router.post(
    EVENTS_PATH,
    express.raw({ type: () => true, limit: LARGEST_BODY, inflate: false }),
    (req: Request, res: Response) => receive(req, res, { ...parts, app }),
  );
  // oxlint-disable-next-line max-params -- Express knows a handler of errors by its four
  router.use(EVENTS_PATH, (thrown: unknown, _req: Request, res: Response, next: NextFunction) => {
    const status = statusOf(thrown);
    if (res.headersSent || status === undefined) return next(thrown);
    parts.log.warn({ status }, 'a request to the address of Slack could not be read');
    res.status(status).end();
  });
  return {
    router,
    init: (given) => void (app = given),
    start: () => Promise.resolve(undefined),
    stop: () => Promise.resolve(undefined),
  };
}

type Desk = HttpParts & { readonly app: App | undefined };

async function receive(req: Request, res: Response, desk: Desk): Promise<void> {
  const body: Buffer = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
  const form = isForm(req) ? new URLSearchParams(body.toString()) : undefined;
  // Slack's own look at the certificate is not signed. Whatever else such a form says is never read.
  if (form?.get('ssl_check') === '1') return void res.status(200).end();
  const signature = req.headers['x-slack-signature'];
  const timestamp = req.headers['x-slack-request-timestamp'];
  const forged = isForged({ signature, timestamp, body }, desk.signingSecret, desk.clock.now());
  if (forged !== undefined) {
    desk.log.warn({ reason: forged }, 'a request in the name of Slack was refused');
    return void res.status(401).end();
  }
  const parsed = parsedOf(body, form);
  const challenge = challengeIn(parsed);
  if (challenge !== undefined) return void res.json({ challenge });
  await hand(req, res, { ...desk, parsed });
}

/** Bolt's own acknowledgement, and its App. Never rejects. */
async function hand(req: Request, res: Response, desk: Desk & { readonly parsed: unknown }): Promise<void> {
  const { app, log, parsed } = desk;
  if (app === undefined) return void res.status(503).end();
  const acknowledgement = new HTTPResponseAck({
    logger: boltLog(log),
    processBeforeResponse: false,
    unhandledRequestTimeoutMillis: ANSWER_WITHIN_MS,
    unhandledRequestHandler: () => notNow(res),
    httpRequest: req,
    httpResponse: res,
  });
  const event: ReceiverEvent = {
    // What is no object is malformed; the receiver around us counts it and acknowledges.
    body: typeof parsed === 'object' && parsed !== null ? { ...parsed } : {},
    ack: acknowledgement.bind(),
    ...retryOf(req),
  };
  try {
    await app.processEvent(event);
  } catch (cause) {
    acknowledgement.ack();
    if (!(cause instanceof NotKept)) log.error({ reason: String(cause) }, 'a request of Slack failed');
    notNow(res);
  }
}

const notNow = (res: Response) => void (res.headersSent ? undefined : res.status(503).end());
const isForm = (req: Request) => /^application\/x-www-form-urlencoded\b/i.test(req.headers['content-type'] ?? '');

/** A form's `payload` is JSON (interactions); a form without one is a command. Undefined when it cannot be read. */
function parsedOf(body: Buffer, form: URLSearchParams | undefined): unknown {
  const json = form === undefined ? body.toString() : form.get('payload');
  if (json === null) return form === undefined ? undefined : Object.fromEntries(form);
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Slack asks once, when the address is entered, whether we are there. */
function challengeIn(parsed: unknown): string | undefined {
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  if (!('type' in parsed) || parsed.type !== 'url_verification' || !('challenge' in parsed)) return undefined;
  return typeof parsed.challenge === 'string' ? parsed.challenge.slice(0, 1_000) : undefined;
}

function retryOf(req: Request): Pick<ReceiverEvent, 'retryNum' | 'retryReason'> {
  const retry = req.headers['x-slack-retry-num'];
  const reason = req.headers['x-slack-retry-reason'];
  if (typeof retry !== 'string' || !/^\d{1,4}$/.test(retry)) return {};
  return { retryNum: Number(retry), ...(typeof reason === 'string' ? { retryReason: reason } : {}) };
}

/** Of body-parser: 413 too large, 415 packed, 400 broken off. */
function statusOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('status' in thrown)) return undefined;
  return typeof thrown.status === 'number' && thrown.status >= 400 && thrown.status < 500 ? thrown.status : undefined;
}
