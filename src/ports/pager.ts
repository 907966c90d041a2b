import type { Medium } from '../core/media.ts';
import type { PageMessage } from '../core/message.ts';

export type { PageMessage };

export type PagerOutcome =
  | { readonly outcome: 'accepted'; readonly reference: string }
  /** `permanent`: this address will never work (unknown number, account gone): go on to the next medium at once. */
  | { readonly outcome: 'failed'; readonly reason: string; readonly permanent: boolean };

/**
 * One way to send pages. Promises, held by the contract: `accepted` only when the provider took it over; a person's mistake
 * or the provider's no is a `failed` value, a broken connection throws; `signal` ends the call within a second; sending the
 * same key twice is allowed and harmless; a message with `drill` never leaves without its mark.
 */
export interface Pager {
  readonly name: string;
  readonly media: readonly Medium[];
  /** Whether it can carry to this address of a medium; to every one when it is missing. */
  takes?(to: string): boolean;
  /** How long it may take before the next one is tried beside it, in ms, at most 20,000; 10,000 when it is missing. */
  readonly patienceMs?: number;
  send(message: PageMessage, signal: AbortSignal): Promise<PagerOutcome>;
}
