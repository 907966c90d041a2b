import { describe, expect, it, test } from 'vitest';
import { functionId, personId } from '../../../src/core/ids.ts';
import type { IncidentCommand } from '../../../src/core/incident/commands.ts';
import { ack, at, functions, given, moment, tale } from '../../support/given.ts';

const both = () => tale({ functions: functions('calls', 'claims') });
const restore = (id: string | null, minutes: number | null = null): IncidentCommand => ({
  type: 'restore',
  function: id === null ? null : functionId(id),
  restoredAt: minutes === null ? null : at(minutes),
  note: 'Bob called in',
});
const close = (anyway = false): IncidentCommand => ({ type: 'close', note: '', anyway });

describe('restored', () => {
  test('all of it at once, from the hour that was said', () => {
    given(...both().events)
      .when(restore(null, 3))
      .gives(
        { type: 'functionRestored', function: 'calls', restoredAt: at(3) },
        { type: 'functionRestored', function: 'claims' },
        { type: 'restored', restoredAt: at(3), note: 'Bob called in' },
      );
  });

  test('one function of two leaves the incident open', () => {
    given(...both().events)
      .when(restore('claims'))
      .gives({ type: 'functionRestored', function: 'claims', restoredAt: at(5) });
  });

  test('nothing that is hit: the incident itself', () => {
    given(...tale({ functions: [] }).events)
      .when(restore(null))
      .gives({ type: 'restored', restoredAt: at(5) });
  });

  it.each<[string, IncidentCommand, string, RegExp]>([
    ['not in the future', restore(null, 6), 'in-the-future', /cannot have been restored in the future/],
    ['not what was never hit', restore('claims'), 'not-hit', /claims is not among the functions hit: calls/],
  ])('%s', (_name, command, code, sentence) => {
    given(...tale().events)
      .when(command, moment(5, 'ann'))
      .refused(code, sentence);
  });

  test('not twice', () => {
    const told = tale();
    told.say(1, 'ann', restore(null));
    given(...told.events)
      .when(restore(null))
      .refused('is-restored', /restored already/);
  });
});

describe('closing', () => {
  test('asks for "restored" first, unless it is said again with --anyway', () => {
    given(...tale().events)
      .when(close())
      .refused('not-restored', /Nobody has said yet that INC-1 is restored\. Write "restored INC-1" first/);
    given(...tale().events)
      .when(close(true))
      .gives({ type: 'closed', openSteps: ['1 Look at the lights on the phone system'] });
  });

  test('asks once about steps that are open, and keeps on record what was', () => {
    const told = tale();
    told.say(1, 'ann', restore(null));
    given(...told.events)
      .when(close())
      .refused('steps-open', /Still open: 1 Look at the lights.*Finish or skip them, or write "close INC-1 --anyway"/);
  });

  test('closes quietly when everything is done', () => {
    const told = tale();
    const skip = (step: string) => told.say(1, 'ann', { type: 'step', order: { do: 'skip', step, why: 'a test' } });
    skip('1');
    skip('2');
    told.say(1, 'ann', { type: 'step', order: { do: 'choose', step: '3', choice: 'only-us', note: '' } });
    skip('4');
    told.say(2, 'ann', restore(null));
    given(...told.events)
      .when(close())
      .gives({ type: 'closed', openSteps: [] });
  });
});

describe('cancelling and opening again', () => {
  test('cancelling needs a reason', () => {
    given(...tale().events)
      .when({ type: 'cancel', why: '' })
      .refused('reason-needed', /cancel WHY/);
  });

  test('what is open cannot be opened again', () => {
    given(...tale().events)
      .when({ type: 'reopen', why: '', person: personId('ann') })
      .refused('is-open', /INC-1 is open/);
  });

  test('whoever opens it again has it', () => {
    const told = tale();
    told.say(1, 'ann', ack('ann'));
    told.say(2, 'ann', close(true));
    given(...told.events)
      .when({ type: 'reopen', why: 'dead again', person: personId('bob') }, moment(9, 'bob'))
      .gives({ type: 'reopened', why: 'dead again' }, { type: 'acknowledged', person: 'bob' });
    expect(told.state.lifecycle.phase).toBe('closed');
  });
});
