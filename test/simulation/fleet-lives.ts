import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

const SEEDS_A_BLOCK = 250;
const LIMIT_MS = 600_000;

/** Lives of fleets, by their seeds. Nightly: `npx node bench/simulate.ts --fleet --seeds 100000`. */
export function fleetLives({ from: first, to: last }: { readonly from: number; readonly to: number }): void {
  const blocks = Array.from({ length: (last - first + 1) / SEEDS_A_BLOCK }, (_, block) => ({
    from: first + block * SEEDS_A_BLOCK,
    to: first + (block + 1) * SEEDS_A_BLOCK - 1,
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
}
