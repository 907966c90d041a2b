import { defineConfig } from 'vitest/config';

const UNIT = ['test/**/*.test.ts'];
const REAL = ['test/**/*.real.test.ts'];
const CHAOS = 'test/chaos/*.real.test.ts';
const CRASH = 'test/crash/*.real.test.ts';

/** Every story once more, on a store that lasts; on PostgreSQL with BullMQ on a Redis beside it. */
const stories = (store: string, globalSetup: string[] = []) => ({
  extends: true as const,
  test: {
    name: `stories on ${store}`,
    include: ['test/scenarios/**/*.test.ts'],
    env: { MUSTER_STORY_STORE: store },
    globalSetup,
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { groupOrder: 1 },
  },
});

/**
 * `unit` needs nothing but Node; `stories on …` tell every story again on a store that lasts; `real` starts programs and servers of
 * its own; `crash` and `chaos` break them, one file at a time: a test that watches how late a real process is shall not share the
 * processor with other tests. One project after the other. What needs no process of its own shares one (`isolate`): half the time
 * went into loading the same files again for each file of tests. Times in milliseconds.
 */
export default defineConfig({
  test: {
    setupFiles: ['test/support/seed.ts'],
    // A machine that is busy with something else must not turn a sound commit away; what fails twice is a failure.
    retry: process.env['CI'] === undefined ? 0 : 1,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: UNIT,
          exclude: [...REAL, '**/node_modules/**'],
          isolate: false,
          maxWorkers: '100%',
          // Only what hangs is ended: how fast a property is tried is the machine's affair.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      stories('sqlite'),
      stories('postgres', ['test/support/postgres-of-run.ts', 'test/support/redis-of-run.ts']),
      {
        extends: true,
        test: {
          name: 'real',
          include: REAL,
          exclude: [CHAOS, CRASH, '**/node_modules/**'],
          maxWorkers: '100%',
          testTimeout: 120_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'crash',
          include: [CRASH],
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: { name: 'chaos', include: [CHAOS], maxWorkers: 1, hookTimeout: 60_000, sequence: { groupOrder: 4 } },
      },
    ],
  },
});
