import { randomBytes } from 'node:crypto';
import type { Card } from '../../core/card.ts';

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
  /** Keeps a reply for the page that the browser is sent to; answers its name in the address. */
  keep(session: string, reply: KeptReply): string;
  find(session: string, name: unknown): KeptReply | undefined;
}

/** The newest replies, in memory: a page that is loaded again shows its reply again; after a restart it is gone. */
export function repliesOf(): Replies {
  const kept = new Map<string, { readonly session: string; readonly reply: KeptReply }>();
  return {
    keep(session, reply) {
      const name = randomBytes(9).toString('base64url');
      kept.set(name, { session, reply });
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return name;
    },
    find(session, name) {
      const found = typeof name === 'string' ? kept.get(name) : undefined;
      return found?.session === session ? found.reply : undefined;
    },
  };
}
