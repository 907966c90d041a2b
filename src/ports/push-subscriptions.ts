import type { PersonId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { PagerOutcome } from './pager.ts';

/** A browser that somebody let ring. */
export type RingingBrowser = {
  /** The beginning of the SHA-256 of its address at the push service, 22 characters of base64url: the browser itself can tell that it is meant. */
  readonly id: string;
  /** As its person called it: `Chrome on Android`. */
  readonly name: string;
  readonly since: Instant;
};

/** The browsers that ring for people. They go when the push service says that they are gone, and when their person leaves the plan. */
export interface PushSubscriptions {
  /** What a browser has to know of us before it lets us ring it: the public VAPID key (RFC 8292), in base64url. */
  publicKey(): Promise<string>;
  /** The browsers of one person, the first one first. */
  list(person: PersonId): Promise<readonly RingingBrowser[]>;
  /**
   * Keeps what a browser gave (`PushSubscription.toJSON()`, whatever it may be), or says why not. A browser rings for one person: it
   * stops doing so for whoever had it before.
   */
  add(
    person: PersonId,
    subscription: unknown,
    name: string,
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly say: string }>;
  remove(person: PersonId, id: string): Promise<void>;
  /** Lets one browser of this person ring, as a test. Rejects when the push service cannot be reached. */
  test(person: PersonId, id: string, signal: AbortSignal): Promise<PagerOutcome>;
}
