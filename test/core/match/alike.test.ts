import { describe, expect, it, test } from 'vitest';
import { severityId, systemId } from '../../../src/core/ids.ts';
import type { Incident } from '../../../src/core/incident/state.ts';
import type { Reported } from '../../../src/core/match/alike.ts';
import { alike, nearlyTheSame } from '../../../src/core/match/alike.ts';
import { ack, at, functions, tale } from '../../support/given.ts';

describe('two titles are nearly the same', () => {
  it.each([
    ['phones are dead', 'phones are dead'],
    ['phones are dead', 'The phones are all dead!'],
    ['callers go round in circles', 'callers go round in circels'],
    ['x', 'X'],
    ['claims cannot be sent to payers', 'claims cannot be sent to the payers since this morning'],
  ])('%s / %s', (one, other) => {
    expect(nearlyTheSame(one, other)).toBe(true);
    expect(nearlyTheSame(other, one)).toBe(true);
  });

  it.each([
    ['phones at site 3 are dead', 'phones at site 4 are dead'],
    ['trouble 1', 'trouble 2'],
    ['dispatch is down', 'the portal is down'],
    ['phones in Berlin are down', 'phones in Paris are down'],
    ['something is odd', 'the phones are dead'],
    ['', ''],
  ])('but not: %s / %s', (one, other) => {
    expect(nearlyTheSame(one, other)).toBe(false);
    expect(nearlyTheSame(other, one)).toBe(false);
  });
});

const reported = (over: Partial<Reported> = {}): Reported => ({
  title: 'callers hear nothing',
  severity: 'sev2',
  policy: 'default',
  playbook: 'slow-network',
  functions: [],
  systems: [],
  ...over,
});

type Over = NonNullable<Parameters<typeof tale>[0]>;
type Case = [name: string, said: Partial<Reported>, over: Over];
/** An open incident of sev2 that hits the function `calls`. */
const opened = (over: Over = {}): Incident =>
  tale({ title: 'phones are dead', severity: severityId('sev2'), functions: functions('calls'), systems: [], ...over })
    .state;

describe('a report is taken for the open incident', () => {
  it.each([
    ['with the same words', { title: 'the phones are dead' }, {}],
    ['about the same function', { functions: ['calls'] }, {}],
    ['about the same system', { systems: ['pbx'] }, { systems: [systemId('pbx')] }],
    [
      'about another system of the same function, with the same playbook',
      { functions: ['calls'], systems: ['ivr'], playbook: 'phones' },
      { systems: [systemId('pbx')] },
    ],
  ] satisfies Case[])('%s', (_name, said, over) => {
    expect(alike(reported(said), [opened(over)], at(12))).toMatchObject({ enough: true });
  });

  it.each([
    ['about something else', { functions: ['claims'] }, {}, 12],
    ['about another system', { functions: ['calls'], systems: ['router'] }, { systems: [systemId('pbx')] }, 12],
    ['that is a drill', { title: 'phones are dead' }, { kind: 'drill' }, 12],
    ['that is private', { title: 'phones are dead' }, { private: true }, 12],
    ['that began yesterday', { title: 'phones are dead' }, {}, 24 * 60],
  ] satisfies [...Case, number][])('but not one %s', (_name, said, over, minutes) => {
    expect(alike(reported(said), [opened(over)], at(minutes))).toBeUndefined();
  });
});

describe('asking is enough only when nobody loses a page by it', () => {
  test('a worse report of the same part pages on its own', () => {
    expect(alike(reported({ functions: ['calls'], severity: 'sev1' }), [opened()], at(1))).toMatchObject({
      enough: false,
    });
  });

  test('a report for which others are paged pages on its own', () => {
    expect(alike(reported({ functions: ['calls'], policy: 'security' }), [opened()], at(1))).toMatchObject({
      enough: false,
    });
  });

  test('the same words, worse, while somebody has it: that person is the one to tell', () => {
    const told = tale({ title: 'phones are dead', severity: severityId('sev3') });
    const worse = reported({ title: 'phones are dead', severity: 'sev1' });
    expect(alike(worse, [told.state], at(1))).toMatchObject({ enough: false });
    told.say(2, 'bob', ack('bob'));
    expect(alike(worse, [told.state], at(3))).toMatchObject({ enough: true });
  });
});
