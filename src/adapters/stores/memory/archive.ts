import type { ArchiveRow, Counts } from '../../../ports/archive.ts';
import { counted } from '../../../ports/archive.ts';
import { StoreFault, type Link, type NamedText } from '../../../ports/store.ts';
import { byBytes } from './agenda.ts';

export type Stream = { readonly links: readonly Link[]; readonly open: boolean };
export type Delivered = { readonly stream: string; readonly version: number; readonly reply: string };

/** Everything that the store in memory keeps, but its agenda. */
export type Kept = {
  readonly streams: Map<string, Stream>;
  readonly deliveries: Map<string, Delivered>;
  readonly numbers: Map<string, number>;
  readonly documents: Map<string, string>;
  readonly texts: Map<string, NamedText>;
};

/** As it is when the first row is asked for. */
export async function* dumped(kept: Kept): AsyncGenerator<ArchiveRow> {
  const asItIs = [...rowsOf(kept)];
  yield* asItIs;
}

function* rowsOf({ streams, deliveries, numbers, documents, texts }: Kept): Generator<ArchiveRow> {
  for (const [stream, { links, open }] of [...streams].toSorted(([a], [b]) => byBytes(a, b))) {
    yield { kind: 'stream', stream, version: links.length, open };
    for (const link of links) yield { kind: 'event', stream, ...link };
  }
  for (const [id, delivery] of deliveries) yield { kind: 'delivery', id, ...delivery };
  for (const [series, last] of numbers) yield { kind: 'number', series, last };
  for (const [hash, text] of documents) yield { kind: 'document', hash, text };
  for (const [name, text] of texts) yield { kind: 'text', name, ...text };
}

/** All rows are here before the first is put in its place. */
export async function loaded(kept: Kept, rows: AsyncIterable<ArchiveRow>): Promise<Counts> {
  if (rowsOf(kept).next().done !== true)
    throw new StoreFault('The store in memory is not empty: rows are loaded into an empty one only.');
  const passing = counted(rows);
  const all: ArchiveRow[] = [];
  for await (const row of passing.rows) all.push(row);
  for (const row of all) put(kept, row);
  return passing.counts();
}

function put({ streams, deliveries, numbers, documents, texts }: Kept, row: ArchiveRow): void {
  switch (row.kind) {
    case 'stream':
      return void streams.set(row.stream, { links: streams.get(row.stream)?.links ?? [], open: row.open });
    case 'event': {
      const { stream, version, text, hash } = row;
      const { links, open } = streams.get(stream) ?? { links: [], open: false };
      return void streams.set(stream, { links: [...links, { version, text, hash }], open });
    }
    case 'delivery':
      return void deliveries.set(row.id, { stream: row.stream, version: row.version, reply: row.reply });
    case 'number':
      return void numbers.set(row.series, row.last);
    case 'document':
      return void documents.set(row.hash, row.text);
    case 'text':
      return void texts.set(row.name, { version: row.version, text: row.text });
    default:
      return row satisfies never;
  }
}
