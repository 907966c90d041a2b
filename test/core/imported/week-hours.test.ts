import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERY_DAY, type WeekHours, hoursText, onDays, overlap } from '../../../src/core/imported/week-hours.ts';
import { readHours } from '../../../src/core/plan/times.ts';

const H = 60;
const WEEKDAYS = [0, 1, 2, 3, 4];

describe('hours of a week', () => {
  it.each<[string, WeekHours, string | undefined]>([
    ['none means always', [], undefined],
    ['every day from midnight to midnight is always too', onDays(EVERY_DAY, 0, 0), undefined],
    ['a week without a pause is always', [{ from: 480, minutes: 10_080 }], undefined],
    ['office hours', onDays(WEEKDAYS, 8 * H, 18 * H), 'Mon-Fri 08:00-18:00'],
    ['a night is cut at midnight', onDays(EVERY_DAY, 18 * H, 8 * H), 'daily 00:00-08:00, daily 18:00-24:00'],
    ['days that do not follow each other', onDays([0, 2, 4, 5], 9 * H, 12 * H), 'Mon,Wed,Fri-Sat 09:00-12:00'],
    [
      'a weekend in one stretch',
      [{ from: 4 * 1_440 + 17 * H, minutes: 63 * H }],
      'Mon 00:00-08:00, Fri 17:00-24:00, Sat-Sun 00:00-24:00',
    ],
    ['two that touch are one', [...onDays([1], 8 * H, 12 * H), ...onDays([1], 12 * H, 18 * H)], 'Tue 08:00-18:00'],
  ])('%s', (_, hours, text) => {
    expect(hoursText(hours)).toBe(text);
  });

  it('are read back by the plan, and cover the same minutes', () => {
    const stretch = fc.record({
      from: fc.integer({ min: 0, max: 10_079 }),
      minutes: fc.integer({ min: 1, max: 10_080 }),
    });
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 5 }), (hours) => {
        const text = hoursText(hours);
        const said = new Set(
          hours.flatMap(({ from, minutes }) => Array.from({ length: minutes }, (_, i) => (from + i) % 10_080)),
        );
        if (text === undefined) expect(said.size).toBe(10_080);
        else expect(minutesOf(text)).toEqual([...said].toSorted((a, b) => a - b));
      }),
      { numRuns: 60 },
    );
  });

  it('overlap when one minute is in both', () => {
    const [day, night] = [onDays(EVERY_DAY, 8 * H, 18 * H), onDays(EVERY_DAY, 18 * H, 8 * H)];
    expect([
      overlap(day, night),
      overlap(day, day),
      overlap(day, []),
      overlap(night, onDays([6], 17 * H, 19 * H)),
    ]).toEqual([false, true, true, true]);
  });
});

/** The minutes of the week that the plan's words cover. */
function minutesOf(text: string): readonly number[] {
  const minute = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
  const all = (readHours(text)?.open ?? []).flatMap(({ days, from, to }) =>
    days.flatMap((day) =>
      Array.from({ length: minute(to) - minute(from) }, (_, i) => (day - 1) * 1_440 + minute(from) + i),
    ),
  );
  return all.toSorted((a, b) => a - b);
}
