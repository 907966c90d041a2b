import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/core/aggregate.ts';
import { MUSTER } from '../../../src/core/incident/events.ts';
import type { Inbox, InboxChange } from '../../../src/core/inbox/inbox.ts';
import { inbox } from '../../../src/core/inbox/inbox.ts';
import { NO_OVERRIDES } from '../../../src/core/oncall.ts';
import { instant } from '../../../src/core/time.ts';

const AT = instant('2026-11-20T21:40:00Z');
const moment = { at: AT, by: MUSTER, live: NO_OVERRIDES } as const;
const take = { type: 'take', id: 'T1.Ev1', source: 'slack', body: { kind: 'command' } } as const;

function fold(state: Inbox, changes: readonly InboxChange[]): Inbox {
  return changes.reduce((before, change) => inbox.evolve(before, { ...change, at: AT, by: MUSTER }, undefined), state);
}
function taken(): Inbox {
  const decision = inbox.decide(inbox.begin, take, moment);
  return fold(inbox.begin, decision.ok ? decision.events : []);
}
const settle = (state: Inbox, outcome: Outcome): Inbox => {
  const [owed] = inbox.outstanding(state);
  return owed === undefined ? state : fold(state, inbox.settle(state, owed, { outcome, moment }));
};

describe('what was delivered', () => {
  test('is owed until it was worked, as urgent as a page', () => {
    const state = taken();
    expect(inbox.outstanding(state)).toEqual([
      {
        key: 'deliver/1',
        at: AT,
        lane: 'page',
        class: 'at least once',
        effect: { kind: 'deliver', id: 'T1.Ev1', source: 'slack', body: { kind: 'command' } },
      },
    ]);
    const worked = settle(state, { outcome: 'accepted', reference: '' });
    expect(inbox.outstanding(worked)).toEqual([]);
    expect(inbox.live(worked)).toBe(false);
  });

  test('the same delivery twice is one', () => {
    expect(inbox.decide(taken(), take, moment)).toEqual({ ok: true, events: [] });
  });

  test('is tried again when working it broke, later and later, and is given up as poison in the end', () => {
    let state = taken();
    const waits: string[] = [];
    while (inbox.live(state)) {
      waits.push(inbox.outstanding(state)[0]?.key ?? '');
      state = settle(state, { outcome: 'unknown', reason: 'the store broke' });
    }
    expect(waits).toEqual(Array.from({ length: 8 }, (_, n) => `deliver/${n + 1}`));
  });

  test('what the auditor writes into it changes nothing', () => {
    const state = taken();
    const repaired = { type: 'auditRepaired' } as unknown as InboxChange;
    expect(fold(state, [repaired])).toEqual(state);
  });
});
