import type { By } from '../core/incident/events.ts';
import type { Instant } from '../core/time.ts';
import type { Claim, Store } from '../ports/store.ts';
import { withForeign } from './foreign-rows.ts';
import type { AnyAggregate, Snapshot, Stamped } from './kind.ts';
import { asksOf } from './kind.ts';
import type { Notify } from './notice.ts';
import type { Reader } from './reader.ts';

type Change = { readonly type: string };
export type Entry = {
  readonly changes: readonly Change[];
  readonly at: Instant;
  readonly by: By;
  readonly delivery?: { readonly id: string; readonly reply: (after: Snapshot, events: readonly Stamped[]) => string };
  readonly claim?: Claim;
  /** Puts back rows that are missing, even in a stream that is not understood whole. */
  readonly mends?: boolean;
};
export type Written =
  | {
      readonly outcome: 'appended';
      readonly after: Snapshot;
      readonly events: readonly Stamped[];
      readonly reply: string | undefined;
    }
  | { readonly outcome: 'conflict' }
  | { readonly outcome: 'duplicate'; readonly reply: string }
  | { readonly outcome: 'lease lost' };

/** Writes what was decided on a snapshot: events, agenda and delivery in one append; then rings. */
export interface Writer {
  write(snapshot: Snapshot, entry: Entry): Promise<Written>;
}

type Parts = {
  readonly store: Store;
  readonly reader: Reader;
  readonly notify: Notify;
  /** Told the earliest hour that the stream asks for. */
  readonly ring: (stream: string, at: Instant) => void;
};

export function writerOf({ store, reader, notify, ring }: Parts): Writer {
  return {
    async write(snapshot, { changes, at, by, delivery, claim, mends = false }) {
      const events = changes.map((change) => ({ ...change, at, by, v: 1 }));
      const after = await reader.fold(snapshot, events);
      const aggregate: AnyAggregate = reader.aggregateOf(snapshot.stream);
      const { open, ...asks } = asksOf(aggregate, after.state);
      const agenda = await withForeign({ store, aggregate, mends }, snapshot, asks.agenda);
      const reply = delivery?.reply(after, events);
      const appended = await store.append({
        stream: snapshot.stream,
        expected: snapshot.version,
        events,
        agenda,
        open,
        ...(delivery === undefined ? {} : { delivery: { id: delivery.id, reply: reply ?? '' } }),
        ...(claim === undefined ? {} : { claim: { key: claim.key, token: claim.token } }),
      });
      if (appended.outcome === 'conflict') reader.forget(snapshot.stream);
      if (appended.outcome !== 'appended') return appended.outcome === 'conflict' ? { outcome: 'conflict' } : appended;
      reader.remember(after);
      const next = agenda.reduce<Instant | undefined>(
        (min, row) => (min === undefined || row.at < min ? row.at : min),
        undefined,
      );
      if (next !== undefined) ring(snapshot.stream, next);
      notify({ kind: 'appended', stream: snapshot.stream, version: after.version, events });
      return { outcome: 'appended', after, events, reply };
    },
  };
}
