import type { Deadline, EffectClass, Outcome, Owed } from '../core/aggregate.ts';
import { MUSTER } from '../core/incident/events.ts';
import type { Live } from '../core/oncall.ts';
import type { Instant } from '../core/time.ts';
import { MINUTE_MS, msBetween, plusMs, SECOND_MS } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Claim, Store } from '../ports/store.ts';
import type { GivingWay } from './giving-way.ts';
import { momentOf } from './handle.ts';
import type { AnyEffect, Asks, Snapshot } from './kind.ts';
import { asksOf } from './kind.ts';
import type { Notify } from './notice.ts';
import type { Perform } from './perform.ts';
import type { Reader } from './reader.ts';
import type { InTurn } from './turns.ts';
import type { Written, Writer } from './writer.ts';

/** A deadline that is later than this was missed because nobody ran; one on time waits for nothing. In ms. */
const MISSED_MS = 5 * SECOND_MS;
/**
 * A look that took longer is old: the process stood still meanwhile, and somebody may have answered. Where the look ends with a
 * write, a slow disk is no reason not to go on: people are told of a doubt much later than that. In ms.
 */
const STALE_MS: Readonly<Record<EffectClass, number>> = {
  'at least once': SECOND_MS,
  'find or make': 5 * SECOND_MS,
  'ask when in doubt': 5 * SECOND_MS,
};
/** So often it looks again before it acts on what it knows: where every look takes so long, the store is at fault. */
const MOST_LOOKS = 3;
/** How often a missed deadline waits for pages, a second each time: longer than any page takes. */
const MOST_WAITS = 15;

type Parts = {
  readonly store: Store;
  readonly reader: Reader;
  readonly writer: Writer;
  readonly inTurn: InTurn;
  readonly perform: Perform;
  readonly live: () => Promise<Live>;
  readonly notify: Notify;
  readonly clock: Pick<Clock, 'now'>;
  readonly way: GivingWay;
};

/** A stream, and the hour at which it was looked at. */
type Seen = { readonly snapshot: Snapshot; readonly at: Instant };

/** A row of a newer version's streams, of which nothing is known here, is left to others for so long at a time, in ms. */
const FOREIGN_MS = SECOND_MS;

/**
 * Works one claimed row: looks its key up in the state, passes the deadline or does what is owed, records the outcome.
 * A key that the state no longer holds does nothing. Everything is judged on the state as it is now, never on the row.
 */
export function workerOf({ store, reader, writer, inTurn, perform, live, notify, clock, way }: Parts) {
  const waits = new Map<string, number>();

  return async function work(claim: Claim): Promise<void> {
    if (!reader.knows(claim.stream)) return store.release(claim, plusMs(await store.now(), FOREIGN_MS));
    const owed = await inTurn(claim.stream, () => freshly(claim));
    if (owed === undefined) return;
    const outcome = await perform(claim, owed);
    if (outcome.outcome === 'postponed')
      return void (await store.release(claim, plusMs(await store.now(), outcome.afterMs)));
    await inTurn(claim.stream, () => record(claim, owed, outcome));
  };

  /** What is owed, as of just now: whoever was held up while it looked does not act on what it saw before. */
  async function freshly(claim: Claim): Promise<Owed<AnyEffect> | undefined> {
    for (let looks = 1; ; looks += 1) {
      const began = clock.now();
      const owed = await passOrFind(claim);
      if (owed === undefined || looks === MOST_LOOKS) return owed;
      if (msBetween(began, clock.now()) <= STALE_MS[owed.class]) return owed;
    }
  }

  /** Passes the deadline of this key; or returns what is owed under it, its intent recorded. */
  async function passOrFind(claim: Claim): Promise<Owed<AnyEffect> | undefined> {
    for (;;) {
      const snapshot = await reader.read(claim.stream);
      const at = await momentOf(store, snapshot);
      const others = way.until(claim, snapshot, at);
      if (others !== undefined) return void (await store.release(claim, others));
      const { deadlines, owed } = asksOf(reader.aggregateOf(claim.stream), snapshot.state);
      const asked = deadlines.find(({ key }) => key === claim.key) ?? owed.find(({ key }) => key === claim.key);
      if (asked === undefined) return void (await store.drop(claim));
      if (asked.at > at) return void (await store.release(claim, asked.at));
      if (!('effect' in asked) && pagesFirst(asked, { owed, at }))
        return void (await store.release(claim, plusMs(at, SECOND_MS)));
      notify({ kind: 'late', lane: claim.lane, ms: msBetween(asked.at, at) });
      const seen = { snapshot, at };
      const result = 'effect' in asked ? await intend(claim, seen, asked) : await pass(claim, seen, asked);
      if (result !== 'again') return result;
    }
  }

  /**
   * After an outage, pages that were due before a deadline are handed over first: a person who was never paged has the full
   * time to answer. A page that was tried meanwhile is due later and holds up nothing.
   */
  function pagesFirst({ key, at: hour, lane }: Deadline, { owed, at }: Pick<Asks, 'owed'> & { readonly at: Instant }) {
    const untried = owed.some((page) => (page.lane === 'page' || page.lane === 'urgent') && page.at <= hour);
    const waited = waits.get(key) ?? 0;
    const wait = lane === 'page' && msBetween(hour, at) > MISSED_MS && untried && waited < MOST_WAITS;
    if (wait) waits.set(key, waited + 1);
    else waits.delete(key);
    return wait;
  }

  async function pass(claim: Claim, { snapshot, at }: Seen, deadline: Deadline): Promise<undefined | 'again'> {
    const moment = { at, by: MUSTER, live: await live() } as const;
    const changes = reader.aggregateOf(claim.stream).pass(snapshot.state, deadline, moment);
    if (changes.length === 0) {
      notify({
        kind: 'fault',
        where: claim.key,
        reason: 'a deadline passed without any event; it is looked at again in a minute',
      });
      return void (await store.release(claim, plusMs(at, MINUTE_MS)));
    }
    const written = await writer.write(snapshot, { changes, at, by: MUSTER, claim });
    return again(written);
  }

  /** For an effect that asks when in doubt the intent goes on record first; a second look at one on record is a doubt. */
  async function intend(
    claim: Claim,
    { snapshot, at }: Seen,
    owed: Owed<AnyEffect>,
  ): Promise<Owed<AnyEffect> | undefined | 'again'> {
    if (owed.class !== 'ask when in doubt') return owed;
    const aggregate = reader.aggregateOf(claim.stream);
    const changes = aggregate.intend(snapshot.state, owed);
    if (changes.length === 0) {
      const outcome = { outcome: 'unknown', reason: 'Muster stopped while it was under way' } as const;
      return again(await settle(claim, snapshot, { owed, outcome, keepClaim: true }));
    }
    const written = await writer.write(snapshot, { changes, at, by: MUSTER, claim });
    return written.outcome === 'appended' ? owed : again(written);
  }

  /**
   * What happened is a fact, even when the lease was lost meanwhile. Without the lease another process may have done the same
   * and have said so, or nobody needs it any more: then only what is still news goes on record.
   */
  async function record(claim: Claim, owed: Owed<AnyEffect>, outcome: Outcome): Promise<void> {
    let keepClaim = true;
    for (;;) {
      const written = await settle(claim, await reader.read(claim.stream), { owed, outcome, keepClaim });
      if (written?.outcome === 'lease lost') keepClaim = false;
      else if (written?.outcome !== 'conflict') return;
    }
  }

  type Result = { readonly owed: Owed<AnyEffect>; readonly outcome: Outcome; readonly keepClaim: boolean };
  /** Undefined when there is nothing to say. */
  async function settle(
    claim: Claim,
    snapshot: Snapshot,
    { owed, outcome, keepClaim }: Result,
  ): Promise<Written | undefined> {
    const at = await momentOf(store, snapshot);
    const settled = { outcome, moment: { at, by: MUSTER, live: await live() } } as const;
    const aggregate = reader.aggregateOf(claim.stream);
    const isOwed = keepClaim || asksOf(aggregate, snapshot.state).owed.some(({ key }) => key === owed.key);
    const changes = isOwed
      ? aggregate.settle(snapshot.state, owed, settled)
      : (aggregate.late?.(snapshot.state, owed, settled) ?? []);
    if (changes.length === 0 && !isOwed) return undefined;
    return writer.write(snapshot, { changes, at, by: MUSTER, ...(keepClaim ? { claim } : {}) });
  }
}

const again = (written: Written | undefined) => (written?.outcome === 'conflict' ? 'again' : undefined);
