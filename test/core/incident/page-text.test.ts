import { describe, expect, test } from 'vitest';
import { incidentId } from '../../../src/core/ids.ts';
import { incident } from '../../../src/core/incident/incident.ts';
import { ack, FAILED, needHelp, tale } from '../../support/given.ts';
import type { Tale } from '../../support/given.ts';

/** The message of the first page owed whose key begins so. */
function message(told: Tale, begins = 'page') {
  const found = incident
    .outstanding(told.state)
    .find(({ key }) => key.startsWith(`${told.state.lifecycle.id}/${begins}`));
  if (found?.effect.kind !== 'page') throw new Error(`no page ${begins}`);
  return found.effect.message;
}

describe('a page', () => {
  test('is complete in itself: what, why you, what to do first, how to answer', () => {
    const { subject, text, to, key } = message(tale());
    expect({ subject, to, key }).toEqual({
      subject: 'INC-1 sev2 Major: Phones are dead',
      to: '+1 616 555 0101',
      key: 'INC-1/page/0.0/ann/sms/1',
    });
    expect(text.split('\n')).toEqual([
      'INC-1 sev2 Major: Phones are dead',
      'You are paged as it, on call until Mon 23 Nov 08:00 EST.',
      'Meanwhile: Forward the main number to the duty mobiles',
      'Answer ACK 1 (I have it), CANT 1 (somebody else), HELP 1 (I need one more).',
    ]);
  });

  test('of a second attempt says that it may be one', () => {
    const told = tale();
    told.perform(0, FAILED, 'page/0.0/ann/sms');
    expect(message(told, 'page/0.0/ann/sms').text).toMatch(/\(attempt 2: you may have had this already\)/);
  });

  test('for one more says who has it', () => {
    const told = tale();
    told.say(1, 'ann', needHelp('ann'));
    expect(message(told).text).toMatch(/You are paged as incident commander\. Ann Berg has it and needs one more\./);
  });

  test('by name says what one is asked for', () => {
    const told = tale();
    told.say(1, 'cleo', { type: 'page', targets: ['bob'], why: 'the router' });
    expect(message(told, 'page/c1').text).toMatch(/You are asked for: the router\./);
  });

  test('of the alarm, and of a check-back, says what it is', () => {
    const told = tale();
    told.say(1, 'ann', ack('ann'));
    told.pass('progress');
    expect(message(told, 'page/p1').text).toMatch(/You have it, but nothing was noted for a while\. Say how it stands/);
    told.take(
      [
        {
          type: 'exhausted',
          alarm: 1,
          say: 'x',
          numbers: [],
          notPaged: [],
          pages: [
            {
              person: 'fay',
              name: 'Fay Quint',
              medium: 'sms',
              to: '+1 616 555 0106',
              at: told.deadline('lapse').at,
              heldUntil: null,
              via: 'named',
            },
          ],
        },
      ],
      { at: told.deadline('lapse').at, by: 'muster', live: { overrides: [] } },
    );
    expect(message(told, 'page/a1').text).toMatch(
      /Nobody has answered so far\. The first person to answer runs the incident/,
    );
  });
});

describe('a private incident', () => {
  const secret = () => tale({ private: true, title: 'Payroll list was mailed out' });

  test('tells a phone only its number: others may read the screen', () => {
    const { subject, text } = message(secret());
    expect(subject).toBe('INC-1 sev2 Major: a private incident');
    expect(text).not.toMatch(/Payroll|Forward/);
  });

  test('tells no more in a call by name', () => {
    const told = secret();
    told.say(1, 'cleo', { type: 'page', targets: ['bob'], why: 'the payroll list' });
    expect(message(told, 'page/c1').text).toMatch(/You are asked for\. Muster says what for\./);
    expect(message(told, 'page/c1').text).not.toMatch(/payroll/i);
  });
});

describe('a drill', () => {
  test('says EXERCISE first, in the subject and in the text, and at the end that nothing is wrong', () => {
    const { subject, text, drill } = message(tale({ kind: 'drill', id: incidentId('drill', 7) }));
    expect(drill).toBe(true);
    expect(subject).toMatch(/^EXERCISE: EX-7 /);
    expect(text).toMatch(/^EXERCISE: EX-7 /);
    expect(text).toMatch(/Answer ACK EX-7 /);
    expect(text).toMatch(/This is an exercise\. Nothing is really wrong\.$/);
  });
});
