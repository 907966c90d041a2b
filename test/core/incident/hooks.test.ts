import { describe, expect, test } from 'vitest';
import { incidentId, playbookId } from '../../../src/core/ids.ts';
import { incident } from '../../../src/core/incident/incident.ts';
import type { Effect } from '../../../src/core/incident/effects.ts';
import { needsConfirmation } from '../../../src/core/incident/steps.ts';
import { entriesOf, entryOf } from '../../../src/core/playbook/run.ts';
import { ack, FAILED, given, onlyType, owedOf, tale, typesOf, UNKNOWN } from '../../support/given.ts';
import type { Tale } from '../../support/given.ts';

const robot = (over: object = {}): Tale => {
  const told = tale({ playbook: playbookId('robot'), ...over });
  told.say(0, 'ann', ack('ann'));
  return told;
};
const hookOf = (told: Tale) =>
  incident
    .outstanding(told.state)
    .map(({ effect }) => effect)
    .find((effect): effect is Extract<Effect, { kind: 'hook' }> => effect.kind === 'hook');
const stateOf = (told: Tale, n: number) => entryOf(told.state.steps.run, n)?.state;

describe('a step that Muster runs', () => {
  test('is owed when its turn comes, and its intent is on record before it is called', () => {
    const told = robot();
    expect(owedOf(told.state, 'hook')).toEqual({ 'hook/1/1': 0 });
    expect(typesOf(told.perform(0, undefined, 'hook')).slice(0, 2)).toEqual(['hookIntended', 'hookReturned']);
    expect(stateOf(told, 1)).toBe('done');
    expect(owedOf(told.state, 'hook')).toEqual({});
  });

  test('carries the same token for every repeat of one attempt, so that the other side can tell', () => {
    const first = hookOf(robot())?.idempotencyKey;
    expect(first).toBe('INC-1/hook/1/1/2026-11-20T14:50:00.000Z');
    expect(hookOf(robot())?.idempotencyKey).toBe(first);
  });

  test('that fails is stuck with the reason, and "doing" runs it once more under another name', () => {
    const told = robot();
    told.perform(0, FAILED, 'hook');
    expect(stateOf(told, 1)).toBe('stuck');
    expect(owedOf(told.state, 'hook')).toEqual({});
    told.say(2, 'ann', { type: 'step', order: { do: 'start', step: '1' } });
    expect(owedOf(told.state, 'hook')).toMatchObject({ 'hook/1/2': expect.any(Number) });
  });

  test('of which nobody knows whether it ran is never run again by itself: a person is asked to look', () => {
    const told = robot();
    const events = told.perform(0, UNKNOWN, 'hook');
    expect(onlyType(events, 'hookInDoubt')).toMatchObject([{ step: 1, run: 1, reason: 'the connection broke' }]);
    expect(owedOf(told.state, 'hook')).toEqual({});
    expect(entriesOf(told.state.steps.run)[0]?.reason).toMatch(
      /It may have run, nobody knows .* Look first; then "doing 1" runs it again, "done 1" goes on/,
    );
  });

  test('in a drill is marked dry: nothing outside is called', () => {
    expect(hookOf(robot({ kind: 'drill', id: incidentId('drill', 1) }))).toMatchObject({ dry: true, name: 'ping' });
  });

  test('is not called any more once the incident is over', () => {
    const told = robot();
    told.say(1, 'ann', { type: 'close', note: '', anyway: true });
    expect(owedOf(told.state, 'hook')).toEqual({});
  });
});

describe('a step that waits for somebody’s yes', () => {
  const waiting = () => {
    const told = robot();
    told.perform(0, undefined, 'hook');
    return told;
  };

  test('is not owed before, and is owed after', () => {
    const told = waiting();
    expect(owedOf(told.state, 'hook')).toEqual({});
    expect(
      entriesOf(told.state.steps.run)
        .filter((entry) => entry.step.run === 'move-dns')
        .every((entry) => needsConfirmation(told.state, entry)),
    ).toBe(true);
    told.say(5, 'ann', { type: 'step', order: { do: 'confirm', step: '2' } });
    expect(Object.keys(owedOf(told.state, 'hook'))).toEqual(['hook/2/1']);
  });

  test('a second yes changes nothing; a step that Muster does not run needs none', () => {
    const told = waiting();
    told.say(5, 'ann', { type: 'step', order: { do: 'confirm', step: '2' } });
    expect(told.say(6, 'ann', { type: 'step', order: { do: 'confirm', step: '2' } })).toEqual([]);
    given(...told.events)
      .when({ type: 'step', order: { do: 'confirm', step: '4' } })
      .refused('no-such-step', /Step 4 is none that Muster runs by itself/);
  });
});
