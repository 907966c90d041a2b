import type { Decision, Moment } from '../core/aggregate.ts';
import type { By } from '../core/incident/events.ts';
import type { Instant } from '../core/time.ts';
import type { Store } from '../ports/store.ts';
import type { Snapshot, Stamped } from './kind.ts';
import type { Live } from '../core/oncall.ts';
import type { Reader } from './reader.ts';
import type { InTurn } from './turns.ts';
import type { Writer } from './writer.ts';

export type Order = {
  readonly stream: string;
  readonly command: unknown;
  readonly by: By;
  /** The id of the click or message; the same one twice is one event. */
  readonly delivery?: string;
  /** The answer to the person, kept with the events so that a repeated delivery gets the same one. */
  readonly reply: (state: unknown, events: readonly Stamped[], at: Instant) => string;
};
export type Handled =
  | { readonly ok: true; readonly reply: string; readonly repeated: boolean }
  | { readonly ok: false; readonly refusal: { readonly code: string; readonly say: string } };

/** When so many others wrote first, something is wrong with the store. */
const MOST_TRIES = 50;

type Parts = {
  readonly store: Store;
  readonly reader: Reader;
  readonly writer: Writer;
  readonly inTurn: InTurn;
  readonly live: () => Promise<Live>;
};

/** Read, decide, keep; again from the start when somebody else wrote first. Nothing is answered before it is kept. */
export function handlerOf({ store, reader, writer, inTurn, live }: Parts) {
  return async function handle(order: Order): Promise<Handled> {
    return inTurn(order.stream, async () => {
      const before = await answered(order);
      if (before !== undefined) return before;
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const snapshot = await reader.read(order.stream);
        const at = await momentOf(store, snapshot);
        const decision = decide(snapshot, { at, by: order.by, live: await live() }, order.command);
        if (!decision.ok || decision.events.length === 0) {
          // Another process may have kept this very delivery since we looked: a repeat gets its answer, not a no.
          const twin = await answered(order);
          if (twin !== undefined) return twin;
          return decision.ok ? { ok: true, reply: order.reply(snapshot.state, [], at), repeated: false } : decision;
        }
        const reply = (after: Snapshot, events: readonly Stamped[]) => order.reply(after.state, events, at);
        const id = order.delivery ?? undefined;
        const entry = {
          changes: decision.events,
          at,
          by: order.by,
          ...(id === undefined ? {} : { delivery: { id, reply } }),
        };
        const written = await writer.write(snapshot, entry);
        if (written.outcome === 'duplicate') return { ok: true, reply: written.reply, repeated: true };
        if (written.outcome === 'appended')
          return { ok: true, reply: written.reply ?? reply(written.after, written.events), repeated: false };
      }
      throw new Error(`${order.stream}: somebody else wrote first ${MOST_TRIES} times`);
    });
  };

  async function answered({ delivery }: Order): Promise<Handled | undefined> {
    const reply = delivery === undefined ? undefined : await store.delivered(delivery);
    return reply === undefined ? undefined : { ok: true, reply, repeated: true };
  }

  function decide(snapshot: Snapshot, moment: Moment, command: unknown): Decision<{ readonly type: string }> {
    return reader.aggregateOf(snapshot.stream).decide(snapshot.state, command, moment);
  }
}

/** The store's clock, and never before the stream's last event: a restored clock must not turn history round. */
export async function momentOf(store: Store, snapshot: Snapshot): Promise<Instant> {
  const now = await store.now();
  return now > snapshot.lastAt ? now : snapshot.lastAt;
}
