import { expect, test } from 'vitest';
import { personId } from '../../../src/core/ids.ts';
import { standingOf } from '../../../src/core/incident/standing.ts';
import { ack, cant, moment, tale } from '../../support/given.ts';

const of = (told: ReturnType<typeof tale>, person: string) => standingOf(told.state, personId(person));

test('somebody was not asked, was asked, is here, or said that they cannot; and may come back', () => {
  const told = tale();
  expect([of(told, 'fay'), of(told, 'ann'), of(told, 'cleo')]).toEqual(['here', 'asked', 'not asked']);
  told.say(1, 'ann', cant('ann'));
  expect(of(told, 'ann')).toBe('out');
  told.say(2, 'ann', ack('ann'));
  expect(of(told, 'ann')).toBe('here');
});

test('a word after a no brings somebody back; who is asked again has not answered yet', () => {
  const told = tale();
  told.say(1, 'ann', cant('ann'));
  told.say(2, 'ann', { type: 'note', text: 'I can look from here' });
  expect(of(told, 'ann')).toBe('here');
  told.say(3, 'ann', cant('ann'));
  told.say(4, 'fay', { type: 'page', targets: ['ann'], why: 'please' });
  told.perform(4);
  expect(of(told, 'ann')).toBe('asked');
});

test('whoever started it is its starter until somebody else speaks; Muster does not count', () => {
  const told = tale({}, moment(0, 'eve'));
  told.perform(0);
  expect(told.state.roles.starter).toBe('eve');
  told.say(1, 'eve', { type: 'note', text: 'hm' });
  expect(told.state.roles.starter).toBe('eve');
  told.say(2, 'guest:Sam', { type: 'note', text: 'here too' });
  expect(told.state.roles.starter).toBeNull();
});
