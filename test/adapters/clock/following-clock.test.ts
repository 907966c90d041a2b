import { describe, expect, it } from 'vitest';
import { followingClock } from '../../../src/adapters/clock/following/following-clock.ts';
import { fromMs, instant, plusMs, toMs } from '../../../src/core/time.ts';
import { clockContract } from '../../contracts/clock.contract.ts';

const FRIDAY = toMs(instant('2026-11-20T21:40:00Z'));
const shown = (ms: number, over: { readonly speed?: number; readonly tookMs?: number } = {}) => ({
  ms,
  speed: 1,
  tookMs: 0,
  ...over,
});

clockContract('that follows another one', () => {
  const clock = followingClock(shown(FRIDAY));
  return {
    clock,
    unitMs: 30,
    until: (at) => new Promise((resolve) => void clock.ring(at, () => resolve())),
  };
});

describe('a clock that follows another one', () => {
  function begun(goesOn = false) {
    let ms = 1_000;
    const clock = followingClock(shown(FRIDAY), { goesOn, monotonic: () => ms });
    return { clock, pass: (by: number) => void (ms += by) };
  }

  it('shows what the other one showed and what went by since, whatever this machine’s calendar says (reliability 39)', () => {
    const { clock, pass } = begun();
    pass(250);
    expect(clock.now()).toBe(fromMs(FRIDAY + 250));
  });

  it('takes the middle of the question for its moment', () => {
    const { clock } = begun();
    clock.follow(shown(FRIDAY + 100, { tookMs: 20 }));
    expect(clock.now()).toBe(fromMs(FRIDAY + 110));
  });

  it('waits for one that went back, and never goes back itself (reliability 40)', () => {
    const { clock, pass } = begun();
    pass(5_000);
    const before = clock.now();
    clock.follow(shown(FRIDAY + 1_000));
    expect(clock.now()).toBe(before);
    pass(4_500);
    expect(clock.now()).toBe(plusMs(before, 500));
  });

  it('of the wall goes on by itself when the other one went back', () => {
    const { clock, pass } = begun(true);
    pass(5_000);
    clock.follow(shown(FRIDAY - 20_000));
    pass(1_000);
    expect(clock.now()).toBe(fromMs(FRIDAY + 6_000));
  });

  it('of the wall rings a second later all the same when the other one went back', async () => {
    const clock = followingClock(shown(FRIDAY), { goesOn: true });
    clock.follow(shown(FRIDAY - 3_600_000));
    await new Promise<void>((resolve) => void clock.ring(plusMs(clock.now(), 30), resolve));
  });

  it('goes at once with one that leaps ahead', () => {
    const { clock } = begun();
    clock.follow(shown(FRIDAY + 3_600_000));
    expect(clock.now()).toBe(fromMs(FRIDAY + 3_600_000));
  });

  it('does not believe an answer that was long under way, until it has heard nothing better for a while', () => {
    const { clock, pass } = begun();
    const slow = shown(FRIDAY + 60_000, { tookMs: 900 });
    clock.follow(slow);
    expect(clock.now()).toBe(fromMs(FRIDAY));
    pass(6_000);
    clock.follow(slow);
    expect(clock.now()).toBe(fromMs(FRIDAY + 60_450));
  });

  it('runs as fast as the other one does', () => {
    const { clock, pass } = begun();
    clock.follow(shown(FRIDAY, { speed: 20 }));
    pass(1_000);
    expect(clock.now()).toBe(fromMs(FRIDAY + 20_000));
  });
});
