import { z } from 'zod';
import type { Instant } from '../../../core/time.ts';
import { fromMs, toMs } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { Store } from '../../../ports/store.ts';
import type { Spent } from './spent.ts';

const NAME = 'sign-in/spent';
/** So many sign in at the very same moment; more is no chance. */
const MOST_TRIES = 50;

/** Name and end, in ms. None of the names can be made into a link or a cookie. */
const pairs = z.array(z.unknown());
const pair = z.tuple([z.string(), z.number().int().min(0).max(999_999_999_999_999)]);

type Parts = { readonly store: Pick<Store, 'text' | 'putText'>; readonly clock: Clock; readonly log: Log };

/**
 * One text of the store for all processes that share it: what is used at one of them is refused at all others. The store lets one
 * of two writers win, so of two who use the same link at once only one comes in. What is over is left out at the next writing.
 */
export function spentInStore({ store, clock, log }: Parts): Spent {
  let known: { readonly version: number; readonly all: ReadonlyMap<string, Instant> } = { version: 0, all: new Map() };

  async function look() {
    const kept = await store.text(NAME);
    const version = kept?.version ?? 0;
    // Two looks may come back in the other order.
    if (version > known.version) known = { version, all: mapOf(kept?.text ?? '[]') };
    return known;
  }

  return {
    since: undefined,
    async spend(name, until) {
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const { version, all } = await look();
        const before = all.get(name);
        if (before !== undefined && before >= until) return false;
        const now = clock.now();
        const next = new Map([...all].filter(([, ends]) => ends > now)).set(name, until);
        const text = JSON.stringify([...next].map(([one, ends]) => [one, toMs(ends)]));
        if (!(await store.putText(NAME, version, text))) continue;
        if (known.version <= version) known = { version: version + 1, all: next };
        return before === undefined;
      }
      throw new Error('what was used to sign in could not be kept: others keep writing');
    },
    until(name) {
      const ends = known.all.get(name);
      return ends === undefined || ends <= clock.now() ? undefined : ends;
    },
    async refresh() {
      try {
        await look();
      } catch (fault) {
        log.warn({ reason: String(fault) }, 'who was signed out elsewhere is not known just now');
      }
    },
  };
}

/** A text that came with somebody's backup may hold anything: nobody is kept out by what does not fit. */
function mapOf(text: string): ReadonlyMap<string, Instant> {
  const all = pairs.safeParse(jsonOf(text)).data ?? [];
  return new Map(
    all.flatMap((each) => {
      const read = pair.safeParse(each).data;
      return read === undefined ? [] : [[read[0], fromMs(read[1])] as const];
    }),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
