import type { Instant } from '../core/time.ts';
import { fromMs, latest, MINUTE_MS, msBetween, plusMs, SECOND_MS } from '../core/time.ts';
import type { Claim } from '../ports/store.ts';
import type { Snapshot } from './kind.ts';

/** For how long a row is left to others at a time, and until how long after its hour and what is not understood, in ms. */
const A_TURN_MS = SECOND_MS;
const PATIENCE_MS = 20 * SECOND_MS;
const LATELY_MS = 10 * MINUTE_MS;

/** What this process does not understand may be the work of a newer one beside it, which then knows better what follows. */
export interface GivingWay {
  /** Whether it left something to others just now: then it does not look at the very hour, so that they are first. */
  isWaiting(now: Instant): boolean;
  /** Whether what the stream asks for is for a newer process to mend, which wrote in it lately. */
  isTheirs(snapshot: Pick<Snapshot, 'illAt'>, now: Instant): boolean;
  /** Until when a claimed row is left to others; undefined when it is this process's turn. */
  until(claim: Pick<Claim, 'stream' | 'at'>, snapshot: Pick<Snapshot, 'illAt'>, now: Instant): Instant | undefined;
}

/**
 * While a new version is rolled out, old processes and new ones share a store. An old one leaves what hangs on events that it
 * does not understand to the others, a second at a time and for twenty seconds after the hour and after such an event, and then acts as far as it
 * understands: where all are old, somebody is paged all the same. Once nobody came it does not wait again, until it meets
 * something that was written after that and that it does not understand either.
 */
export function givingWay(): GivingWay {
  const left = new Set<string>();
  let aloneSince = fromMs(0);
  let waitsUntil = fromMs(0);

  const isNewerAround = ({ illAt }: Pick<Snapshot, 'illAt'>) => illAt !== null && illAt > aloneSince;
  return {
    isWaiting: (now) => now < waitsUntil,
    isTheirs: (snapshot, now) => isNewerAround(snapshot) && msBetween(snapshot.illAt ?? now, now) < LATELY_MS,
    until({ stream, at }, snapshot, now) {
      if (!isNewerAround(snapshot)) {
        left.delete(stream);
        return undefined;
      }
      const from = latest(at, snapshot.illAt ?? at);
      if (msBetween(from, now) < PATIENCE_MS) {
        left.add(stream);
        waitsUntil = plusMs(now, 2 * A_TURN_MS);
        return plusMs(now, A_TURN_MS);
      }
      // What is so late because nobody ran says nothing about who is there now.
      if (left.delete(stream)) aloneSince = now;
      return undefined;
    },
  };
}
