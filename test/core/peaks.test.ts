import { expect, it, test } from 'vitest';
import { peakAt } from '../../src/core/peaks.ts';
import { instant } from '../../src/core/time.ts';
import { planWith } from '../support/clinic.ts';

const PEAKS = [
  { id: 'month-end', when: 'last 2 business days of month' },
  { id: 'payroll', when: 'every 2w on Wed from 2026-11-04, 08:00-18:00' },
  { id: 'mornings', when: 'Mon-Fri 08:00-10:00' },
  { id: 'weekend', when: 'Sat-Sun 20:00-22:00' },
];
const plan = planWith((raw) => ({
  ...raw,
  plan: { ...raw.plan, peaks: PEAKS, holidays: { calendar: 'us-federal', extra: ['2026-11-30'] } },
}));

it.each([
  ['the last business day of a month', '2026-12-31T20:00:00Z', 'month-end'],
  ['the one before', '2026-12-30T20:00:00Z', 'month-end'],
  ['the third last', '2026-12-29T20:00:00Z', undefined],
  ['a last day that is a Sunday', '2027-01-31T20:00:00Z', undefined],
  ['the Friday before it', '2027-01-29T20:00:00Z', 'month-end'],
  ['a last Monday that is a holiday of the company', '2026-11-30T20:00:00Z', undefined],
  ['the business days before that', '2026-11-27T20:00:00Z', 'month-end'],
  ['the second payroll Wednesday, at work', '2026-11-18T20:00:00Z', 'payroll'],
  ['the Wednesday between', '2026-11-11T20:00:00Z', undefined],
  ['payroll Wednesday before it begins', '2026-11-18T11:00:00Z', undefined],
  ['payroll Wednesday, the minute it ends', '2026-11-18T23:00:00Z', undefined],
  ['a Wednesday before the first', '2026-10-21T20:00:00Z', undefined],
  ['a weekday morning, by the company’s clock', '2026-11-20T13:30:00Z', 'mornings'],
  ['a weekday morning elsewhere', '2026-11-20T09:30:00Z', undefined],
  ['Sunday evening, when the days run over the week’s end', '2026-11-23T01:30:00Z', 'weekend'],
  ['Sunday morning', '2026-11-22T13:30:00Z', undefined],
])('%s (%s) is in %s', (_name, at, peak) => {
  expect(peakAt(plan, instant(at))).toBe(peak);
});

test('a plan without peaks has none', () => {
  expect(
    peakAt(
      planWith((raw) => ({ ...raw, plan: { ...raw.plan, peaks: [] } })),
      instant('2026-12-31T20:00:00Z'),
    ),
  ).toBeUndefined();
});
