import { fromMs, SECOND_MS, toMs } from '../../../../core/time.ts';
import type { Clock } from '../../../../ports/clock.ts';
import { bucket, minuteBucket, type Bucket } from './bucket.ts';
import { broken, limited, type Failure } from './called.ts';
import type { MethodFacts } from './methods.ts';

/** One call to make. It may be made again when the first time ended in a 429. */
export type Job = {
  /** Makes the call; never rejects. `tell` hands the result on. */
  go(): Promise<{ readonly retryAfterMs: number | undefined; tell(): void }>;
  fail(failure: Failure): void;
  /** True when nobody waits for it any more. */
  isOver(): boolean;
};

export type Wish = {
  readonly channel: string;
  /** 0 is served first. */
  readonly rank: number;
  readonly coalesce: string | undefined;
  readonly maxWaitMs: number;
};

/** The calls of one method in one workspace: who goes next, and when. */
export interface Line {
  add(job: Job, wish: Wish): void;
  /** Goes at once, whatever waits; only a 429 in the same channel stands before it. The others make room for it after. */
  pass(job: Job, channel: string): void;
  /** Takes it out if it still waits; false when it is on its way. */
  withdraw(job: Job): boolean;
  load(): { readonly waiting: number; readonly keys: number; readonly dropped: number };
  isIdle(): boolean;
  close(): void;
}

/** Calls that may wait, in all and for one channel: more would be old news by the time they go. */
export const MOST_WAITING = { inLine: 1_000, forKey: 100 };
const MOST_AT_ONCE = 20;
const KEYS_BEFORE_SWEEP = 100;
const PER_CHANNEL = { burst: 3, everyMs: SECOND_MS };

type Key = { readonly bucket: Bucket | undefined; suspendedUntilMs: number; running: number; pages: number };
type Waiting = Wish & { readonly job: Job; readonly key: Key; readonly turn: number; readonly untilMs: number };

export function line(facts: MethodFacts, clock: Clock): Line {
  const all = minuteBucket(facts.perMinute, facts.burst);
  const keys = new Map<string, Key>();
  const mostAtOnce = facts.inOrder === true ? 1 : MOST_AT_ONCE;
  let waiting: readonly Waiting[] = [];
  let turns = 0;
  let dropped = 0;
  let disarm: () => void = () => undefined;
  let closed = false;

  const now = () => toMs(clock.now());
  const isQuiet = (key: Key, nowMs: number) =>
    key.running + key.pages === 0 && key.suspendedUntilMs <= nowMs && (key.bucket?.isFull(nowMs) ?? true);

  const keyOf = (channel: string): Key => {
    const name = facts.key === 'channel' ? channel : '';
    const known = keys.get(name);
    if (known !== undefined) return known;
    const nowMs = now();
    if (keys.size >= KEYS_BEFORE_SWEEP) {
      const needed = new Set(waiting.map(({ key }) => key));
      for (const [each, key] of keys) if (isQuiet(key, nowMs) && !needed.has(key)) keys.delete(each);
    }
    const made = {
      bucket: facts.perChannel === true ? bucket(PER_CHANNEL) : undefined,
      suspendedUntilMs: 0,
      running: 0,
      pages: 0,
    };
    keys.set(name, made);
    return made;
  };

  const waitMs = (key: Key, nowMs: number) =>
    Math.max(all.waitMs(nowMs), key.bucket?.waitMs(nowMs) ?? 0, key.suspendedUntilMs - nowMs, 0);
  const tooMuch = (key: Key, nowMs: number) => limited(Math.max(waitMs(key, nowMs), SECOND_MS));
  const without = (gone: Waiting) => waiting.filter((each) => each !== gone);

  const suspend = (key: Key, retryAfterMs: number | undefined) => {
    if (retryAfterMs !== undefined) key.suspendedUntilMs = Math.max(key.suspendedUntilMs, now() + retryAfterMs);
  };

  const enqueue = (given: Waiting) => {
    const older = given.coalesce === undefined ? undefined : waiting.find((each) => isSame(each, given));
    const entry = older === undefined ? given : { ...given, turn: older.turn, rank: Math.min(older.rank, given.rank) };
    if (older !== undefined) {
      waiting = without(older);
      older.job.fail({ ok: false, kind: 'superseded' });
    }
    const at = waiting.findIndex((each) => goesBefore(entry, each));
    waiting = at === -1 ? [...waiting, entry] : waiting.toSpliced(at, 0, entry);
  };

  /** Too many: the newest of the lowest rank goes, be it the one that came just now. */
  const keepInBounds = (key: Key) => {
    const mine = waiting.filter((each) => each.key === key);
    const many = mine.length > MOST_WAITING.forKey ? mine : waiting;
    const last = many.at(-1);
    if (last === undefined || (many === waiting && waiting.length <= MOST_WAITING.inLine)) return;
    dropped += 1;
    waiting = without(last);
    last.job.fail(tooMuch(last.key, now()));
  };

  const send = async (entry: Waiting) => {
    const { job, key } = entry;
    key.running += 1;
    const { retryAfterMs, tell } = await job.go();
    key.running -= 1;
    suspend(key, retryAfterMs);
    if (retryAfterMs === undefined || closed || job.isOver() || key.suspendedUntilMs > entry.untilMs) tell();
    // A newer one that came meanwhile says it better.
    else if (entry.coalesce !== undefined && waiting.some((each) => isSame(each, entry)))
      job.fail({ ok: false, kind: 'superseded' });
    else enqueue(entry);
    pump();
  };

  const pump = () => {
    disarm();
    const nowMs = now();
    const isFree = ({ key }: Waiting) => key.running < mostAtOnce && waitMs(key, nowMs) === 0;
    for (let next = waiting.find(isFree); next !== undefined; next = waiting.find(isFree)) {
      waiting = without(next);
      all.take(nowMs);
      next.key.bucket?.take(nowMs);
      void send(next);
    }
    for (const late of waiting.filter((each) => each.untilMs <= nowMs || each.key.suspendedUntilMs > each.untilMs)) {
      waiting = without(late);
      late.job.fail(tooMuch(late.key, nowMs));
    }
    const next = waiting.map(({ key, untilMs }) =>
      key.running < mostAtOnce ? Math.min(untilMs, nowMs + waitMs(key, nowMs)) : untilMs,
    );
    const nextMs = next.length === 0 ? undefined : next.reduce((a, b) => Math.min(a, b));
    disarm = nextMs === undefined ? () => undefined : clock.ring(fromMs(Math.max(nextMs, nowMs + 1)), pump);
  };

  return {
    add: (job, wish) => {
      const key = keyOf(wish.channel);
      enqueue({ ...wish, job, key, turn: (turns += 1), untilMs: now() + wish.maxWaitMs });
      keepInBounds(key);
      pump();
    },
    pass: (job, channel) => {
      const key = keyOf(channel);
      const nowMs = now();
      if (key.suspendedUntilMs > nowMs) return job.fail(limited(key.suspendedUntilMs - nowMs));
      all.take(nowMs);
      key.bucket?.take(nowMs);
      key.pages += 1;
      void job.go().then(({ retryAfterMs, tell }) => {
        key.pages -= 1;
        suspend(key, retryAfterMs);
        tell();
        pump();
      });
    },
    withdraw: (job) => {
      const found = waiting.find((each) => each.job === job);
      if (found === undefined) return false;
      waiting = without(found);
      pump();
      return true;
    },
    load: () => ({ waiting: waiting.length, keys: keys.size, dropped }),
    isIdle: () => {
      const nowMs = now();
      return waiting.length === 0 && all.isFull(nowMs) && [...keys.values()].every((key) => isQuiet(key, nowMs));
    },
    close: () => {
      closed = true;
      const left = waiting;
      waiting = [];
      disarm();
      for (const { job } of left) job.fail(broken('Muster is stopping', 'no'));
    },
  };
}

const isSame = (a: Waiting, b: Waiting) => a.key === b.key && a.coalesce === b.coalesce;
const goesBefore = (a: Waiting, b: Waiting) => a.rank < b.rank || (a.rank === b.rank && a.turn < b.turn);
