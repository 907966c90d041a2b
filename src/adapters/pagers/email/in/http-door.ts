import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../../../../ports/log.ts';
import type { WebDoor } from '../../../../ports/web-door.ts';
import type { Desk } from './desk.ts';
import { LARGEST_MAIL } from './smtp-door.ts';

export const MAIL_IN_PATH = '/hooks/mail-in';
/** A form writes a byte as three at worst. */
const LARGEST_FORM = 3 * LARGEST_MAIL;
/** The fields in which a raw mail comes: `body-mime` of Mailgun's routes, `email` of SendGrid's raw inbound parse. */
const FIELDS = ['body-mime', 'email'];

/**
 * What stands at the end of the address at which mail comes in: `MUSTER_PUBLIC_URL/hooks/mail-in/TOKEN`. Whoever knows it may
 * bring mail; who may answer with that mail, its signed marks say.
 */
export const mailInToken = (secret: string) =>
  createHmac('sha256', secret).update('muster mail in 1').digest('base64url');

type Parts = {
  readonly desk: Desk;
  readonly secret: string;
  readonly log: Log;
  /** Whether mail with another token is somebody's. */
  readonly knowsOther: (token: string) => boolean;
};

/** `POST /hooks/mail-in/TOKEN` with a mail as it is (a pipe, a worker), or in a form; `/mime` may follow, as Mailgun wants it. */
export function httpDoor(parts: Parts): WebDoor {
  return {
    path: MAIL_IN_PATH,
    handle: (req, res) => void answered(req, res, parts),
  };
}

async function answered(req: IncomingMessage, res: ServerResponse, parts: Parts): Promise<void> {
  const status = await statusFor(req, parts);
  if (res.headersSent || res.destroyed) return;
  // What was not read to its end would be taken for the next request.
  const last = req.complete ? {} : { connection: 'close' };
  res.writeHead(status, { 'content-type': 'text/plain', ...last }).end(SAY[status]);
}

async function statusFor(req: IncomingMessage, parts: Parts): Promise<number> {
  try {
    return await receive(req, parts);
  } catch (fault) {
    parts.log.warn({ provider: 'smtp', reason: String(fault) }, 'a mail could not be kept: it will come again');
    return 503;
  }
}

/** Mailgun sends again after anything but 200 and 406; 406 is for what would be refused again. */
const SAY: Readonly<Record<number, string>> = {
  200: 'taken\n',
  404: 'there is nothing at this address\n',
  405: 'mail is brought by POST\n',
  406: 'this is no mail that can be read\n',
  413: 'too large: one mail has 1 MB at most\n',
  503: 'not now, try again\n',
};

async function receive(req: IncomingMessage, { desk, secret, knowsOther }: Parts): Promise<number> {
  if (req.method !== 'POST') return 405;
  const token = tokenOf(req.url ?? '');
  const isOurs = isSame(token, mailInToken(secret));
  // Before anything of the body is read: whoever has no token costs nothing.
  if (!isOurs && (token === '' || !knowsOther(token))) return 404;
  const raw = await mailIn(req);
  if (raw === 'too large') return 413;
  const taken = await desk.take(raw, { to: [], ...(isOurs ? {} : { otherToken: token }) });
  // A mail of ours that is nobody's is taken and forgotten: whoever brought it can do nothing about it.
  if (taken === 'unreadable') return isOurs ? 406 : 404;
  return taken === 'unknown' && !isOurs ? 404 : 200;
}

/** The last part of the path, whether Express has cut off what stands before it or not. */
function tokenOf(url: string): string {
  const [path = ''] = url.split('?');
  const own = path.startsWith(MAIL_IN_PATH) ? path.slice(MAIL_IN_PATH.length) : path;
  return /^\/([\w-]{1,200})(?:\/mime)?\/?$/.exec(own)?.[1] ?? '';
}

const isSame = (given: string, wanted: string) => {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
};

async function mailIn(req: IncomingMessage): Promise<Uint8Array | 'too large'> {
  const type = req.headers['content-type'] ?? '';
  const isForm = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type);
  const body = await bodyOf(req, isForm ? LARGEST_FORM : LARGEST_MAIL);
  if (body === undefined) return 'too large';
  const raw = isForm ? ((await fieldOf(body, type)) ?? body) : body;
  return raw.length > LARGEST_MAIL ? 'too large' : raw;
}

/** What is too much is read and dropped, for only then does an answer arrive; whoever sends this much is cut off. */
const MOST_DROPPED = 20 * LARGEST_MAIL;

/** Undefined when there is more than may be. */
async function bodyOf(req: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_DROPPED) break;
    if (bytes <= most) chunks.push(chunk);
  }
  return bytes > most ? undefined : Buffer.concat(chunks);
}

/**
 * The mail in a form. `curl --data-binary` says that anything is a form: what has no such field is taken as it is, so undefined.
 */
async function fieldOf(body: Buffer, type: string): Promise<Buffer | undefined> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    const value = FIELDS.map((name) => form.get(name)).find((found) => found !== null);
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? Buffer.from(value) : Buffer.from(await value.arrayBuffer());
  } catch {
    return undefined;
  }
}
