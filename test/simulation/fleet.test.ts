import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';

/** Seeds lived in every run of the tests. Nightly: `npx node bench/simulate.ts --fleet --seeds 100000`. */
const BLOCKS = 8;
const SEEDS_A_BLOCK = 250;
const LIMIT_MS = 600_000;

describe('two or three processes that share a store keep every promise', () => {
  const blocks = Array.from({ length: BLOCKS }, (_, block) => ({
    from: block * SEEDS_A_BLOCK + 1,
    to: (block + 1) * SEEDS_A_BLOCK,
  }));

  it.each(blocks)('in the lives of seeds $from to $to', { timeout: LIMIT_MS }, async ({ from, to }) => {
    const broken: string[] = [];
    for (let seed = from; seed <= to; seed += 1)
      try {
        await simulate(seed, { kind: 'fleet' });
      } catch (error) {
        broken.push(error instanceof Error ? error.message : String(error));
      }
    expect(broken).toEqual([]);
  });

  it.each([7, 12, 42])('twice in the same way for seed %i', async (seed) => {
    const trace = async () => {
      const lines: string[] = [];
      await simulate(seed, { kind: 'fleet', trace: (line) => void lines.push(line) });
      return lines;
    };
    expect(await trace()).toEqual(await trace());
  });
});
