import { crc32 } from 'node:zlib';
import { bodiesOf, numberInName, refuseTwins } from '../../../ports/ready-append.ts';
import type { AgendaEntry, Append, Appended } from '../../../ports/store.ts';
import { CHAIN_BEGIN, linkHash } from '../../../ports/chain.ts';
import type { Statements } from './statements.ts';

/** An append whose bodies are already text, so that what cannot be written fails before it reaches the transaction. */
export type ReadyAppend = { readonly batch: Append; readonly bodies: readonly string[] };

export function readyAppend(batch: Append): ReadyAppend {
  refuseTwins(batch.stream, batch.agenda);
  return { batch, bodies: bodiesOf(batch) };
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
  sql.putStream.run({ stream, version, open: batch.open ? 1 : 0, number: numberInName(stream) });
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
