import { createHmac } from 'node:crypto';
import { card } from '../../src/core/card.ts';
import { personId } from '../../src/core/ids.ts';
import type { PageMessage } from '../../src/core/message.ts';
import { instant } from '../../src/core/time.ts';
import type { Shelf } from '../../src/ports/chat.ts';
import type { Reply } from '../../src/ports/door.ts';
import type { MediaHost, Ticket } from '../../src/ports/media.ts';
import { book } from './clinic.ts';
import { virtualClock } from './virtual-clock.ts';

export const AT = instant('2026-11-22T02:14:00.000Z');
export const PUBLIC = 'https://muster.example.com';
const SECRET = 'the secret of the tests of push';

type Press = { readonly ticket: Ticket; readonly digit: string; readonly delivery: string };
/** A host that does what Muster would, and shows what was asked of it. */
export type PushHost = MediaHost & {
  readonly presses: readonly Press[];
  readonly logged: readonly string[];
  /** Texts on the shelf, by their keys. */
  readonly onShelf: Map<string, { readonly text: string; readonly name: string }>;
  /** Answers presses from now on, in the place of "done". */
  answerWith(reply: (press: Press) => Reply): void;
};

export function memoryShelf(rows = new Map<string, { readonly text: string; readonly name: string }>()): Shelf {
  return {
    put: async (key, text, name) => void rows.set(key, { text, name }),
    get: async (key) => rows.get(key)?.text,
    remove: async (key) => void rows.delete(key),
    list: async () => [...rows].map(([key, { name }]) => ({ key, name })),
  };
}

export const done: Reply = { ok: true, card: card('Ann has INC-42'), code: 'done', incident: null };

export function pushHost(over: Partial<MediaHost> = {}): PushHost {
  const presses: Press[] = [];
  const logged: string[] = [];
  const onShelf: PushHost['onShelf'] = new Map();
  const write = (fields: object, say: string) => void logged.push(`${say} ${JSON.stringify(fields)}`);
  const sign = (text: string) => createHmac('sha256', SECRET).update(text).digest('base64url');
  let reply: (press: Press) => Reply = () => done;
  return {
    presses,
    logged,
    onShelf,
    answerWith: (next) => void (reply = next),
    clock: virtualClock(AT),
    log: { info: write, warn: write, error: write },
    secret: SECRET,
    publicUrl: PUBLIC,
    book: () => book,
    now: async () => AT,
    hear: async () => ({ ok: true, say: undefined }),
    async press(ticket, digit, delivery) {
      const press = { ticket, digit, delivery };
      presses.push(press);
      return reply(press);
    },
    report: async () => undefined,
    ticketFor({ person, medium, key, incident: about }) {
      const text = Buffer.from(JSON.stringify({ person, medium, key, about })).toString('base64url');
      return `${text}.${sign(text)}`;
    },
    readTicket(given) {
      const [text = '', signature] = given.split('.');
      if (signature !== sign(text)) return undefined;
      const { person, medium, key, about } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Ticket;
      return { person: personId(person), medium, key, about };
    },
    answerUrl: ({ incident, key }: PageMessage) =>
      /^(?:INC|EX)-/.test(incident) ? `${PUBLIC}/answer?t=${encodeURIComponent(key)}` : undefined,
    again: async () => undefined,
    shelf: memoryShelf(onShelf),
    ...over,
  };
}
