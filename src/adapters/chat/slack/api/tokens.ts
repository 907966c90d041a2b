import { plusMs, SECOND_MS } from '../../../../core/time.ts';
import type { Clock } from '../../../../ports/clock.ts';
import { broken, refused, type Failure } from './called.ts';

export type TokenOf = (team: string) => Promise<string | undefined>;
export type Token = { readonly ok: true; readonly token: string } | Failure;

export interface Tokens {
  /** The workspace's token. Asked for anew each time, for the app may have been installed again. */
  of(team: string): Promise<Token>;
  forget(team: string): void;
}

/** How long a token may be looked for before the last one known is taken. */
const PATIENCE_MS = SECOND_MS;
const MOST_KNOWN = 1_000;

/** A page does not wait for a store that is slow, nor fail with one that is broken: the last token known will mostly do. */
export function tokenShelf(lookUp: TokenOf, clock: Clock): Tokens {
  const last = new Map<string, string>();

  const remember = (team: string, token: string) => {
    last.delete(team);
    last.set(team, token);
    const [oldest] = last.keys();
    if (last.size > MOST_KNOWN && oldest !== undefined) last.delete(oldest);
  };
  const lastKnown = (team: string): Token => {
    const token = last.get(team);
    return token === undefined
      ? broken(`the token of ${team} could not be looked up`, 'no')
      : { ok: true as const, token };
  };

  return {
    of: async (team) => {
      const { promise: patience, resolve } = Promise.withResolvers<'late'>();
      const cancel = clock.ring(plusMs(clock.now(), PATIENCE_MS), () => resolve('late'));
      try {
        const found = await Promise.race([ask(lookUp, team), patience]);
        if (found === 'late' || found === 'failed') return lastKnown(team);
        if (found.token === undefined || found.token === '') {
          last.delete(team);
          return refused('not_authed');
        }
        remember(team, found.token);
        return { ok: true, token: found.token };
      } finally {
        cancel();
      }
    },
    forget: (team) => void last.delete(team),
  };
}

async function ask(lookUp: TokenOf, team: string): Promise<{ readonly token: string | undefined } | 'failed'> {
  try {
    return { token: await lookUp(team) };
  } catch {
    return 'failed';
  }
}
