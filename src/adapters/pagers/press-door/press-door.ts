import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answersTo } from '../../../core/answers.ts';
import { asMessage } from '../../../core/card.ts';
import { objectIn } from '../../../core/http-answer.ts';
import type { MediaHost } from '../../../ports/media.ts';
import type { WebDoor } from '../../../ports/web-door.ts';

/** Where presses come in, behind the public address. */
export const PRESS_PATH = '/push/press';

/** A ticket has at most 400 characters; more than this is no press. In bytes. */
const MOST_BYTES = 2_048;
const LONGEST_TEXT = 1_000;

type Said = { readonly status: number; readonly ok: boolean; readonly title: string; readonly text: string };
const no = (status: number, title: string, text: string): Said => ({ status, ok: false, title, text });

/**
 * `POST /push/press` with `{"ticket": "…", "digit": "1"}`: somebody pressed a button on a notification, in whatever carried it.
 * The ticket is the proof, for only one person was sent it; there is no cookie, so any page may post here and gains nothing by
 * it. The same press twice is one, and is answered the same. Answers `{"ok", "title", "text"}`: 200 it was done, 409 Muster
 * says why not, 400 and 413 it cannot be read, 403 the ticket is not ours or too old, 422 there is no such answer, 503 it was not
 * kept and may be sent again.
 */
export function pressDoor(host: Pick<MediaHost, 'readTicket' | 'press' | 'log'>): WebDoor {
  async function answer(req: IncomingMessage): Promise<Said> {
    if (req.method !== 'POST') return no(405, 'Not done', 'A press is sent by POST.');
    const body = await bodyOf(req);
    if (body === undefined) return no(413, 'Not done', 'That is too long to be a press.');
    const { ticket, digit } = objectIn(body);
    if (typeof ticket !== 'string' || typeof digit !== 'string')
      return no(400, 'Not done', 'A press is a JSON object with the texts ticket and digit.');
    return press(ticket, digit);
  }

  async function press(text: string, digit: string): Promise<Said> {
    const ticket = host.readTicket(text);
    if (ticket === undefined)
      return no(403, 'Not done', 'Muster did not send this button, or longer than 14 days ago. Open the console.');
    if (!answersTo(ticket.about).some((one) => one.digit === digit))
      return no(422, 'Not done', `There is no such answer to ${ticket.about}. Open the console.`);
    // What comes from outside is only ever hashed into the name of a delivery.
    const delivery = `push/${createHash('sha256').update(`${text}\n${digit}`).digest('base64url')}`;
    try {
      const { ok, card } = await host.press(ticket, digit, delivery);
      return { status: ok ? 200 : 409, ok, title: card.title, text: asMessage(card).slice(0, LONGEST_TEXT) };
    } catch (fault) {
      host.log.error({ about: ticket.about, person: ticket.person, reason: String(fault) }, 'a press was not kept');
      return no(503, 'NOT KEPT', 'Muster could not keep your answer. Press once more, or call somebody.');
    }
  }

  function handle(req: IncomingMessage, res: ServerResponse, next: (fault?: unknown) => void): void {
    // The web server has taken its path off: what is left names an address below it, where there is nothing.
    if ((req.url ?? '/').split('?')[0] !== '/') return next();
    res.setHeader('Access-Control-Allow-Origin', '*');
    if (req.method === 'OPTIONS') {
      res
        .writeHead(204, { 'Access-Control-Allow-Methods': 'POST', 'Access-Control-Allow-Headers': 'content-type' })
        .end();
      return;
    }
    answer(req).then((said) => send(res, said), next);
  }

  return { path: PRESS_PATH, handle };
}

function send(res: ServerResponse, { status, ...said }: Said): void {
  const body = JSON.stringify(said);
  // What was too long is still under way: nothing more is read on this connection.
  const ends = status === 413 ? { connection: 'close' } : {};
  const allow = status === 405 ? { allow: 'POST, OPTIONS' } : {};
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...ends, ...allow }).end(body);
}

/** The whole body; undefined when it is too long. Rejects when it breaks off. */
async function bodyOf(req: IncomingMessage): Promise<string | undefined> {
  if (Number(req.headers['content-length'] ?? 0) > MOST_BYTES) return undefined;
  const parts: Buffer[] = [];
  let bytes = 0;
  // The connection has to stay, or nobody could be told that it was too much.
  for await (const part of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
