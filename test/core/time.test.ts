import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  byWhen,
  dateOf,
  DAY_MS,
  earliest,
  fromMs,
  fromNow,
  HOUR_MS,
  instant,
  inWords,
  isExact,
  isZone,
  latest,
  MINUTE_MS,
  plusDays,
  plusMs,
  plusSpan,
  readInstant,
  readSpan,
  SECOND_MS,
  shortTime,
  span,
  spanMs,
  weekday,
} from '../../src/core/time.ts';
import { wallTime } from '../../src/core/wall.ts';

const DETROIT = 'America/Detroit';
const NOW = instant('2026-11-20T19:05:00Z');

describe('an instant', () => {
  it.each([
    ['2026-11-20T14:05:00-05:00', '2026-11-20T19:05:00.000Z'],
    ['2026-11-20T19:05Z', '2026-11-20T19:05:00.000Z'],
    ['2026-11-20T14:05:00', undefined],
    ['2026-11-20', undefined],
    ['2026-13-40T14:05:00Z', undefined],
    ['', undefined],
  ])('%s is read as %s: it must carry a zone', (text, read) => {
    expect(readInstant(text)).toBe(read);
  });

  test('sorts as text as it does in time', () => {
    const years = fc.integer({ min: 0, max: 4e12 });
    fc.assert(fc.property(years, years, (a, b) => void expect(fromMs(a) < fromMs(b)).toBe(a < b)));
    expect([earliest(fromMs(2), fromMs(1)), latest(fromMs(2), fromMs(1))]).toEqual([fromMs(1), fromMs(2)]);
  });

  test('written wrongly in the source is a bug', () => {
    expect(() => instant('yesterday')).toThrow(/not an instant: yesterday/);
  });
});

describe('a span', () => {
  it.each<[string, number]>([
    ['15m', 15 * MINUTE_MS],
    ['2h10m', 2 * HOUR_MS + 10 * MINUTE_MS],
    ['90s', 90 * SECOND_MS],
    ['1w', 7 * DAY_MS],
  ])('%s is so many milliseconds', (text, ms) => {
    expect(spanMs(span(text))).toBe(ms);
  });

  it.each(['4hours', '4 h', '', 'm', '1h1h', '-5m', '1.5h', '9999999m'])('%s is none', (text) => {
    expect(readSpan(text)).toBeUndefined();
  });

  test('of nothing is none: each number is above zero', () => {
    expect(readSpan('0m')).toBeUndefined();
  });

  it.each(['3mo', '1y', '4bd'])('%s has no fixed length', (text) => {
    expect(isExact(span(text))).toBe(false);
    expect(() => spanMs(span(text))).toThrow(/no fixed length/);
  });

  it.each([
    ['2026-01-31T12:00:00Z', '1mo', '2026-02-28T12:00:00.000Z'],
    ['2028-02-29T12:00:00Z', '1y', '2029-02-28T12:00:00.000Z'],
    ['2026-03-07T12:00:00Z', '1mo', '2026-04-07T11:00:00.000Z'],
    ['2026-03-07T12:00:00Z', '1d', '2026-03-08T12:00:00.000Z'],
  ])('%s and %s later by the company’s calendar is %s', (from, later, then) => {
    expect(plusSpan(instant(from), span(later), DETROIT)).toBe(then);
  });

  test('of business days needs a calendar', () => {
    expect(() => plusSpan(NOW, span('4bd'), DETROIT)).toThrow(/calendar/);
  });
});

describe('a time as people say it', () => {
  it.each([
    ['2026-11-20T19:45:00Z', DETROIT, '14:45 EST, in 40 min'],
    ['2026-11-21T19:05:00Z', DETROIT, 'Sat 21 Nov 14:05 EST, in 24 h'],
    ['2027-01-01T19:05:00Z', DETROIT, 'Fri 1 Jan 2027 14:05 EST, in 42 d'],
    ['2026-07-01T12:00:00Z', 'Europe/Vienna', /^Wed 1 Jul 14:00 CEST, \d+ d.* ago$/],
    ['2026-11-20T19:00:00Z', 'Europe/London', '19:00 GMT, 5 min ago'],
    ['2026-11-20T19:05:00Z', 'UTC', '19:05 UTC, now'],
  ])('%s in %s is "%s"', (at, zone, said) => {
    const words = byWhen(instant(at), zone, NOW);
    if (typeof said === 'string') expect(words).toBe(said);
    else expect(words).toMatch(said);
  });

  test('names its zone on both sides of a change of clocks', () => {
    const before = instant('2026-11-01T05:30:00Z');
    expect(shortTime(before, DETROIT, before)).toBe('01:30 EDT');
    expect(shortTime(plusMs(before, HOUR_MS), DETROIT, before)).toBe('01:30 EST');
  });

  it.each([
    [0, '0 s'],
    [89 * SECOND_MS, '89 s'],
    [90 * SECOND_MS, '2 min'],
    [89 * MINUTE_MS, '89 min'],
    [90 * MINUTE_MS, '1 h 30 min'],
    [2 * HOUR_MS, '2 h'],
    [47 * HOUR_MS, '47 h'],
    [50 * HOUR_MS, '2 d 2 h'],
    [-3 * HOUR_MS, '3 h'],
  ])('%i ms is %s', (ms, words) => {
    expect(inWords(ms)).toBe(words);
  });

  test('never says "in 0 s": it is now', () => {
    expect(fromNow(plusMs(NOW, 400), NOW)).toBe('now');
    expect(fromNow(plusMs(NOW, -400), NOW)).toBe('now');
  });
});

describe('days', () => {
  test('are those of the zone', () => {
    const late = instant('2026-11-21T03:00:00Z');
    expect(dateOf(late, DETROIT)).toBe('2026-11-20');
    expect(dateOf(late, 'UTC')).toBe('2026-11-21');
    expect(weekday(late, DETROIT)).toBe(5);
    expect(plusDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(plusDays('2026-03-08', 1)).toBe('2026-03-09');
  });

  it.each([
    ['2026-11-20', '09:00', '2026-11-20T14:00:00.000Z'],
    // The hour from two to three is missing: it is its end.
    ['2026-03-08', '02:30', '2026-03-08T07:00:00.000Z'],
    // The hour from one to two comes twice: it is the first pass.
    ['2026-11-01', '01:30', '2026-11-01T05:30:00.000Z'],
    ['2026-02-30', '09:00', undefined],
    ['2026-13-01', '09:00', undefined],
    ['soon', '09:00', undefined],
  ])('%s %s in Detroit is %s', (date, time, at) => {
    expect(wallTime(date, time, DETROIT)).toBe(at);
  });
});

describe('a zone', () => {
  it.each([
    ['America/Detroit', true],
    ['UTC', true],
    ['EST', false],
    ['+01:00', false],
    ['Mars/Olympus', false],
    ['', false],
  ])('%s: %s', (zone, is) => {
    expect(isZone(zone)).toBe(is);
  });
});
