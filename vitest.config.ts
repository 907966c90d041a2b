import { defineConfig } from 'vitest/config';

const UNIT = ['test/**/*.test.ts'];
const REAL = ['test/**/*.real.test.ts'];

/**
 * `unit` needs nothing but Node; `real` starts programs and servers of its own. One after the other: a test that watches a
 * real process shall not share the processor with every other test. Times in milliseconds.
 */
export default defineConfig({
  test: {
    setupFiles: ['test/support/seed.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: UNIT,
          exclude: [...REAL, '**/node_modules/**'],
          // Only what hangs is ended: how fast a property is tried is the machine's affair.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'real', include: REAL, testTimeout: 120_000, hookTimeout: 60_000, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
