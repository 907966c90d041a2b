import { randomBytes } from 'node:crypto';
import type { Card } from '../../core/card.ts';

const MOST_KEPT = 1_000;

export interface Replies {
  /** Keeps a reply for the page that the browser is sent to; answers its name in the address. */
  keep(session: string, card: Card): string;
  find(session: string, name: unknown): Card | undefined;
}

/** The newest replies, in memory: a page that is loaded again shows its reply again; after a restart it is gone. */
export function repliesOf(): Replies {
  const kept = new Map<string, { readonly session: string; readonly card: Card }>();
  return {
    keep(session, card) {
      const name = randomBytes(9).toString('base64url');
      kept.set(name, { session, card });
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return name;
    },
    find(session, name) {
      const found = typeof name === 'string' ? kept.get(name) : undefined;
      return found?.session === session ? found.card : undefined;
    },
  };
}
