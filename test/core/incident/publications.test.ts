import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { personId } from '../../../src/core/ids.ts';
import type { IncidentCommand } from '../../../src/core/incident/commands.ts';
import { says } from '../../../src/core/incident/publications.ts';
import { bookWith, planWith } from '../../support/clinic.ts';
import { ack, at, moment, tale } from '../../support/given.ts';
import { incident } from '../../../src/core/incident/incident.ts';

const AUDIENCES = {
  clinics: { owner: 'comms_lead', approver: 'incident_commander', channels: [{ email: 'clinics' }] },
  leadership: { owner: 'decision_maker', approver: 'none', channels: [{ sms: 'leadership' }] },
  press: { owner: 'comms_lead', approver: 'bob', channels: [{ hold: 'we call back' }] },
  it: { owner: 'comms_lead', approver: 'it', channels: [{ email: 'it' }] },
  carriers: { owner: 'comms_lead', approver: 'carrier', channels: [{ email: 'carriers' }] },
};
const book = bookWith(
  planWith((raw) => ({ ...raw, comms: { never_say: ['hacked', 'no data was affected'], audiences: AUDIENCES } })),
);

const publish = (over: Partial<Extract<IncidentCommand, { type: 'publish' }>> = {}): IncidentCommand => ({
  type: 'publish',
  audience: 'clinics',
  text: 'Please use the portal.',
  nextAt: at(60),
  last: false,
  ...over,
});

const started = () => tale({ book });
/** `published`, or the code of the refusal. */
function answer(by: string, command: IncidentCommand, told = started()): string {
  const decision = incident.decide(told.state, command, moment(10, by));
  return decision.ok ? decision.events.map(({ type }) => type).join(' ') : decision.refusal.code;
}

describe('words to an audience', () => {
  test('are an event with the words, the audience and the next hour, and are kept in their order', () => {
    const told = started();
    const [event] = told.say(10, 'cleo', publish());
    expect(event).toMatchObject({ type: 'published', audience: 'clinics', nextAt: at(60), last: false, by: 'cleo' });
    told.say(70, 'cleo', publish({ text: 'It works again.', nextAt: null, last: true }));
    expect(told.state.publications).toEqual([
      { audience: 'clinics', text: 'Please use the portal.', at: at(10), nextAt: at(60), last: false },
      { audience: 'clinics', text: 'It works again.', at: at(70), nextAt: null, last: true },
    ]);
  });

  it.each([
    ['the holder of the role that approves', 'cleo', 'clinics', 'published'],
    ['the owner, who is not the approver', 'eve', 'clinics', 'not-the-approver'],
    ['a deputy of the role, while another holds it', 'dan', 'clinics', 'not-the-approver'],
    ['somebody who has no part in it', 'fay', 'clinics', 'not-the-approver'],
    ['the owner, where nobody approves', 'dan', 'leadership', 'published'],
    ['somebody else, where nobody approves', 'cleo', 'leadership', 'not-the-approver'],
    ['the person who is named', 'bob', 'press', 'published'],
    ['another person than the one named', 'cleo', 'press', 'not-the-approver'],
    ['whoever is on call, where a schedule approves', 'ann', 'it', 'published'],
    ['the next in turn of that schedule', 'bob', 'it', 'not-the-approver'],
    ['anybody, where a vendor approves', 'cleo', 'carriers', 'not-the-approver'],
    ['a guest', 'guest:Kim', 'clinics', 'not-the-approver'],
    ['Muster itself', 'muster', 'clinics', 'not-the-approver'],
  ])('said by %s: %s to %s is %s', (_who, by, audience, code) => {
    expect(answer(by, publish({ audience }))).toBe(code);
  });

  test('go over to whoever takes the role', () => {
    const told = started();
    told.say(5, 'dan', { type: 'takeRole', role: 'incident_commander', person: personId('dan'), why: '' });
    expect(answer('dan', publish(), told)).toBe('published');
    expect(answer('cleo', publish(), told)).toBe('not-the-approver');
  });

  test('in a plan without roles are for whoever has it', () => {
    const small = bookWith(
      planWith(({ roles: _, ...raw }) => ({ ...raw, escalation: { default: ['ann'] }, obligations: {}, hooks: {} })),
    );
    const told = tale({ book: small });
    expect(answer('bob', publish({ audience: 'staff' }), told)).toBe('not-the-approver');
    told.say(2, 'bob', ack('bob'));
    expect(answer('bob', publish({ audience: 'staff' }), told)).toBe('published');
  });

  it.each([
    ['no next hour', { nextAt: null }, 'next-update-missing'],
    ['a next hour that has passed', { nextAt: at(9) }, 'in-the-past'],
    ['closing words that promise more', { last: true }, 'last-promises'],
    ['an audience that the plan does not have', { audience: 'clinisc' }, 'no-such-audience'],
    ['an audience by a word that every object knows', { audience: 'constructor' }, 'no-such-audience'],
    ['a word that may never be said', { text: 'We were HACKED.' }, 'never-say'],
    ['a sentence that may never be said, over two lines', { text: 'Be calm: no  data\nwas affected' }, 'never-say'],
    ['a forbidden word with an invisible letter in it', { text: 'We were ha\u200Bcked' }, 'never-say'],
    ['a forbidden word in wide letters', { text: 'We were ｈａｃｋｅｄ' }, 'never-say'],
  ] as const)('are refused with %s', (_what, over, code) => {
    expect(answer('cleo', publish(over))).toBe(code);
  });

  test('name in the refusal who may say yes, and how to become that', () => {
    const decision = incident.decide(started().state, publish(), moment(10, 'eve'));
    expect(decision).toMatchObject({
      refusal: {
        say: expect.stringMatching(/the incident commander \(Cleo Marsh\).*role INC-1 incident_commander @name/),
      },
    });
  });

  test('can close after the incident was closed', () => {
    const told = started();
    told.say(20, 'cleo', { type: 'restore', function: null, restoredAt: null, note: '' });
    told.say(21, 'cleo', { type: 'close', note: '', anyway: true });
    expect(answer('cleo', publish({ nextAt: null, last: true }), told)).toBe('published');
  });
});

test('a word is found wherever it stands, and only as a whole word', () => {
  expect(says('Nobody hackedly here', 'hacked')).toBe(false);
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      expect(says(`${before} we were Hacked! ${after}`, 'we were hacked')).toBe(true);
    }),
  );
});
