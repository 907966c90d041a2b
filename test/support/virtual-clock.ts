import { plusMs, type Instant } from '../../src/core/time.ts';
import type { Clock } from '../../src/ports/clock.ts';

/** Rounds of the event loop without work that count as quiet, and how many are waited for before giving up. */
const QUIET_ROUNDS = 2;
const MOST_ROUNDS = 10_000;

/** A clock that stands still until it is told to go. */
export interface VirtualClock extends Clock {
  /** Lets so much time pass: what is due rings in order, and each ring's work ends before the next. */
  advance(ms: number): Promise<void>;
  advanceTo(at: Instant): Promise<void>;
  /** A step of the clock with nothing in between, as after a sleep of the machine; overdue rings follow at once. */
  jump(ms: number): void;
  /** Waits until nothing is at work in the event loop, without letting time pass. */
  settle(): Promise<void>;
}

type Ring = { readonly at: Instant; readonly turn: number; readonly call: () => void };

/**
 * Same calls, same order, every time. Work is waited for as long as promises, immediates and file operations are under
 * way; give `busy` when a test has other work (a socket, a child process) that time must wait for.
 */
export function virtualClock(start: Instant, busy: () => boolean = () => false): VirtualClock {
  let now = start;
  let turns = 0;
  let waiting: readonly Ring[] = [];
  let catchingUp = false;

  const takeDue = (until: Instant): Ring | undefined => {
    const due = waiting.filter((ring) => ring.at <= until);
    const first = due.reduce<Ring | undefined>((a, b) => (a === undefined || isSooner(b, a) ? b : a), undefined);
    if (first !== undefined) waiting = waiting.filter((ring) => ring !== first);
    return first;
  };
  const ringOverdue = () => {
    catchingUp = false;
    const before = turns;
    const overdue = waiting
      .filter((ring) => ring.at <= now && ring.turn <= before)
      .toSorted((a, b) => (isSooner(a, b) ? -1 : 1));
    for (const ring of overdue) {
      if (!waiting.includes(ring)) continue;
      waiting = waiting.filter((each) => each !== ring);
      ring.call();
    }
  };
  const catchUpSoon = () => {
    if (catchingUp) return;
    catchingUp = true;
    setImmediate(ringOverdue);
  };
  const settle = () => untilQuiet(busy);

  const advanceTo = async (target: Instant) => {
    await settle();
    for (let ring = takeDue(target); ring !== undefined; ring = takeDue(target)) {
      if (ring.at > now) now = ring.at;
      ring.call();
      await settle();
    }
    if (target > now) now = target;
  };

  return {
    now: () => now,
    ring: (at, call) => {
      const ring = { at, turn: (turns += 1), call };
      waiting = [...waiting, ring];
      if (at <= now) catchUpSoon();
      return () => {
        waiting = waiting.filter((each) => each !== ring);
      };
    },
    advance: (ms) => advanceTo(plusMs(now, ms)),
    advanceTo,
    jump: (ms) => {
      if (ms < 0) throw new RangeError('a clock never goes back');
      now = plusMs(now, ms);
      catchUpSoon();
    },
    settle,
  };
}

const isSooner = (a: Ring, b: Ring) => a.at < b.at || (a.at === b.at && a.turn < b.turn);

async function untilQuiet(busy: () => boolean): Promise<void> {
  for (let round = 0, quiet = 0; quiet < QUIET_ROUNDS; round += 1) {
    if (round > MOST_ROUNDS)
      throw new Error('the work of one instant never ends: does something ring for a passed hour?');
    // What goes on outside needs real time; the process itself does not.
    const isBusy = busy();
    await new Promise((resolve) => void (isBusy ? setTimeout(resolve, 1) : setImmediate(resolve)));
    quiet = isBusy || process.getActiveResourcesInfo().some(isWork) ? 0 : quiet + 1;
  }
}

const isWork = (resource: string) => resource === 'Immediate' || resource.startsWith('FSReq');
