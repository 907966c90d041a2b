import { describe, expect, it } from 'vitest';
import { MINUTE_MS, msBetween } from '../../src/core/time.ts';
import { agendaPromises } from './store-agenda.contract.ts';
import { appendPromises } from './store-appends.contract.ts';
import { chainPromises } from './store-chain.contract.ts';
import type { MakeStore } from './store-harness.ts';
import { modelPromises } from './store-model.contract.ts';
import { shelfPromises } from './store-shelf.contract.ts';

/** What every `Store` promises. `modelRuns`: how many random histories it is held against the store in memory. */
export function storeContract(name: string, make: MakeStore, modelRuns = 60): void {
  describe(`the store: ${name}`, () => {
    it('has a clock of its own, which moves', async () => {
      await using bench = await make();
      const before = await bench.store.now();
      await bench.pass(3 * MINUTE_MS);
      expect(Math.round(msBetween(before, await bench.store.now()) / MINUTE_MS)).toBe(3);
    });
    appendPromises(make);
    agendaPromises(make);
    chainPromises(make);
    shelfPromises(make);
    modelPromises(make, modelRuns);
  });
}
