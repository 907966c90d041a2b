import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personId } from '../../src/core/ids.ts';
import { type Live, NO_OVERRIDES, type Override, inTurn, onCall, shifts } from '../../src/core/oncall.ts';
import type { Plan } from '../../src/core/plan/schema.ts';
import { HOUR_MS, instant, plusMs, toMs } from '../../src/core/time.ts';
import { lakeshore } from './plan/plan-of.ts';
import { rota } from './plan/rota.ts';

const ask = (plan: Plan, at: string, live: Live = NO_OVERRIDES) => onCall(plan, 'it', { at: instant(at), live });

describe('a week by week rotation', () => {
  const plan = rota({ zone: 'Europe/Berlin', every: '1w', from: '2026-10-05T08:00' });

  it.each([
    ['the minute before the hand-over', '2026-10-12T05:59:00Z', 'ann', '2026-10-12T06:00:00.000Z'],
    [
      'the instant of the hand-over belongs to the new person',
      '2026-10-12T06:00:00Z',
      'bob',
      '2026-10-19T06:00:00.000Z',
    ],
    [
      'the week in which the clocks go back is an hour longer',
      '2026-10-20T06:00:00Z',
      'cat',
      '2026-10-26T07:00:00.000Z',
    ],
    ['the hand-over stays at eight on the wall in winter', '2026-10-26T07:00:00Z', 'ann', '2026-11-02T07:00:00.000Z'],
  ])('%s', (_, at, person, until) => {
    expect(ask(plan, at)).toMatchObject({ person, until });
  });

  it('has nobody before it begins', () => {
    expect(ask(plan, '2026-10-01T00:00:00Z')).toEqual({
      until: '2026-10-05T06:00:00.000Z',
      why: 'the schedule has not begun',
    });
  });
});

describe('turns shorter than a day', () => {
  const plan = rota({ zone: 'Europe/Berlin', every: '8h', from: '2026-03-01T06:00' });
  const hours = (from: string, to: string) =>
    shifts(plan, 'it', { from: instant(from), to: instant(to), live: NO_OVERRIDES }).map(
      (shift) => (toMs(shift.until) - toMs(shift.from)) / HOUR_MS,
    );

  it('hand over at 06, 14 and 22 all year, so one turn is shorter in spring and one longer in autumn', () => {
    expect(hours('2026-03-28T13:00:00Z', '2026-03-29T12:00:00Z')).toEqual([8, 7, 8]);
    expect(hours('2026-10-24T12:00:00Z', '2026-10-25T13:00:00Z')).toEqual([8, 9, 8]);
  });

  it('a hand-over inside the missing hour happens at its end', () => {
    const spring = rota({ zone: 'Europe/Berlin', every: '1d', from: '2026-03-01T02:30' });
    expect(ask(spring, '2026-03-28T12:00:00Z').until).toBe('2026-03-29T01:00:00.000Z');
  });

  it('a hand-over inside the repeated hour happens at its first pass', () => {
    const autumn = rota({ zone: 'Europe/Berlin', every: '1d', from: '2026-10-01T02:30' });
    expect(ask(autumn, '2026-10-24T12:00:00Z').until).toBe('2026-10-25T00:30:00.000Z');
  });

  it('half an hour of summer time is kept too, on Lord Howe Island', () => {
    const autumn = rota({ zone: 'Australia/Lord_Howe', every: '1d', from: '2026-04-01T01:45' });
    expect(ask(autumn, '2026-04-04T00:00:00Z').until).toBe('2026-04-04T14:45:00.000Z');
  });

  it('a zone that changes its clocks at midnight hands over at the first midnight', () => {
    const havana = rota({ zone: 'America/Havana', every: '1d', from: '2026-10-01T00:00' });
    expect(ask(havana, '2026-10-31T20:00:00Z').until).toBe('2026-11-01T04:00:00.000Z');
  });
});

it('turns by the month start on the same day, or on the last there is', () => {
  const plan = rota({ zone: 'UTC', every: '1mo', from: '2026-01-31T09:00' });
  const turns = shifts(plan, 'it', {
    from: instant('2026-01-31T09:00:00Z'),
    to: instant('2026-06-01T00:00:00Z'),
    live: NO_OVERRIDES,
  });
  expect(turns.map(({ from, person }) => `${from.slice(0, 10)} ${person}`)).toEqual([
    '2026-01-31 ann',
    '2026-02-28 bob',
    '2026-03-31 cat',
    '2026-04-30 ann',
    '2026-05-31 bob',
  ]);
});

describe('overrides', () => {
  const plan = rota({
    zone: 'UTC',
    every: '1w',
    from: '2026-11-02T08:00',
    more: ', overrides: [ { who: bob, from: 2026-11-03T08:00, to: 2026-11-04T08:00, why: dentist } ]',
  });
  const swap = (who: string, from: string, to: string): Override => ({
    schedule: 'it',
    who: personId(who),
    from: instant(from),
    to: instant(to),
  });

  it.each([
    ['2026-11-03T07:59:00Z', 'ann', '2026-11-03T08:00:00.000Z', "Ann's turn"],
    ['2026-11-03T08:00:00Z', 'bob', '2026-11-04T08:00:00.000Z', 'Bob stands in (dentist)'],
    ['2026-11-04T08:00:00Z', 'ann', '2026-11-09T08:00:00.000Z', "Ann's turn"],
  ])('at %s it is %s', (at, person, until, why) => {
    expect(ask(plan, at)).toEqual({ person, until, why });
  });

  it('the latest written wins where two overlap; those made by chat come after the plan', () => {
    const live = {
      overrides: [
        swap('cat', '2026-11-03T10:00:00Z', '2026-11-03T14:00:00Z'),
        swap('dan', '2026-11-03T12:00:00Z', '2026-11-03T13:00:00Z'),
      ],
    };
    expect(['09', '11', '12', '13', '14'].map((hour) => ask(plan, `2026-11-03T${hour}:00:00Z`, live).person)).toEqual([
      'bob',
      'cat',
      'dan',
      'cat',
      'bob',
    ]);
  });

  it('of another schedule change nothing', () => {
    const live = { overrides: [{ ...swap('cat', '2026-11-03T10:00:00Z', '2026-11-03T14:00:00Z'), schedule: 'other' }] };
    expect(ask(plan, '2026-11-03T11:00:00Z', live).person).toBe('bob');
  });
});

describe('who is away is replaced', () => {
  it('by the cover, for whole days in the own zone, both included', () => {
    const plan = rota({
      zone: 'UTC',
      every: '1w',
      from: '2026-11-02T08:00',
      away: ', timezone: America/Detroit, away: [ { from: 2026-11-04, to: 2026-11-05, cover: dan } ]',
    });
    const turns = shifts(plan, 'it', {
      from: instant('2026-11-02T08:00:00Z'),
      to: instant('2026-11-09T08:00:00Z'),
      live: NO_OVERRIDES,
    });
    expect(turns.map(({ from, person, why }) => [from, person, why])).toEqual([
      ['2026-11-02T08:00:00.000Z', 'ann', "Ann's turn"],
      ['2026-11-04T05:00:00.000Z', 'dan', 'Dan covers for Ann'],
      ['2026-11-06T05:00:00.000Z', 'ann', "Ann's turn"],
    ]);
  });

  it('with an hour exactly, the end excluded; without a cover by the next in turn', () => {
    const plan = rota({
      zone: 'UTC',
      every: '1w',
      from: '2026-11-02T08:00',
      away: ', away: [ { from: 2026-11-04T12:00, to: 2026-11-04T18:00 } ]',
    });
    expect(ask(plan, '2026-11-04T17:59:00Z')).toEqual({
      person: 'bob',
      until: '2026-11-04T18:00:00.000Z',
      why: 'Bob, next in turn after Ann',
    });
    expect(ask(plan, '2026-11-04T18:00:00Z').person).toBe('ann');
  });

  it('also when they override somebody else', () => {
    const plan = rota({
      zone: 'UTC',
      every: '1w',
      from: '2026-11-09T08:00',
      people: ['bob', 'cat'],
      more: ', overrides: [ { who: ann, from: 2026-11-10T00:00, to: 2026-11-11T00:00 } ]',
      away: ', away: [ { from: 2026-11-10, to: 2026-11-10 } ]',
    });
    expect(ask(plan, '2026-11-10T12:00:00Z').person).toBe('bob');
  });

  it('and when everyone is away nobody is on call, and it says so', () => {
    const plan = rota({
      zone: 'UTC',
      every: '1w',
      from: '2026-11-02T08:00',
      people: ['ann'],
      away: ', away: [ { from: 2026-11-04, to: 2026-11-05 } ]',
    });
    expect(ask(plan, '2026-11-04T12:00:00Z')).toEqual({
      until: '2026-11-06T00:00:00.000Z',
      why: 'everyone in it is away',
    });
    expect(inTurn(plan, 'it', { at: instant('2026-11-04T12:00:00Z'), live: NO_OVERRIDES })).toEqual([]);
  });
});

it('the example: Ivy has Christmas, Marcus is back on the 29th', () => {
  const at = (text: string) => onCall(lakeshore, 'it-primary', { at: instant(text), live: NO_OVERRIDES }).person;
  expect(
    ['2026-12-21T04:59:00Z', '2026-12-21T05:00:00Z', '2026-12-29T04:59:00Z', '2026-12-29T05:00:00Z'].map(at),
  ).toEqual(['marcus', 'ivy', 'ivy', 'marcus']);
});

it('shifts follow each other without a gap and agree with the question of any moment', () => {
  const plan = rota({
    zone: 'Europe/Berlin',
    every: '12h',
    from: '2026-10-20T07:00',
    away: ', away: [ { from: 2026-10-25, to: 2026-10-26 } ]',
  });
  const [from, to] = [instant('2026-10-23T00:00:00Z'), instant('2026-10-28T00:00:00Z')];
  const turns = shifts(plan, 'it', { from, to, live: NO_OVERRIDES });
  expect([turns[0]?.from, ...turns.map(({ until }) => until)]).toEqual([...turns.map((turn) => turn.from), to]);
  fc.assert(
    fc.property(fc.integer({ min: toMs(from), max: toMs(to) - 1 }), (ms) => {
      const at = plusMs(instant('1970-01-01T00:00:00Z'), ms);
      const turn = turns.find((one) => one.from <= at && at < one.until);
      expect(turn?.person).toBe(onCall(plan, 'it', { at, live: NO_OVERRIDES }).person);
    }),
    { numRuns: 50 },
  );
});
