import { crc32 } from 'node:zlib';
import { fromMs, type Instant } from '../../../core/time.ts';
import { LANES, type AgendaEntry } from '../../../ports/store.ts';
import { damaged } from './fault.ts';
import type { EventRow } from './looks.ts';
import { fromKept } from './texts.ts';

/**
 * An event's body as it was appended; refuses one whose checksum no longer fits. In the place of one that is too large to be
 * loaded stands an event that nobody understands, so that its incident alone is quarantined and goes on paging.
 */
export function bodyOf({ stream, version, body, checksum }: EventRow): unknown {
  if (body === null) return { type: 'tooLarge', at: fromMs(0), by: 'muster', v: 1 };
  if (crc32(body) !== Number(checksum)) throw damaged(`event ${version} of ${stream} is not what was written`);
  return JSON.parse(body) as unknown;
}

export type AgendaRow = {
  readonly key: string;
  readonly at: Instant;
  readonly due: Instant;
  readonly lane: string;
};

/** A row of the agenda; refuses one in a lane that nobody wrote. */
export function agendaRowOf({
  key,
  at,
  due,
  lane: named,
}: AgendaRow): AgendaEntry & { readonly leasedUntil: Instant | null } {
  const lane = LANES.find((each) => each === named);
  if (lane === undefined) throw damaged(`the agenda names a lane "${named}"`);
  return { key: fromKept(key), at, lane, leasedUntil: due > at ? due : null };
}
