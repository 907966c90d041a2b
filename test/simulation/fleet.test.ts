import { describe, expect, it } from 'vitest';
import { fleetLives } from './fleet-lives.ts';
import { simulate } from './simulate.ts';

describe('two or three processes that share a store keep every promise', () => {
  fleetLives({ from: 1, to: 1_000 });

  it.each([7, 12, 42])('twice in the same way for seed %i', async (seed) => {
    const trace = async () => {
      const lines: string[] = [];
      await simulate(seed, { kind: 'fleet', trace: (line) => void lines.push(line) });
      return lines;
    };
    expect(await trace()).toEqual(await trace());
  });
});
