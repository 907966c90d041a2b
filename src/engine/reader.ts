import { PartlyUnderstood } from '../core/aggregate.ts';
import { fromMs } from '../core/time.ts';
import type { Store, StoredEvent } from '../ports/store.ts';
import type { Books } from './books.ts';
import type { AnyAggregate, Snapshot, Stamped } from './kind.ts';
import type { Notify } from './notice.ts';
import { reasonOf } from './notice.ts';

/** Streams whose state is kept folded in memory; the rest is folded again when asked for. */
const MOST_REMEMBERED = 20_000;

export interface Reader {
  /** The aggregate that a stream belongs to; throws for a name that none claims. */
  aggregateOf(stream: string): AnyAggregate;
  /** Whether any aggregate claims the stream: one of a newer version may not be known here. */
  knows(stream: string): boolean;
  /** The stream as it is in the store now. */
  read(stream: string): Promise<Snapshot>;
  /** Folded from the first event, without anything remembered: for the auditor. */
  readAfresh(stream: string): Promise<Snapshot>;
  /** What the snapshot becomes after these events. */
  fold(snapshot: Snapshot, events: readonly Stamped[]): Promise<Snapshot>;
  remember(snapshot: Snapshot): void;
  forget(stream: string): void;
}

type Parts = {
  readonly store: Store;
  readonly books: Books;
  readonly aggregates: readonly AnyAggregate[];
  readonly notify: Notify;
};

type Numbered = { readonly version: number; readonly event: Stamped };

export function readerOf({ store, books, aggregates, notify }: Parts): Reader {
  const remembered = new Map<string, Snapshot>();

  const ownerOf = (stream: string) =>
    aggregates.find(({ prefixes }) => prefixes.some((prefix) => stream.startsWith(prefix)));

  const reader: Reader = {
    knows: (stream) => ownerOf(stream) !== undefined,
    aggregateOf(stream) {
      const found = ownerOf(stream);
      if (found === undefined) throw new Error(`no aggregate owns the stream ${stream}`);
      return found;
    },
    async read(stream) {
      const known = remembered.get(stream) ?? beginning(reader.aggregateOf(stream), stream);
      const fresh = await store.read(stream, known.version);
      if (fresh.length === 0) return known;
      const snapshot = await foldStored(known, fresh);
      reader.remember(snapshot);
      return snapshot;
    },
    async readAfresh(stream) {
      return foldStored(beginning(reader.aggregateOf(stream), stream), await store.read(stream));
    },
    fold: (snapshot, events) =>
      foldNumbered(
        snapshot,
        events.map((event, nth) => ({ version: snapshot.version + nth + 1, event })),
      ),
    remember(snapshot) {
      const known = remembered.get(snapshot.stream);
      if (known !== undefined && known.version > snapshot.version) return;
      remembered.delete(snapshot.stream);
      remembered.set(snapshot.stream, snapshot);
      if (remembered.size <= MOST_REMEMBERED) return;
      const [oldest] = remembered.keys();
      if (oldest !== undefined) remembered.delete(oldest);
    },
    forget(stream) {
      remembered.delete(stream);
    },
  };

  /**
   * A row's own number is its version: in a stream that was restored with an event missing, counting would end at another one,
   * and nothing could be written to it any more.
   */
  async function foldNumbered(snapshot: Snapshot, events: readonly Numbered[]): Promise<Snapshot> {
    const { stream } = snapshot;
    const aggregate = reader.aggregateOf(stream);
    let { state, version, lastAt, ill, illAt } = snapshot;
    const tellIll = (reason: string) => {
      ill = [...ill, reason];
      notify({ kind: 'ill', stream, reason });
    };
    for (const { version: own, event } of events) {
      // No newer process understands more of what is gone: `illAt` stays as it was, and nobody is waited for.
      if (own !== version + 1) tellIll(missing(version + 1, own - 1));
      version = own;
      lastAt = event.at > lastAt ? event.at : lastAt;
      try {
        const pinned = aggregate.pins(event);
        state = aggregate.evolve(state, event, pinned === undefined ? undefined : await books.open(pinned));
      } catch (error) {
        if (error instanceof PartlyUnderstood) state = error.state;
        illAt = lastAt;
        tellIll(`event ${version} (${event.type}): ${reasonOf(error)}`);
      }
    }
    return { stream, version, state, lastAt, ill, illAt };
  }

  const foldStored = (from: Snapshot, events: readonly StoredEvent[]) =>
    foldNumbered(
      from,
      events.map(({ version, body }) => ({ version, event: body as Stamped })),
    );
  return reader;
}

const beginning = (aggregate: AnyAggregate, stream: string): Snapshot => ({
  stream,
  version: 0,
  state: aggregate.begin,
  lastAt: fromMs(0),
  ill: [],
  illAt: null,
});

const missing = (from: number, to: number) =>
  from === to ? `event ${from} is missing` : `events ${from} to ${to} are missing`;
