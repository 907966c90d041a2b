import { describe, expect, it } from 'vitest';
import { acceleratedClock } from '../../../src/adapters/clock/accelerated-clock.ts';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { fromMs, HOUR_MS, instant, msBetween, plusMs, type Instant } from '../../../src/core/time.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { clockContract } from '../../contracts/clock.contract.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = instant('2026-11-20T14:05:00.000Z');
const untilRing = (clock: Clock) => (at: Instant) => new Promise<void>((resolve) => clock.ring(at, resolve));

clockContract('of the machine', () => {
  const clock = systemClock();
  return { clock, unitMs: 5, until: untilRing(clock) };
});
clockContract('60 times as fast as the machine', () => {
  const clock = acceleratedClock(systemClock(), 60, START);
  return { clock, unitMs: 300, until: untilRing(clock) };
});
clockContract('virtual', () => {
  const clock = virtualClock(START);
  return { clock, unitMs: HOUR_MS, until: clock.advanceTo };
});
clockContract('7.3 times as fast as a virtual one', () => {
  const base = virtualClock(START);
  const clock = acceleratedClock(base, 7.3);
  return {
    clock,
    unitMs: HOUR_MS,
    until: (at) => base.advanceTo(plusMs(START, Math.ceil(msBetween(START, at) / 7.3) + 1)),
  };
});

describe('the clock of the machine, when the machine sets it', () => {
  const stepping = (jumps: number[] = []) => {
    const machine = { wall: 1_000_000_000_000, monotonic: 500 };
    const clock = systemClock({
      wall: () => machine.wall,
      monotonic: () => machine.monotonic,
      onJump: (ms) => jumps.push(ms),
    });
    const pass = (ms: number) => {
      machine.wall += ms;
      machine.monotonic += ms;
    };
    return { machine, clock, pass, begin: fromMs(machine.wall) };
  };

  it('goes on by the monotonic clock when it is set back an hour', () => {
    const { machine, clock, pass, begin } = stepping();
    pass(5_000);
    machine.wall -= HOUR_MS;
    expect(clock.now()).toBe(plusMs(begin, 5_000));
    pass(7_000);
    expect(clock.now()).toBe(plusMs(begin, 12_000));
  });

  it('follows the wall clock when it is set forward an hour', () => {
    const { machine, clock, pass, begin } = stepping();
    machine.wall += HOUR_MS;
    pass(1_000);
    expect(clock.now()).toBe(plusMs(begin, HOUR_MS + 1_000));
  });

  it('reports each step of more than two seconds once, and no ordinary passing of time', () => {
    const jumps: number[] = [];
    const { machine, clock, pass } = stepping(jumps);
    pass(HOUR_MS);
    clock.now();
    machine.wall += 3_000;
    clock.now();
    clock.now();
    machine.wall -= HOUR_MS;
    clock.now();
    pass(10_000);
    clock.now();
    machine.wall += 1_500;
    clock.now();
    expect(jumps).toEqual([3_000, -HOUR_MS]);
  });
});

describe('the virtual clock', () => {
  it('lets the work of one ring end before the next ring', async () => {
    const clock = virtualClock(START);
    const heard: string[] = [];
    const work = async (name: string) => {
      heard.push(`${name} begins`);
      for (let i = 0; i < 5; i += 1) await new Promise((resolve) => void setImmediate(resolve));
      heard.push(`${name} ends`);
    };
    clock.ring(plusMs(START, 10), () => void work('a'));
    clock.ring(plusMs(START, 10), () => void work('b'));
    clock.ring(plusMs(START, 11), () => void work('c'));
    await clock.advance(20);
    expect(heard).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(clock.now()).toBe(plusMs(START, 20));
  });

  it('shows the hour of each ring while it rings', async () => {
    const clock = virtualClock(START);
    const heard: Instant[] = [];
    for (const ms of [30, 10, 20]) clock.ring(plusMs(START, ms), () => heard.push(clock.now()));
    await clock.advance(HOUR_MS);
    expect(heard).toEqual([10, 20, 30].map((ms) => plusMs(START, ms)));
  });

  it('rings what it jumped over at once, at the later hour', async () => {
    const clock = virtualClock(START);
    const heard: Instant[] = [];
    clock.ring(plusMs(START, 10), () => heard.push(clock.now()));
    clock.jump(HOUR_MS);
    expect(heard).toEqual([]);
    await clock.settle();
    expect(heard).toEqual([plusMs(START, HOUR_MS)]);
  });

  it('refuses to go back', () => {
    expect(() => virtualClock(START).jump(-1)).toThrow('never goes back');
  });
});

it.each([0.7, 4.6, 33.3, 60])('a clock that runs %d times as fast never rings a hair early', async (scale) => {
  const base = virtualClock(START);
  const clock = acceleratedClock(base, scale);
  const hours = Array.from({ length: 300 }, (_, n) => plusMs(START, n * 37 + 22));
  const early: Instant[] = [];
  for (const hour of hours) clock.ring(hour, () => void (clock.now() < hour && early.push(hour)));
  await base.advance((300 * 37) / scale + 10);
  expect(early).toEqual([]);
});

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a clock cannot run %d times as fast', (scale) => {
  expect(() => acceleratedClock(virtualClock(START), scale)).toThrow(RangeError);
});
