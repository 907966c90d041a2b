import { describe, expect, test } from 'vitest';
import { personId } from '../../src/core/ids.ts';
import type { By } from '../../src/core/incident/events.ts';
import { onCall } from '../../src/core/oncall.ts';
import type { UpkeepCommand } from '../../src/core/upkeep/upkeep.ts';
import { UPKEEP, upkeep } from '../../src/core/upkeep/upkeep.ts';
import { book } from '../support/clinic.ts';
import { at, moment } from '../support/given.ts';

/** The plan's own life after these commands, one a minute. */
function after(...commands: readonly UpkeepCommand[]) {
  return commands.reduce((state, command, minutes) => {
    const decision = upkeep.decide(state, command, moment(minutes, 'ann'));
    if (!decision.ok) throw new Error(decision.refusal.say);
    return decision.events.reduce(
      (now, event) => upkeep.evolve(now, { ...event, at: at(minutes), by: 'ann' as By }, undefined),
      state,
    );
  }, upkeep.begin);
}
const adopt = (planHash: string): UpkeepCommand => ({ type: 'adopt', planHash, version: '1' });
const broken = (first: string, problems = 1): UpkeepCommand => ({ type: 'refusePlan', problems, first });
const override = (who: string, from: number, to: number): UpkeepCommand => ({
  type: 'override',
  schedule: 'it',
  why: 'a swap',
  who: personId(who),
  from: at(from),
  to: at(to),
});
const decide = (state: typeof upkeep.begin, command: UpkeepCommand) => upkeep.decide(state, command, moment(9, 'ann'));

describe('the plan in force', () => {
  test('is the one that was adopted last; the same again is no news', () => {
    const state = after(adopt('aaa'), adopt('bbb'));
    expect(state).toMatchObject({ planHash: 'bbb', adoptedAt: at(1) });
    expect(decide(state, adopt('bbb'))).toEqual({ ok: true, events: [] });
  });

  test('stays in force when an edit is refused, and the refusal is shown until a good one comes', () => {
    const state = after(adopt('aaa'), broken('plan.yaml:3 sytems?'));
    expect(state).toMatchObject({ planHash: 'aaa', refused: { problems: 1, first: 'plan.yaml:3 sytems?', at: at(1) } });
    expect(after(adopt('aaa'), broken('x'), adopt('aaa')).refused).toBeNull();
    expect(after(adopt('aaa'), broken('x'), adopt('bbb'))).toMatchObject({ planHash: 'bbb', refused: null });
  });

  test('saving the same broken file again is no news', () => {
    expect(decide(after(broken('x')), broken('x'))).toEqual({ ok: true, events: [] });
  });
});

describe('standing in', () => {
  test('counts for who is on call, until its end, which is excluded', () => {
    const state = after(override('bob', 60, 120));
    const who = (minutes: number) => onCall(book.plan, 'it', { at: at(minutes), live: state }).person;
    expect([who(59), who(60), who(119), who(120)]).toEqual(['ann', 'bob', 'bob', 'ann']);
  });

  test('is for at most 90 days from now; what lasts longer belongs into the plan', () => {
    const days = (n: number) => n * 24 * 60;
    expect(decide(upkeep.begin, override('bob', days(80), days(89))).ok).toBe(true);
    expect(decide(upkeep.begin, override('bob', 60, days(91)))).toMatchObject({
      ok: false,
      refusal: { code: 'override-too-long' },
    });
  });

  test('remembers who arranged it, and forgets what was over two months ago', () => {
    const state = after(override('bob', -62 * 24 * 60, -61 * 24 * 60), override('bob', 60, 120));
    expect(state.overrides).toEqual([expect.objectContaining({ who: 'bob', from: at(60), by: 'ann' })]);
  });

  test.each([
    [60, 60],
    [60, 30],
  ])('from %i to %i is refused: it must end after it begins', (from, to) => {
    expect(decide(upkeep.begin, override('bob', from, to))).toMatchObject({
      ok: false,
      refusal: { code: 'override-empty', say: expect.stringMatching(/must end after it begins/) },
    });
  });
});

test('it has a stream of its own, and asks for nothing by the clock', () => {
  expect(upkeep.prefixes).toEqual([UPKEEP]);
  expect([...upkeep.deadlines(after(adopt('a'))), ...upkeep.outstanding(after(adopt('a')))]).toEqual([]);
});
