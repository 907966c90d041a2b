import { HOUR_MS, SECOND_MS } from '../../../../core/time.ts';
import type { Clock } from '../../../../ports/clock.ts';
import { broken, PRIORITIES, type Called, type CallOptions, type Failure } from './called.ts';
import { line, type Job, type Line } from './line.ts';
import { factsOf, type Method } from './methods.ts';

export type Paced<T> = {
  readonly method: Method;
  /** The channel that the call is about; empty when it is about none. */
  readonly channel: string;
  readonly options: CallOptions;
  /** Makes the call. */
  readonly go: () => Promise<Called<T>>;
};

/** How much waits, in how many channels, and how many calls were let go because too many waited. */
export type Load = { readonly waiting: number; readonly keys: number; readonly dropped: number };

/**
 * Keeps calls inside Slack's limits. A line for each method and workspace, in it a key for each channel where the method has
 * one; a 429 stops its own key and nothing else (reliability 1.10, 45). Never rejects, and answers within `maxWaitMs` of
 * waiting and the time of the call itself.
 */
export interface Pacer {
  run<T>(call: Paced<T>): Promise<Called<T>>;
  load(): Load;
  close(): void;
}

const MAX_WAIT_MS = 10 * SECOND_MS;
/** Whoever wants to wait longer than this asks again. */
const waitOf = (wishedMs: number) => Math.min(Math.max(wishedMs, 0), HOUR_MS);
const LINES_BEFORE_SWEEP = 500;

export function pacer(clock: Clock): Pacer {
  const lines = new Map<string, Line>();
  let droppedBefore = 0;
  let closed = false;

  const lineOf = (method: Method, team: string): Line => {
    const name = `${method} ${team}`;
    const known = lines.get(name);
    if (known !== undefined) return known;
    if (lines.size >= LINES_BEFORE_SWEEP) {
      for (const [each, idle] of lines) {
        if (!idle.isIdle()) continue;
        droppedBefore += idle.load().dropped;
        lines.delete(each);
      }
    }
    const made = line(factsOf(method), clock);
    lines.set(name, made);
    return made;
  };

  return {
    run: ({ method, channel, options, go }) => {
      const { priority, team, coalesce, signal, maxWaitMs = MAX_WAIT_MS } = options;
      if (closed) return Promise.resolve(broken('Muster is stopping', 'no'));
      if (signal?.aborted === true) return Promise.resolve(GIVEN_UP.no);
      const mine = lineOf(method, team);
      return inJob(go, signal, (job) => {
        if (priority === 'page') mine.pass(job, channel);
        else mine.add(job, { channel, rank: PRIORITIES.indexOf(priority), coalesce, maxWaitMs: waitOf(maxWaitMs) });
        return () => mine.withdraw(job);
      });
    },
    load: () =>
      [...lines.values()]
        .map((each) => each.load())
        .reduce(
          (sum, each) => ({
            waiting: sum.waiting + each.waiting,
            keys: sum.keys + each.keys,
            dropped: sum.dropped + each.dropped,
          }),
          { waiting: 0, keys: 0, dropped: droppedBefore },
        ),
    close: () => {
      closed = true;
      for (const each of lines.values()) each.close();
    },
  };
}

const GIVEN_UP = {
  no: broken('nobody waits for it any more', 'no'),
  maybe: broken('nobody waits for it any more', 'maybe'),
};

/** The call as a job of a line; `place` puts it there and answers how to take it out again. */
function inJob<T>(
  go: () => Promise<Called<T>>,
  signal: AbortSignal | undefined,
  place: (job: Job) => () => boolean,
): Promise<Called<T>> {
  const { promise, resolve } = Promise.withResolvers<Called<T>>();
  let isOver = false;
  let withdraw: () => boolean = () => false;
  const giveUp = () => end(withdraw() ? GIVEN_UP.no : GIVEN_UP.maybe);
  const end = (called: Called<T> | Failure) => {
    isOver = true;
    signal?.removeEventListener('abort', giveUp);
    resolve(called);
  };
  signal?.addEventListener('abort', giveUp, { once: true });
  withdraw = place({
    go: async () => {
      const called = await safely(go);
      const retryAfterMs = !called.ok && called.kind === 'limited' ? called.retryAfterMs : undefined;
      return { retryAfterMs, tell: () => end(called) };
    },
    fail: end,
    isOver: () => isOver,
  });
  return promise;
}

/** A fault of our own must not leave somebody waiting, nor a key taken. */
async function safely<T>(go: () => Promise<Called<T>>): Promise<Called<T>> {
  try {
    return await go();
  } catch {
    return broken('a fault in Muster itself', 'maybe');
  }
}
