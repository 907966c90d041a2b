import { describe, expect, test } from 'vitest';
import { personId, playbookId, severityId } from '../../../src/core/ids.ts';
import { nextActions, nextFor, whoIs } from '../../../src/core/incident/next.ts';
import { ack, at, tale } from '../../support/given.ts';

const texts = (told: ReturnType<typeof tale>) =>
  nextActions(told.state).map((next) => `${whoIs(told.state, next)}: ${next.text}`);

describe('what is next', () => {
  test('first of all somebody has to say that they have it; the work is shown beside it', () => {
    const [first, ...rest] = texts(tale());
    expect(first).toBe('anyone: Somebody has to say "I have it".');
    expect(rest).toEqual(
      expect.arrayContaining([
        'incident commander (Cleo Marsh): Nothing for you until one of these is done: step 1 with the tech lead.',
        'tech lead (Ann Berg): Look at the lights on the phone system',
        expect.stringMatching(/^comms lead \(Eve Rask\): Nothing for you until/),
        'decision maker (Dan Otis): Nothing for you until somebody asks you.',
      ]),
    );
  });

  test('is for each person one thing: of their own role before what anybody may do', () => {
    const told = tale();
    told.say(1, 'cleo', ack('cleo'));
    expect(nextFor(told.state, personId('ann'))).toMatchObject({ role: 'tech_lead', step: 1, words: 'done INC-1 1' });
    expect(nextFor(told.state, personId('dan'))).toMatchObject({ text: 'Nothing for you until somebody asks you.' });
    expect(nextFor(told.state, personId('fay'))).toBeUndefined();
    expect(nextFor(tale().state, personId('fay'))).toMatchObject({ words: 'ack INC-1' });
  });

  test('while nobody knows how bad it is, is to say so, with the hour and a button for each severity', () => {
    const told = tale({ severity: severityId('sev3') });
    told.say(1, 'cleo', ack('cleo'));
    const [first] = nextActions(told.state);
    expect(first).toMatchObject({
      role: 'incident_commander',
      text: expect.stringContaining('Say how bad it is. If nobody does') as string,
      by: at(30),
    });
    expect(first?.buttons.map(({ words }) => words)).toEqual(['sev INC-1 sev1', 'sev INC-1 sev2', 'sev INC-1 sev4']);
  });

  test('once restored is to close it', () => {
    const told = tale();
    told.say(1, 'cleo', { type: 'restore', function: null, restoredAt: null, note: '' });
    expect(nextActions(told.state)[0]).toMatchObject({ role: 'incident_commander', words: 'close INC-1' });
  });

  test('without a playbook is to say what is done, and when it works again', () => {
    const told = tale({ playbook: playbookId('nowhere') });
    told.say(1, 'cleo', ack('cleo'));
    expect(texts(told)).toContain('incident commander (Cleo Marsh): Nothing for you until somebody asks you.');
  });

  test('is nothing when it is over', () => {
    const told = tale();
    told.say(1, 'cleo', { type: 'cancel', why: 'none' });
    expect(nextActions(told.state)).toEqual([]);
  });
});
