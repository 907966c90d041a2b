import { describe, expect, test } from 'vitest';
import { personId } from '../../../src/core/ids.ts';
import type { By } from '../../../src/core/incident/events.ts';
import { onCall } from '../../../src/core/oncall.ts';
import type { Upkeep, UpkeepCommand } from '../../../src/core/upkeep/upkeep.ts';
import { inForce, upkeep } from '../../../src/core/upkeep/upkeep.ts';
import { book } from '../../support/clinic.ts';
import { at, moment } from '../../support/given.ts';

const BY = 'ann' as By;
type Said = readonly [minutes: number, command: UpkeepCommand];
const decide = (state: Upkeep, [minutes, command]: Said) => upkeep.decide(state, command, moment(minutes, 'ann'));
const after = (...said: readonly Said[]) =>
  said.reduce((state, one) => {
    const decision = decide(state, one);
    if (!decision.ok) throw new Error(decision.refusal.say);
    return decision.events.reduce((s, e) => upkeep.evolve(s, { ...e, at: at(one[0]), by: BY }, undefined), state);
  }, upkeep.begin);

const swap = (who: string, from: number, to: number) => ({ who: personId(who), from: at(from), to: at(to), why: 'x' });
const override = (who: string, from: number, to: number): UpkeepCommand => ({
  type: 'override',
  schedule: 'it',
  ...swap(who, from, to),
});
const cancel = (n: number): UpkeepCommand => ({ type: 'cancelOverride', n });
const calendar = (...overrides: ReturnType<typeof swap>[]): UpkeepCommand => ({
  type: 'readCalendar',
  schedule: 'it',
  overrides,
});
const who = (state: Upkeep, minutes: number) => onCall(book.plan, 'it', { at: at(minutes), live: state }).person;

describe('an override', () => {
  test('that is cancelled ends now, or does not begin; what was so far stays what it was', () => {
    const begun = after([0, override('bob', 0, 120)], [60, cancel(1)]);
    expect([who(begun, 30), who(begun, 90)]).toEqual(['bob', 'ann']);
    const ahead = after([0, override('bob', 60, 120)], [30, cancel(1)]);
    expect([ahead.overrides, who(ahead, 90)]).toEqual([[], 'ann']);
  });

  test('keeps its number, and one that is over cannot be cancelled', () => {
    const state = after(
      [0, override('bob', 0, 10)],
      [1, override('cleo', 60, 90)],
      [2, cancel(1)],
      [3, override('dan', 60, 90)],
    );
    expect(inForce(state, at(5)).map(({ n, who: id }) => [n, id])).toEqual([
      [2, 'cleo'],
      [3, 'dan'],
    ]);
    expect(decide(state, [5, cancel(1)])).toMatchObject({ ok: false, refusal: { code: 'no-such-override' } });
  });
});

describe('what a calendar says', () => {
  test('replaces what it said before, for its schedule alone', () => {
    const state = after(
      [0, calendar(swap('bob', 60, 120), swap('cleo', 120, 180))],
      [30, calendar(swap('dan', 60, 120), swap('cleo', 120, 180))],
    );
    expect([who(state, 90), who(state, 150), who(state, 200)]).toEqual(['dan', 'cleo', 'ann']);
  });

  test('gives way to what somebody said, whichever came first', () => {
    const said: Said = [0, override('bob', 60, 120)];
    const read: Said = [10, calendar(swap('cleo', 60, 180))];
    expect([after(said, read), after(read, said)].map((state) => [who(state, 90), who(state, 150)])).toEqual([
      ['bob', 'cleo'],
      ['bob', 'cleo'],
    ]);
  });

  test('is no news while it says the same, or only drops what is over', () => {
    const state = after([0, calendar(swap('bob', 10, 20), swap('cleo', 60, 90))]);
    expect(decide(state, [5, calendar(swap('bob', 10, 20), swap('cleo', 60, 90))])).toEqual({ ok: true, events: [] });
    expect(decide(state, [30, calendar(swap('cleo', 60, 90))])).toEqual({ ok: true, events: [] });
  });

  test('cannot be cancelled by a number: it is changed in the calendar', () => {
    expect(decide(after([0, calendar(swap('bob', 10, 20))]), [5, cancel(0)])).toMatchObject({ ok: false });
  });

  test('leaves what was so far as it was', () => {
    const state = after([0, calendar(swap('bob', 0, 120))], [60, calendar()]);
    expect([who(state, 30), who(state, 60)]).toEqual(['bob', 'ann']);
  });

  test('is kept of the past no further than a rota goes, however often an event repeats', () => {
    const each = (first: number, count: number) =>
      Array.from({ length: count }, (_, n) => swap('bob', (first + n) * 60, (first + n) * 60 + 3));
    const state = after(
      [0, calendar(...each(0, 300))],
      [18_000, calendar(...each(300, 300))],
      [36_000, calendar(swap('cleo', 36_100, 36_200))],
    );
    expect(state.overrides).toHaveLength(301);
    expect([who(state, 299 * 60), who(state, 300 * 60), who(state, 599 * 60)]).toEqual(['ann', 'bob', 'bob']);
  });
});
