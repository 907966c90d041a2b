import { describe, expect, test } from 'vitest';
import { personId } from '../../../src/core/ids.ts';
import { NOBODY_SAID, sideText, sidesBlock } from '../../../src/core/incident/sides-block.ts';
import { situation } from '../../../src/core/incident/cards.ts';
import type { Side } from '../../../src/core/incident/situation.ts';
import { sidesOf } from '../../../src/core/incident/situation.ts';
import type { FunctionId } from '../../../src/core/ids.ts';
import { at, tale } from '../../support/given.ts';

const zone = 'America/Detroit';
const sayOf = (side: Side, text: string, more: { owner?: string; again?: number } = {}) =>
  ({
    type: 'sayOf',
    side,
    text,
    owner: more.owner === undefined ? null : personId(more.owner),
    againAt: more.again === undefined ? null : at(more.again),
  }) as const;
const lines = (told: ReturnType<typeof tale>, minutes: number) => {
  const block = sidesBlock(told.state, { at: at(minutes), zone });
  return block.kind === 'facts' ? Object.fromEntries(block.facts) : {};
};

describe('the four lines of the situation card', () => {
  test('say in capitals that nobody has said anything, and are never blank', () => {
    expect(Object.values(lines(tale(), 1))).toEqual([NOBODY_SAID, NOBODY_SAID, NOBODY_SAID, NOBODY_SAID]);
  });

  test('hold the state, who answers for it, and when it is said again', () => {
    const told = tale();
    told.say(3, 'eve', sayOf('staff', 'on paper forms', { owner: 'eve', again: 40 }));
    expect(lines(told, 10)['Staff']).toBe(
      'on paper forms (Eve Rask, 09:53 EST, 7 min ago; again 10:30 EST, in 30 min)',
    );
    expect(lines(told, 50)['Staff']).toContain('WAS DUE AGAIN 10:30 EST, 10 min ago');
    expect(lines(told, 10)['Systems']).toBe(NOBODY_SAID);
  });

  test('are replaced by what is said later, each on its own', () => {
    const told = tale();
    told.say(3, 'eve', sayOf('customers', 'greeting changed'));
    told.say(4, 'ann', sayOf('leadership', 'Dana knows'));
    told.say(9, 'eve', sayOf('customers', 'greeting is live'));
    expect(sideText(told.state, 'customers', { at: at(9), zone })).toMatch(/^greeting is live/);
    expect(sideText(told.state, 'leadership', { at: at(9), zone })).toMatch(/^Dana knows/);
  });

  test('begin with the customers when customers see it', () => {
    const seen = (functions: readonly string[]) =>
      sidesOf(tale({ functions: functions as unknown as readonly FunctionId[] }).state)[0];
    const { plan } = tale().state.book;
    const names = Object.keys(plan.functions);
    for (const id of names)
      expect(seen([id])).toBe(plan.functions[id]?.customer_facing === true ? 'customers' : 'systems');
    expect(seen([])).toBe('systems');
  });

  test('stand on the card while it is open, and no longer when it is over', () => {
    const told = tale();
    const isShown = () => JSON.stringify(situation(told.state, { at: at(9), zone })).includes('Leadership');
    expect(isShown()).toBe(true);
    told.say(5, 'ann', { type: 'cancel', why: 'no incident' });
    expect(isShown()).toBe(false);
  });
});
