import { randomBytes } from 'node:crypto';
import type { Card } from '../../core/card.ts';
import type { Log } from '../../ports/log.ts';
import type { Store } from '../../ports/store.ts';
import type { Visitor } from './visitors.ts';

const MOST_KEPT = 1_000;

/** What was answered, and to which words: a refused line stands in its box again. */
export type KeptReply = {
  readonly card: Card;
  readonly ok: boolean;
  /** `done`, `said`, `missing`, or why not. */
  readonly code: string;
  readonly words: string;
};

export interface Replies {
  /** Keeps a reply for the page that the browser is sent to; answers its name in the address. Never rejects. */
  keep(visitor: Visitor, reply: KeptReply): Promise<string>;
  find(visitor: Visitor, name: unknown): Promise<KeptReply | undefined>;
}

type Kept = { readonly name: string; readonly session: string; readonly reply: KeptReply };
type Parts = { readonly shelf: Pick<Store, 'text' | 'putText'> | undefined; readonly log: Log };

/** So many of one person are kept for other processes; whoever is sent to a page is there at once. */
const MOST_OF_A_PERSON = 3;
const MOST_TRIES = 5;

/**
 * The newest replies, in memory: a page that is loaded again shows its reply again; after a restart it is gone. With a `shelf`
 * the last of each person lie there too, for the browser may be sent to another process than the one that answered.
 */
export function repliesOf({ shelf, log }: Parts): Replies {
  const kept = new Map<string, Kept>();
  const nameOf = ({ person }: Visitor) => `console/replies/${person}`;
  const all = (text: string | undefined) => JSON.parse(text ?? '[]') as readonly Kept[];

  async function put(visitor: Visitor, own: Kept, on: NonNullable<Parts['shelf']>) {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const before = await on.text(nameOf(visitor));
      const next = [...all(before?.text), own].slice(-MOST_OF_A_PERSON);
      if (await on.putText(nameOf(visitor), before?.version ?? 0, JSON.stringify(next))) return;
    }
  }

  return {
    async keep(visitor, reply) {
      const name = randomBytes(9).toString('base64url');
      const own = { name, session: visitor.session.id, reply };
      kept.set(name, own);
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      try {
        if (shelf !== undefined) await put(visitor, own, shelf);
      } catch (fault) {
        // What was said is done; only this process can show the answer.
        log.warn({ reason: String(fault) }, 'a reply was not kept for other processes');
      }
      return name;
    },
    async find(visitor, name) {
      if (typeof name !== 'string') return undefined;
      const there = kept.has(name) || shelf === undefined ? undefined : await shelf.text(nameOf(visitor));
      const found = kept.get(name) ?? all(there?.text).find((one) => one.name === name);
      return found?.session === visitor.session.id ? found.reply : undefined;
    },
  };
}
