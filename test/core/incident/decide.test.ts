import { describe, expect, it, test } from 'vitest';
import { hash, personId } from '../../../src/core/ids.ts';
import type { IncidentCommand } from '../../../src/core/incident/commands.ts';
import { book, bookWith, planWith } from '../../support/clinic.ts';
import { ack, at, cant, declare, functions, given, moment, tale, typesOf } from '../../support/given.ts';

const open = () => tale().events;
const note: IncidentCommand = { type: 'note', text: 'carrier called' };

describe('declaring', () => {
  test('puts it on record, fills the roles, pages the first level and begins the playbook, in one decision', () => {
    given()
      .when(declare(), moment(0, 'fay'))
      .gives(
        { type: 'declared', title: 'Phones are dead', firstReportedAt: at(0), planHash: book.hash },
        { type: 'rolesAssigned', holders: { incident_commander: 'cleo' } },
        {
          type: 'levelPaged',
          round: 0,
          level: 0,
          lastRound: 1,
          why: 'the incident was declared',
          pages: [{ person: 'ann' }, { person: 'ann' }],
        },
        { type: 'playbookEntered', playbook: 'phones' },
        { type: 'stepReady', step: 1 },
      );
  });

  test('is the copy of the plan: the pinned one counts, whatever comes later', () => {
    const other = {
      ...bookWith(planWith((raw) => ({ ...raw, plan: { ...raw.plan, company: 'Other' } }))),
      hash: hash('cd34'.repeat(16)),
    };
    const told = tale({ book: other });
    expect(told.state.book.plan.plan.company).toBe('Other');
  });

  test('without a page is for somebody of the plan, who has it then', () => {
    given()
      .when(declare({ paging: false }), moment(0, 'guest:Kim'))
      .refused('nobody-has-it', /Leave out --no-page/);
    expect(tale({ paging: false }, moment(0, 'ann')).state.escalation).toMatchObject({
      status: 'acknowledged',
      acknowledged: [{ person: 'ann' }],
      pages: [],
    });
  });

  test('twice is refused', () => {
    given(...open())
      .when(declare())
      .refused('already-declared', /INC-1 is declared already/);
  });
});

describe('an incident that is not there, or is over', () => {
  test('what never was is no such incident', () => {
    given()
      .when(note)
      .refused('no-such-incident', /There is no such incident\. "list" shows/);
  });

  it.each<[string, IncidentCommand]>([
    ['closed', { type: 'close', note: '', anyway: true }],
    ['cancelled', { type: 'cancel', why: 'none' }],
  ])('%s takes no more work, and says how to go on', (phase, end) => {
    const told = tale();
    told.say(1, 'ann', end);
    for (const command of [
      ack('ann'),
      cant('ann'),
      { type: 'escalate', why: '' },
      { type: 'update', text: 'x', nextAt: null },
    ] as IncidentCommand[])
      given(...told.events)
        .when(command)
        .refused('is-over', new RegExp(`INC-1 is ${phase}\\. "reopen INC-1" opens it again, "start" begins a new one`));
  });

  it.each<[string, IncidentCommand, string]>([
    ['a note', note, 'noted'],
    ['a later truth about when it began', { type: 'moveImpact', to: at(-20), why: '' }, 'impactMoved'],
    ['a recovery point', { type: 'noteRecoveryPoint', system: 'pbx' as never, newest: at(-60) }, 'recoveryPointNoted'],
    [
      'a promise',
      { type: 'addAction', what: 'x', owner: personId('bob'), due: '2026-12-01', verify: '' },
      'actionAdded',
    ],
    ['another postmortem', { type: 'writePostmortem' }, 'postmortemAsked'],
  ])('still takes %s', (_name, command, type) => {
    const told = tale();
    told.say(1, 'ann', { type: 'close', note: '', anyway: true });
    given(...told.events)
      .when(command)
      .gives({ type });
  });
});

describe('words that only go on record', () => {
  it.each<[IncidentCommand, object]>([
    [note, { type: 'noted', text: 'carrier called' }],
    [
      { type: 'decideSomething', text: 'we wait' },
      { type: 'decided', text: 'we wait' },
    ],
    [
      { type: 'setHit', functions: functions('claims'), systems: [] },
      { type: 'hitChanged', functions: ['claims'] },
    ],
  ])('%o', (command, expected) => {
    given(...open())
      .when(command)
      .gives(expected);
  });

  test('saying again what is so already changes nothing', () => {
    given(...open())
      .when({ type: 'adoptPlan', book })
      .gives();
    const told = tale({ private: true });
    given(...told.events)
      .when({ type: 'makePrivate', why: '' })
      .gives();
  });
});

describe('paging by name', () => {
  test('reaches a person, a role, a schedule or a vendor, beside the ladder', () => {
    given(...open())
      .when({ type: 'page', targets: ['bob', 'comms_lead', 'it', 'carrier'], why: 'the router' })
      .gives({
        type: 'paged',
        call: 1,
        pages: [
          { person: 'bob' },
          { person: 'bob' },
          { person: 'eve' },
          { person: 'ann' },
          { person: 'ann' },
          { person: 'ann' },
          { person: 'carrier' },
        ],
      });
  });

  test('of nobody who can be reached is refused with the reason', () => {
    given(...open())
      .when({ type: 'page', targets: ['zoe'], why: '' })
      .refused('nobody-reachable', /Nobody could be paged\. zoe: not in the plan/);
    given(...open())
      .when({ type: 'page', targets: [], why: '' })
      .refused('nobody-reachable', /The plan does not know them/);
  });
});

describe('asking for the next level', () => {
  test('while nobody has it only pages; while somebody has it, that one needs one more', () => {
    expect(typesOf(tale().say(1, 'fay', { type: 'escalate', why: 'Fay asked' }))).toEqual(['levelPaged']);
    const told = tale();
    told.say(1, 'ann', ack('ann'));
    expect(told.say(2, 'fay', { type: 'escalate', why: 'Fay asked' })[0]).toMatchObject({
      type: 'helpAsked',
      person: 'ann',
    });
    expect(typesOf(told.say(3, 'fay', { type: 'escalate', why: 'Fay asked' }))).toEqual(['levelPaged']);
  });

  test('of what is restored calls one more for whoever had it', () => {
    const told = tale();
    told.say(1, 'ann', ack('ann'));
    told.say(2, 'ann', { type: 'restore', function: null, restoredAt: null, note: '' });
    told.say(3, 'ann', { type: 'escalate', why: 'for the backlog' });
    expect(told.state.escalation).toMatchObject({ status: 'paging', seeking: 'ann' });
    told.say(4, 'cleo', ack('cleo'));
    expect(told.state.escalation.status).toBe('acknowledged');
  });
});

describe('legal clocks', () => {
  const decide = (answer: 'starts' | 'not yet' | 'does not apply', why = ''): IncidentCommand => ({
    type: 'decideClock',
    clock: 'insurer',
    answer,
    startedAt: null,
    why,
  });

  test('that do not apply need a reason, for it is kept', () => {
    given(...open())
      .when(decide('does not apply'))
      .refused('reason-needed', /Say why it does not apply/);
    given(...open())
      .when(decide('does not apply', 'no data'))
      .gives({ type: 'clockDecided', answer: 'does not apply', why: 'no data' });
  });

  test('that are decided move on the step that asked', () => {
    const told = tale();
    told.say(1, 'ann', { type: 'step', order: { do: 'choose', step: '3', choice: 'legal', note: '' } });
    expect(typesOf(told.say(2, 'dan', decide('starts')))).toContain('clockDecided');
    expect(told.state.clocks.legal).toMatchObject({ insurer: { answer: 'starts', at: at(2) } });
  });
});
