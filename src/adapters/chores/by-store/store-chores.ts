import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { MINUTE_MS, msBetween, plusMs, readInstant, SECOND_MS, type Instant } from '../../../core/time.ts';
import type { Chore, Chores } from '../../../ports/chores.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Store } from '../../../ports/store.ts';

/** Whoever does a chore has it for so long, and says so again three times as often; then another one may. */
const LEASE_MS = MINUTE_MS;
/** The longest that a replica goes without looking whether a chore is due. */
const LOOK_MS = 30 * SECOND_MS;

type Parts = {
  readonly store: Pick<Store, 'now' | 'text' | 'putText'>;
  /** Follows the store's clock; only waits are counted by it. */
  readonly clock: Clock;
  readonly onError: (name: string, fault: unknown) => void;
  /** Rings on one of the replicas when a chore may be due, so that they take turns. May forget. */
  readonly bell?: { ringEvery(name: string, everyMs: number, hear: () => void): void };
};

const instant = z.string().transform((text) => readInstant(text));
const state = z.object({
  /** From when on it is to be done. */
  next: instant,
  /** Who does it now, and until when nobody else may. */
  by: z.string().nullable(),
  until: instant,
  memory: z.string().nullable(),
});
type State = {
  readonly next: Instant;
  readonly by: string | null;
  readonly until: Instant;
  readonly memory: string | null;
};

/** One look at a chore as it stands in the store; `version` is what the next write has to replace. */
type Seen = { readonly version: number; readonly now: Instant; readonly state: State };

/**
 * Chores of several replicas: who may do one, and until when, is a text in the store that is replaced only as it was read, and judged by
 * the store's clock.
 */
export function storeChores({ store, clock, onError, bell }: Parts): Chores {
  const self = randomUUID();

  async function see(name: string): Promise<Seen> {
    const [kept, now] = await Promise.all([store.text(placeOf(name)), store.now()]);
    return {
      version: kept?.version ?? 0,
      now,
      state: read(kept?.text) ?? { next: now, by: null, until: now, memory: null },
    };
  }
  const write = (name: string, version: number, next: State) =>
    store.putText(placeOf(name), version, JSON.stringify(next));

  /** Does it if it is due and free; answers how many ms from now to look again. */
  async function look(name: string, ms: number, work: Chore): Promise<number> {
    const { version, now, state: found } = await see(name);
    // Further ahead than it can be: the store's clock was wrong when that was written.
    if (found.next > now && found.next <= plusMs(now, ms)) return msBetween(now, found.next);
    if (found.by !== null && found.until > now) return msBetween(now, found.until);
    const mine = { ...found, by: self };
    if (!(await write(name, version, { ...mine, until: plusMs(now, LEASE_MS) }))) return 0;
    const held = hold(name, version + 1, mine);
    let memory = found.memory;
    try {
      memory = (await work(memory ?? undefined)) ?? null;
    } catch (fault) {
      onError(name, fault);
    }
    const after = plusMs(await store.now(), ms);
    await write(name, await held.letGo(), { next: after, by: null, until: after, memory });
    return ms;
  }

  /** Says again and again that somebody is at it, so that a long chore is not begun by another replica. */
  function hold(name: string, from: number, mine: State) {
    let version = from;
    let ended = false;
    let cancel = () => {};
    let last: Promise<void> = Promise.resolve();
    const again = async () => {
      const until = plusMs(await store.now(), LEASE_MS);
      // Somebody else took over while this process was frozen: what it did last is theirs.
      if (await write(name, version, { ...mine, until })) version += 1;
      else ended = true;
    };
    const arm = () => {
      cancel = clock.ring(plusMs(clock.now(), LEASE_MS / 3), () => {
        last = again().catch((fault: unknown) => onError(name, fault));
        void last.then(() => ended || arm());
      });
    };
    arm();
    return {
      async letGo() {
        ended = true;
        cancel();
        await last;
        return version;
      },
    };
  }

  return {
    every(name, ms, work) {
      let cancel = () => {};
      let ended = false;
      let last: Promise<void> | undefined;

      const once = async () => {
        cancel();
        const soon = await look(name, ms, work).catch((fault: unknown) => {
          onError(name, fault);
          return LOOK_MS;
        });
        last = undefined;
        if (!ended) cancel = clock.ring(plusMs(clock.now(), Math.min(soon, LOOK_MS)), begin);
      };
      const begin = () => {
        if (!ended) last ??= once();
      };
      begin();
      bell?.ringEvery(name, ms, begin);
      return async () => {
        ended = true;
        cancel();
        await last;
      };
    },
  };
}

const placeOf = (name: string) => `chore/${name}`;

/** What cannot be read is as if it had never been: the chore is due. */
function read(text: string | undefined): State | undefined {
  if (text === undefined) return undefined;
  try {
    const { next, by, until, memory } = state.parse(JSON.parse(text));
    return next === undefined || until === undefined ? undefined : { next, by, until, memory };
  } catch {
    return undefined;
  }
}
