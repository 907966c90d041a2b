import { describe, expect, test } from 'vitest';
import { bookWith, planWith } from '../../support/clinic.ts';
import { ack, deadlinesOf, onlyType, owedOf, tale, typesOf } from '../../support/given.ts';
import type { Tale } from '../../support/given.ts';

/** Ann has it since the third minute. */
function working(): Tale {
  const told = tale();
  told.say(3, 'ann', ack('ann'));
  return told;
}

describe('acknowledgement is not progress', () => {
  test('who has it is asked after a quarter of an hour without a sign of work', () => {
    const told = working();
    expect(deadlinesOf(told.state, 'progress')).toEqual({ 'progress/1': 18 });
    const [asked] = onlyType(told.pass('progress'), 'progressAsked');
    expect(asked).toMatchObject({ ask: 1, pages: [{ person: 'ann' }, { person: 'ann' }, { person: 'ann' }] });
  });

  test.each([
    ['a note', (told: Tale) => told.say(10, 'ann', { type: 'note', text: 'carrier called' }), 25],
    ['a note by anybody', (told: Tale) => told.say(10, 'fay', { type: 'note', text: 'still dead' }), 25],
    [
      'a step that is under way, for its planned time',
      (told: Tale) => told.say(10, 'ann', { type: 'step', order: { do: 'start', step: '1' } }),
      35,
    ],
  ])('%s is a sign of work', (_name, doing, minutes) => {
    const told = working();
    doing(told);
    expect(deadlinesOf(told.state, 'progress')).toEqual({ 'progress/1': minutes });
  });

  test('words of a stranger are no sign that one of us works on it', () => {
    const told = working();
    told.say(10, 'guest:Kim', { type: 'note', text: 'hello?' });
    expect(deadlinesOf(told.state, 'progress')).toEqual({ 'progress/1': 18 });
  });

  test('the plan may say how long: check_back', () => {
    const book = bookWith(
      planWith((raw) => ({ ...raw, escalation: { default: { ...raw.escalation.default, check_back: '40m' } } })),
    );
    const told = tale({ book });
    told.say(0, 'ann', ack('ann'));
    expect(deadlinesOf(told.state, 'progress')).toEqual({ 'progress/1': 40 });
  });

  test('a sign of life ends the asking: what is left of its pages is not sent', () => {
    const told = working();
    told.pass('progress');
    told.perform(18, undefined, 'page/p1');
    expect(Object.keys(owedOf(told.state, 'page/p1'))).toEqual(['page/p1/ann/sms/1', 'page/p1/ann/call/1']);
    told.say(19, 'ann', { type: 'note', text: 'on it' });
    expect(owedOf(told.state, 'page/p1')).toEqual({});
    expect(deadlinesOf(told.state, 'lapse')).toEqual({});
    expect(deadlinesOf(told.state, 'progress')).toEqual({ 'progress/2': 34 });
  });

  test('five minutes of silence after that and nobody has it any more: the ladder goes on one level up', () => {
    const told = working();
    told.pass('progress');
    expect(deadlinesOf(told.state, 'lapse')).toEqual({ 'lapse/1': 23 });
    const events = told.pass('lapse');
    expect(typesOf(events)).toEqual(['acknowledgementLapsed', 'levelPaged']);
    expect(events[0]).toMatchObject({ people: ['ann'] });
    expect(told.state.escalation).toMatchObject({ status: 'paging', acknowledged: [], round: 0, level: 1 });
  });

  test('after a lapse at the last level of the last round there is one more round before the alarm', () => {
    const told = tale({
      book: bookWith(
        planWith((raw) => ({
          ...raw,
          escalation: { default: { levels: [{ page: ['ann'] }], repeat: 1, if_nobody: { page: ['fay'] } } },
        })),
      ),
    });
    told.say(1, 'ann', ack('ann'));
    told.pass('progress');
    told.pass('lapse');
    expect(told.state.escalation).toMatchObject({ status: 'paging', round: 1, level: 0 });
  });

  test('nobody is asked any more once it is restored', () => {
    const told = working();
    told.say(10, 'ann', { type: 'restore', function: null, restoredAt: null, note: '' });
    expect(deadlinesOf(told.state, 'progress')).toEqual({});
  });
});
