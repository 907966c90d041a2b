import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import express from 'express';
import { answersTo } from '../../src/core/answers.ts';
import { card, text } from '../../src/core/card.ts';
import type { PageMessage } from '../../src/core/message.ts';
import { instant } from '../../src/core/time.ts';
import type { DeliveryReport, Heard, MediaHost, Ticket } from '../../src/ports/media.ts';
import { quietLog } from './quiet-log.ts';
import { virtualClock } from './virtual-clock.ts';

const SECRET = 'secret-of-a-phone-test';
const START = instant('2026-11-20T14:05:00.000Z');

/** What went through Muster's doors, each delivery once, as the one door keeps it. */
export type PhoneHost = MediaHost & {
  readonly heard: readonly Heard[];
  readonly pressed: readonly { readonly key: string; readonly digit: string; readonly delivery: string }[];
  readonly reports: readonly DeliveryReport[];
  /** A message that can be said again; the ticket of it works. */
  knows(message: PageMessage): string;
  /** It is over: nothing of it can be said again. */
  forget(key: string): void;
  /** What is said back to words; undefined for a number that nobody knows. */
  saysBack: string | undefined;
  /** Nothing is open that they were paged for. */
  hasNoPage: boolean;
  storeIsDown: boolean;
};

/** A Muster of one room: it keeps what its doors are told, once for each delivery, and answers the same again. */
export function phoneHost(publicUrl: string | undefined): PhoneHost {
  const clock = virtualClock(START);
  const messages = new Map<string, PageMessage>();
  const heard = new Map<string, Heard>();
  const pressed = new Map<string, { key: string; digit: string; delivery: string }>();
  const reports = new Map<string, DeliveryReport>();
  const sign = (body: string) => createHmac('sha256', SECRET).update(body).digest('base64url');
  const keep = () => {
    if (host.storeIsDown) throw new Error('the disk is full');
  };
  const host: PhoneHost = {
    clock,
    log: quietLog(),
    secret: SECRET,
    publicUrl,
    saysBack: 'INC-42: you have it. Others are told.',
    hasNoPage: false,
    storeIsDown: false,
    get heard() {
      return [...heard.values()];
    },
    get pressed() {
      return [...pressed.values()];
    },
    get reports() {
      return [...reports.values()];
    },
    knows(message) {
      messages.set(message.key, message);
      return host.ticketFor(message);
    },
    forget: (key) => void messages.delete(key),
    book() {
      throw new Error('no plan here');
    },
    now: () => Promise.resolve(clock.now()),
    async hear(words) {
      keep();
      if (!heard.has(words.delivery)) heard.set(words.delivery, words);
      return { ok: host.saysBack !== undefined && !host.hasNoPage, say: host.saysBack };
    },
    async press(ticket, digit, delivery) {
      keep();
      if (!pressed.has(delivery)) pressed.set(delivery, { key: ticket.key, digit, delivery });
      const label = answersTo(ticket.about).find((answer) => answer.digit === digit)?.label ?? 'nothing';
      const said = card(ticket.about, { blocks: [text(`${ticket.about}: ${label}. Paging stops.`)] });
      return { ok: true, card: said, code: 'done', incident: null };
    },
    async report(report) {
      keep();
      if (!reports.has(report.delivery)) reports.set(report.delivery, report);
    },
    ticketFor(message) {
      const { person, medium, key, incident: about } = message;
      const body = Buffer.from(JSON.stringify({ person, medium, key, about })).toString('base64url');
      return `${body}.${sign(body)}`;
    },
    readTicket(given) {
      const [body = '', signature] = given.split('.');
      return signature === sign(body) ? (JSON.parse(Buffer.from(body, 'base64url').toString()) as Ticket) : undefined;
    },
    answerUrl: () => undefined,
    again: (key) => Promise.resolve(messages.get(key)),
    shelf: {
      put: () => Promise.resolve(),
      get: () => Promise.resolve(undefined),
      remove: () => Promise.resolve(),
      list: () => Promise.resolve([]),
    },
  };
  return host;
}

/** A server on a free port of this machine. */
export async function listening(handle: RequestListener) {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** The console's web server, with doors that come later. */
export async function phoneDoors() {
  const app = express();
  const server = await listening(app);
  return { ...server, app };
}
