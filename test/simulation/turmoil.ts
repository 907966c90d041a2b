import type { Claim, Heard, Store } from '../../src/ports/store.ts';
import { StoreFault } from '../../src/ports/store.ts';
import type { Random } from './random.ts';

/** Every fault that the simulation makes says so, so that the judge can tell it from one that nobody made. */
export const MADE = 'made by the simulation';

/** What befalls one process among others, decided by the seed. */
export interface Turmoil {
  /** Waits for so many turns of the others, mostly for none, now and then until they have done whole orders. */
  turn(): Promise<void> | undefined;
  /** The store as seen over a network: an answer is lost although it was kept, a call never arrives, hints come twice or never. */
  store(inner: Store): Store;
  /** Everything that was claimed through that store, most of it long over. */
  readonly claims: ReadonlySet<Claim>;
}

/** Whatever is ready goes on meanwhile. */
const A_TURN = Promise.resolve();
const FAULTS = { append: 0.012, claim: 0.004, release: 0.002, read: 0.0007, delivered: 0.0007, nextNumber: 0.002 };
type Faulty = keyof typeof FAULTS;

export function turmoilOf(random: Random): Turmoil {
  const claims = new Set<Claim>();
  const turns = () =>
    random.weighted([
      [60, 0],
      [25, random.between(1, 6)],
      [12, random.between(6, 60)],
      [3, random.between(60, 900)],
    ]);

  async function wait(count: number) {
    for (let turn = 0; turn < count; turn += 1) await A_TURN;
  }

  /** Half of the calls that fail were done all the same. */
  function shaky<Args extends readonly unknown[], Result>(name: Faulty, call: (...args: Args) => Promise<Result>) {
    return async (...args: Args): Promise<Result> => {
      if (!random.chance(FAULTS[name])) return call(...args);
      if (random.chance(0.5)) throw new StoreFault(`${name} never arrived (${MADE})`);
      await call(...args);
      throw new StoreFault(`the answer to ${name} was lost (${MADE})`);
    };
  }

  return {
    claims,
    turn() {
      const count = turns();
      return count === 0 ? undefined : wait(count);
    },
    store: (inner) => ({
      ...inner,
      append: shaky('append', inner.append),
      release: shaky('release', inner.release),
      read: shaky('read', inner.read),
      delivered: shaky('delivered', inner.delivered),
      nextNumber: shaky('nextNumber', inner.nextNumber),
      claim: shaky('claim', async (ask) => {
        const found = await inner.claim(ask);
        for (const claim of found) claims.add(claim);
        return found;
      }),
      listen(hear) {
        return inner.listen((heard: Heard) => {
          for (const times of random.pick([[], [1], [1], [1], [1, 2]]))
            void wait(times * turns()).then(() => hear(heard));
        });
      },
    }),
  };
}
