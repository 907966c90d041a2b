import { plusMs } from '../core/time.ts';
import type { Claim, Store } from '../ports/store.ts';
import { StoreFault } from '../ports/store.ts';

/** A row whose work met a failing store can be claimed again after so long, in ms; twice as long each further time. */
const FIRST_MS = 250;
/** No longer than a lease lasts, in ms: then it is free anyway. */
const LONGEST_MS = 30_000;
/** A store that stays away is asked so often to take the row back; each asking is as patient as the store. */
const MOST_TRIES = 8;

/**
 * Work that was left because the store failed for a moment shall not wait until its lease ends: the row is given back as soon as
 * the store takes it. What fails for another reason keeps its lease: to try that again at once would help nobody.
 */
export function givesBack(store: Store) {
  const pauses = new Map<string, number>();
  return {
    /** The work under this claim came to its end. */
    done: (claim: Claim) => void pauses.delete(claim.key),
    /** Never rejects. */
    async failed(claim: Claim, error: unknown): Promise<void> {
      if (!(error instanceof StoreFault)) return;
      const pause = Math.min(LONGEST_MS, pauses.get(claim.key) ?? FIRST_MS);
      pauses.set(claim.key, pause * 2);
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const given = await giveBack(claim, pause).then(
          () => true,
          () => false,
        );
        if (given) return;
      }
    },
  };

  async function giveBack(claim: Claim, pause: number) {
    await store.release(claim, plusMs(await store.now(), pause));
  }
}
