/** One thing to be done at its hour, in milliseconds since 1970. The name begins with a letter and has no colon: BullMQ's rule. */
export type Timer = { readonly key: string; readonly atMs: number };

/** What a contender may stand on, its own and empty: a database, a Redis, a folder. */
export type Ground = { readonly postgres: string; readonly redis: string; readonly folder: string };

/**
 * Whoever is told the hours and does something when they come. One process has one of them: some only schedule, some only work.
 */
export interface Contender {
  /** Resolves when every timer is taken. */
  schedule(timers: readonly Timer[]): Promise<void>;
  /**
   * Begins to work. `decided` is called for each key: of the others when their handler is called, before anything of its result is
   * kept; of Muster when the decision is on disk.
   */
  work(decided: (key: string) => void): Promise<void>;
  /** What was decided by whomever, read back from what is kept; only where deciding is keeping. */
  kept?(): Promise<readonly Timer[]>;
  stop(): Promise<void>;
}

export type Entrant = {
  readonly name: string;
  /** What is set, in few words: `defaults`, or what was turned. */
  readonly settings: string;
  readonly needs: readonly ('postgres' | 'redis')[];
  /** Arguments of its redis-server. */
  readonly redis?: readonly string[];
  readonly open: (ground: Ground) => Promise<Contender>;
};

/** The machine's time, whatever a process whose clock was shifted takes for it. */
export const trueNow = () => performance.timeOrigin + performance.now();
