import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { Book } from '../../../core/book.ts';
import type { Live } from '../../../core/oncall.ts';
import { entry } from '../../../core/plan/schema.ts';
import type { Instant } from '../../../core/time.ts';
import { MINUTE_MS, msBetween } from '../../../core/time.ts';
import type { Log } from '../../../ports/log.ts';
import type { WebDoor } from '../../../ports/web-door.ts';
import { CALENDAR, opens } from './address.ts';
import { feedOf } from './feed.ts';

type Host = {
  readonly secret: string;
  readonly log: Log;
  book(): Book;
  live(): Promise<Live>;
  now(): Promise<Instant>;
};

/** Drawn anew when the plan or an override changed, and after so long; a year of short turns takes a moment. */
const FRESH_MS = 15 * MINUTE_MS;
const MOST_KEPT = 200;
const FILE = /^([\w-]{43})\.ics$/;

type Drawn = { readonly hash: string; readonly overrides: unknown; readonly at: Instant; readonly text: string };

/**
 * `GET /calendar/<person or schedule>/<token>.ics`, for calendar programs, which cannot sign in: the token in the address opens
 * this one feed. What is not right is not there: 404, whatever was wrong.
 */
export function feedDoor({ secret, log, book, live, now }: Host): WebDoor {
  const drawn = new Map<string, Drawn>();

  async function textOf(who: string): Promise<string> {
    const [{ hash, plan }, { overrides }, at] = [book(), await live(), await now()];
    const known = drawn.get(who);
    const isFresh = known?.hash === hash && known.overrides === overrides && msBetween(known.at, at) < FRESH_MS;
    if (known !== undefined && isFresh) return known.text;
    const text = feedOf({ plan, live: { overrides }, now: at }, who);
    drawn.delete(who);
    drawn.set(who, { hash, overrides, at, text });
    const [oldest] = drawn.keys();
    if (drawn.size > MOST_KEPT && oldest !== undefined) drawn.delete(oldest);
    return text;
  }

  async function answer(req: Asking, res: ServerResponse) {
    const { who, file } = req.params;
    const [, token = ''] = FILE.exec(file) ?? [];
    const { plan } = book();
    const isThere =
      opens(secret, plan, { who, token }) && (entry(plan.people, who) ?? entry(plan.schedules, who)) !== undefined;
    if (!isThere) return nothing(res);
    const text = await textOf(who);
    res.writeHead(200, {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': `inline; filename="${who}.ics"`,
      'content-length': Buffer.byteLength(text),
    });
    res.end(req.method === 'HEAD' ? undefined : text);
  }

  const router = express.Router();
  router.get('/:who/:file', (req, res) => {
    answer(req, res).catch((fault: unknown) => {
      // Not the request's address: the token stands in it.
      log.error({ reason: fault instanceof Error ? fault.message : String(fault) }, 'a calendar could not be drawn');
      if (!res.headersSent) res.writeHead(503).end();
      else res.destroy();
    });
  });
  router.use((_req, res) => nothing(res));
  return { path: CALENDAR, handle: router as unknown as WebDoor['handle'] };
}

type Asking = IncomingMessage & { readonly params: { readonly who: string; readonly file: string } };

const nothing = (res: ServerResponse) =>
  void res.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is nothing at this address.\n');
