import { describe, expect, it } from 'vitest';
import { verify } from '../../src/engine/verify.ts';
import type { Archive, ArchiveRow } from '../../src/ports/archive.ts';
import { StoreFault } from '../../src/ports/store.ts';
import { allOf, filled, given, inOrder, sampleRows } from '../support/archived.ts';

/** A new archive that holds nothing. */
export type MakeArchive = () => Promise<AsyncDisposable & { readonly archive: Archive }>;

async function* brokenAfter(rows: readonly ArchiveRow[]): AsyncGenerator<ArchiveRow> {
  yield* rows;
  throw new Error('the source is gone');
}

/** What everything promises that gives and takes all that a Muster keeps. */
export function archiveContract(name: string, make: MakeArchive): void {
  describe(`the archive: ${name}`, () => {
    it('gives back every row as it was taken, hashes and versions included', async () => {
      await using bench = await make();
      const rows = await sampleRows();
      const counts = await bench.archive.load(given(rows));
      expect(counts).toEqual({ stream: 4, event: 27, delivery: 1, number: 1, document: 2, text: 1 });
      expect(inOrder(await allOf(bench.archive.dump()))).toEqual(inOrder(rows));
    });

    it('gives each stream before its events, and these together and by their version', async () => {
      await using bench = await make();
      const { archive } = await withSample(bench);
      const seen = new Set<string>();
      let now = { stream: '', version: 0 };
      for await (const row of archive.dump()) {
        if (row.kind === 'stream') {
          expect(seen.has(row.stream)).toBe(false);
          seen.add(row.stream);
          now = { stream: row.stream, version: 0 };
        }
        if (row.kind !== 'event') continue;
        expect(row).toMatchObject({ stream: now.stream, version: now.version + 1 });
        now = { stream: row.stream, version: row.version };
      }
      expect([...seen].toSorted()).toEqual(['INC-1', 'INC-10', 'INC-2', 'UPKEEP']);
    });

    it('carries damage as it is, so that it is found afterwards', async () => {
      await using bench = await make();
      const rows = (await sampleRows()).map((row) =>
        row.kind === 'event' && row.stream === 'INC-1' && row.version === 5 ? { ...row, text: '{"type":"nice"}' } : row,
      );
      await filled(bench.archive, rows);
      const { findings } = await verify(bench.archive.dump());
      expect(findings).toEqual([{ stream: 'INC-1', event: 5, say: 'INC-1: event 5 (nice) is not what was written' }]);
    });

    it('takes nothing when it holds something', async () => {
      await using bench = await make();
      const { archive } = await withSample(bench);
      const before = await allOf(archive.dump());
      await expect(archive.load(given([{ kind: 'number', series: 'EX', last: 3 }]))).rejects.toThrow(StoreFault);
      expect(await allOf(archive.dump())).toEqual(before);
    });

    it('takes nothing of rows that end with a fault, and everything afterwards', async () => {
      await using bench = await make();
      const rows = await sampleRows();
      await expect(bench.archive.load(brokenAfter(rows))).rejects.toThrow('the source is gone');
      const counts = await bench.archive.load(given(rows));
      expect(counts.event).toBe(27);
      expect(inOrder(await allOf(bench.archive.dump()))).toEqual(inOrder(rows));
    });

    it('can be left in the middle of giving', async () => {
      await using bench = await make();
      const { archive } = await withSample(bench);
      for await (const row of archive.dump()) {
        expect(row.kind).toBe('stream');
        break;
      }
      expect(await allOf(archive.dump())).toHaveLength((await sampleRows()).length);
    });
  });
}

async function withSample<B extends { readonly archive: Archive }>(bench: B): Promise<B> {
  await filled(bench.archive, await sampleRows());
  return bench;
}
