import type { Asked } from './key-of-job.ts';

/** Rings that Redis has not been told of yet: the last hour of each key, in the order of their first asking. */
export interface Unsent {
  /** Resolves when Redis has it, or when there is no use in waiting. Never rejects. */
  add(asked: Asked): Promise<void>;
  /** Sends what waits, as far as Redis can be asked. */
  send(): void;
  clear(): void;
}

/** So many are under way at the same time; more would wait at Redis and use up their budget there. */
const AT_ONCE = 64;
/** What is asked while Redis is away is told when it comes back, up to so many keys; the sweep knows all of them anyhow. */
const MOST = 10_000;
/** What cannot be told so often is left to the sweep: it may be this key that Redis does not take. */
const TRIES = 3;

type Waiting = { asked: Asked; readonly tries: number; readonly told: PromiseWithResolvers<void> };

type Parts = {
  /** Rejects when Redis did not take it; what it means for Redis is not looked after here. */
  readonly tell: (asked: Asked) => Promise<void>;
  /** False while Redis cannot be asked. */
  readonly isOpen: () => boolean;
};

export function unsentTo({ tell, isOpen }: Parts): Unsent {
  const waiting = new Map<string, Waiting>();
  let underWay = 0;

  const letGo = () => {
    for (const { told } of waiting.values()) told.resolve();
  };
  async function sendOne(key: string) {
    const one = waiting.get(key);
    if (one === undefined) return;
    waiting.delete(key);
    underWay += 1;
    const isTold = await tell(one.asked).then(
      () => true,
      () => false,
    );
    underWay -= 1;
    one.told.resolve();
    // A connection that broke just now: it is told at the next chance, unless another hour was asked for meanwhile.
    if (!isTold && one.tries < TRIES && !waiting.has(key)) waiting.set(key, { ...one, tries: one.tries + 1 });
    send();
  }
  function send() {
    if (!isOpen()) return letGo();
    for (const key of waiting.keys()) {
      if (underWay >= AT_ONCE) return;
      void sendOne(key);
    }
  }
  return {
    add(asked) {
      const known = waiting.get(asked.key);
      if (known !== undefined) known.asked = asked;
      else if (waiting.size < MOST) waiting.set(asked.key, { asked, tries: 1, told: Promise.withResolvers<void>() });
      const told = waiting.get(asked.key)?.told.promise ?? Promise.resolve();
      send();
      return told;
    },
    send,
    clear() {
      letGo();
      waiting.clear();
    },
  };
}
