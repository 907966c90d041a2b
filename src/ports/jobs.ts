import type { Instant } from '../core/time.ts';

/**
 * The bell. It only rings sooner than the sweep would; nothing is lost when it forgets. Promises, held by the contract:
 * - A key scheduled for an instant is rung once, at or just after it; never early by the clock it was built with.
 * - Scheduling a key again replaces its hour, earlier or later. From inside its own ring a key may be scheduled again.
 * - The handler never runs twice at the same time for one key; what it throws goes to the log and stops nothing.
 * - After `stop` nothing rings any more and running handlers have ended or `withinMs` has passed.
 */
export interface Jobs {
  start(handler: (key: string) => Promise<void>): Promise<void>;
  schedule(key: string, at: Instant): Promise<void>;
  stop(withinMs: number): Promise<void>;
}
