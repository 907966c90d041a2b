import { describe, expect, it } from 'vitest';
import type { CalendarEvent } from '../../src/core/oncall-calendar.ts';
import { MOST_STAND_INS, nearest, swapsIn } from '../../src/core/oncall-calendar.ts';
import { personId } from '../../src/core/ids.ts';
import { HOUR_MS, instant, plusMs } from '../../src/core/time.ts';
import { planWith } from '../support/clinic.ts';

const plan = planWith((raw) => ({
  ...raw,
  people: { ...raw.people, ann2: { name: 'Ánn Lund', reach: [{ email: 'ann.lund@harbor.example' }] } },
}));
const event = (summary: string, ...attendees: readonly { address: string; name: string }[]): CalendarEvent => ({
  uid: '1',
  summary,
  attendees,
  from: instant('2026-11-20T00:00:00Z'),
  to: instant('2026-11-21T00:00:00Z'),
});
const who = (one: CalendarEvent) => swapsIn(plan, [one]).swaps.map((swap) => swap.who)[0];

describe('who stands in by an event', () => {
  it.each([
    ['bob', 'an id', 'bob'],
    ['On call: Bob Lund', 'a full name', 'bob'],
    ['Berg covers', 'a last name that only one has', 'ann'],
    ['cleo (instead of nobody)', 'an id among words', 'cleo'],
    ['ÁNN LUND', 'a name in capitals', 'ann2'],
    ['Bobby Tables', 'part of a word', undefined],
    ['Lund', 'a last name that two have', undefined],
    ['Bob and Cleo', 'two people', undefined],
    ['Team lunch', 'nobody', undefined],
  ])('"%s" is %s', (summary, _, person) => {
    expect(who(event(summary))).toBe(person);
  });

  it('is the guest by e-mail address or by name, when the title names nobody', () => {
    expect(who(event('On call', { address: 'EVE@harbor.example', name: '' }))).toBe('eve');
    expect(who(event('On call', { address: 'x@elsewhere.example', name: 'Fay Quint' }))).toBe('fay');
    expect(who(event('Bob', { address: 'eve@harbor.example', name: 'Eve Rask' }))).toBe('bob');
  });

  it('is nobody when it is not clear, and the title is given back once', () => {
    expect(swapsIn(plan, [event('Lunch'), event('Lunch'), event(' '), event('Bob, Eve')])).toEqual({
      swaps: [],
      unknown: ['Lunch', '(without a title)', 'Bob, Eve'],
    });
  });

  it('looks at guests only when the title names nobody', () => {
    const looked = { times: 0 };
    const withGuests = (summary: string): CalendarEvent => ({
      ...event(summary),
      get attendees() {
        looked.times += 1;
        return [{ address: 'eve@harbor.example', name: '' }];
      },
    });
    expect(swapsIn(plan, [withGuests('Bob'), withGuests('Bob and Cleo')]).swaps).toMatchObject([{ who: 'bob' }]);
    expect(looked.times).toBe(0);
    expect(swapsIn(plan, [withGuests('On call')]).swaps).toMatchObject([{ who: 'eve' }]);
    expect(looked.times).toBe(1);
  });

  it('looks at the people of the plan once, and not for each guest of each repetition', () => {
    const looked = { times: 0 };
    const people = Object.fromEntries(
      Object.entries(plan.people).map(([id, person]) => [
        id,
        {
          ...person,
          get reach() {
            looked.times += 1;
            return person.reach;
          },
        },
      ]),
    );
    const guests = Array.from({ length: 50 }, (_, n) => ({ address: `g${n}@elsewhere.example`, name: `Guest${n}` }));
    const all = Array.from({ length: 100 }, () => event('Stand-up', ...guests));
    expect(swapsIn({ people }, all)).toEqual({ swaps: [], unknown: ['Stand-up'] });
    expect(looked.times).toBe(Object.keys(people).length);
  });
});

describe('the stand-ins of one calendar', () => {
  const NOW = instant('2026-11-20T00:00:00Z');
  const hourly = (count: number) =>
    Array.from({ length: count }, (_, n) => {
      const from = plusMs(NOW, (n - 10) * HOUR_MS);
      return { who: personId('bob'), from, to: plusMs(from, HOUR_MS / 2), why: 'by the calendar' };
    });

  it('are all taken over while they are no more than a rota holds', () => {
    const all = hourly(MOST_STAND_INS + 10);
    expect(nearest(all, NOW)).toEqual({ taken: all.slice(10), refused: 0 });
  });
  it('are cut to the next ones to come, and how many are refused is said', () => {
    const all = hourly(2_184);
    expect(nearest(all, NOW)).toEqual({ taken: all.slice(10, 310), refused: 1_874 });
  });
});
