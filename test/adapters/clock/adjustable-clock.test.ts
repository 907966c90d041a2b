import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustableClock } from '../../../src/adapters/clock/adjustable/adjustable-clock.ts';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, instant, msBetween, plusMs } from '../../../src/core/time.ts';
import type { Instant } from '../../../src/core/time.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { clockContract } from '../../contracts/clock.contract.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = instant('2026-11-20T14:05:00.000Z');
const from = (base: Clock, speed: number, time = START) => adjustableClock(base, { base: base.now(), time, speed });
const untilRing = (clock: Clock) => (at: Instant) => new Promise<void>((resolve) => clock.ring(at, resolve));

clockContract('adjustable, 60 times as fast as the machine', () => {
  const clock = from(systemClock(), 60);
  return { clock, unitMs: 300, until: untilRing(clock) };
});
clockContract('adjustable, changed on the way', () => {
  const base = virtualClock(START);
  const clock = from(base, 1);
  clock.setSpeed(0);
  clock.skipTo(plusMs(START, DAY_MS));
  clock.setSpeed(7.3);
  return {
    clock,
    unitMs: HOUR_MS,
    until: (at) => base.advance(Math.ceil(msBetween(clock.now(), at) / 7.3) + 1),
  };
});

describe('the adjustable clock', () => {
  it('runs as fast as it is told from that moment on', async () => {
    const base = virtualClock(START);
    const clock = from(base, 1);
    await base.advance(MINUTE_MS);
    clock.setSpeed(10);
    expect(clock.now()).toBe(plusMs(START, MINUTE_MS));
    await base.advance(MINUTE_MS);
    expect(clock.now()).toBe(plusMs(START, 11 * MINUTE_MS));
    clock.setSpeed(0);
    await base.advance(DAY_MS);
    expect(clock.now()).toBe(plusMs(START, 11 * MINUTE_MS));
    expect(clock.speed()).toBe(0);
  });

  it('rings what waited when it is set going again, and what has passed even while it stands', async () => {
    const base = virtualClock(START);
    const clock = from(base, 0);
    const heard: string[] = [];
    clock.ring(plusMs(START, MINUTE_MS), () => heard.push('in a minute'));
    clock.ring(START, () => heard.push('now'));
    await base.advance(DAY_MS);
    expect(heard).toEqual(['now']);
    clock.setSpeed(60);
    await base.advance(999);
    expect(heard).toEqual(['now']);
    await base.advance(1);
    expect(heard).toEqual(['now', 'in a minute']);
  });

  it('rings what it skips over, in the order of the hours, and does not skip back', async () => {
    const base = virtualClock(START);
    const clock = from(base, 0);
    const heard: number[] = [];
    for (const minutes of [3, 1, 2, 9]) clock.ring(plusMs(START, minutes * MINUTE_MS), () => heard.push(minutes));
    clock.skipTo(plusMs(START, 5 * MINUTE_MS));
    await base.settle();
    expect(heard).toEqual([1, 2, 3]);
    clock.skipTo(START);
    expect(clock.now()).toBe(plusMs(START, 5 * MINUTE_MS));
  });

  it('changes nothing when the change cannot be kept', () => {
    const base = virtualClock(START);
    const clock = adjustableClock(base, { base: START, time: START, speed: 4 }, () => {
      throw new Error('the disk is full');
    });
    expect(() => clock.setSpeed(60)).toThrow('the disk is full');
    expect(() => clock.skipTo(plusMs(START, DAY_MS))).toThrow('the disk is full');
    expect([clock.speed(), clock.now()]).toEqual([4, START]);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('cannot run %d times as fast', (speed) => {
    expect(() => from(virtualClock(START), speed)).toThrow(RangeError);
    expect(() => from(virtualClock(START), 1).setSpeed(speed)).toThrow(RangeError);
  });

  const change = fc.oneof(
    fc.record({ do: fc.constant('speed' as const), by: fc.constantFrom(0, 0.5, 1, 3.7, 60, 10_000) }),
    fc.record({ do: fc.constant('skip' as const), by: fc.integer({ min: -HOUR_MS, max: HOUR_MS }) }),
    fc.record({ do: fc.constant('pass' as const), by: fc.integer({ min: 0, max: 5_000 }) }),
    fc.record({ do: fc.constant('ring' as const), by: fc.integer({ min: -MINUTE_MS, max: HOUR_MS }) }),
  );

  it('never goes back, and rings each thing once and never early, whatever is done to it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 30 }), async (changes) => {
        const base = virtualClock(START);
        const clock = from(base, 1);
        const seen: Instant[] = [];
        const rung: number[] = [];
        const early: Instant[] = [];
        let asked = 0;
        const look = () => void seen.push(clock.now());
        for (const { do: what, by } of changes) {
          look();
          if (what === 'speed') clock.setSpeed(by);
          else if (what === 'skip') clock.skipTo(plusMs(clock.now(), by));
          else if (what === 'pass') await base.advance(by);
          else {
            const [nth, at] = [(asked += 1), plusMs(clock.now(), by)];
            clock.ring(at, () => {
              rung.push(nth);
              if (clock.now() < at) early.push(at);
              look();
            });
          }
          look();
        }
        clock.setSpeed(1_000);
        await base.advance((2 * HOUR_MS) / 1_000);
        look();
        expect(seen).toEqual(seen.toSorted());
        expect(early).toEqual([]);
        expect(rung.toSorted((a, b) => a - b)).toEqual(Array.from({ length: asked }, (_, n) => n + 1));
      }),
      { numRuns: 60 },
    );
  });
});
