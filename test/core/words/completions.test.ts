import { expect, test } from 'vitest';
import { personId } from '../../../src/core/ids.ts';
import { completions } from '../../../src/core/words/completions.ts';
import { book } from '../../support/clinic.ts';
import { ack, tale } from '../../support/given.ts';

const verbs = [{ verb: 'note', summary: 'Write it down', usage: 'note WORDS' }];
const person = personId('ann');

test('outside of an incident: the words that this person may say, and the people', () => {
  const all = completions({ person, book, incident: undefined, verbs });
  expect(all[0]).toEqual({ words: 'note', hint: 'Write it down. note WORDS' });
  expect(all.map(({ words }) => words)).toContain('@ann');
});

test('in an incident: what this person does next comes first, and open steps with their text', () => {
  const told = tale();
  told.say(1, 'ann', ack('ann'));
  const all = completions({ person, book, incident: told.state, verbs });
  const open = all.filter(({ words }) => /^done \d+$/.test(words));
  expect(open.length).toBeGreaterThan(0);
  for (const { hint } of open) expect(hint).not.toBe('');
  expect(all.findIndex(({ words }) => words === 'note')).toBeLessThan(all.findIndex(({ words }) => words === 'done 1'));
});
