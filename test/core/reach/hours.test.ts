import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEDIA } from '../../../src/core/media.ts';
import { quietUntil } from '../../../src/core/plan/presence.ts';
import { nextWeekly, testHour } from '../../../src/core/reach/hours.ts';
import { clockTime, dayAndTime, fromMs, instant, toMs, weekday } from '../../../src/core/time.ts';
import { planWith } from '../../support/clinic.ts';

const DETROIT = 'America/Detroit';
const plan = planWith((raw) => ({
  ...raw,
  people: {
    ...raw.people,
    gil: { name: 'Gil Day', quiet: '08:00-17:00', reach: [{ call: '+1 616 555 0107' }] },
    hana: { name: 'Hana Ito', timezone: 'Asia/Tokyo', reach: [{ call: '+81 3 5550 0108' }] },
  },
}));
const on = (time: string) => instant(`2026-11-20T${time}-05:00`);

describe('a test that somebody else asked for', () => {
  it.each([
    ['sms', 'ann', '23:00', 'Sat 21 Nov 06:00 EST'],
    ['sms', 'ann', '12:00', 'Fri 20 Nov 12:00 EST'],
    ['call', 'ann', '23:00', 'Sat 21 Nov 09:00 EST'],
    ['call', 'bob', '08:59', 'Fri 20 Nov 09:00 EST'],
    ['call', 'bob', '16:59', 'Fri 20 Nov 16:59 EST'],
    ['desk', 'bob', '17:00', 'Sat 21 Nov 09:00 EST'],
    ['sms', 'bob', '03:00', 'Fri 20 Nov 03:00 EST'],
    ['call', 'hana', '12:00', 'Fri 20 Nov 19:00 EST'],
    ['call', 'carrier', '20:00', 'Sat 21 Nov 09:00 EST'],
  ] as const)('by %s to %s at %s leaves %s', (medium, person, time, leaves) => {
    const at = testHour(plan, { person, medium }, on(time));
    expect(at === undefined ? 'never' : dayAndTime(at, DETROIT)).toBe(leaves);
  });

  it('never rings for somebody who sleeps through the hours of calls', () => {
    expect(testHour(plan, { person: 'gil', medium: 'call' }, on('12:00'))).toBeUndefined();
    expect(testHour(plan, { person: 'gil', medium: 'sms' }, on('12:00'))).toBe(on('17:00'));
  });

  it('whoever it is, whenever: is never early, never in quiet hours, and rings by day only', () => {
    const people = Object.keys(plan.people);
    const year = fc.integer({ min: toMs(instant('2026-01-01T00:00:00Z')), max: toMs(instant('2027-01-01T00:00:00Z')) });
    fc.assert(
      fc.property(year, fc.constantFrom(...people), fc.constantFrom(...MEDIA), (ms, person, medium) => {
        const asked = fromMs(ms);
        const at = testHour(plan, { person, medium }, asked);
        const who = plan.people[person];
        if (at === undefined || who === undefined) return person === 'gil';
        const clock = clockTime(at, who.timezone);
        const rings = medium === 'call' || medium === 'desk';
        return at >= asked && quietUntil(who, at) === undefined && (!rings || (clock >= '09:00' && clock < '17:00'));
      }),
    );
  });
});

const weekly = (rule: object) => planWith((raw) => ({ ...raw, incident_bot: { test_pages: rule } }));

describe('the hour of the weekly test', () => {
  it('is none in a plan that asks for none', () => {
    expect(nextWeekly(plan, on('12:00'))).toBeUndefined();
  });

  it.each([
    ['2026-11-20T12:00:00Z', 'Tue 24 Nov 10:00 EST'],
    ['2026-11-24T14:59:59Z', 'Tue 24 Nov 10:00 EST'],
    ['2026-11-24T15:00:00Z', 'Tue 1 Dec 10:00 EST'],
    ['2026-03-07T12:00:00Z', 'Tue 10 Mar 10:00 EDT'],
    ['2026-12-30T12:00:00Z', 'Tue 5 Jan 10:00 EST'],
  ])('after %s is %s', (after, next) => {
    const at = nextWeekly(weekly({ at: 'Tue 10:00' }), instant(after));
    expect(at === undefined ? '' : dayAndTime(at, DETROIT)).toBe(next);
  });

  it('is always later, on its day and at its hour, and as many weeks apart as the plan says', () => {
    const moment = fc.integer({ min: 0, max: 4_000_000_000_000 });
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 8 }), (ms, weeks) => {
        const every = weekly({ at: 'Fri 03:30', every: `${weeks}w` });
        const after = fromMs(ms);
        const first = nextWeekly(every, after);
        const second = first === undefined ? undefined : nextWeekly(every, first);
        if (first === undefined || second === undefined) return false;
        const apart = Math.round((toMs(second) - toMs(first)) / 86_400_000);
        return (
          first > after && apart === weeks * 7 && weekday(first, DETROIT) === 5 && clockTime(first, DETROIT) === '03:30'
        );
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    [{ at: 'Someday 10:00' }, /is not an hour of the week\. Write it like/],
    [{ at: 'Tue 25:00' }, /is not an hour of the week/],
    [{ at: 'Tue 10:00', every: '3d' }, /is not a number of whole weeks/],
    [{ at: 'Tue 10:00', every: '1mo' }, /is not a number of whole weeks/],
    [{ at: 'Tue 10:00', who: ['zoe'] }, /zoe/],
  ])('%j is refused in a sentence', (rule, say) => {
    expect(() => weekly(rule)).toThrow(say);
  });
});
