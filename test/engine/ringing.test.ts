import { describe, expect, it } from 'vitest';
import { AGGREGATES } from '../../src/aggregates.ts';
import { memoryStore } from '../../src/adapters/stores/memory/memory-store.ts';
import { inProcessJobs } from '../../src/adapters/jobs/in-process/in-process-jobs.ts';
import { MUSTER } from '../../src/core/incident/events.ts';
import { NO_OVERRIDES } from '../../src/core/oncall.ts';
import { DAY_MS, instant, plusMs, SECOND_MS } from '../../src/core/time.ts';
import { booksOf } from '../../src/engine/books.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { Jobs } from '../../src/ports/jobs.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { timers } from '../support/timers.ts';

const deaf: Jobs = { start: async () => undefined, schedule: async () => undefined, stop: async () => undefined };

function rig(jobs?: Jobs) {
  const clock = virtualClock(instant('2026-11-20T21:40:00Z'));
  const store = memoryStore(clock);
  const late: number[] = [];
  /** As another process on the same store would have it. */
  const another = () =>
    createEngine({
      clock,
      store,
      books: booksOf(store, JSON.stringify),
      jobs: jobs ?? inProcessJobs(clock),
      aggregates: [...AGGREGATES, timers],
      performers: {},
      live: () => Promise.resolve(NO_OVERRIDES),
      notify: (notice) => void (notice.kind === 'late' && late.push(notice.ms)),
    });
  const engine = another();
  const set = (n: number, ms: number) =>
    engine.handle({
      stream: `TIMER-${n}`,
      command: { type: 'set', due: plusMs(clock.now(), ms) },
      by: MUSTER,
      reply: () => '',
    });
  return { clock, store, engine, another, late, set };
}

describe('a deadline', () => {
  it.each([1, 999, 1_500, 90_000, 3_600_000])('in %i ms is met at its hour, not before', async (ms) => {
    const { clock, store, engine, set } = rig();
    await engine.start();
    await set(1, ms);
    await clock.advance(ms - 1);
    expect(await store.read('TIMER-1')).toHaveLength(1);
    await clock.advance(1);
    expect(await store.read('TIMER-1')).toHaveLength(2);
    await engine.stop();
  });

  it('is met at its hour by an engine that never heard it named, however close it is to another', async () => {
    const { clock, late, another, set } = rig();
    await Promise.all([400, 407, 450, 990, 1_700, 1_701].map((ms, n) => set(n, ms)));
    const second = another();
    await second.start();
    await clock.advance(3 * SECOND_MS);
    expect(late).toEqual([0, 0, 0, 0, 0, 0]);
    await second.stop();
  });

  it('is met within a second by the sweep alone, when no bell ever rings', async () => {
    const { clock, late, engine, set } = rig(deaf);
    await engine.start();
    await Promise.all(Array.from({ length: 30 }, (_, n) => set(n, 400 + n * 733)));
    await clock.advance(30 * SECOND_MS);
    expect(late).toHaveLength(30);
    expect(Math.max(...late)).toBeLessThanOrEqual(1_000);
    await engine.stop();
  });

  it('rings once for each state, however often it is drained', async () => {
    const { clock, store, engine, set } = rig();
    await set(1, 1_000);
    await clock.advance(2_000);
    await engine.drain();
    await engine.drain();
    expect(await store.read('TIMER-1')).toHaveLength(2);
  });

  it('sixty days away is kept, and met on its day', async () => {
    const { clock, store, engine, set } = rig(deaf);
    await set(1, 60 * DAY_MS);
    await clock.advance(60 * DAY_MS - 1);
    await engine.drain();
    expect(await store.read('TIMER-1')).toHaveLength(1);
    await clock.advance(1);
    await engine.drain();
    expect(await store.read('TIMER-1')).toHaveLength(2);
  });

  it('that passed while nobody ran is met at the start, and its lateness is known', async () => {
    const { clock, store, late, engine, set } = rig();
    await set(1, SECOND_MS);
    await clock.advance(7_200_000);
    await engine.start();
    await clock.settle();
    expect(await store.read('TIMER-1')).toHaveLength(2);
    expect(late[0]).toBe(7_199_000);
    await engine.stop();
  });

  it('is met once after the agenda was thrown away and rebuilt from the log', async () => {
    const { clock, store, engine, set } = rig();
    await set(1, SECOND_MS);
    await store.rearm('TIMER-1', 1, [], true);
    await engine.rebuild();
    await clock.advance(2 * SECOND_MS);
    await engine.drain();
    expect(await store.read('TIMER-1')).toHaveLength(2);
  });

  it('of two thousand at the same instant is met by one drain', async () => {
    const { clock, engine, late, set } = rig();
    await Promise.all(Array.from({ length: 2_000 }, (_, n) => set(n, SECOND_MS)));
    await clock.advance(SECOND_MS);
    await engine.drain();
    expect(late).toHaveLength(2_000);
  });
});
