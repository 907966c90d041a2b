import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nudges } from '../../src/core/blame.ts';

const ask = {
  people: ['Marcus', 'Nina Kowalski', 'Nina'],
  groups: ['IT manager', 'on-call engineer', 'phone team', 'Northgate', 'tech lead'],
};
const kinds = (text: string, action = false) => nudges(text, { ...ask, action }).map(({ kind }) => kind);

describe('a text about what happened', () => {
  it.each([
    ['The change was careless.', 'verdict'],
    ['That was a stupid setting to choose.', 'verdict'],
    ['They didn’t bother to read the note.', 'verdict'],
    ['The migration was messed up from the start.', 'verdict'],
    ['Support dropped the ball on the ticket.', 'verdict'],
    ['The cause was human error.', 'human-error'],
    ['User error on the terminal.', 'human-error'],
    ["It was someone's mistake in the menu.", 'human-error'],
    ['The outage was due to a mistake by the carrier.', 'human-error'],
    ['We should have tested the menu.', 'alternative-past'],
    ["It should've been noticed sooner.", 'alternative-past'],
    ['This could have been avoided.', 'alternative-past'],
    ['If only the alarm was on.', 'alternative-past'],
    ['Had we called earlier, the carrier would be here.', 'alternative-past'],
    ['The on-call engineer failed to notice the alert.', 'failure-to'],
    ['The IT manager had failed to renew the certificate.', 'failure-to'],
    ['Northgate failed to answer within the hour.', 'failure-to'],
    ['He failed to call back.', 'failure-to'],
    ['The technician forgot to plug it in.', 'failure-to'],
    ['Staff did not follow the procedure.', 'failure-to'],
    ['The operator ignored the warning light.', 'failure-to'],
    ["We didn't check the second line.", 'failure-to'],
    ['It was the fault of the supplier.', 'finger'],
    ['Northgate is to blame.', 'finger'],
    ['The outage was caused by the phone team.', 'finger'],
    ['Nobody knows who did this.', 'finger'],
    ['The cable was obviously loose.', 'hindsight'],
    ['Of course the disk was full.', 'hindsight'],
    ['They just had to press the button.', 'hindsight'],
    ['The root cause was the menu.', 'single-cause'],
    ['The only reason was the licence.', 'single-cause'],
    ['The backup never works.', 'absolute'],
    ['Everyone knows the drive is old.', 'absolute'],
    ['Marcus restarted the wrong server.', 'name'],
    ['Then Nina Kowalski pulled the cable.', 'name'],
    ['Be more careful with exports.', 'empty-action'],
    ['Remind the team to lock the door.', 'empty-action'],
    ['Retrain the phone team.', 'empty-action'],
  ])('%s → %s', (text, kind) => {
    expect(kinds(text)).toEqual([kind]);
  });

  it.each([
    'The backup failed to start.',
    'The disk failed.',
    'Traffic failed over to LTE.',
    'The phone team failed over to mobiles.',
    'The never_say list was shown.',
    'The user session failed to load.',
    'The firewall ignored the rule after the restart.',
    'The job did not check the second disk.',
    'The traffic did not follow the new route.',
    'The label is not clearly marked on the panel.',
    'The always-on VPN was down for 20 minutes.',
    'Marcus is on leave until Friday.',
    'Nina and the tech lead have the numbers.',
    'At 09:40 the menu was published with the holiday hours.',
    'The screen showed the old number.',
    'Two calls were lost between 09:40 and 09:52.',
    'The caller said "you should have called me, this is your fault".',
    'The ticket reads `human error` in the status field.',
    '> who did this, wrote the customer',
    'The message was ‘obviously wrong’ in their words.',
    'The carrier repaired the line at 14:10.',
    'The alarm is set to 80 percent.',
    'It was not known at that time which server held the share.',
    'The certificate expired at midnight.',
    'The steps were done in another order, because the card was not printed.',
    'The runbook names a server that is gone.',
    'Had to wait for the carrier; it would take two hours.',
    '',
  ])('says nothing about: %s', (text) => {
    expect(kinds(text)).toEqual([]);
  });

  it('lets an action say what should be', () => {
    expect(kinds('We should add an alarm.', true)).toEqual([]);
    expect(kinds('The alarm should have a second recipient; it could have saved an hour.', true)).toEqual([]);
    expect(kinds('Be more careful.', true)).toEqual(['empty-action']);
  });

  it('names the words as written, their place and a hint', () => {
    expect(nudges('Well, Of Course it was full.')).toEqual([
      { kind: 'hindsight', found: 'Of Course', hint: 'Was it plain at that time? To whom?', at: 6 },
    ]);
  });

  it('takes only people and teams for somebody', () => {
    expect(nudges('Northgate failed to answer.')).toEqual([]);
    expect(nudges('Northgate failed to answer.', { groups: ['Northgate'] })).toHaveLength(1);
  });

  it('never throws, whatever the text and the names, and quotes the text itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (text, people) => {
        for (const { found, at } of nudges(text, { people, groups: people }))
          expect(text.slice(at, at + found.length)).toBe(found);
      }),
      { numRuns: 40 },
    );
  });

  it.each(['had we ', '"', '`', "'a ", 'he just ', 'marcus  ', 'a\u0301'])(
    'takes a very long text of %j in its stride',
    (piece) => {
      expect(Array.isArray(nudges(piece.repeat(5_000), ask))).toBe(true);
    },
  );
});
