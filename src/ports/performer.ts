import type { Outcome, Postponed } from '../core/aggregate.ts';

/**
 * Does one kind of effect in the world. `accepted`, `failed` and `postponed` are values; what it throws, or not answering within
 * `timeoutMs`, counts as an unknown outcome. `signal` is aborted then, and the call must end soon after.
 */
export interface Performer<Effect> {
  readonly timeoutMs: number;
  perform(effect: Effect, signal: AbortSignal): Promise<Outcome | Postponed>;
}
