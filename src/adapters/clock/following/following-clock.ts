import { fromMs, toMs, type Instant } from '../../../core/time.ts';
import type { Clock } from '../../../ports/clock.ts';

/** The longest single wait of the wall, so that a step of the followed clock is noticed within it. */
const LONGEST_WAIT_MS = 1_000;
/** A question that took longer than this, in ms, says too little about the time; one is believed anyway after a while. */
const GOOD_MS = 25;
const BELIEVE_ANY_AFTER_MS = 5_000;

/** What another clock showed (ms since 1970), how fast it runs, and how long the question was under way, in ms. */
export type Shown = { readonly ms: number; readonly speed: number; readonly tookMs: number };

export interface FollowingClock extends Clock {
  /** Takes over what the other clock showed, if the answer came quickly enough to mean something. */
  follow(shown: Shown): void;
}

export type Options = {
  /**
   * For the time on the wall: where the other one goes back it goes on by itself, so that what rings every second does so all the
   * same. Without it hours ring when the other one shows them, however long that takes.
   */
  readonly goesOn?: boolean;
  /** Milliseconds since any moment; never steps. */
  readonly monotonic?: () => number;
};

const elapsed = () => performance.now();

/**
 * A clock that shows what another one does, between two looks at it by the monotonic clock of this machine, whatever the
 * machine's own calendar says (reliability 39). It never goes back, and rings a little late rather than early: by as much as
 * the last look may have been wrong.
 */
export function followingClock(first: Shown, { goesOn = false, monotonic = elapsed }: Options = {}): FollowingClock {
  let base = { ms: first.ms + (first.tookMs / 2) * first.speed, at: monotonic(), speed: first.speed };
  let doubtMs = first.tookMs / 2 + 1;
  let last = 0;

  const followedMs = () => base.ms + (monotonic() - base.at) * base.speed;
  const nowMs = () => (last = Math.max(last, followedMs()));
  const now = (): Instant => fromMs(Math.floor(nowMs()));

  function follow({ ms, speed, tookMs }: Shown) {
    const at = monotonic();
    const isStale = at - base.at > BELIEVE_ANY_AFTER_MS;
    if (tookMs > GOOD_MS && speed === base.speed && !isStale) return;
    const followed = ms + (tookMs / 2) * speed;
    base = { ms: goesOn ? Math.max(followed, nowMs()) : followed, at, speed };
    doubtMs = Math.min(tookMs / 2, LONGEST_WAIT_MS) + 1;
  }

  function ring(hour: Instant, call: () => void): () => void {
    let cancel = () => {};
    const wait = () => {
      const left = (toMs(hour) - followedMs()) / base.speed;
      if (left <= 0) {
        const soon = setImmediate(call);
        cancel = () => clearImmediate(soon);
        return;
      }
      const timer = setTimeout(wait, Math.min(left + doubtMs, LONGEST_WAIT_MS));
      timer.unref();
      cancel = () => clearTimeout(timer);
    };
    wait();
    return () => cancel();
  }

  return { now, ring, follow };
}
