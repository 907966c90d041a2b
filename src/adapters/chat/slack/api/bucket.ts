/** How many calls may go: `burst` at once, then one every `everyMs`. Told the time in ms, which never goes back. */
export interface Bucket {
  /** How long until one may go; 0 when it may now. */
  waitMs(nowMs: number): number;
  /** Counts one. It may go although it should wait: then those after it wait longer, by no more than a burst. */
  take(nowMs: number): void;
  /** True when it has forgotten every call. */
  isFull(nowMs: number): boolean;
}

export function bucket({ burst, everyMs }: { readonly burst: number; readonly everyMs: number }): Bucket {
  let left = burst;
  let atMs: number | undefined;

  const refill = (nowMs: number) => {
    if (atMs !== undefined) left = Math.min(burst, left + (nowMs - atMs) / everyMs);
    atMs = nowMs;
  };
  return {
    waitMs: (nowMs) => {
      refill(nowMs);
      return left >= 1 ? 0 : Math.ceil((1 - left) * everyMs);
    },
    take: (nowMs) => {
      refill(nowMs);
      left = Math.max(-burst, left - 1);
    },
    isFull: (nowMs) => {
      refill(nowMs);
      return left >= burst;
    },
  };
}

/** No 60 seconds hold more than `perMinute` calls, wherever they begin: the burst and what comes back in them together. */
export function minuteBucket(perMinute: number, burst = Math.max(1, Math.floor(perMinute / 4))): Bucket {
  return bucket({ burst, everyMs: 60_000 / Math.max(1, perMinute - burst) });
}
