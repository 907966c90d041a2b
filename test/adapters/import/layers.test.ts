import { describe, expect, it } from 'vitest';
import { type SourceName, draft } from './sources.ts';

const PEOPLE = ['ann', 'bob', 'cat', 'dan'];

/** The schedules and the first policy of what is drafted from a bundle. */
function turns(source: SourceName, bundle: unknown) {
  const { value, remarks } = draft(source, bundle);
  return { schedules: value['schedules'], escalation: value['escalation'], said: remarks.map(({ say }) => say) };
}

const pagerDuty = (layers: readonly object[]) => ({
  users: PEOPLE.map((id) => ({
    id,
    name: id,
    contact_methods: [{ type: 'sms_contact_method', address: '3125550141', country_code: 1 }],
  })),
  schedules: [{ id: 's', name: 'IT', time_zone: 'America/Chicago', schedule_layers: layers }],
});
const layer = (name: string, users: readonly string[], more: object = {}) => ({
  name,
  start: '2026-01-05T15:00:00Z',
  rotation_virtual_start: '2026-01-05T15:00:00Z',
  rotation_turn_length_seconds: 604_800,
  users: users.map((id) => ({ user: { id } })),
  restrictions: [],
  ...more,
});

describe('layers of PagerDuty', () => {
  it('win as they did there: the first of the list comes last', () => {
    const nights = {
      restrictions: [{ type: 'daily_restriction', start_time_of_day: '18:00:00', duration_seconds: 50_400 }],
    };
    const { schedules } = turns(
      'pagerduty',
      pagerDuty([layer('Nights', ['cat', 'dan'], nights), layer('All day', ['ann', 'bob'])]),
    );
    expect(schedules).toEqual({
      it: {
        timezone: 'America/Chicago',
        layers: [
          { name: 'All day', rotate: { people: ['ann', 'bob'], every: '1w', from: '2026-01-05T09:00' } },
          {
            name: 'Nights',
            rotate: { people: ['cat', 'dan'], every: '1w', from: '2026-01-05T09:00' },
            only: 'daily 00:00-08:00, daily 18:00-24:00',
          },
        ],
      },
    });
  });

  it('keep the days of the week, and one layer with hours is no plain rotation', () => {
    const week = [1, 2, 3, 4, 5].map((day) => ({
      type: 'weekly_restriction',
      start_day_of_week: day,
      start_time_of_day: '09:00:00',
      duration_seconds: 28_800,
    }));
    const { schedules } = turns('pagerduty', pagerDuty([layer('Days', ['ann'], { restrictions: week })]));
    expect(schedules).toMatchObject({ it: { layers: [{ name: 'Days', only: 'Mon-Fri 09:00-17:00' }] } });
  });

  it('that have ended are gone, that will end or begin are told', () => {
    const ended = layer('Old', ['cat'], { end: '2026-11-01T00:00:00Z' });
    const { schedules, said } = turns(
      'pagerduty',
      pagerDuty([ended, layer('Now', ['ann'], { end: '2027-01-01T00:00:00Z' })]),
    );
    expect(schedules).toMatchObject({ it: { rotate: { people: ['ann'] } } });
    expect(said).toContain('could not be carried over: Now ends on 2026-12-31T18:00; here it goes on.');
  });
});

const opsgenie = (rotations: readonly object[]) => ({
  users: PEOPLE.map((id) => ({
    username: `${id}@x.example`,
    fullName: id,
    userContacts: [{ to: '43-15550141', contactMethod: 'sms' }],
  })),
  schedules: [{ id: 's', name: 'IT', timezone: 'Europe/Vienna', rotations }],
  escalations: [
    {
      name: 'all',
      rules: [{ delay: { timeAmount: 0, timeUnit: 'minutes' }, recipient: { type: 'schedule', id: 's' } }],
    },
  ],
});
const rotation = (name: string, people: readonly string[], more: object = {}) => ({
  name,
  startDate: '2026-03-02T08:00:00+01:00',
  type: 'weekly',
  length: 1,
  participants: people.map((id) => ({ type: 'user', username: `${id}@x.example` })),
  ...more,
});

describe('rotations of Opsgenie', () => {
  it('that share an hour become schedules that are paged together', () => {
    const { schedules, escalation, said } = turns(
      'opsgenie',
      opsgenie([rotation('one', ['ann', 'bob']), rotation('two', ['cat', 'dan'])]),
    );
    expect(schedules).toMatchObject({
      it: { rotate: { people: ['ann', 'bob'] } },
      'it-2': { rotate: { people: ['cat', 'dan'] } },
    });
    expect(escalation).toMatchObject({ default: { levels: [{ page: ['it', 'it-2'] }] } });
    expect(said.some((say) => say.includes('several people were on call at once'))).toBe(true);
  });

  it('that share none are layers of one', () => {
    const hours = (startHour: number, endHour: number) => ({
      timeRestriction: { type: 'time-of-day', restriction: { startHour, startMin: 0, endHour, endMin: 0 } },
    });
    const { schedules } = turns(
      'opsgenie',
      opsgenie([rotation('day', ['ann'], hours(8, 18)), rotation('night', ['bob'], hours(18, 8))]),
    );
    expect(schedules).toMatchObject({
      it: {
        layers: [
          { name: 'day', only: 'daily 08:00-18:00' },
          { name: 'night', only: 'daily 00:00-08:00, daily 18:00-24:00' },
        ],
      },
    });
  });

  it('may go from Friday evening to Monday morning', () => {
    const weekend = {
      type: 'weekday-and-time-of-day',
      restrictions: [{ startDay: 'friday', endDay: 'monday', startHour: 17, startMin: 30, endHour: 8, endMin: 0 }],
    };
    const { schedules } = turns('opsgenie', opsgenie([rotation('weekend', ['ann'], { timeRestriction: weekend })]));
    expect(schedules).toMatchObject({
      it: { layers: [{ only: 'Mon 00:00-08:00, Fri 17:30-24:00, Sat-Sun 00:00-24:00' }] },
    });
  });

  it('with turns of nobody or of a team are told', () => {
    const participants = [{ type: 'user', username: 'ann@x.example' }, { type: 'none' }, { type: 'team', name: 'IT' }];
    const { schedules, said } = turns('opsgenie', opsgenie([rotation('odd', [], { participants })]));
    expect(schedules).toMatchObject({ it: { rotate: { people: ['ann'] } } });
    expect(said).toContain(
      'could not be carried over: odd: 2 turns of another kind than a person (none, team); check whose turn it is.',
    );
  });
});

const onCall = (shifts: readonly object[]) => ({
  users: PEOPLE.map((id) => ({ id, username: id, phone_number: '+16165550101' })),
  schedules: [{ id: 's', name: 'IT', type: 'web', time_zone: 'Europe/Vienna', shifts: shifts.map((_, i) => `o${i}`) }],
  on_call_shifts: shifts.map((shift, i) => ({
    id: `o${i}`,
    name: `shift ${i}`,
    type: 'rolling_users',
    interval: 1,
    ...shift,
  })),
});

describe('shifts of Grafana OnCall', () => {
  it('on some days of the week keep them, their week begins where OnCall begins it, and the higher level wins', () => {
    const { schedules } = turns(
      'grafana-oncall',
      onCall([
        {
          level: 2,
          start: '2026-11-18T08:00:00',
          duration: 32_400,
          frequency: 'weekly',
          week_start: 'MO',
          by_day: ['MO', 'TU', 'WE', 'TH', 'FR'],
          rolling_users: [['ann'], ['bob']],
        },
        {
          level: 1,
          start: '2026-11-02T00:00:00',
          duration: 86_400,
          frequency: 'daily',
          rolling_users: [['cat'], ['dan']],
        },
      ]),
    );
    expect(schedules).toMatchObject({
      it: {
        layers: [
          { rotate: { people: ['cat', 'dan'], every: '1d', from: '2026-11-02T00:00' } },
          { rotate: { people: ['ann', 'bob'], every: '1w', from: '2026-11-16T08:00' }, only: 'Mon-Fri 08:00-17:00' },
        ],
      },
    });
  });

  it('of two people at once become two schedules', () => {
    const { schedules } = turns(
      'grafana-oncall',
      onCall([
        {
          start: '2026-11-02T00:00:00',
          duration: 604_800,
          frequency: 'weekly',
          rolling_users: [['ann', 'bob'], ['cat']],
        },
      ]),
    );
    expect(schedules).toMatchObject({
      it: { rotate: { people: ['ann', 'cat'] } },
      'it-2': { rotate: { people: ['bob', 'cat'] } },
    });
  });

  it.each([
    [
      { start: '2026-11-02T00:00:00', duration: 86_400, frequency: 'monthly', by_monthday: [1, 15] },
      'it repeats on days of the month',
    ],
    [
      { start: '2026-11-02T00:00:00', duration: 43_200, frequency: 'daily', interval: 2 },
      'for a part of each turn only',
    ],
    [
      { start: '2026-11-02T00:00:00', duration: 86_400, frequency: 'weekly', interval: 2, by_day: ['SA'] },
      'in some weeks and off in others',
    ],
    [{ start: 'soon', duration: 86_400, frequency: 'daily' }, 'its start cannot be read'],
  ])('that are no rotation of equal turns are told: %j', (shift, why) => {
    const { said } = turns('grafana-oncall', onCall([{ rolling_users: [['ann']], ...shift }]));
    expect(said.filter((say) => say.includes(why))).toHaveLength(1);
  });
});

describe('targets of a GoAlert schedule', () => {
  it('count in the hours of their rules, people as well as rotations', () => {
    const all = [true, true, true, true, true, true, true];
    const { schedules } = turns('goalert', {
      users: PEOPLE.map((id) => ({ id, name: id, email: `${id}@x.example` })),
      rotations: [
        {
          id: 'r',
          name: 'R',
          start: '2026-03-02T08:00:00Z',
          timeZone: 'UTC',
          type: 'weekly',
          shiftLength: 2,
          userIDs: ['ann', 'bob'],
          activeUserIndex: 1,
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
            {
              target: { id: 'cat', type: 'user', name: 'cat' },
              rules: [{ start: '18:00', end: '08:00', weekdayFilter: all }],
            },
          ],
        },
      ],
    });
    expect(schedules).toMatchObject({
      it: {
        layers: [
          {
            name: 'R',
            rotate: { people: ['ann', 'bob'], every: '2w', from: '2026-03-02T08:00' },
            only: 'Mon-Fri 08:00-18:00',
          },
          { name: 'cat', rotate: { people: ['cat'] }, only: 'daily 00:00-08:00, daily 18:00-24:00' },
        ],
      },
    });
  });
});
