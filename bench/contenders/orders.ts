import type { Timer } from './contender.ts';

/** What the bench says to the process of a contender, one at a time; each is answered with `{ done }` or `{ failed }`. */
export type Order =
  | { readonly say: 'schedule'; readonly timers: readonly Timer[] }
  /** Every decision becomes a line of this file, `key hour`: what is written stays written when the process is killed. */
  | { readonly say: 'work'; readonly file: string }
  | { readonly say: 'kept' }
  | { readonly say: 'stop' };

export type Answer = { readonly done: readonly Timer[] } | { readonly failed: string };
