import type { Lane } from '../core/aggregate.ts';
import type { Claim, Store } from '../ports/store.ts';
import { givesBack } from './give-back.ts';
import type { Notify } from './notice.ts';
import { reasonOf } from './notice.ts';

/** Lanes that share slots: so many in all, and at most so many for each, in the order in which they are served. */
export type Slots = { readonly all: number; readonly most: Readonly<Partial<Record<Lane, number>>> };
/**
 * The worst incidents go first and keep slots that no storm of lesser ones can take; hours and answers keep some, too, however
 * many of the worst hang. The first are so many that in a herd one part is decided while another is on its way to the store.
 */
export const LANE_SLOTS: readonly Slots[] = [
  { all: 768, most: { urgent: 736, page: 736 } },
  { all: 32, most: { room: 32 } },
  { all: 8, most: { house: 8 } },
];
/** For how long a claim is this process's own, in ms. */
const LEASE_MS = 30_000;

export interface LaneRunner {
  /** Claims what is due and starts working on it; resolves when it has looked, true if nothing due had to wait for a slot. */
  kick(): Promise<boolean>;
  /** Resolves when nothing is under way and the last look found nothing due. */
  idle(): Promise<void>;
  /** Claims nothing new; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

type Parts = { readonly store: Store; readonly work: (claim: Claim) => Promise<void>; readonly notify: Notify };

/** Lanes with slots of their own, so that a hang or a storm in other lanes delays nothing here. */
export function laneRunner({ all, most: each }: Slots, { store, work, notify }: Parts): LaneRunner {
  const lanes = Object.entries(each) as [Lane, number][];
  const under = new Map<Lane, number>();
  const leases = givesBack(store);
  let running = 0;
  let looking = false;
  let looked = Promise.resolve(true);
  let lookAgain = false;
  let stopped = false;
  let waiting: (() => void)[] = [];

  function kick(): Promise<boolean> {
    if (stopped) return Promise.resolve(false);
    if (looking) lookAgain = true;
    else looked = look();
    return looked;
  }

  async function look() {
    looking = true;
    let short = false;
    do {
      lookAgain = false;
      short = false;
      // What ends in this turn of the event loop is counted together: one claim for all of it, not one for the first.
      await Promise.resolve();
      // What becomes free while the first lane is looked at is the first lane's again.
      let free = all - running;
      for (const [lane, own] of lanes) {
        const most = Math.min(free, own - (under.get(lane) ?? 0));
        const claims = most > 0 ? await claimed(lane, most) : undefined;
        short ||= claims === undefined;
        free -= claims?.length ?? 0;
        for (const claim of claims ?? []) void run(claim);
      }
    } while (lookAgain && !stopped);
    looking = false;
    settle();
    return !short;
  }

  /** Undefined when the store did not answer. */
  async function claimed(lane: Lane, most: number): Promise<readonly Claim[] | undefined> {
    try {
      const claims = await store.claim({ lane, most, leaseMs: LEASE_MS });
      if (claims.length === most) lookAgain = true;
      return claims;
    } catch (error) {
      notify({ kind: 'fault', where: `claim ${lane}`, reason: reasonOf(error) });
      return undefined;
    }
  }

  function count(lane: Lane, by: 1 | -1) {
    running += by;
    under.set(lane, (under.get(lane) ?? 0) + by);
  }

  async function run(claim: Claim) {
    count(claim.lane, 1);
    try {
      await work(claim);
      leases.done(claim);
    } catch (error) {
      notify({ kind: 'fault', where: claim.key, reason: reasonOf(error) });
      // Not waited for: the store may be away for long, and there is other work.
      void leases.failed(claim, error).then(() => kick());
    }
    count(claim.lane, -1);
    void kick();
    settle();
  }

  function settle() {
    if (running > 0 || looking) return;
    const done = waiting;
    waiting = [];
    for (const resolve of done) resolve();
  }

  const idle = async () => {
    if (running > 0 || looking) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return {
    kick,
    idle,
    stop() {
      stopped = true;
      return idle();
    },
  };
}
