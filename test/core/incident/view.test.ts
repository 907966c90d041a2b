import { describe, expect, test } from 'vitest';
import { incidentView } from '../../../src/core/incident/view.ts';
import { book } from '../../support/clinic.ts';
import { ack, at, DECLARED, tale } from '../../support/given.ts';

const keys = (value: unknown) => Object.keys(value as object).toSorted();
const view = (minutes = 5) => {
  const told = tale();
  told.say(1, 'ann', ack('ann'));
  return incidentView(told.state, at(minutes));
};

/** The names that scripts rely on (docs: JSON of an incident); names may be added, none may go or change. */
describe('the JSON of an incident', () => {
  test('has exactly these names', () => {
    expect(keys(view())).toEqual(
      [
        'id title kind severity phase functions systems playbook planHash private',
        'impactStartedAt declaredAt restoredAt closedAt roles acknowledgedBy escalation',
        'steps pages clocks nextActions',
      ]
        .flatMap((line) => line.split(' '))
        .toSorted(),
    );
  });

  test.each([
    ['steps', ['id', 'number', 'title', 'state', 'role', 'owner', 'plannedMinutes', 'startedAt', 'doneAt']],
    ['pages', ['person', 'medium', 'level', 'round', 'attempt', 'state', 'at']],
    ['clocks', ['kind', 'of', 'dueAt', 'state']],
    ['nextActions', ['role', 'person', 'text', 'words']],
  ] as const)('%s have exactly these names', (list, names) => {
    for (const each of view()[list]) expect(keys(each)).toEqual([...names].toSorted());
    expect(view()[list].length).toBeGreaterThan(0);
  });

  test('says null for an instant that is not known, never zero', () => {
    expect(view()).toMatchObject({
      impactStartedAt: null,
      declaredAt: DECLARED,
      restoredAt: null,
      closedAt: null,
      planHash: book.hash,
    });
    expect(view().steps[0]).toMatchObject({ startedAt: null, doneAt: null, plannedMinutes: 10 });
  });

  test('says who has it, which pages left and when, and how each clock stands', () => {
    const told = tale();
    told.perform(0.5, undefined, 'page');
    told.say(1, 'ann', ack('ann'));
    const { acknowledgedBy, pages, clocks } = incidentView(told.state, at(130));
    expect(acknowledgedBy).toEqual(['ann']);
    expect(pages).toMatchObject([
      { person: 'ann', medium: 'sms', level: 0, round: 0, attempt: 1, state: 'acknowledged', at: at(0.5) },
      { person: 'ann', medium: 'call', state: 'superseded' },
    ]);
    expect(clocks.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['rto passed', 'mtd running']);
    told.say(131, 'ann', { type: 'restore', function: null, restoredAt: null, note: '' });
    expect(incidentView(told.state, at(600)).clocks.map(({ state }) => state)).toEqual(['stopped', 'stopped']);
  });
});
