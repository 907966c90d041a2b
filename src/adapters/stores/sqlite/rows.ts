import { crc32 } from 'node:zlib';
import type { SQLOutputValue } from 'node:sqlite';
import { fromMs } from '../../../core/time.ts';
import type { Instant } from '../../../core/time.ts';
import { LANES, type AgendaEntry } from '../../../ports/store.ts';
import { damaged } from './fault.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;

/**
 * An event's body as it was appended; refuses one whose checksum no longer fits. In the place of one that is too large to be
 * loaded stands an event that nobody understands, so that its incident alone is quarantined and goes on paging.
 */
export function bodyOf(row: Row, file: string): unknown {
  if (row['body'] === null) return { type: 'tooLarge', at: fromMs(0), by: 'muster', v: 1 };
  const text = String(row['body']);
  if (crc32(text) !== row['checksum']) {
    throw damaged(file, `event ${String(row['version'])} of ${String(row['stream'])} is not what was written`);
  }
  return JSON.parse(text) as unknown;
}

/** A row of the agenda; refuses one in a lane that nobody wrote. */
export function agendaRowOf(row: Row, file: string): AgendaEntry & { readonly due: Instant } {
  const lane = LANES.find((each) => each === row['lane']);
  if (lane === undefined) throw damaged(file, `the agenda names a lane "${String(row['lane'])}"`);
  return { key: String(row['key']), at: String(row['at']) as Instant, lane, due: String(row['due']) as Instant };
}
