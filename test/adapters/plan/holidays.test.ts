import { describe, expect, it } from 'vitest';
import { holidayDays } from '../../../src/adapters/plan/holidays.ts';
import { loadPlanText } from '../../../src/adapters/plan/load.ts';
import { peakAt } from '../../../src/core/peaks.ts';
import { instant } from '../../../src/core/time.ts';

const plan = (calendar: string) => `
plan: { company: Harbor, timezone: America/Detroit, owner: dana, holidays: { calendar: ${calendar}, extra: [2026-11-27] },
  peaks: [ { id: month-end, when: "last 2 business days of month" } ] }
people: { dana: { name: Dana Ruiz, reach: [ { sms: "+1 312 555 0141" } ] } }
functions: { dispatch: { name: Dispatching, owner: dana, rto: 2h } }
escalation: { default: [ dana ] }
`;

describe('holidays of a plan', () => {
  it.each([
    ['us-federal', '2026-11-26'],
    ['AT', '2026-10-26'],
    ['DE-BY', '2026-01-06'],
  ])('%s knows %s', (calendar, day) => {
    const found = holidayDays(calendar);
    expect(found.ok && found.days).toContain(day);
  });

  it('keeps the days of the firm itself beside those of the calendar', () => {
    const loaded = loadPlanText(plan('us-federal'));
    expect(loaded.ok && loaded.plan.plan.holidays?.extra).toEqual(expect.arrayContaining(['2026-11-26', '2026-11-27']));
  });

  it.each(['XX', 'DE-ZZ'])('refuses %s with near names and the place in the file', (calendar) => {
    const loaded = loadPlanText(plan(calendar));
    expect(loaded.ok).toBe(false);
    expect(!loaded.ok && loaded.problems[0]).toMatchObject({
      rule: 'L004',
      line: 2,
      message: expect.stringMatching(/There are: /) as string,
    });
  });

  it('counts the last two business days of November around Thanksgiving and the day after', () => {
    const loaded = loadPlanText(plan('us-federal'));
    if (!loaded.ok) throw new Error('the plan did not load');
    const peak = (at: string) => peakAt(loaded.plan, instant(at));
    expect([
      peak('2026-11-25T15:00:00Z'),
      peak('2026-11-26T15:00:00Z'),
      peak('2026-11-27T15:00:00Z'),
      peak('2026-11-30T15:00:00Z'),
    ]).toEqual(['month-end', undefined, undefined, 'month-end']);
  });
});
