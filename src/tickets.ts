import { signed, unsigned } from './adapters/web/sign.ts';
import { personId } from './core/ids.ts';
import { MEDIA } from './core/media.ts';
import type { PageMessage } from './core/message.ts';
import { DAY_MS, fromMs, msBetween, toMs } from './core/time.ts';
import type { Clock } from './ports/clock.ts';
import type { Ticket } from './ports/media.ts';

/** How long something that was sent can be answered by what was sent with it, in ms. */
const LASTS_MS = 14 * DAY_MS;
const LONGEST = 400;

export type Tickets = {
  ticketFor(message: PageMessage): string;
  readTicket(text: string): Ticket | undefined;
};

/**
 * What is sent with a message and must come back to answer it: who, by which medium, which attempt, and when, signed. It is
 * worth nothing but that answer: it signs nobody in.
 */
export function ticketsOf(secret: string, clock: Clock): Tickets {
  return {
    ticketFor({ key, person, medium }) {
      const text = [key, person, medium, toMs(clock.now()).toString(36)].join('\n');
      return signed(secret, 'answer', Buffer.from(text).toString('base64url'));
    },
    readTicket(given) {
      const text = given.length > LONGEST ? undefined : unsigned(secret, 'answer', given);
      if (text === undefined) return undefined;
      const [key = '', person = '', named = '', issued = ''] = Buffer.from(text, 'base64url').toString().split('\n');
      const medium = MEDIA.find((one) => one === named);
      const ms = Number.parseInt(issued, 36);
      if (medium === undefined || Number.isNaN(ms) || msBetween(fromMs(ms), clock.now()) > LASTS_MS) return undefined;
      return { key, person: personId(person), medium, about: key.slice(0, key.indexOf('/')) };
    },
  };
}
