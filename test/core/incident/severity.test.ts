import { describe, expect, test } from 'vitest';
import { severityId } from '../../../src/core/ids.ts';
import { ack, deadlinesOf, given, moment, onlyType, owedOf, setSeverity, tale, typesOf } from '../../support/given.ts';

describe('a worse severity', () => {
  test('starts the ladder again while nobody has it', () => {
    const told = tale({ severity: severityId('sev3') });
    expect(typesOf(told.say(2, 'fay', setSeverity('sev2')))).toEqual(['severityChanged', 'levelPaged']);
    expect(onlyType(told.events, 'levelPaged').at(-1)?.why).toBe('now sev2 Major: said so');
  });

  test('tells whoever has it, but not the one who said so', () => {
    const told = tale();
    told.say(1, 'ann', ack('ann'));
    told.say(1, 'bob', ack('bob'));
    const [, call] = told.say(2, 'ann', setSeverity('sev1'));
    expect(call).toMatchObject({
      type: 'paged',
      why: 'It is now sev1 Crisis: said so',
      pages: [{ person: 'bob' }, { person: 'bob' }],
    });
  });

  test('calls nobody when the only one who has it said so', () => {
    const told = tale();
    told.say(1, 'ann', ack('ann'));
    expect(typesOf(told.say(2, 'ann', setSeverity('sev1')))).toEqual(['severityChanged']);
  });
});

test('a milder severity pages nobody and stops nobody’s page', () => {
  const told = tale();
  const before = owedOf(told.state, 'page');
  expect(typesOf(told.say(1, 'fay', setSeverity('sev4')))).toEqual(['severityChanged']);
  expect(owedOf(told.state, 'page')).toEqual(before);
});

test('a severity that the plan does not have is refused with those it has', () => {
  given(...tale().events)
    .when(setSeverity('sev7'))
    .refused('no-such-severity', /There is no severity "sev7"\. There are: .*sev1.*sev4/);
});

describe('how bad it is must be decided', () => {
  test('within half an hour for an unclear one, or it becomes the worse, and people are woken', () => {
    const told = tale({ severity: severityId('sev3') });
    expect(Object.values(deadlinesOf(told.state, 'decide'))).toEqual([30]);
    const events = told.pass('decide');
    expect(events[0]).toMatchObject({
      type: 'severityChanged',
      from: 'sev3',
      to: 'sev2',
      why: 'nobody decided how bad it is in time',
    });
    expect(typesOf(events)).toContain('levelPaged');
    expect(deadlinesOf(told.state, 'decide')).toEqual({});
  });

  test('is settled by saying the same again for another half hour, or by saying another', () => {
    const told = tale({ severity: severityId('sev3') });
    told.say(20, 'fay', setSeverity('sev3'));
    expect(Object.values(deadlinesOf(told.state, 'decide'))).toEqual([50]);
    told.say(21, 'fay', setSeverity('sev4'));
    expect(deadlinesOf(told.state, 'decide')).toEqual({});
  });

  test('is not asked of one that is restored', () => {
    const told = tale({ severity: severityId('sev3') });
    told.say(5, 'ann', { type: 'restore', function: null, restoredAt: null, note: '' });
    expect(deadlinesOf(told.state, 'decide')).toEqual({});
    expect(told.state.lifecycle.severity).toBe(severityId('sev3'));
    expect(moment(5).at).toBe(told.state.lifecycle.restoredAt);
  });
});
