import { describe, expect, it } from 'vitest';
import { NO_OVERRIDES, onCall } from '../../../src/core/oncall.ts';
import { plainInstant } from '../../../src/core/wall.ts';
import { planOf } from '../../core/plan/plan-of.ts';
import { type SourceName, takesLayers, yamlOf } from './sources.ts';

const PEOPLE = ['ann', 'bob', 'cat', 'dan'];
const ALL_WEEK = [true, true, true, true, true, true, true];

/** One schedule in each product that one rotation cannot say. */
const BUNDLES: Readonly<Record<SourceName, object>> = {
  pagerduty: {
    users: PEOPLE.map((id) => ({ id, name: id, email: `${id}@x.example` })),
    schedules: [
      {
        id: 's',
        name: 'IT',
        time_zone: 'America/Chicago',
        schedule_layers: [
          {
            name: 'Nights',
            start: '2026-01-05T15:00:00Z',
            rotation_turn_length_seconds: 604_800,
            users: [{ user: { id: 'cat' } }, { user: { id: 'dan' } }],
            restrictions: [{ type: 'daily_restriction', start_time_of_day: '18:00:00', duration_seconds: 50_400 }],
          },
          {
            name: 'All day',
            start: '2026-01-05T15:00:00Z',
            rotation_turn_length_seconds: 604_800,
            users: [{ user: { id: 'ann' } }, { user: { id: 'bob' } }],
          },
        ],
      },
    ],
  },
  opsgenie: {
    users: PEOPLE.map((id) => ({ username: `${id}@x.example`, fullName: id })),
    schedules: [
      {
        id: 's',
        name: 'IT',
        timezone: 'Europe/Vienna',
        rotations: [
          ['day', 'ann', 'bob', 8, 18],
          ['night', 'cat', 'dan', 18, 8],
        ].map(([name, one, other, startHour, endHour]) => ({
          name,
          startDate: '2026-03-02T08:00:00+01:00',
          type: 'weekly',
          participants: [one, other].map((id) => ({ type: 'user', username: `${id}@x.example` })),
          timeRestriction: { type: 'time-of-day', restriction: { startHour, startMin: 0, endHour, endMin: 0 } },
        })),
      },
    ],
  },
  'grafana-oncall': {
    users: PEOPLE.map((id) => ({ id, username: id, email: `${id}@x.example` })),
    schedules: [{ id: 's', name: 'IT', type: 'web', time_zone: 'Europe/Vienna', shifts: ['o1', 'o2'] }],
    on_call_shifts: [
      {
        id: 'o1',
        type: 'rolling_users',
        level: 2,
        start: '2026-11-18T08:00:00',
        duration: 32_400,
        frequency: 'weekly',
        week_start: 'MO',
        by_day: ['MO', 'TU', 'WE', 'TH', 'FR'],
        rolling_users: [['ann'], ['bob']],
      },
      {
        id: 'o2',
        type: 'rolling_users',
        level: 1,
        start: '2026-11-02T00:00:00',
        duration: 86_400,
        frequency: 'daily',
        rolling_users: [['cat'], ['dan']],
      },
    ],
  },
  goalert: {
    users: PEOPLE.map((id) => ({ id, name: id, email: `${id}@x.example` })),
    rotations: [
      {
        id: 'r',
        name: 'R',
        start: '2026-03-02T08:00:00Z',
        timeZone: 'Europe/London',
        type: 'weekly',
        shiftLength: 2,
        userIDs: ['ann', 'bob'],
      },
    ],
    schedules: [
      {
        id: 's',
        name: 'IT',
        timeZone: 'Europe/London',
        targets: [
          {
            target: { id: 'r', type: 'rotation' },
            rules: [{ start: '08:00', end: '18:00', weekdayFilter: [false, true, true, true, true, true, false] }],
          },
          { target: { id: 'cat', type: 'user' }, rules: [{ start: '18:00', end: '08:00', weekdayFilter: ALL_WEEK }] },
        ],
      },
    ],
  },
};

/** From the day on which the plan reads layers. */
describe.runIf(takesLayers)('a schedule with layers', () => {
  it.each<[SourceName, string, string | undefined]>([
    // 46 weeks since 5 January: the first of two, day and night; they hand over on Monday at 09:00.
    ['pagerduty', '2026-11-23T10:00', 'ann'],
    ['pagerduty', '2026-11-23T17:59', 'ann'],
    ['pagerduty', '2026-11-23T18:00', 'cat'],
    ['pagerduty', '2026-11-24T07:59', 'cat'],
    ['pagerduty', '2026-11-24T08:00', 'ann'],
    ['pagerduty', '2026-11-30T03:00', 'cat'],
    ['pagerduty', '2026-11-30T09:00', 'bob'],
    ['pagerduty', '2026-11-30T20:00', 'dan'],
    // 38 weeks since 2 March: the first of two.
    ['opsgenie', '2026-11-23T08:00', 'ann'],
    ['opsgenie', '2026-11-23T18:00', 'cat'],
    ['opsgenie', '2026-11-29T23:00', 'cat'],
    ['opsgenie', '2026-11-30T08:00', 'bob'],
    ['opsgenie', '2026-11-30T18:00', 'dan'],
    // Ann has the week of Monday 16 November, Bob the next; the others change every midnight.
    ['grafana-oncall', '2026-11-18T10:00', 'ann'],
    ['grafana-oncall', '2026-11-18T20:00', 'cat'],
    ['grafana-oncall', '2026-11-19T07:59', 'dan'],
    ['grafana-oncall', '2026-11-21T10:00', 'dan'],
    ['grafana-oncall', '2026-11-23T10:00', 'bob'],
    // 19 turns of two weeks since 2 March: the second of two; nobody by day on a Saturday.
    ['goalert', '2026-11-23T10:00', 'bob'],
    ['goalert', '2026-11-23T18:00', 'cat'],
    ['goalert', '2026-11-21T10:00', undefined],
    ['goalert', '2026-11-21T03:00', 'cat'],
  ])('from %s has at %s the same person on call: %s', (source, wall, person) => {
    const plan = planOf(yamlOf(source, BUNDLES[source]));
    const at = plainInstant(wall, plan.schedules['it']?.timezone ?? 'UTC');
    expect(onCall(plan, 'it', { at, live: NO_OVERRIDES }).person).toBe(person);
  });
});
