import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateTime, fromMs, type Instant, instant, shortTime } from '../../../src/core/time.ts';
import { readTime, type TimeAsk } from '../../../src/core/words/when.ts';

const zone = 'America/Detroit';
/** Friday, 15:00 in Detroit (UTC-5). */
const now = instant('2026-11-20T20:00:00.000Z');
const read = (text: string, ask: Partial<TimeAsk> = {}) =>
  readTime(text.toLowerCase().split(' '), { zone, now, ...ask });
const local = (text: string, ask: Partial<TimeAsk> = {}) => {
  const found = read(text, ask);
  if (found === undefined) return 'not a time';
  if (!found.ok) return found.refusal.code;
  return found.word === 'for' ? found.span : dateTime(found.instant, zone);
};

describe('a time in words, read on Friday 20 November 2026 at 15:00', () => {
  it.each([
    ['at 14:05', '2026-11-20 14:05'],
    ['at 2pm', '2026-11-20 14:00'],
    ['at 2 pm', '2026-11-20 14:00'],
    ['at 2:30pm', '2026-11-20 14:30'],
    ['at 16:10', '2026-11-19 16:10'],
    ['at 12am', '2026-11-20 00:00'],
    ['at noon', '2026-11-20 12:00'],
    ['at 14:05 tomorrow', '2026-11-21 14:05'],
    ['since 9:40', '2026-11-20 09:40'],
    ['since 09.40', '2026-11-20 09:40'],
    ['since 9', '2026-11-20 09:00'],
    ['since 2', '2026-11-20 14:00'],
    ['since about 4', '2026-11-20 04:00'],
    ['since 15', '2026-11-20 15:00'],
    ['since about 9:40', '2026-11-20 09:40'],
    ['since 16:00', '2026-11-19 16:00'],
    ['since 15:03', '2026-11-20 15:00'],
    ['since 20 minutes ago', '2026-11-20 14:40'],
    ['since 20 min', '2026-11-20 14:40'],
    ['since an hour ago', '2026-11-20 14:00'],
    ['since half an hour ago', '2026-11-20 14:30'],
    ['since two hours ago', '2026-11-20 13:00'],
    ['since 1h30m', '2026-11-20 13:30'],
    ['since 1 hour and 10 minutes ago', '2026-11-20 13:50'],
    ['since 3 days', '2026-11-17 15:00'],
    ['since yesterday 17:00', '2026-11-19 17:00'],
    ['since yesterday at 5pm', '2026-11-19 17:00'],
    ['since 17:00 yesterday', '2026-11-19 17:00'],
    ['since Fri 08:00', '2026-11-20 08:00'],
    ['since Fri 16:00', '2026-11-13 16:00'],
    ['since monday 8am', '2026-11-16 08:00'],
    ['since 2026-11-20 09:40', '2026-11-20 09:40'],
    ['since 2026-11-20t09:40', '2026-11-20 09:40'],
    ['since 2026-11-20t14:40:00z', '2026-11-20 09:40'],
    ['since 2026-11-20t09:40:00-05:00', '2026-11-20 09:40'],
    ['since 20 Nov 09:40', '2026-11-20 09:40'],
    ['since Nov 19 at 09:40', '2026-11-19 09:40'],
    ['since Fri 20 Nov 09:40 GMT-5', '2026-11-20 09:40'],
    ['since 24 Dec 10:00', '2025-12-24 10:00'],
    ['since 14:40 UTC', '2026-11-20 09:40'],
    ['since 09:40 EST', '2026-11-20 09:40'],
    ['since 08:40 CST', '2026-11-20 09:40'],
    ['+20m', '2026-11-20 15:20'],
    ['+1h30m', '2026-11-20 16:30'],
    ['in 20 minutes', '2026-11-20 15:20'],
    ['in 2h', '2026-11-20 17:00'],
    ['in 1.5 hours', '2026-11-20 16:30'],
    ['for 2h', '2h'],
    ['for 90 minutes', '1h30m'],
    ['for an hour', '1h'],
    ['for 2 days', '2d'],
    ['until 18:00', '2026-11-20 18:00'],
    ['until 14:00', '2026-11-21 14:00'],
    ['until Fri 08:00', '2026-11-27 08:00'],
    ['until Fri 18:00', '2026-11-20 18:00'],
    ['until tomorrow 8am', '2026-11-21 08:00'],
    ['until midnight', '2026-11-21 00:00'],
    ['till 18:00', '2026-11-20 18:00'],
    ['until 24 Dec 10:00', '2026-12-24 10:00'],
    ['until 2 Jan 10:00', '2027-01-02 10:00'],
    ['by 16:30', '2026-11-20 16:30'],
    ['by 4.30pm', '2026-11-20 16:30'],
  ])('%s → %s', (text, expected) => {
    expect(local(text)).toBe(expected);
  });

  it.each([
    ['since 16:00 today', 'in-the-future'],
    ['since tomorrow 08:00', 'in-the-future'],
    ['since 2027-01-01 00:00', 'in-the-future'],
    ['until yesterday 08:00', 'in-the-past'],
    ['by 2026-11-20 14:59', 'in-the-past'],
    ['at 25:70', 'no-such-time'],
    ['since 14:65', 'no-such-time'],
    ['since 13pm', 'no-such-time'],
    ['since 2026-02-30 09:00', 'no-such-time'],
    ['until 31 Nov 09:00', 'no-such-time'],
    ['since 2026-13-45t09:00', 'no-such-time'],
    ['in 999999 weeks', 'too-far'],
    ['since 999999 weeks ago', 'too-far'],
    ['until 2999-01-01 10:00', 'too-far'],
    ['since 0000-01-01 00:00', 'too-far'],
  ])('%s is refused: %s', (text, code) => {
    expect(local(text)).toBe(code);
  });

  it('says which forms work, and what lies in the future', () => {
    const future = read('since 16:00 today');
    expect(future?.ok === false && future.refusal.say).toMatch(/^That is in the future: 16:00 .*in 60 min/);
    const impossible = read('at 25:70');
    expect(impossible?.ok === false && impossible.refusal.say).toContain('14:05, 2pm');
  });

  it.each([
    'at 3 sites',
    'at 15 sites',
    'at the office',
    'since the update',
    'since last nights update',
    'since yesterday',
    'since 2 users called',
    'since 0',
    'until 5',
    'in 2 rooms',
    'in the menu',
    'for everyone',
    'for 3 users',
    'by hand',
    'by 20 people',
    'until we know',
    'until Friday',
    'at 10.0.0.1',
    'at 2001:db8::1',
    '+1 616 555 0101',
    'by',
    'loop',
  ])('%s is not a time', (text) => {
    expect(local(text)).toBe('not a time');
  });

  it('reads `at` forward where the verb asks for it', () => {
    expect(local('at 14:05', { at: 'future' })).toBe('2026-11-21 14:05');
  });
});

describe('a time on the nights when the clocks change', () => {
  // Detroit 2026: 8 March 02:00 → 03:00 (07:00Z), 1 November 02:00 → 01:00 (06:00Z).
  const at = (text: string, when: string) => {
    const found = read(text, { now: instant(when) });
    return found?.ok === true && found.word !== 'for' ? found.instant : found;
  };
  it('counts a missing hour from the end of the gap', () => {
    expect(at('since 02:30', '2026-03-08T12:00:00Z')).toBe('2026-03-08T07:00:00.000Z');
    expect(at('until 02:30', '2026-03-08T06:00:00Z')).toBe('2026-03-08T07:00:00.000Z');
  });
  it('takes the latest pass of the repeated hour that was, and the next one to come', () => {
    expect(at('since 01:40', '2026-11-01T06:50:00Z')).toBe('2026-11-01T06:40:00.000Z');
    expect(at('since 01:40', '2026-11-01T06:20:00Z')).toBe('2026-11-01T05:40:00.000Z');
    expect(at('until 01:40', '2026-11-01T05:00:00Z')).toBe('2026-11-01T05:40:00.000Z');
    expect(at('until 01:40', '2026-11-01T06:00:00Z')).toBe('2026-11-01T06:40:00.000Z');
  });
  it('believes the name of the zone when it says which pass is meant', () => {
    expect(at('since 01:40 EDT', '2026-11-01T12:00:00Z')).toBe('2026-11-01T05:40:00.000Z');
    expect(at('since 01:40 EST', '2026-11-01T12:00:00Z')).toBe('2026-11-01T06:40:00.000Z');
  });
});

describe('any bare time of day in any zone', () => {
  const zones = ['America/Detroit', 'Europe/Vienna', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC'];
  const anyNow = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2028, 0, 1) }).map(fromMs);
  const anyTime = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([h, m]) => `${h}:${String(m).padStart(2, '0')}`);
  const hours = (from: Instant, to: Instant) => (Date.parse(to) - Date.parse(from)) / 3_600_000;

  it('lies within the last day for since and the next day for until', () => {
    fc.assert(
      fc.property(anyNow, anyTime, fc.constantFrom(...zones), (moment, time, where) => {
        const since = readTime(['since', time], { zone: where, now: moment });
        const until = readTime(['until', time], { zone: where, now: moment });
        if (since?.ok !== true || since.word === 'for' || until?.ok !== true || until.word === 'for')
          throw new Error('unread');
        expect(hours(since.instant, moment)).toBeGreaterThanOrEqual(0);
        expect(hours(since.instant, moment)).toBeLessThanOrEqual(26);
        expect(hours(moment, until.instant)).toBeGreaterThan(0);
        expect(hours(moment, until.instant)).toBeLessThanOrEqual(26);
      }),
    );
  });

  it('is read back from the way that cards write it', () => {
    fc.assert(
      fc.property(
        anyNow,
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom('America/Detroit', 'UTC', 'Europe/Vienna'),
        (moment, days, where) => {
          const past = fromMs(Math.floor((Date.parse(moment) - days * 86_400_000) / 60_000) * 60_000);
          const shown = shortTime(past, where, moment);
          const found = readTime(['since', ...shown.toLowerCase().split(' ')], { zone: where, now: moment });
          expect(found).toMatchObject({ ok: true, instant: past });
        },
      ),
      { examples: [[instant('2024-01-01T00:00:00.000Z'), 64, 'Europe/Vienna']] },
    );
  });
});
