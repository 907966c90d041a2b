/** How often a bird is sent into the mine while all is well, in ms. */
export const CANARY_MS = 10_000;
/** So many that did not come back, and the worker is taken for deaf. */
const MISSED = 3;

type Parts = {
  /** Puts a job for the worker into the queue; answers whether the one before came back. */
  readonly sing: () => Promise<boolean>;
  /** How long ago the worker asked for work, in ms; 0 while it has no place left. */
  readonly silentMs: () => number;
  readonly everyMs: number;
};

/**
 * Whether what is put into Redis comes back, which no connection and no `isRunning()` can tell (reliability 20). A worker that has
 * stopped asking is noticed as well: with several replicas the others bring its birds back.
 */
export function canaryOf({ sing, silentMs, everyMs }: Parts) {
  let missed = 0;
  let sangAtMs: number | undefined;
  return {
    /** True once a job came back since the last look, false when the worker is deaf; undefined: no news. */
    async look(ill: boolean): Promise<boolean | undefined> {
      const nowMs = performance.now();
      if (silentMs() > MISSED * everyMs) return false;
      if (!ill && sangAtMs !== undefined && nowMs - sangAtMs < everyMs) return undefined;
      const first = sangAtMs === undefined;
      const back = await sing();
      sangAtMs = nowMs;
      if (first) return undefined;
      missed = back ? 0 : missed + 1;
      if (missed >= MISSED) return false;
      return back ? true : undefined;
    },
  };
}
