import { describe, expect, it } from 'vitest';
import { personId } from '../../src/core/ids.ts';
import type { Live, Shift } from '../../src/core/oncall.ts';
import { NO_OVERRIDES, inTurn, onCall, shifts } from '../../src/core/oncall.ts';
import { readPlan } from '../../src/core/plan/read.ts';
import type { Plan } from '../../src/core/plan/schema.ts';
import { instant } from '../../src/core/time.ts';
import type { Raw } from './schedule-plan.ts';
import { planWith } from './schedule-plan.ts';

const ask = (plan: Plan, at: string, live: Live = NO_OVERRIDES) => onCall(plan, 'it', { at: instant(at), live });
const between = (plan: Plan, from: string, to: string) =>
  shifts(plan, 'it', { from: instant(from), to: instant(to), live: NO_OVERRIDES });
const told = (all: readonly Shift[]) => all.map(({ from, person, why }) => [from, person, why]);

/** Ann and Bob by weeks; at night Cat; on Sundays Dan and Eve in turn. */
const LAYERS = [
  { rotate: { people: ['ann', 'bob'], every: '1w', from: '2026-11-02T08:00' } },
  { name: 'nights', rotate: { people: ['cat'], every: '1w', from: '2026-11-02T08:00' }, only: 'daily 20:00-08:00' },
  {
    name: 'Sundays',
    rotate: { people: ['dan', 'eve'], every: '1w', from: '2026-11-09T08:00' },
    only: 'Sun 00:00-24:00',
  },
];

describe('a schedule of several layers', () => {
  const plan = planWith({ zone: 'Europe/Vienna', schedule: { layers: LAYERS } });

  it('is held by the last layer that has somebody', () => {
    expect(told(between(plan, '2026-11-13T12:00:00Z', '2026-11-16T12:00:00Z'))).toEqual([
      ['2026-11-13T12:00:00.000Z', 'bob', "Bob's turn"],
      ['2026-11-13T19:00:00.000Z', 'cat', "Cat's turn (nights)"],
      ['2026-11-14T07:00:00.000Z', 'bob', "Bob's turn"],
      ['2026-11-14T19:00:00.000Z', 'cat', "Cat's turn (nights)"],
      ['2026-11-14T23:00:00.000Z', 'dan', "Dan's turn (Sundays)"],
      ['2026-11-15T23:00:00.000Z', 'cat', "Cat's turn (nights)"],
      ['2026-11-16T07:00:00.000Z', 'ann', "Ann's turn"],
    ]);
  });

  it('passes over a layer that has not begun', () => {
    expect(ask(plan, '2026-11-08T12:00:00Z').person).toBe('ann');
  });

  it('falls to the layer below while everybody of a layer is away', () => {
    const away = [{ from: '2026-11-14', to: '2026-11-20' }];
    const shorter = planWith({ zone: 'Europe/Vienna', schedule: { layers: LAYERS }, people: { cat: { away } } });
    expect(told(between(shorter, '2026-11-13T12:00:00Z', '2026-11-14T23:00:00Z'))).toEqual([
      ['2026-11-13T12:00:00.000Z', 'bob', "Bob's turn"],
      ['2026-11-13T19:00:00.000Z', 'cat', "Cat's turn (nights)"],
      ['2026-11-13T23:00:00.000Z', 'bob', "Bob's turn"],
    ]);
  });

  it('asks, after a no, the next of the layer and then the layer below', () => {
    const asked = inTurn(plan, 'it', { at: instant('2026-11-15T12:00:00Z'), live: NO_OVERRIDES });
    expect(asked.map(({ person }) => person)).toEqual(['dan', 'eve', 'bob', 'ann']);
  });

  it('is overridden on all of them', () => {
    const swap = { schedule: 'it', who: personId('eve'), from: instant('2026-11-14T18:00:00Z') };
    const live = { overrides: [{ ...swap, to: instant('2026-11-15T00:00:00Z') }] };
    expect(ask(plan, '2026-11-14T23:30:00Z', live)).toMatchObject({
      person: 'eve',
      until: '2026-11-15T00:00:00.000Z',
      why: 'Eve stands in',
    });
  });

  it('says so when no layer covers an hour', () => {
    const only = planWith({ zone: 'Europe/Vienna', schedule: { layers: LAYERS.slice(1) } });
    expect(ask(only, '2026-11-13T12:00:00Z')).toEqual({
      until: '2026-11-13T19:00:00.000Z',
      why: 'no layer covers this hour',
    });
  });

  it('with one layer that is always on is the short form', () => {
    const [rotate] = LAYERS;
    const [short, long] = [{ rotate: rotate?.rotate }, { layers: [rotate] }].map((schedule) =>
      planWith({ zone: 'Europe/Vienna', schedule }),
    );
    if (short === undefined || long === undefined) throw new Error('two plans');
    const year = ['2026-11-01T00:00:00Z', '2027-11-01T00:00:00Z'] as const;
    expect(between(long, ...year)).toEqual(between(short, ...year));
  });
});

describe('the plan', () => {
  const problem = (schedule: Raw) => {
    const { problems } = readPlan({
      plan: { company: 'Northwind', timezone: 'Europe/Vienna', owner: 'ann' },
      people: { ann: { name: 'Ann', reach: [{ call: '+43 1 555 0101' }] } },
      schedules: { it: schedule },
      functions: { reception: { name: 'Reception', rto: '4h' } },
      escalation: { default: ['it'] },
    });
    return problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };
  const rotate = { people: ['ann'], every: '1w', from: '2026-11-02' };

  it.each([
    [
      'both forms',
      { rotate, layers: [{ rotate }] },
      'schedules.it.layers: Write `rotate`, or `layers` with a `rotate` in each, not both.',
    ],
    ['neither', {}, 'schedules.it.rotate: `schedules.it` has no `rotate`. Add it.'],
    [
      'no layer',
      { layers: [] },
      'schedules.it.layers: `schedules.it.layers` is an empty list. Put at least one entry in.',
    ],
    [
      'hours that cannot be read',
      { layers: [{ rotate, only: 'nights' }] },
      'schedules.it.layers.0.only: `nights` is not opening hours. Write 24x7, or "Mon-Fri 08:00-18:00", a time zone may follow.',
    ],
    [
      'a calendar in the clear',
      { rotate, calendar: 'http://calendar.example/a.ics' },
      'schedules.it.calendar: `http://calendar.example/a.ics` is not a calendar. Write secret:NAME (its https address stands in NAME), an https address, or a file that ends in .ics.',
    ],
  ])('refuses %s', (_, schedule, say) => {
    expect(problem(schedule)).toEqual([say]);
  });

  it('knows everybody that a layer names', () => {
    expect(problem({ layers: [{ rotate: { ...rotate, people: ['zoe'] } }] })).toEqual([
      expect.stringContaining('schedules.it.layers.0.rotate.people.0'),
    ]);
  });
});
