import type { DatabaseSync } from 'node:sqlite';
import { CHAIN_BEGIN, linkHash } from '../../../ports/chain.ts';

/** What SQL alone cannot bring up to date, by the number of the migration that it belongs to; in the same transaction. */
export const FILL: Readonly<Record<number, (db: DatabaseSync) => void>> = { 2: chainAll };

/** Gives the events of before the chain their hashes, in the order in which they were written. */
function chainAll(db: DatabaseSync): void {
  const put = db.prepare('update events set hash = $hash where position = $position');
  const heads = new Map<string, string>();
  for (const row of db.prepare('select position, stream, version, body from events order by position').iterate()) {
    const stream = String(row['stream']);
    const link = { stream, version: Number(row['version']), text: String(row['body']) };
    const hash = linkHash(heads.get(stream) ?? CHAIN_BEGIN, link);
    heads.set(stream, hash);
    put.run({ hash, position: row['position'] ?? null });
  }
}
