import type { DatabaseSync } from 'node:sqlite';
import { MOST_EVENT_BYTES } from '../../../ports/ready-append.ts';

export type Statements = ReturnType<typeof prepareAll>;

/** An event's body, null when it is too large; octet_length looks at the row's head only. */
export const BODY = `case when octet_length(body) <= ${MOST_EVENT_BYTES} then body end as body`;

/** Every statement, prepared once. Parameters are named; PostgreSQL would take the same texts with `$n` in their place. */
export function prepareAll(db: DatabaseSync) {
  return {
    begin: db.prepare('begin immediate'),
    commit: db.prepare('commit'),
    rollback: db.prepare('rollback'),
    mark: db.prepare('savepoint work'),
    unmark: db.prepare('release savepoint work'),
    backToMark: db.prepare('rollback to savepoint work'),

    versionOf: db.prepare('select version from streams where stream = $stream'),
    putStream: db.prepare(
      `insert into streams (stream, version, open, number) values ($stream, $version, $open, $number)
       on conflict (stream) do update set version = excluded.version, open = excluded.open`,
    ),
    setOpen: db.prepare('update streams set open = $open where stream = $stream and open <> $open'),
    putEvent: db.prepare(
      `insert into events (stream, version, body, checksum, hash)
       values ($stream, $version, $body, $checksum, $hash)`,
    ),
    eventsAfter: db.prepare(
      `select stream, version, ${BODY}, checksum from events
       where stream = $stream and version > $after order by version`,
    ),
    hashOf: db.prepare('select hash from events where stream = $stream and version = $version'),
    chainOf: db.prepare('select version, body as text, hash from events where stream = $stream order by version'),
    bytesOf: db.prepare('select sum(octet_length(body)) as bytes from events where stream = $stream'),
    openStreams: db.prepare('select stream, version from streams where open = 1 order by number, stream'),
    streamsByPrefix: db.prepare(
      `select stream from streams where substr(stream, 1, $length) = $prefix
       order by number desc, stream limit $most`,
    ),

    replyTo: db.prepare('select reply from deliveries where id = $id'),
    putDelivery: db.prepare(
      'insert into deliveries (id, stream, version, reply) values ($id, $stream, $version, $reply)',
    ),

    agendaOf: db.prepare('select key, lane, at, due from agenda where stream = $stream order by key'),
    tokenOf: db.prepare('select token from agenda where stream = $stream and key = $key'),
    addRow: db.prepare(
      'insert into agenda (stream, key, lane, at, due, token) values ($stream, $key, $lane, $at, $at, null)',
    ),
    moveRow: db.prepare(
      'update agenda set lane = $lane, at = $at, due = $at, token = null where stream = $stream and key = $key',
    ),
    changeLane: db.prepare('update agenda set lane = $lane where stream = $stream and key = $key'),
    removeRow: db.prepare('delete from agenda where stream = $stream and key = $key'),
    dueRows: db.prepare(
      `select stream, key, at from agenda where lane = $lane and due <= $now
       order by due, stream, key limit $most`,
    ),
    lease: db.prepare('update agenda set due = $until, token = $token where stream = $stream and key = $key'),
    releaseRow: db.prepare(
      `update agenda set due = case when $at > at then $at else at end, token = null
       where stream = $stream and key = $key and token = $token`,
    ),
    dropRow: db.prepare('delete from agenda where stream = $stream and key = $key and token = $token'),
    nextDue: db.prepare('select min(due) as due from agenda where lane = $lane'),

    nextNumber: db.prepare(
      `insert into numbers (series, last) values ($series, 1)
       on conflict (series) do update set last = numbers.last + 1 returning last`,
    ),
    putDocument: db.prepare(
      'insert into documents (hash, content) values ($hash, $content) on conflict (hash) do nothing',
    ),
    documentOf: db.prepare('select content from documents where hash = $hash'),
    textOf: db.prepare('select version, content from texts where name = $name'),
    putText: db.prepare(
      `insert into texts (name, version, content) select $name, 1, $content where $expected = 0
       on conflict (name) do nothing`,
    ),
    replaceText: db.prepare(
      'update texts set version = version + 1, content = $content where name = $name and version = $expected',
    ),
  };
}
