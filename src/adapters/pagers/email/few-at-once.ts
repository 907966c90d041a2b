/** Runs work, a few pieces at a time; the others wait their turn in the order they came, unless they are given up. */
export type FewAtOnce = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** Rejects with the signal's reason when it is given up while it waits. */
export function fewAtOnce(most: number): FewAtOnce {
  let running = 0;
  let waiting: readonly (() => void)[] = [];

  function turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (running < most) {
      running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const mine = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        waiting = waiting.filter((each) => each !== mine);
        reject(signal.reason instanceof Error ? signal.reason : new Error('it was given up', { cause: signal.reason }));
      };
      signal.addEventListener('abort', giveUp, { once: true });
      waiting = [...waiting, mine];
    });
  }

  function handOn() {
    const [next, ...rest] = waiting;
    waiting = rest;
    if (next === undefined) running -= 1;
    else next();
  }

  return async (work, signal) => {
    await turn(signal);
    try {
      return await work();
    } finally {
      handOn();
    }
  };
}
