import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src/core/plan/canonical.ts';
import { isOutsideHours } from '../../../src/core/plan/presence.ts';
import { isPlainTime, readHours } from '../../../src/core/plan/times.ts';
import { fromWall, plainInstant, plusMonths, wallMs } from '../../../src/core/wall.ts';
import { fromMs, instant } from '../../../src/core/time.ts';

describe('the canonical text', () => {
  it('is JSON that says the same, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // JSON has one zero only.
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(canonical({ b: [1, { z: null, a: 'x' }], a: undefined, c: true })).toBe(
      '{"b":[1,{"a":"x","z":null}],"c":true}',
    );
  });
});

describe('dates', () => {
  it.each([
    ['2026-11-02', true],
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['2026-11-02T24:00', false],
    ['2026-11-02T08:00', true],
    ['2026-11-2', false],
    ['0001-01-01', false],
  ])('%s is in the calendar: %s', (text, is) => {
    expect(isPlainTime(text)).toBe(is);
  });
  it('months end where they end', () => {
    expect(new Date(plusMonths(Date.parse('2026-01-31T09:00Z'), 1)).toISOString()).toBe('2026-02-28T09:00:00.000Z');
    expect(new Date(plusMonths(Date.parse('2026-01-31T09:00Z'), -11)).toISOString()).toBe('2025-02-28T09:00:00.000Z');
  });
});

describe('the clock on the wall', () => {
  it.each([
    ['an ordinary day', '2026-11-02T08:00', 'America/Detroit', '2026-11-02T13:00:00.000Z'],
    ['inside the missing hour: its end', '2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['inside the repeated hour: the first pass', '2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['a missing midnight', '2026-03-08T00:15', 'America/Havana', '2026-03-08T05:00:00.000Z'],
    ['a missing half hour', '2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
    ['a repeated half hour', '2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
  ])('%s', (_, plain, zone, at) => {
    expect(plainInstant(plain, zone)).toBe(at);
  });
  it('is where it was asked for, except in a gap', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/Detroit',
      'Australia/Lord_Howe',
      'America/Havana',
      'Asia/Kathmandu',
      'Africa/Casablanca',
    );
    const minutes = fc.integer({ min: Date.parse('2020-01-01') / 60_000, max: Date.parse('2035-01-01') / 60_000 });
    fc.assert(
      fc.property(zones, minutes, (zone, minute) => {
        const wall = wallMs(fromMs(minute * 60_000), zone);
        const first = fromWall(wall, zone);
        expect(wallMs(first, zone)).toBe(wall);
        expect(Date.parse(first)).toBeLessThanOrEqual(minute * 60_000);
      }),
      { numRuns: 300 },
    );
  });
});

describe('opening hours', () => {
  const open = (words: string, at: string) => !isOutsideHours(readHours(words), 'Europe/Vienna', instant(at));
  it.each([
    ['24x7', '2026-11-22T03:00:00Z', true],
    ['Mon-Fri 08:00-17:00', '2026-11-23T07:00:00Z', true],
    ['Mon-Fri 08:00-17:00', '2026-11-23T06:59:00Z', false],
    ['Mon-Fri 08:00-17:00', '2026-11-22T10:00:00Z', false],
    ['Mon-Fri 08:00-17:00, Sat 09:00-12:00', '2026-11-21T10:00:00Z', true],
    ['Fri 22:00-06:00', '2026-11-21T03:00:00Z', true],
    ['Mon-Fri 08:00-17:00 America/New_York', '2026-11-23T21:00:00Z', true],
    ['Sat-Mon 08:00-24:00', '2026-11-22T22:30:00Z', true],
  ])('%s at %s: %s', (words, at, is) => {
    expect(open(words, at)).toBe(is);
  });
  it.each(['whenever', 'Mon-Fri', '08:00', 'Mon-Fri 8-17', 'Mon-Fri 08:00-17:00 Mars/Base', 'Montag 08:00-17:00'])(
    '%s is not opening hours',
    (words) => {
      expect(readHours(words)).toBeUndefined();
    },
  );
});
