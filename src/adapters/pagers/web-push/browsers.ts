import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { PersonId } from '../../../core/ids.ts';
import { personId } from '../../../core/ids.ts';
import type { Instant } from '../../../core/time.ts';
import { readInstant } from '../../../core/time.ts';
import type { Shelf } from '../../../ports/chat.ts';
import type { RingingBrowser } from '../../../ports/push-subscriptions.ts';
import type { Seal } from './seal.ts';

/** Exactly so many bytes of base64url, with or without its `=`. */
const bytes = (count: number, is: (raw: Buffer) => boolean = () => true) =>
  z
    .string()
    .max(200)
    .refine((text) => {
      const raw = Buffer.from(text, 'base64url');
      return raw.length === count && is(raw);
    });

/** What a browser gives (W3C Push API 8): a point of P-256, uncompressed (RFC 8291 3.1), and a secret of 16 bytes (3.2). */
export const subscriptionSchema = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).max(2_000),
  keys: z.object({ p256dh: bytes(65, (raw) => raw[0] === 4), auth: bytes(16) }),
});
export type Subscription = z.output<typeof subscriptionSchema>;

/** A browser that rings, with where and how it is reached. */
export type Browser = RingingBrowser & { readonly person: PersonId; readonly subscription: Subscription };

const kept = z.object({
  subscription: subscriptionSchema,
  since: z.string().transform((text, ctx): Instant => {
    const at = readInstant(text);
    if (at !== undefined) return at;
    ctx.addIssue({ code: 'custom', message: 'is no instant' });
    return z.NEVER;
  }),
});

const FRONT = 'web-push/of/';
const keyOf = (person: PersonId, id: string) => `${FRONT}${person}/${id}`;

/** The browser can work it out too, and know itself in the list. */
export const browserId = (endpoint: string): string =>
  createHash('sha256').update(endpoint).digest('base64url').slice(0, 22);

export interface Browsers {
  of(person: PersonId): Promise<readonly Browser[]>;
  put(person: PersonId, subscription: Subscription, about: Pick<RingingBrowser, 'name' | 'since'>): Promise<void>;
  remove(person: PersonId, id: string): Promise<void>;
  /** Whoever has a browser that rings. */
  people(): Promise<readonly PersonId[]>;
  /** Takes away what nobody can open any more, and the browsers of people who are not `here`. Answers how many. */
  tidy(here: (person: PersonId) => boolean): Promise<number>;
}

/** The shelf of browsers: each sealed under its own name, so that nobody's can be put in another's place. */
export function browsersOn(shelf: Shelf, seal: Seal): Browsers {
  async function rows() {
    const all = await shelf.list();
    return all.flatMap(({ key, name }) => {
      const [person, id, ...more] = key.startsWith(FRONT) ? key.slice(FRONT.length).split('/') : [];
      return person === undefined || id === undefined || more.length > 0
        ? []
        : [{ key, name, id, person: personId(person) }];
    });
  }
  type Row = Awaited<ReturnType<typeof rows>>[number];

  async function open({ key, name, id, person }: Row): Promise<Browser | undefined> {
    const closed = await shelf.get(key);
    const text = closed === undefined ? undefined : seal.open(closed, key);
    const read = text === undefined ? undefined : kept.safeParse(JSON.parse(text));
    return read?.success === true ? { ...read.data, id, name, person } : undefined;
  }

  return {
    async of(person) {
      const own = (await rows()).filter((row) => row.person === person);
      return (await Promise.all(own.map(open))).filter((browser) => browser !== undefined);
    },
    async put(person, subscription, { name, since }) {
      const id = browserId(subscription.endpoint);
      const key = keyOf(person, id);
      await shelf.put(key, seal.close(JSON.stringify({ subscription, since }), key), name);
      const others = (await rows()).filter((row) => row.id === id && row.person !== person);
      for (const other of others) await shelf.remove(other.key);
    },
    remove: (person, id) => shelf.remove(keyOf(person, id)),
    people: async () => [...new Set((await rows()).map(({ person }) => person))],
    async tidy(here) {
      let gone = 0;
      for (const row of await rows()) {
        if (here(row.person) && (await open(row)) !== undefined) continue;
        await shelf.remove(row.key);
        gone += 1;
      }
      return gone;
    },
  };
}
