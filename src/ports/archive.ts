/**
 * One row of everything that a store holds, as it lies there: nothing is read into it, so that what is carried is what was
 * written. The agenda is not among them: it is read off the states, and rebuilt at every start. What a row of it waited for
 * (a lease, a release to a later instant) is at most tried sooner.
 */
export type ArchiveRow =
  | { readonly kind: 'stream'; readonly stream: string; readonly version: number; readonly open: boolean }
  | {
      readonly kind: 'event';
      readonly stream: string;
      readonly version: number;
      /** Byte for byte. */
      readonly text: string;
      /** Its place in the stream's chain (`chain.ts`). */
      readonly hash: string;
    }
  | {
      readonly kind: 'delivery';
      readonly id: string;
      readonly stream: string;
      readonly version: number;
      readonly reply: string;
    }
  | { readonly kind: 'number'; readonly series: string; readonly last: number }
  | { readonly kind: 'document'; readonly hash: string; readonly text: string }
  | { readonly kind: 'text'; readonly name: string; readonly version: number; readonly text: string };

export type EventRow = Extract<ArchiveRow, { readonly kind: 'event' }>;

/** How many rows of each kind. */
export type Counts = Readonly<Record<ArchiveRow['kind'], number>>;

export const NOTHING: Counts = { stream: 0, event: 0, delivery: 0, number: 0, document: 0, text: 0 };

/**
 * Whatever can give everything that a Muster keeps, and take it: a database, or a file. Promises, held by its contract:
 * - `dump` gives each stream's row before its events, its events together and by their version, as they were at one moment,
 *   without holding all of them in memory; nothing is changed by it. Rows that somebody damaged are given as they are.
 * - `load` puts rows into an archive that holds nothing, exactly as they are given, hashes included: all of them or, when the
 *   rows end with a fault or the process is killed, none. One that holds something refuses with a `StoreFault`.
 * - A broken world rejects with a `StoreFault` whose sentence can be shown to a person.
 */
export interface Archive extends AsyncDisposable {
  dump(): AsyncIterable<ArchiveRow>;
  load(rows: AsyncIterable<ArchiveRow>): Promise<Counts>;
}

/** Lets rows through and counts them. `counts` is right when the last one has passed. */
export function counted(rows: AsyncIterable<ArchiveRow>): {
  readonly rows: AsyncIterable<ArchiveRow>;
  readonly counts: () => Counts;
} {
  const counts = { ...NOTHING };
  async function* through() {
    for await (const row of rows) {
      counts[row.kind] += 1;
      yield row;
    }
  }
  return { rows: through(), counts: () => ({ ...counts }) };
}
