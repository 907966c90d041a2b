import { expect, it } from 'vitest';
import { latestOnly } from '../../../src/adapters/web/latest-only.ts';
import { instant, plusMs } from '../../../src/core/time.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = instant('2026-11-20T21:40:00Z');

function counted() {
  const clock = virtualClock(START);
  const kept = latestOnly<number>(clock);
  let made = 0;
  const ask = (version: string, name = 'INC-1') => kept(name, version, () => Promise.resolve((made += 1)));
  return { clock, kept, ask };
}

it('makes a thing once for all who ask at the same time', async () => {
  const { ask } = counted();
  expect(await Promise.all([ask('7'), ask('7'), ask('7')])).toEqual([1, 1, 1]);
});

it('makes it anew for another version or another name, and when what it says of the time is old', async () => {
  const { ask, clock } = counted();
  expect([await ask('7'), await ask('8'), await ask('8', 'INC-2'), await ask('8')]).toEqual([1, 2, 3, 2]);
  await clock.advanceTo(plusMs(START, 2_000));
  expect(await ask('8')).toBe(4);
});

it('keeps nothing of a making that failed', async () => {
  const { kept, ask } = counted();
  await expect(kept('INC-1', '7', () => Promise.reject(new Error('no store')))).rejects.toThrow('no store');
  expect(await ask('7')).toBe(1);
});
