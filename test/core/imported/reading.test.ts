import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { e164, reachOf } from '../../../src/core/imported/reach.ts';
import { readableIds } from '../../../src/core/imported/readable-ids.ts';
import { itemsOf, oneLine } from '../../../src/core/imported/shape.ts';
import { momentOf, plainOf, turnNamed, turnOf, waitOf, zoneOf } from '../../../src/core/imported/times.ts';
import { badId } from '../../../src/core/plan/leaves.ts';

describe('a phone number of an export', () => {
  it.each<[string, number | 'code first' | undefined, string | undefined]>([
    ['+1 (616) 555-0101', undefined, '+16165550101'],
    ['0043 1 5550141', undefined, '+4315550141'],
    ['1-6165550101', 'code first', '+16165550101'],
    ['43-1 555 0141', 'code first', '+4315550141'],
    ['3125550141', 1, '+13125550141'],
    ['07700 900141', 44, '+447700900141'],
    ['06 555 0141', 39, '+39065550141'],
    ['616-555-0101', undefined, undefined],
    ['6165550101', undefined, undefined],
    ['39-123', 'code first', undefined],
    ['616-555-0101', 'code first', undefined],
    ['616-5550101', undefined, undefined],
    ['+1 616 555 0101 ext. 7', undefined, undefined],
    ['', 1, undefined],
  ])('%j with the country %j is %j', (text, country, number) => {
    expect(e164(text, country)).toBe(number);
  });

  it('without a country is told, and never guessed', () => {
    const { ways, notes } = reachOf([
      { medium: 'sms', to: '616-555-0101' },
      { medium: 'email', to: 'nobody' },
      { medium: 'call', to: undefined },
    ]);
    expect(ways).toEqual([]);
    expect(notes).toHaveLength(3);
    expect(notes[0]).toContain('says no country');
  });
});

describe('times of an export', () => {
  it.each([
    [604_800, '1w'],
    [1_209_600, '2w'],
    [86_400, '1d'],
    [43_200, '12h'],
    [5_400, '90m'],
    [3_599, undefined],
    [3_601, undefined],
  ])('a turn of %i s is %s', (seconds, turn) => expect(turnOf(seconds)).toBe(turn));

  it.each([
    [0, '1m'],
    [5, '5m'],
    [90, '90m'],
    [120, '2h'],
    [1e9, '168h'],
  ])('a wait of %d min is %s', (minutes, wait) => expect(waitOf(minutes)).toBe(wait));

  it('are put on the wall of the schedule, whatever offset they were written in', () => {
    const zone = 'Europe/Vienna';
    expect(plainOf(momentOf('2026-07-01T06:00:00Z', zone), zone)).toBe('2026-07-01T08:00');
    expect(plainOf(momentOf('2026-07-01T08:00:00', zone), zone)).toBe('2026-07-01T08:00');
    expect(plainOf(momentOf(Date.parse('2026-01-01T07:00:00Z'), zone), zone)).toBe('2026-01-01T08:00');
    expect(['soon', '', undefined, Number.NaN, 1e300].map((text) => momentOf(text, zone))).toEqual(
      Array(5).fill(undefined),
    );
  });

  it('know the other names of UTC, and no zone that is none', () => {
    expect(
      ['Etc/UTC', 'GMT', 'Z', 'Europe/Vienna', 'Eastern Time (US & Canada)', 'EST', undefined].map(zoneOf),
    ).toEqual(['UTC', 'UTC', 'UTC', 'Europe/Vienna', undefined, undefined, undefined]);
    expect([turnNamed('weekly', 2), turnNamed('monthly'), turnNamed('yearly'), turnNamed('daily', 0)]).toEqual([
      '2w',
      '1mo',
      undefined,
      undefined,
    ]);
  });
});

describe('ids', () => {
  it('can be read, and are given once', () => {
    const newId = readableIds();
    expect(
      ['Dana Ruíz', 'Dana Ruiz', 'Öfen & Co', '山田', '42', 'bot', ''].map((name) => newId(name, 'person')),
    ).toEqual(['dana-ruiz', 'dana-ruiz-2', 'ofen-co', 'person', 'person-2', 'bot-2', 'person-3']);
  });

  it('are ids of a plan whatever the name is', () => {
    const newId = readableIds();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(badId(newId(name, 'person'))).toBeUndefined();
      }),
    );
  });
});

describe('items of an export', () => {
  const dana = { id: 'dana' };
  it.each<[string, unknown]>([
    ['a bundle', { users: [dana] }],
    ['a page of Opsgenie', { users: { data: [dana] } }],
    ['pages of OnCall', { users: [{ results: [dana] }, { results: [] }] }],
    ['the answer of a GraphQL server', { data: { users: { nodes: [dana] } } }],
    ['pages of PagerDuty, as files of a folder', { users: [{ users: [dana] }] }],
    ['a file for each, as files of a folder', { Users: [dana] }],
    ['single answers', { users: [{ data: dana }] }],
  ])('are found in %s', (_, bundle) => expect(itemsOf(bundle, 'users')).toEqual([dana]));

  it('stay on one line, and never carry a secret along', () => {
    expect(oneLine(' Dana\n# not a\u2028comment\u0007 ')).toBe('Dana # not a comment');
    expect(oneLine('Door, PIN: 4471')).toBeUndefined();
  });
});
