import type { ClientBase } from 'pg';
import type { ArchiveRow } from '../../../ports/archive.ts';
import { fromKept } from './texts.ts';

/** Rows that are here at once. */
const AT_ONCE = 500;

type StreamRow = { readonly stream: string; readonly version: string; readonly open: boolean };
type EventRow = { readonly stream: string; readonly version: string; readonly body: string; readonly hash: string };
type Named = { readonly name: string; readonly version: string; readonly content: string };
type Delivered = { readonly id: string; readonly stream: string; readonly version: string; readonly reply: string };

/** Inside a transaction that sees one moment. Names are in the order of their bytes, as the index has them. */
export async function* dumpedTables(client: ClientBase): AsyncGenerator<ArchiveRow> {
  yield* streamsAndEvents(
    walk<StreamRow>(client, 'select stream, version, open from streams order by stream'),
    walk<EventRow>(client, 'select stream, version, body, hash from events order by stream, version'),
  );
  const deliveries = walk<Delivered>(client, 'select id, stream, version, reply from deliveries order by id');
  for await (const { id, stream, version, reply } of deliveries)
    yield {
      kind: 'delivery',
      id: fromKept(id),
      stream: fromKept(stream),
      version: Number(version),
      reply: fromKept(reply),
    };
  for await (const { name, version } of walk<Named>(client, 'select series as name, last as version from numbers'))
    yield { kind: 'number', series: fromKept(name), last: Number(version) };
  for await (const { name, content } of walk<Named>(client, 'select hash as name, content from documents'))
    yield { kind: 'document', hash: name, text: fromKept(content) };
  for await (const { name, version, content } of walk<Named>(client, 'select name, version, content from texts'))
    yield { kind: 'text', name: fromKept(name), version: Number(version), text: fromKept(content) };
}

/** Each stream, then its events; those whose stream is gone stand where it would. */
async function* streamsAndEvents(
  streams: AsyncGenerator<StreamRow>,
  events: AsyncGenerator<EventRow>,
): AsyncGenerator<ArchiveRow> {
  let event = await events.next();
  async function* upTo(stream: string | undefined): AsyncGenerator<ArchiveRow> {
    while (event.done !== true && (stream === undefined || isUpTo(event.value.stream, stream))) {
      const { value } = event;
      yield {
        kind: 'event',
        stream: fromKept(value.stream),
        version: Number(value.version),
        text: value.body,
        hash: value.hash,
      };
      event = await events.next();
    }
  }
  let before: string | undefined;
  for await (const { stream, version, open } of streams) {
    if (before !== undefined) yield* upTo(before);
    yield* orphansBefore(stream);
    yield { kind: 'stream', stream: fromKept(stream), version: Number(version), open };
    before = stream;
  }
  yield* upTo(undefined);

  async function* orphansBefore(stream: string): AsyncGenerator<ArchiveRow> {
    while (event.done !== true && isUpTo(event.value.stream, stream) && event.value.stream !== stream)
      yield* upTo(event.value.stream);
  }
}

const isUpTo = (stream: string, end: string) => Buffer.compare(Buffer.from(stream), Buffer.from(end)) <= 0;

let walks = 0;

async function* walk<Row extends object>(client: ClientBase, select: string): AsyncGenerator<Row> {
  const cursor = `walk_${(walks += 1)}`;
  await client.query(`declare ${cursor} no scroll cursor for ${select}`);
  for (;;) {
    const { rows } = await client.query<Row>(`fetch ${AT_ONCE} from ${cursor}`);
    yield* rows;
    if (rows.length < AT_ONCE) break;
  }
  await client.query(`close ${cursor}`);
}
