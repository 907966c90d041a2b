import type { Instant } from '../core/time.ts';

/**
 * Where time comes from. `now` never goes back, even when the machine's clock does, and may be an accelerated or a virtual
 * time. `ring` calls back once at or just after the instant (at once when it has passed) and returns a cancel function;
 * it does not keep the process alive.
 */
export interface Clock {
  now(): Instant;
  ring(at: Instant, call: () => void): () => void;
}
