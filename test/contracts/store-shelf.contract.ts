import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { StoreFault } from '../../src/ports/store.ts';
import { batch, HOSTILE, type MakeStore } from './store-harness.ts';

/** What a store promises about its lists, numbers and documents, and about its end. */
export function shelfPromises(make: MakeStore): void {
  describe('lists of streams', () => {
    it('hold the open ones, as the last append said', async () => {
      await using bench = await make();
      const { store } = bench;
      await store.append(batch({ stream: 'INC-10' }));
      await store.append(batch({ stream: 'INC-9' }));
      await store.append(batch({ stream: 'INC-8', open: false }));
      expect(await store.openStreams()).toEqual([
        { stream: 'INC-9', version: 1 },
        { stream: 'INC-10', version: 1 },
      ]);
      await store.append(batch({ stream: 'INC-9', expected: 1, open: false }));
      await store.append(batch({ stream: 'INC-8', expected: 1, open: true }));
      expect(await store.openStreams()).toEqual([
        { stream: 'INC-8', version: 2 },
        { stream: 'INC-10', version: 1 },
      ]);
    });

    it('by prefix are newest first by number, open or not, and no more than asked for', async () => {
      await using bench = await make();
      const { store } = bench;
      for (const n of [2, 10, 1, 9]) await store.append(batch({ stream: `INC-${n}`, open: n > 5 }));
      await store.append(batch({ stream: 'EX-7' }));
      await store.append(batch({ stream: 'upkeep' }));
      expect(await store.streams('INC-', 10)).toEqual(['INC-10', 'INC-9', 'INC-2', 'INC-1']);
      expect(await store.streams('INC-', 2)).toEqual(['INC-10', 'INC-9']);
      expect(await store.streams('EX-', 10)).toEqual(['EX-7']);
      expect(await store.streams('', 10)).toEqual(['INC-10', 'INC-9', 'EX-7', 'INC-2', 'INC-1', 'upkeep']);
      expect(await store.streams('nobody', 10)).toEqual([]);
    });

    it.each(['INC_', '%', 'inc-', '*', 'INC-1?'])('take the prefix %j as it is written', async (prefix) => {
      await using bench = await make();
      await bench.store.append(batch({ stream: 'INC-1' }));
      expect(await bench.store.streams(prefix, 10)).toEqual([]);
    });
  });

  describe('numbers', () => {
    it('count from 1 in each series', async () => {
      await using bench = await make();
      const { store } = bench;
      expect([await store.nextNumber('INC'), await store.nextNumber('INC'), await store.nextNumber('EX')]).toEqual([
        1, 2, 1,
      ]);
    });

    it('are never the same for a hundred at once', async () => {
      await using bench = await make();
      const numbers = await Promise.all(Array.from({ length: 100 }, () => bench.store.nextNumber('INC')));
      expect(new Set(numbers).size).toBe(100);
    });
  });

  describe('documents', () => {
    it('are kept under their SHA-256, once', async () => {
      await using bench = await make();
      const { store } = bench;
      const hashes = [await store.keep('plan'), await store.keep('plan'), await store.keep('plan 2')];
      const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
      expect(hashes).toEqual([sha256('plan'), sha256('plan'), sha256('plan 2')]);
      expect(await store.document(sha256('plan'))).toBe('plan');
      expect(await store.document(sha256('never kept'))).toBeUndefined();
    });

    it('of a megabyte and of any well-formed text come back as they were', async () => {
      await using bench = await make();
      const { store } = bench;
      const wellFormed = HOSTILE.map((each) => each.toWellFormed().replaceAll('\u0000', ''));
      for (const text of ['ü'.repeat(1_000_000), ...wellFormed]) {
        expect(await store.document(await store.keep(text))).toBe(text);
      }
    });
  });

  describe('the end', () => {
    it('lets what was asked for before it finish, and refuses what comes after', async () => {
      await using bench = await make();
      const { store } = bench;
      const appending = store.append(batch());
      await store.close();
      expect(await appending).toEqual({ outcome: 'appended', version: 1 });
      await expect(store.append(batch({ stream: 'INC-2' }))).rejects.toThrow(StoreFault);
      await expect(store.read('INC-1')).rejects.toThrow(StoreFault);
      await store.close();
    });
  });
}
