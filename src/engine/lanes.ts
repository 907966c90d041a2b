import type { Lane } from '../core/aggregate.ts';
import type { Claim, Store } from '../ports/store.ts';
import type { Notify } from './notice.ts';
import { reasonOf } from './notice.ts';

/**
 * Which lanes share slots, in the order in which they are served, and how many claims of each may be under way when it begins
 * another: the worst incidents go first, and keep slots that no storm of lesser ones can take.
 */
export const LANE_SLOTS: readonly Readonly<Partial<Record<Lane, number>>>[] = [
  { urgent: 256, page: 224 },
  { room: 32 },
  { house: 8 },
];
/** For how long a claim is this process's own, in ms. */
const LEASE_MS = 30_000;

export interface LaneRunner {
  /** Claims what is due, as far as there are free slots, and starts working on it; returns at once. */
  kick(): void;
  /** Resolves when nothing is under way and the last look found nothing due. */
  idle(): Promise<void>;
  /** Claims nothing new; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

type Parts = { readonly store: Store; readonly work: (claim: Claim) => Promise<void>; readonly notify: Notify };

/** Lanes with slots of their own, so that a hang or a storm in other lanes delays nothing here. */
export function laneRunner(slots: (typeof LANE_SLOTS)[number], { store, work, notify }: Parts): LaneRunner {
  const lanes = Object.entries(slots) as [Lane, number][];
  let running = 0;
  let looking = false;
  let lookAgain = false;
  let stopped = false;
  let waiting: (() => void)[] = [];

  function kick() {
    if (stopped) return;
    if (looking) lookAgain = true;
    else void look();
  }

  async function look() {
    looking = true;
    do {
      lookAgain = false;
      for (const [lane, all] of lanes) {
        const most = all - running;
        if (most > 0) for (const claim of await claimed(lane, most)) void run(claim);
      }
    } while (lookAgain && !stopped);
    looking = false;
    settle();
  }

  async function claimed(lane: Lane, most: number): Promise<readonly Claim[]> {
    try {
      const claims = await store.claim({ lane, most, leaseMs: LEASE_MS });
      if (claims.length === most) lookAgain = true;
      return claims;
    } catch (error) {
      notify({ kind: 'fault', where: `claim ${lane}`, reason: reasonOf(error) });
      return [];
    }
  }

  async function run(claim: Claim) {
    running += 1;
    try {
      await work(claim);
    } catch (error) {
      notify({ kind: 'fault', where: claim.key, reason: reasonOf(error) });
    }
    running -= 1;
    kick();
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
