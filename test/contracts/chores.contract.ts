import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../src/core/time.ts';
import type { Chores } from '../../src/ports/chores.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';

export type ChoresHarness = {
  readonly chores: Chores;
  readonly clock: VirtualClock;
  /** The chores whose failure went to the log. */
  readonly complaints: readonly string[];
};

/** What every `Chores` promises. */
export function choresContract(name: string, make: () => ChoresHarness): void {
  describe(`chores: ${name}`, () => {
    it('are done at once, and again so long after they ended', async () => {
      const { chores, clock } = make();
      const done: string[] = [];
      const end = chores.every('calendars', 15 * MINUTE_MS, async () => {
        done.push(clock.now());
        return undefined;
      });
      await clock.settle();
      expect(done).toHaveLength(1);
      await clock.advance(HOUR_MS);
      expect(done).toHaveLength(5);
      await end();
    });

    it('are given what they returned the last time', async () => {
      const { chores, clock } = make();
      const given: (string | undefined)[] = [];
      const end = chores.every('calendars', MINUTE_MS, async (memory) => {
        given.push(memory);
        return `${given.length}`;
      });
      await clock.advance(2 * MINUTE_MS);
      expect(given).toEqual([undefined, '1', '2']);
      await end();
    });

    it('go on after one of them threw, with the memory of the last success', async () => {
      const { chores, clock, complaints } = make();
      const given: (string | undefined)[] = [];
      const end = chores.every('calendars', MINUTE_MS, (memory) => {
        given.push(memory);
        if (given.length === 2) throw new Error('no luck');
        return Promise.resolve('kept');
      });
      await clock.advance(2 * MINUTE_MS);
      expect(complaints).toEqual(['calendars']);
      expect(given).toEqual([undefined, 'kept', 'kept']);
      await end();
    });

    it('are ended once what is under way has ended', async () => {
      const { chores, clock } = make();
      const { promise: opened, resolve: open } = Promise.withResolvers<void>();
      const said: string[] = [];
      const end = chores.every('calendars', MINUTE_MS, async () => {
        await opened;
        said.push('done');
        return undefined;
      });
      await clock.settle();
      const ending = end().then(() => said.push('ended'));
      await clock.settle();
      expect(said).toEqual([]);
      open();
      await ending;
      await clock.advance(HOUR_MS);
      expect(said).toEqual(['done', 'ended']);
    });
  });
}
