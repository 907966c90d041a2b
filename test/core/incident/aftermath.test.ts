import { describe, expect, it, test } from 'vitest';
import { incidentId, personId, severityId } from '../../../src/core/ids.ts';
import type { IncidentCommand } from '../../../src/core/incident/commands.ts';
import { DAY_MS, instant, MINUTE_MS } from '../../../src/core/time.ts';
import { bookWith, planWith } from '../../support/clinic.ts';
import {
  ack,
  at,
  DECLARED,
  deadlinesOf,
  FAILED,
  given,
  moment,
  onlyType,
  owedOf,
  setSeverity,
  tale,
  typesOf,
} from '../../support/given.ts';
import type { Tale } from '../../support/given.ts';

const DAY = DAY_MS / MINUTE_MS;
const close: IncidentCommand = { type: 'close', note: '', anyway: true };
const action = (due: string, owner = 'bob'): IncidentCommand => ({
  type: 'addAction',
  what: 'a second line',
  owner: personId(owner),
  due,
  verify: '',
});

function over(severity = 'sev2', over: Parameters<typeof tale>[0] = {}): Tale {
  const told = tale({ ...over, severity: severityId(severity) });
  told.say(1, 'cleo', ack('cleo'));
  told.say(10, 'cleo', close);
  return told;
}

describe('the postmortem', () => {
  test('is owed from the close until it is written', () => {
    const told = over();
    expect(owedOf(told.state, 'postmortem')).toEqual({ 'postmortem/1.1': 10 });
    told.perform(10, { outcome: 'accepted', reference: 'INC-1.md' }, 'postmortem');
    expect(owedOf(told.state, 'postmortem')).toEqual({});
    expect(told.state.aftermath).toMatchObject({ file: 'INC-1.md', written: 1 });
  });

  test('is tried again when the disk is full, later each time', () => {
    const told = over();
    told.perform(10, FAILED, 'postmortem');
    const [[key, minutes] = ['', 0]] = Object.entries(owedOf(told.state, 'postmortem'));
    expect(key).toBe('postmortem/1.2');
    expect(minutes).toBeGreaterThan(10);
  });

  test('is written again when asked for, and after a second close, each under its own revision', () => {
    const told = over();
    told.perform(10, undefined, 'postmortem');
    told.say(20, 'ann', { type: 'writePostmortem' });
    expect(Object.keys(owedOf(told.state, 'postmortem'))).toEqual(['postmortem/2.1']);
    told.perform(20, undefined, 'postmortem');
    told.say(30, 'ann', { type: 'reopen', why: '', person: personId('ann') });
    told.say(40, 'ann', close);
    expect(Object.keys(owedOf(told.state, 'postmortem'))).toEqual(['postmortem/3.1']);
  });

  test('is not owed for an incident that was none', () => {
    const told = tale();
    told.say(3, 'ann', { type: 'cancel', why: 'a planned test' });
    expect(owedOf(told.state, 'postmortem')).toEqual({});
  });
});

describe('the review', () => {
  it.each([
    ['sev1', 3],
    ['sev2', 7],
  ])('of a %s is due after %i days; the commander is told once', (severity, days) => {
    const told = over(severity);
    expect(Object.values(deadlinesOf(told.state, 'review'))).toEqual([10 + days * DAY]);
    expect(told.pass('review')).toMatchObject([
      { type: 'reviewReminded' },
      { type: 'paged', pages: [{ person: 'cleo' }] },
    ]);
    expect(deadlinesOf(told.state, 'review')).toEqual({});
  });

  test('is not asked for where the severity does not, nor for a drill', () => {
    expect(deadlinesOf(over('sev4').state, 'review')).toEqual({});
    expect(deadlinesOf(over('sev2', { kind: 'drill', id: incidentId('drill', 1) }).state, 'review')).toEqual({});
  });
});

describe('a promise', () => {
  test('is reminded of at the end of its day: its owner first, then the plan’s owner, weekly, by one page', () => {
    const told = over();
    told.say(20, 'ann', action('2026-11-25'));
    // Midnight between 25 and 26 November in Detroit.
    expect(told.deadline('action').at).toBe('2026-11-26T14:00:00.000Z');
    expect(onlyType(told.pass('action'), 'paged')).toMatchObject([{ pages: [{ person: 'bob', medium: 'sms' }] }]);
    expect(told.deadline('action').at).toBe('2026-12-03T14:00:00.000Z');
    expect(onlyType(told.pass('action'), 'paged')).toMatchObject([{ pages: [{ person: 'dan' }] }]);
  });

  it.each([
    ['spring forward', '2026-03-08', '2026-03-09T13:00:00.000Z'],
    ['the day before it', '2026-03-07', '2026-03-08T13:00:00.000Z'],
    ['fall back', '2026-11-01', '2026-11-02T14:00:00.000Z'],
    ['the day before that', '2026-10-31', '2026-11-01T14:00:00.000Z'],
  ])('is reminded at nine in the company’s own morning when clocks change: %s', (_name, due, hour) => {
    const told = tale({}, { ...moment(0, 'ann'), at: instant('2026-03-01T15:00:00Z') });
    told.take([{ type: 'actionAdded', n: 1, what: 'x', owner: personId('bob'), due, verify: '' }], moment(0));
    expect(told.deadline('action').at).toBe(hour);
  });

  test('comes when quiet hours are over: nobody is woken for it, whatever the severity', () => {
    const told = over('sev1');
    told.say(20, 'ann', action('2026-11-25', 'ann'));
    expect(onlyType(told.pass('action'), 'paged')[0]?.pages).toMatchObject([
      { person: 'ann', at: '2026-11-26T14:00:00.000Z', heldUntil: null },
    ]);
  });

  test('that is kept is not reminded of; it is verified with a way to know that it works', () => {
    const told = over();
    told.say(20, 'ann', action('2026-11-25'));
    given(...told.events)
      .when({ type: 'verifyAction', n: 1, how: 'test call' })
      .refused('not-done', /not done yet/);
    told.say(21, 'bob', { type: 'finishAction', n: 1, note: '' });
    expect(deadlinesOf(told.state, 'action')).toEqual({});
    given(...told.events)
      .when({ type: 'finishAction', n: 1, note: '' })
      .refused('is-done', /is done already/);
    given(...told.events)
      .when({ type: 'verifyAction', n: 1, how: '' })
      .refused('how-needed', /how you know that it works/);
    told.say(22, 'bob', { type: 'verifyAction', n: 1, how: 'test call' });
    given(...told.events)
      .when({ type: 'verifyAction', n: 1, how: 'again' })
      .refused('not-done', /verified already/);
  });

  test('cannot be due yesterday, by the company’s calendar, and must exist to be done', () => {
    const told = over();
    given(...told.events)
      .when(action('2026-11-19'))
      .refused('in-the-past', /2026-11-19 is in the past/);
    given(...told.events)
      .when(action('2026-11-20'))
      .gives({ type: 'actionAdded', n: 1, due: '2026-11-20' });
    given(...told.events)
      .when({ type: 'finishAction', n: 3, note: '' })
      .refused('no-such-action', /no action item 3/);
    given(...told.events)
      .when({ type: 'verifyAction', n: 3, how: 'x' })
      .refused('no-such-action', /no action item 3/);
  });

  test('of somebody who is away goes to nobody by page, and stays on record', () => {
    const away = [{ from: '2026-11-20', to: '2026-12-20' }];
    const book = bookWith(planWith((raw) => ({ ...raw, people: { ...raw.people, bob: { ...raw.people.bob, away } } })));
    const told = over('sev2', { book });
    told.say(20, 'ann', action('2026-11-25'));
    expect(typesOf(told.pass('action'))).toEqual(['actionReminded', 'paged']);
    expect(told.state.aftermath.actions[0]?.reminders).toBe(1);
  });
});

test('a severity said late, after the close, is refused: it is over', () => {
  given(...over().events)
    .when(setSeverity('sev1'), { ...moment(30, 'ann'), at: at(30) })
    .refused('is-over', /INC-1 is closed/);
  expect(DECLARED).toBe(at(0));
});
