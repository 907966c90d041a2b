import { describe, expect, it } from 'vitest';
import { simulate } from './simulate.ts';

/** Seeds lived in every run of the tests, and how many share one test. Nightly: `npx node bench/simulate.ts --seeds 100000`. */
const BLOCKS = 4;
const SEEDS_A_BLOCK = 250;
const LIMIT_MS = 600_000;

/** What must have happened somewhere, or the lives drawn are too tame to prove anything. */
const SEEN = [
  'exhausted',
  'declined',
  'helpAsked',
  'acknowledgementLapsed',
  'progressAsked',
  'pageFailed',
  'commanderSilent',
  'reliefProposed',
  'markPassed',
  'updateMissed',
  'severityChanged',
  'roleAssigned',
  'stepHookAsked',
  'hookReturned',
  'stepStuck',
  'stepSkipped',
  'stepUndone',
  'restored',
  'closed',
  'postmortemWritten',
  'reopened',
  'cancelled',
];

describe('whatever people, providers and the machine do, every promise holds', () => {
  const blocks = Array.from({ length: BLOCKS }, (_, block) => ({
    from: block * SEEDS_A_BLOCK + 1,
    to: (block + 1) * SEEDS_A_BLOCK,
  }));

  const seen = new Set<string>();

  it.each(blocks)('in the lives of seeds $from to $to', { timeout: LIMIT_MS }, async ({ from, to }) => {
    const broken: string[] = [];
    for (let seed = from; seed <= to; seed += 1)
      try {
        const { types } = await simulate(seed);
        for (const type of types) seen.add(type);
      } catch (error) {
        broken.push(error instanceof Error ? error.message : String(error));
      }
    expect(broken).toEqual([]);
  });

  it('and whatever can happen to an incident did happen in some of them', () => {
    expect(SEEN.filter((type) => !seen.has(type))).toEqual([]);
  });

  it('twice in the same way for the same seed', async () => {
    const trace = async () => {
      const lines: string[] = [];
      await simulate(42, { trace: (line) => void lines.push(line) });
      return lines;
    };
    expect(await trace()).toEqual(await trace());
  });
});
