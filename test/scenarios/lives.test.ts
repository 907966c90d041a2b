import { describe, expect, it } from 'vitest';
import { simulate } from '../simulation/simulate.ts';
import { groundOf, storeOfRun } from '../support/store-of-run.ts';

/** Seeds on each store; test/simulation lives thousands of them in memory. */
const SEEDS: Readonly<Record<string, number>> = { memory: 5, sqlite: 20, postgres: 10 };
const LIMIT_MS = 300_000;

describe(`simulated lives on the store of this run (${storeOfRun()})`, () => {
  const seeds = Array.from({ length: SEEDS[storeOfRun()] ?? 5 }, (_, n) => 7_000 + n);

  it.each(seeds)('keep every promise: seed %i', { timeout: LIMIT_MS }, async (seed) => {
    const ride = await simulate(seed, { ground: groundOf });
    expect(ride.steps).toBeGreaterThan(0);
  });
});
