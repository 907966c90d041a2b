import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personId } from '../../src/core/ids.ts';
import { NO_OVERRIDES, shifts } from '../../src/core/oncall.ts';
import { HOUR_MS, fromMs, instant, toMs } from '../../src/core/time.ts';
import type { ModelLayer, ModelSchedule } from './oncall-model.ts';
import { halfHours, onCallAt } from './oncall-model.ts';
import { NAMES, planWith } from './schedule-plan.ts';

const ZONES = ['Europe/Vienna', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca'];
const DAY = 24 * 60;
const YEAR = { from: Date.parse('2026-01-01T00:00Z'), count: 2 * 24 * 365 };
const END = fromMs(YEAR.from + YEAR.count * (HOUR_MS / 2));

/** Hours of the week as the plan writes them, and as the model counts them. */
const HOURS: readonly (readonly [string, ModelLayer['only']])[] = [
  ['24x7', undefined],
  ['daily 20:00-08:00', Array.from({ length: 7 }, (_, d) => [d * DAY + 1200, d * DAY + 1920] as const)],
  ['Mon-Fri 08:00-18:00', Array.from({ length: 5 }, (_, d) => [d * DAY + 480, d * DAY + 1080] as const)],
  [
    'Sat 22:30-04:30, Sun 01:30-02:30',
    [
      [5 * DAY + 1350, 6 * DAY + 270],
      [6 * DAY + 90, 6 * DAY + 150],
    ],
  ],
  ['Sun 00:00-24:00', [[6 * DAY, 7 * DAY]]],
  ['Sun 02:00-03:00', [[6 * DAY + 120, 6 * DAY + 180]]],
];
const EVERY: readonly (readonly [string, ModelLayer['every']])[] = [
  ['8h', { minutes: 480 }],
  ['12h', { minutes: 720 }],
  ['1d', { minutes: DAY }],
  ['1d12h', { minutes: DAY + 720 }],
  ['1w', { minutes: 7 * DAY }],
  ['1mo', { months: 1 }],
];
const plain = (minutes: number) => new Date(minutes * 60_000).toISOString().slice(0, 16);
const wallOfYear = (least = 0, most = 364) =>
  fc
    .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: 0, max: 47 }))
    .map(([day, half]) => YEAR.from / 60_000 + day * DAY + half * 30);
const somebody = fc.constantFrom(...NAMES);
const stretch = fc
  .tuple(wallOfYear(), fc.integer({ min: 1, max: 6 * 48 }), somebody)
  .map(([from, halves, who]) => ({ who, from, to: from + halves * 30 }));
const aLayer = fc.record({
  people: fc.uniqueArray(somebody, { minLength: 1, maxLength: 4 }),
  every: fc.constantFrom(...EVERY),
  from: wallOfYear(-40, 60),
  only: fc.constantFrom(...HOURS),
});
const leave = fc.record({
  who: somebody,
  zone: fc.constantFrom(...ZONES, 'Asia/Kolkata'),
  gone: fc.array(
    fc.record({
      from: wallOfYear(),
      days: fc.integer({ min: 0, max: 9 }),
      exact: fc.boolean(),
      cover: fc.option(somebody, { nil: undefined }),
    }),
    { maxLength: 4 },
  ),
});
const asked = fc.record({
  zone: fc.constantFrom(...ZONES),
  layers: fc.array(aLayer, { minLength: 1, maxLength: 3 }),
  planned: fc.array(stretch, { maxLength: 4 }),
  live: fc.array(stretch, { maxLength: 4 }),
  leaves: fc.uniqueArray(leave, { maxLength: 3, selector: ({ who }) => who }),
});
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;

/** The same, as the plan says it and as the model does. */
function bothOf({ zone, layers, planned, live, leaves }: Asked) {
  const goneOf = ({ who, gone }: Asked['leaves'][number]) =>
    gone.flatMap(({ from, days, exact, cover }) => {
      const day = from - (from % DAY);
      const end = exact ? from + days * DAY + 30 : day + days * DAY;
      const given = cover === undefined || cover === who ? {} : { cover };
      return [
        {
          raw: {
            from: exact ? plain(from) : plain(day).slice(0, 10),
            to: exact ? plain(end) : plain(end).slice(0, 10),
            ...given,
          },
          model: { from: exact ? from : day, to: exact ? end : end + DAY, ...given },
        },
      ];
    });
  const plan = planWith({
    zone,
    schedule: {
      layers: layers.map(({ people, every, from, only }) => ({
        rotate: { people, every: every[0], from: plain(from) },
        only: only[0],
      })),
      overrides: planned.map(({ who, from, to }) => ({ who, from: plain(from), to: plain(to) })),
    },
    people: Object.fromEntries(
      leaves.map((one) => [one.who, { timezone: one.zone, away: goneOf(one).map(({ raw }) => raw) }]),
    ),
  });
  const model: ModelSchedule = {
    zone,
    layers: layers.map(({ people, every, from, only }) => ({
      people,
      every: every[1],
      from,
      ...(only[1] === undefined ? {} : { only: only[1] }),
    })),
    planned,
    live: live.map(({ who, from, to }) => ({ who, from: from * 60_000, to: to * 60_000 })),
    away: Object.fromEntries(leaves.map((one) => [one.who, { zone: one.zone, gone: goneOf(one).map((g) => g.model) }])),
  };
  const overrides = live.map(({ who, from, to }) => ({
    schedule: 'it',
    who: personId(who),
    from: fromMs(from * 60_000),
    to: fromMs(to * 60_000),
  }));
  return { plan, model, live: { overrides } };
}

describe('a whole year with its changes of the clocks, half hour by half hour', () => {
  it(
    'agrees with a slower model that walks the wall clock: layers, hours, overrides, leave',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(asked, (one) => {
          const { plan, model, live } = bothOf(one);
          const all = shifts(plan, 'it', { from: fromMs(YEAR.from), to: END, live });
          expect([all[0]?.from, ...all.map(({ until }) => until)]).toEqual([...all.map(({ from }) => from), END]);
          const wanted = onCallAt(model, YEAR);
          let place = 0;
          const wrong = halfHours(YEAR.from, YEAR.count).flatMap((ms, i) => {
            while (toMs(all[place]?.until ?? END) <= ms) place += 1;
            const person: string | undefined = all[place]?.person;
            return person === wanted[i] ? [] : [`${fromMs(ms)}: ${person}, and not ${wanted[i]}`];
          });
          expect(wrong.slice(0, 3)).toEqual([]);
        }),
        { numRuns: 12, seed: 20261122 },
      );
    },
  );

  it.each(ZONES)('in %s nobody is left out and nobody is called twice in a row', (zone) => {
    const rotate = { people: ['ann', 'bob', 'cat'], every: '1d', from: '2026-01-01T02:30' };
    const plan = planWith({ zone, schedule: { rotate } });
    const all = shifts(plan, 'it', {
      from: instant('2026-01-02T12:00:00Z'),
      to: instant('2027-01-01T12:00:00Z'),
      live: NO_OVERRIDES,
    });
    const order = all.map(({ person }) => NAMES.indexOf(person ?? ''));
    expect(order.slice(1).every((who, i) => who === ((order[i] ?? 0) + 1) % 3)).toBe(true);
    expect(all.length).toBe(365);
  });
});
