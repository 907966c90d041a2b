import { describe, expect, it } from 'vitest';
import type { CalendarEvent } from '../../src/core/oncall-calendar.ts';
import { swapsIn } from '../../src/core/oncall-calendar.ts';
import { instant } from '../../src/core/time.ts';
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
});
