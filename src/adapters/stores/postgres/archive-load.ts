import { crc32 } from 'node:zlib';
import type { ClientBase } from 'pg';
import type { ArchiveRow } from '../../../ports/archive.ts';
import { numberInName } from '../../../ports/ready-append.ts';
import { toKept } from './texts.ts';

/** Rows that go in one statement, and how many characters they may have together. */
const AT_ONCE = 500;
const MOST_CHARACTERS = 4_000_000;

type Kind = ArchiveRow['kind'];
type Cell = string | number | boolean;

/** A table, and what each of its columns takes. The head of a stream is known when its events are there. */
const TABLES: Readonly<Record<Kind, { readonly into: string; readonly types: readonly string[] }>> = {
  stream: {
    into: 'streams (stream, version, open, number, head)',
    types: ['text', 'bigint', 'boolean', 'bigint', 'text'],
  },
  event: {
    into: 'events (stream, version, body, checksum, hash)',
    types: ['text', 'bigint', 'text', 'bigint', 'text'],
  },
  delivery: { into: 'deliveries (id, stream, version, reply)', types: ['text', 'text', 'bigint', 'text'] },
  number: { into: 'numbers (series, last)', types: ['text', 'bigint'] },
  document: { into: 'documents (hash, content)', types: ['text', 'text'] },
  text: { into: 'texts (name, version, content)', types: ['text', 'bigint', 'text'] },
};

const HEADS = `update streams s set head = e.hash from events e where e.stream = s.stream and e.version = s.version`;

/** Inside a transaction: puts rows in, many at a time. */
export function inserts(client: ClientBase) {
  let kind: Kind = 'stream';
  let waiting: (readonly Cell[])[] = [];
  let characters = 0;

  async function flush() {
    if (waiting.length === 0) return;
    const { into, types } = TABLES[kind];
    const columns = types.map((_, column) => waiting.map((cells) => cells[column]));
    const given = types.map((type, column) => `$${column + 1}::${type}[]`).join(', ');
    [waiting, characters] = [[], 0];
    await client.query({ text: `insert into ${into} select * from unnest(${given})`, values: columns });
  }

  return {
    async add(row: ArchiveRow) {
      if (row.kind !== kind || waiting.length >= AT_ONCE || characters > MOST_CHARACTERS) await flush();
      kind = row.kind;
      const cells = cellsOf(row);
      waiting.push(cells);
      for (const cell of cells) characters += typeof cell === 'string' ? cell.length : 0;
    },
    async end() {
      await flush();
      await client.query(HEADS);
    },
  };
}

function cellsOf(row: ArchiveRow): readonly Cell[] {
  switch (row.kind) {
    case 'stream':
      return [toKept(row.stream), row.version, row.open, numberInName(row.stream), ''];
    case 'event':
      return [toKept(row.stream), row.version, row.text, crc32(row.text), row.hash];
    case 'delivery':
      return [toKept(row.id), toKept(row.stream), row.version, toKept(row.reply)];
    case 'number':
      return [toKept(row.series), row.last];
    case 'document':
      return [row.hash, toKept(row.text)];
    case 'text':
      return [toKept(row.name), row.version, toKept(row.text)];
    default:
      return row satisfies never;
  }
}
