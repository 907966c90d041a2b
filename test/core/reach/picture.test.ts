import { describe, expect, it } from 'vitest';
import type { Medium } from '../../../src/core/media.ts';
import { personProved, reachLine } from '../../../src/core/reach/picture.ts';
import type { Reachability, WayProof } from '../../../src/core/reach/proofs.ts';
import { UNPROVED, ageWords, proofWords, wayKey } from '../../../src/core/reach/proofs.ts';
import { whoToPage } from '../../../src/core/people.ts';
import { whoId } from '../../../src/core/ids.ts';
import { waysAsked, whyThisOrder } from '../../../src/core/plan/media-down.ts';
import { DAY_MS, HOUR_MS, instant, plusMs } from '../../../src/core/time.ts';
import { book } from '../../support/clinic.ts';

const { plan } = book;
/** Friday, 16:40 in Detroit. */
const AT = instant('2026-11-27T21:40:00Z');
const ago = (days: number) => plusMs(AT, -days * DAY_MS);
const proved = (days: number): WayProof => ({ ...UNPROVED, provedAt: ago(days), how: 'test' });
const failed = (failures: number, over: Partial<WayProof> = {}): WayProof => ({
  ...UNPROVED,
  failures,
  reason: 'gone',
  ...over,
});
const known = (ways: readonly (readonly [person: string, medium: Medium, proof: WayProof])[]): Reachability => ({
  ways: Object.fromEntries(
    ways.map(([person, medium, proof]) => {
      const reach = (plan.people[person] ?? plan.vendors[person])?.reach ?? [];
      const to = reach.find((way) => way.medium === medium)?.to ?? '';
      return [wayKey({ person, medium, to }), proof];
    }),
  ),
});
const line = (reach: Reachability | undefined, people = ['ann', 'bob', 'cleo', 'dan', 'fay']) =>
  reachLine({ plan, people, reach, at: AT, zone: 'America/Detroit' });

describe('the line that is read at a start', () => {
  it('says how many are proved this month, and of the others who and why', () => {
    const reach = known([
      ['ann', 'sms', proved(3)],
      ['cleo', 'sms', failed(2, { provedAt: ago(40) })],
      ['dan', 'call', proved(31)],
      ['fay', 'sms', proved(45)],
    ]);
    expect(line(reach)).toBe(
      'Fri 27 Nov 16:40 EST: 2 of 5 people of level 1 and 2 proved reachable this month; not: Bob Lund (never), Cleo Marsh (SMS failed twice, last 40 days ago), Fay Quint (last 45 days ago)',
    );
  });

  it('names somebody with a way that failed twice, though another one is proved', () => {
    const reach = known([
      ['ann', 'sms', proved(3)],
      ['ann', 'call', failed(2)],
    ]);
    expect(line(reach, ['ann'])).toContain(
      '1 of 1 people of level 1 and 2 proved reachable this month; not: Ann Berg (call failed twice)',
    );
  });

  it('is one helpful sentence before any test, and nothing where nobody keeps proofs', () => {
    expect(line({ ways: {} })).toBe(
      'Nobody was ever proved reachable. "testpage" tests your own ways, "testpage all" everybody\'s.',
    );
    expect(line(undefined)).toBeUndefined();
  });

  it('does not count a vendor who is never tested', () => {
    const reach = known([['ann', 'sms', proved(1)]]);
    expect(line(reach, ['ann', 'carrier'])).toContain('1 of 1 people');
    expect(line(reach, ['carrier'])).toBeUndefined();
  });
});

describe('what is known of a way, in words', () => {
  it.each([
    [UNPROVED, 'never proved'],
    [proved(0), 'proved now'],
    [proved(1), 'proved yesterday'],
    [proved(3), 'proved 3 days ago'],
    [failed(1), 'failed once, never proved'],
    [failed(2, { provedAt: ago(12) }), 'failed twice, proved 12 days ago'],
    [failed(3), 'failed 3 times, never proved'],
    [{ ...UNPROVED, unanswered: 2 }, 'never proved, 2 tests unanswered'],
  ])('%j: %s', (proof, words) => {
    expect(proofWords(proof, AT)).toBe(words);
  });

  it('counts hours on the first day', () => {
    expect(ageWords(plusMs(AT, -2 * HOUR_MS), AT)).toBe('2 h ago');
  });

  it('of a person is the last proof and every doubt, and nothing before any test', () => {
    const reach = known([
      ['ann', 'sms', proved(9)],
      ['ann', 'chat', proved(2)],
      ['ann', 'call', failed(2)],
    ]);
    const live = { overrides: [], reach };
    expect(personProved(plan, live, { person: 'ann', at: AT })).toBe('proved 2 days ago by chat; call failed twice');
    expect(personProved(plan, live, { person: 'bob', at: AT })).toBe('never proved');
    expect(personProved(plan, { overrides: [], reach: { ways: {} } }, { person: 'ann', at: AT })).toBe('');
  });
});

describe('a way that failed twice', () => {
  const ways = (reach: Reachability) => {
    const ask = { at: AT, wakes: true, live: { overrides: [], reach }, holders: {}, without: [] };
    return whoToPage(plan, [whoId('ann')], ask).reach[0]?.ways ?? [];
  };

  it('comes after the others, in their own order, and none is left out', () => {
    const reach = known([['ann', 'chat', failed(2)]]);
    expect(ways(reach).map(({ medium }) => medium)).toEqual(['sms', 'call', 'chat']);
    expect(whyThisOrder(ways(reach))).toBe('by SMS first: chat failed twice');
  });

  it('once is no reason, and all of them are none either', () => {
    expect(ways(known([['ann', 'chat', failed(1)]])).map(({ medium }) => medium)).toEqual(['chat', 'sms', 'call']);
    const all = known([
      ['ann', 'chat', failed(2)],
      ['ann', 'sms', failed(2)],
      ['ann', 'call', failed(4)],
    ]);
    expect(ways(all).map(({ medium }) => medium)).toEqual(['chat', 'sms', 'call']);
    expect(whyThisOrder(ways(all))).toBe('');
  });

  it('still comes before one that hangs on a failed system, and a level that asks for it alone gets another too', () => {
    const own = [
      { medium: 'chat', to: 'a', hangsOn: 'Sign-in' },
      { medium: 'sms', to: 'b', doubt: 'failed twice' },
      { medium: 'call', to: 'c' },
    ] as const;
    expect(waysAsked(own).map(({ medium }) => medium)).toEqual(['call', 'sms', 'chat']);
    expect(waysAsked(own, ['sms']).map(({ medium }) => medium)).toEqual(['call', 'sms', 'chat']);
    expect(waysAsked(own, ['call']).map(({ medium }) => medium)).toEqual(['call']);
    expect(whyThisOrder(waysAsked(own))).toBe('by call first: SMS failed twice; chat needs Sign-in, which is down');
  });
});
