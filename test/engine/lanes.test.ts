import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/adapters/stores/memory/memory-store.ts';
import type { Slots } from '../../src/engine/lanes.ts';
import { laneRunner } from '../../src/engine/lanes.ts';
import type { Lane } from '../../src/ports/store.ts';
import { FRIDAY_1640 } from '../support/story.ts';
import { virtualClock } from '../support/virtual-clock.ts';

/** So many things due in each lane, and a worker that ends nothing before it is told to. */
async function bench(due: Readonly<Partial<Record<Lane, number>>>, slots: Slots) {
  const clock = virtualClock(FRIDAY_1640);
  const store = memoryStore(clock);
  const agenda = Object.entries(due).flatMap(([lane, many]) =>
    Array.from({ length: many }, (_, n) => ({ key: `${lane}/${n}`, at: FRIDAY_1640, lane: lane as Lane })),
  );
  await store.append({ stream: 'INC-1', expected: 0, events: [{}], agenda, open: true });
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const lanes = laneRunner(slots, {
    store,
    notify: () => {},
    async work(claim) {
      begun.push(claim.key);
      await new Promise<void>((resolve) => ends.push(resolve));
      await store.drop(claim);
    },
  });
  void lanes.kick();
  await clock.settle();
  return { begun, clock, endAll: () => ends.splice(0).forEach((end) => end()), kick: lanes.kick };
}

describe('lanes that share slots', () => {
  it('begin what is worst first, however much else is due', async () => {
    const { begun } = await bench({ urgent: 3, page: 50 }, { all: 5, most: { urgent: 4, page: 4 } });
    expect(begun.slice(0, 3).every((key) => key.startsWith('urgent/'))).toBe(true);
    expect(begun).toHaveLength(5);
  });

  it('keep slots for what is worst that nothing else can take', async () => {
    const { begun } = await bench({ page: 50 }, { all: 5, most: { urgent: 4, page: 3 } });
    expect(begun).toHaveLength(3);
  });

  it('keep slots for hours and answers, however many of the worst hang', async () => {
    const { begun } = await bench({ urgent: 50, page: 50 }, { all: 5, most: { urgent: 3, page: 4 } });
    expect(begun.filter((key) => key.startsWith('page/'))).toHaveLength(2);
  });

  it('come to everything in the end', async () => {
    const { begun, clock, endAll } = await bench({ urgent: 7, page: 20 }, { all: 5, most: { urgent: 4, page: 4 } });
    for (let turn = 0; turn < 30 && begun.length < 27; turn += 1) {
      endAll();
      await clock.settle();
    }
    expect(new Set(begun).size).toBe(27);
  });
});
