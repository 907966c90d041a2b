import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/adapters/stores/memory/memory-store.ts';
import { SECOND_MS } from '../../src/core/time.ts';
import { laneRunner } from '../../src/engine/lanes.ts';
import { StoreFault } from '../../src/ports/store.ts';
import { FRIDAY_1640 } from '../support/story.ts';
import { virtualClock } from '../support/virtual-clock.ts';

/** One row that is due, and work that fails with this so many times. */
async function bench(fault: Error, times: number) {
  const clock = virtualClock(FRIDAY_1640);
  const store = memoryStore(clock);
  const agenda = [{ key: 'INC-1/page', at: FRIDAY_1640, lane: 'page' as const }];
  await store.append({ stream: 'INC-1', expected: 0, events: [{}], agenda, open: true });
  const begun: number[] = [];
  const lanes = laneRunner(
    { all: 1, most: { page: 1 } },
    {
      store,
      notify: () => {},
      async work(claim) {
        begun.push(begun.length);
        if (begun.length <= times) throw fault;
        await store.drop(claim);
      },
    },
  );
  return {
    begun,
    async pass(seconds: number) {
      for (let n = 0; n < seconds; n += 1) {
        void lanes.kick();
        await clock.settle();
        await clock.advance(SECOND_MS);
      }
    },
  };
}

describe('work that fails', () => {
  it('because the store was away for a moment is taken up again long before its lease ends', async () => {
    const { begun, pass } = await bench(new StoreFault('The database does not answer.'), 1);
    await pass(3);
    expect(begun).toHaveLength(2);
  });

  it('because of the store again and again is tried less and less often', async () => {
    const { begun, pass } = await bench(new StoreFault('The database is damaged.'), 1_000);
    await pass(60);
    expect(begun.length).toBeGreaterThan(4);
    expect(begun.length).toBeLessThan(12);
  });

  it('for another reason waits for its lease to end: it would fail at once again', async () => {
    const { begun, pass } = await bench(new Error('a bug'), 1);
    await pass(20);
    expect(begun).toHaveLength(1);
    await pass(15);
    expect(begun).toHaveLength(2);
  });
});
