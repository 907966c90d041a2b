import { crc32 } from 'node:zlib';
import type { AgendaEntry, Append, Appended } from '../../../ports/store.ts';
import { CHAIN_BEGIN, linkHash } from '../../../ports/chain.ts';
import { numberOf } from './rows.ts';
import { MOST_EVENT_BYTES, type Statements } from './statements.ts';

/** An append whose bodies are already text, so that what cannot be written fails before it reaches the transaction. */
export type ReadyAppend = { readonly batch: Append; readonly bodies: readonly string[] };

export function readyAppend(batch: Append): ReadyAppend {
  if (batch.events.length === 0) throw new Error(`an append to ${batch.stream} without events`);
  refuseTwins(batch.stream, batch.agenda);
  const bodies = batch.events.map((event) => {
    const text: unknown = JSON.stringify(event);
    if (typeof text !== 'string') throw new TypeError(`an event of ${batch.stream} is not a JSON value`);
    if (Buffer.byteLength(text) > MOST_EVENT_BYTES) throw new Error(`an event of ${batch.stream} is too large`);
    return text;
  });
  return { batch, bodies };
}

/** Throws when a key stands twice in what a state asks for: its rows would fight. */
export function refuseTwins(stream: string, agenda: readonly AgendaEntry[]): void {
  const keys = new Set(agenda.map((entry) => entry.key));
  if (keys.size !== agenda.length) throw new Error(`the agenda of ${stream} names a key twice`);
}

/** Inside a transaction: writes all of it, or nothing and says why not. */
export function appendNow(sql: Statements, { batch, bodies }: ReadyAppend): Appended {
  const { stream, delivery, claim } = batch;
  if (delivery !== undefined) {
    const before = sql.replyTo.get({ id: delivery.id });
    if (before !== undefined) return { outcome: 'duplicate', reply: String(before['reply']) };
  }
  if (claim !== undefined && sql.tokenOf.get({ stream, key: claim.key })?.['token'] !== claim.token) {
    return { outcome: 'lease lost' };
  }
  const current = currentVersion(sql, stream);
  if (current !== batch.expected) return { outcome: 'conflict', version: current };

  const version = current + bodies.length;
  sql.putStream.run({ stream, version, open: batch.open ? 1 : 0, number: numberOf(stream) });
  let before = current === 0 ? CHAIN_BEGIN : String(sql.hashOf.get({ stream, version: current })?.['hash']);
  bodies.forEach((body, index) => {
    const nth = current + index + 1;
    before = linkHash(before, { stream, version: nth, text: body });
    sql.putEvent.run({ stream, version: nth, body, checksum: crc32(body), hash: before });
  });
  putAgenda(sql, stream, batch.agenda);
  if (delivery !== undefined) sql.putDelivery.run({ id: delivery.id, stream, version, reply: delivery.reply });
  return { outcome: 'appended', version };
}

/** Inside a transaction: replaces the agenda of a stream that is still at this version. */
export function rearmNow(
  sql: Statements,
  { stream, version, agenda, open }: { stream: string; version: number; agenda: readonly AgendaEntry[]; open: boolean },
): boolean {
  if (version === 0 || currentVersion(sql, stream) !== version) return false;
  sql.setOpen.run({ stream, open: open ? 1 : 0 });
  putAgenda(sql, stream, agenda);
  return true;
}

const currentVersion = (sql: Statements, stream: string) => Number(sql.versionOf.get({ stream })?.['version'] ?? 0);

/** Writes only the rows that differ: one that keeps its key and hour keeps its lease and costs nothing. */
function putAgenda(sql: Statements, stream: string, wanted: readonly AgendaEntry[]): void {
  const standing = new Map(sql.agendaOf.all({ stream }).map((row) => [String(row['key']), row]));
  for (const { key, at, lane } of wanted) {
    const row = standing.get(key);
    standing.delete(key);
    if (row === undefined) sql.addRow.run({ stream, key, lane, at });
    else if (row['at'] !== at) sql.moveRow.run({ stream, key, lane, at });
    else if (row['lane'] !== lane) sql.changeLane.run({ stream, key, lane });
  }
  for (const key of standing.keys()) sql.removeRow.run({ stream, key });
}
