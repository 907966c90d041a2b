import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoWeek, monthOfWeek, nextBatch, periodBefore, replyBy } from '../../../src/core/nearmiss/weeks.ts';
import { HOUR_MS, clockTime, fromMs, instant, msBetween } from '../../../src/core/time.ts';
import { clinicPlan } from '../../support/near-miss-world.ts';

const ZONE = 'America/Detroit';

describe('the daily batch', () => {
  it('is at ten o’clock of the company, every day, whatever the clocks do', () => {
    const some = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) }).map(fromMs);
    fc.assert(
      fc.property(some, fc.constantFrom(ZONE, 'Europe/Vienna', 'Australia/Lord_Howe'), (at, zone) => {
        const next = nextBatch(at, zone);
        expect(clockTime(next, zone)).toBe('10:00');
        expect(msBetween(at, next)).toBeGreaterThan(0);
        expect(msBetween(at, next)).toBeLessThanOrEqual(25 * HOUR_MS);
      }),
    );
  });
});

describe('a week', () => {
  it.each([
    ['2026-11-20T13:00:00Z', '2026-W47', '2026-11'],
    ['2026-12-31T13:00:00Z', '2026-W53', '2026-12'],
    ['2027-01-01T13:00:00Z', '2026-W53', '2026-12'],
    ['2027-01-04T13:00:00Z', '2027-W01', '2027-01'],
    ['2024-12-30T13:00:00Z', '2025-W01', '2025-01'],
  ])('of %s is %s, in %s', (at, week, month) => {
    expect(isoWeek(instant(at), ZONE)).toBe(week);
    expect(monthOfWeek(week)).toBe(month);
  });
});

describe('the promised answer', () => {
  const due = (within: string, holidays: readonly string[] = []) => {
    const plan = clinicPlan({ reply_within: within });
    return replyBy(instant('2026-11-20T15:00:00Z'), { ...plan, plan: { ...plan.plan, holidays: { extra: holidays } } });
  };

  it.each([
    ['5bd', [], '2026-11-27T15:00:00.000Z'],
    ['5bd', ['2026-11-26'], '2026-11-30T15:00:00.000Z'],
    ['1bd', [], '2026-11-23T15:00:00.000Z'],
    ['2d', [], '2026-11-22T15:00:00.000Z'],
    ['1mo', [], '2026-12-20T15:00:00.000Z'],
  ])('within %s, closed on %j, is due at %s', (within, holidays, at) => {
    expect(due(within, holidays)).toBe(at);
  });
});

describe('a digest', () => {
  it.each([
    ['never', undefined],
    ['weekly', '2026-W46'],
    ['monthly', '2026-10'],
    ['quarterly', '2026-Q3'],
  ] as const)('that comes out %s tells of %s', (publish, period) => {
    expect(periodBefore(instant('2026-11-20T15:00:00Z'), ZONE, publish)).toBe(period);
  });
});
