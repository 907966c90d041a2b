import { MINUTE_MS, plusMs, type Instant } from '../../src/core/time.ts';
import type { AgendaEntry, Append, Claim, Lane, Store } from '../../src/ports/store.ts';

/**
 * A new, empty store, and a way to let time pass on the clock that it judges by. The contract thinks in minutes, so that
 * a store on a real clock may drift by seconds.
 */
export type StoreHarness = AsyncDisposable & { readonly store: Store; pass(ms: number): Promise<void> };
export type MakeStore = () => Promise<StoreHarness>;

/** A minute: longer than any test runs, shorter than anything it waits for. */
export const LEASE_MS = 5 * MINUTE_MS;

/** An append of one event; every part can be given. */
export const batch = (over: Partial<Append> = {}): Append => ({
  stream: 'INC-1',
  expected: 0,
  events: [{ type: 'declared' }],
  agenda: [],
  open: true,
  ...over,
});

/** What a test says about hours: minutes from the store's now, in round numbers. */
export async function hoursOf(store: Store): Promise<(minutes: number) => Instant> {
  const now = await store.now();
  return (minutes) => plusMs(now, minutes * MINUTE_MS);
}

export const row = (key: string, at: Instant, lane: Lane = 'page'): AgendaEntry => ({ key, at, lane });

export const claimAll = (store: Store, lane: Lane = 'page'): Promise<readonly Claim[]> =>
  store.claim({ lane, most: 1_000, leaseMs: LEASE_MS });

/** The claim of the only row that is due; throws when there is none or more than one. */
export async function claimOne(store: Store, lane: Lane = 'page'): Promise<Claim> {
  const [claim, ...others] = await claimAll(store, lane);
  if (claim === undefined || others.length > 0)
    throw new Error(`expected one due row, got ${others.length + (claim ? 1 : 0)}`);
  return claim;
}

/** Texts that have broken other people's databases. */
export const HOSTILE = [
  "'); drop table events; --",
  '" or 1=1 --',
  '$stream $1 ? :x @y',
  'nul \u0000 in the middle',
  'lone \ud800 surrogate',
  '\u202eright to left',
  '👩‍🚒🔥 Größe 数据库 \u{1f1e9}\u{1f1ea}',
  '%_\\ * [a-z]',
  '{"__proto__":{"polluted":true}}',
  'line\nbreak\r\n\ttab \u2028',
  '',
];
