import type { Archive, ArchiveRow } from '../../src/ports/archive.ts';
import { memoryStore } from '../../src/adapters/stores/memory/memory-store.ts';
import { instant } from '../../src/core/time.ts';
import { HOSTILE, batch } from '../contracts/store-harness.ts';
import { virtualClock } from './virtual-clock.ts';

export async function* given(rows: Iterable<ArchiveRow>): AsyncGenerator<ArchiveRow> {
  yield* rows;
}

export async function allOf(rows: AsyncIterable<ArchiveRow>): Promise<readonly ArchiveRow[]> {
  const all: ArchiveRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** Rows in an order that does not depend on how a store lists what has no order of its own. */
export const inOrder = (rows: readonly ArchiveRow[]): readonly ArchiveRow[] =>
  rows
    .map((row) => ({ row, key: sortKey(row) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ row }) => row);

function sortKey(row: ArchiveRow): string {
  const { kind } = row;
  return kind === 'stream' || kind === 'event'
    ? JSON.stringify([
        '0',
        row.stream,
        kind === 'event' ? 1 : 0,
        String(kind === 'event' ? row.version : 0).padStart(9),
      ])
    : JSON.stringify(row);
}

/** Some streams, open and closed, and one of everything else; texts that broke other people's databases among them. */
export async function sampleRows(): Promise<readonly ArchiveRow[]> {
  const store = memoryStore(virtualClock(instant('2026-11-20T14:05:00.000Z')));
  const planHash = await store.keep('{"plan":"the plan"}');
  const at = (n: number) => instant(`2026-11-20T16:${String(n).padStart(2, '0')}:00.000Z`);
  const declared = { type: 'declared', at: at(0), planHash };
  const steps = Array.from({ length: 11 }, (_, n) => ({ type: 'stepDone', at: at(n + 1), step: n }));
  await store.append(batch({ stream: 'INC-1', events: [declared, ...steps], delivery: { id: 'd1', reply: 'fine' } }));
  await store.append(batch({ stream: 'INC-10', events: [declared], open: false }));
  await store.append(batch({ stream: 'INC-2', events: HOSTILE.map((text) => ({ type: 'noted', at: at(1), text })) }));
  await store.append(batch({ stream: 'UPKEEP', events: ['a', 'b', 'c'] }));
  for (let n = 0; n < 10; n += 1) await store.nextNumber('INC');
  await store.keep('another text\nof two lines');
  await store.putText('postmortem/INC-1', 0, '# What happened\n');
  await store.putText('postmortem/INC-1', 1, '# What happened\r\n\tGröße 🔥\n');
  return allOf(store.dump());
}

/** Puts rows into an archive; answers with it. */
export async function filled<A extends Archive>(archive: A, rows: Iterable<ArchiveRow>): Promise<A> {
  await archive.load(given(rows));
  return archive;
}
