import { describe, expect, it, test } from 'vitest';
import { personId, severityId } from '../../../src/core/ids.ts';
import { COMMANDER, deputyFor, leaderOf } from '../../../src/core/incident/roles.ts';
import { HOUR_MS } from '../../../src/core/time.ts';
import { bookWith, planWith } from '../../support/clinic.ts';
import { ack, cant, deadlinesOf, moment, onlyType, tale } from '../../support/given.ts';
import type { Tale } from '../../support/given.ts';

const away = (cover?: string) => [{ from: '2026-11-20', to: '2026-11-20', ...(cover === undefined ? {} : { cover }) }];
const take = (role: string, person: string) => ({ type: 'takeRole', role, person: personId(person), why: '' }) as const;
const ackedBy = (...people: readonly string[]): Tale => {
  const told = tale();
  for (const person of people) told.say(1, person, ack(person));
  return told;
};

describe('who holds the roles at the start', () => {
  test('whoever the plan names; a role of the bot is nobody’s and no gap', () => {
    expect(tale().state.roles).toMatchObject({
      holders: { incident_commander: 'cleo', tech_lead: 'ann', comms_lead: 'eve', decision_maker: 'dan' },
      gaps: [],
    });
  });

  it.each([
    ['the cover of somebody who is away', { cleo: { away: away('fay') } }, 'fay'],
    ['the deputy, when nobody covers', { cleo: { away: away() } }, 'dan'],
    ['the deputy, when the cover is away too', { cleo: { away: away('fay') }, fay: { away: away() } }, 'dan'],
  ])('is %s', (_name, changes: Record<string, object>, person) => {
    const people = (raw: Record<string, object>) =>
      Object.fromEntries(Object.entries(raw).map(([id, one]) => [id, { ...one, ...changes[id] }]));
    const told = tale({ book: bookWith(planWith((raw) => ({ ...raw, people: people(raw.people) }))) });
    expect(told.state.roles.holders[COMMANDER]).toBe(person);
  });

  test('a role that nobody can fill is named as a gap', () => {
    const told = tale({
      book: bookWith(
        planWith((raw) => ({ ...raw, people: { ...raw.people, eve: { ...raw.people.eve, away: away() } } })),
      ),
    });
    expect(told.state.roles.gaps).toEqual(['comms_lead']);
  });

  test('at night too: roles do not wait for the morning', () => {
    const told = tale({ severity: severityId('sev4') }, moment(14 * 60, 'fay'));
    expect(told.state.roles.holders[COMMANDER]).toBe('cleo');
  });

  test('without roles in the plan, whoever has it first leads; the second does not take it away', () => {
    const told = tale({
      book: bookWith(
        planWith(({ roles: _, obligations: __, hooks: ___, ...raw }) => ({
          ...raw,
          escalation: { default: ['ann', 'bob'] },
        })),
      ),
    });
    expect(told.state.roles.holders).toEqual({});
    told.say(1, 'bob', ack('bob'));
    told.say(2, 'ann', ack('ann'));
    expect(told.state.roles.holders).toEqual({ incident_commander: 'bob' });
  });
});

describe('a role is accepted', () => {
  test('by any sign of life of its holder, not before', () => {
    const told = tale();
    expect(told.state.roles.accepted).toEqual({});
    told.say(4, 'cleo', { type: 'note', text: 'reading' });
    expect(Object.keys(told.state.roles.accepted)).toEqual([COMMANDER]);
  });

  test('at once by whoever takes it, and not by somebody it was given to', () => {
    const told = tale();
    told.say(1, 'fay', take(COMMANDER, 'fay'));
    told.say(1, 'fay', take('tech_lead', 'bob'));
    expect(Object.keys(told.state.roles.accepted)).toEqual([COMMANDER]);
    expect(told.state.roles).toMatchObject({ holders: { tech_lead: 'bob' }, handovers: 2 });
  });

  test('by whoever was at work in it before they got it: by starting it, or by a word', () => {
    const told = tale({}, moment(0, 'cleo'));
    expect(Object.keys(told.state.roles.accepted)).toEqual([COMMANDER]);
    told.say(1, 'bob', { type: 'note', text: 'looking' });
    told.say(2, 'cleo', take('tech_lead', 'bob'));
    expect(Object.keys(told.state.roles.accepted)).toContain('tech_lead');
  });

  test('taking a role that one has already changes nothing', () => {
    const told = ackedBy('cleo');
    expect(told.say(2, 'cleo', take(COMMANDER, 'cleo'))).toEqual([]);
  });

  test('a gap is closed when somebody takes the role', () => {
    const told = tale({
      book: bookWith(
        planWith((raw) => ({ ...raw, people: { ...raw.people, eve: { ...raw.people.eve, away: away() } } })),
      ),
    });
    told.say(1, 'dan', take('comms_lead', 'fay'));
    expect(told.state.roles.gaps).toEqual([]);
  });
});

describe('a silent commander', () => {
  test('is asked about after twenty minutes, and a deputy is called', () => {
    const told = ackedBy('cleo', 'ann');
    expect(deadlinesOf(told.state, 'silent')).toEqual({ 'silent/1': 21 });
    const [silent, call] = told.pass('silent');
    expect(silent).toMatchObject({ type: 'commanderSilent', person: 'cleo', deputy: 'dan' });
    expect(call).toMatchObject({ type: 'paged', pages: [{ person: 'dan' }] });
    expect(deadlinesOf(told.state, 'silent')).toEqual({ 'silent/2': 41 });
  });

  test('is not silent while a step is under way within its time, nor after any word', () => {
    const told = ackedBy('cleo');
    told.say(15, 'ann', { type: 'step', order: { do: 'start', step: '1' } });
    expect(deadlinesOf(told.state, 'silent')).toEqual({ 'silent/1': 45 });
    told.say(30, 'cleo', { type: 'note', text: 'waiting' });
    expect(deadlinesOf(told.state, 'silent')).toEqual({ 'silent/1': 50 });
  });

  test('is left in peace for a severity that does not wake, and while nobody has it yet', () => {
    const calm = tale({ severity: severityId('sev4') });
    calm.say(1, 'cleo', ack('cleo'));
    expect(deadlinesOf(calm.state, 'silent')).toEqual({});
    expect(deadlinesOf(tale().state, 'silent')).toEqual({});
  });

  test('the deputy called is not somebody who said can’t', () => {
    const told = tale();
    told.say(1, 'dan', cant('dan'));
    told.say(1, 'cleo', ack('cleo'));
    told.say(1, 'bob', ack('bob'));
    expect(deputyFor(told.state, COMMANDER, moment(2))).toBe('bob');
  });
});

describe('whom a leader’s news go to', () => {
  const askedAbout = (told: Tale) => {
    told.pass('silent');
    return told;
  };

  test('the commander who was named, until they were asked about in vain: then whoever has it', () => {
    const told = ackedBy('bob');
    expect(leaderOf(told.state)).toBe('cleo');
    expect(leaderOf(askedAbout(told).state)).toBe('bob');
  });

  test('the commander again as soon as they appear', () => {
    const told = askedAbout(ackedBy('bob'));
    told.say(40, 'cleo', { type: 'note', text: 'I am here' });
    expect(leaderOf(told.state)).toBe('cleo');
  });

  test('a commander who appeared once and fell silent stays the one who is told', () => {
    expect(leaderOf(askedAbout(ackedBy('cleo', 'bob')).state)).toBe('cleo');
  });

  test('a commander who was only just given the role has their own time to appear', () => {
    const told = askedAbout(ackedBy('bob'));
    told.say(30, 'bob', { type: 'takeRole', role: COMMANDER, person: personId('fay'), why: 'cleo is away' });
    expect(leaderOf(told.state)).toBe('fay');
  });

  test('reaches the missed update and the mark of the clock', () => {
    const told = askedAbout(ackedBy('bob'));
    const called = (key: string) =>
      onlyType(told.pass(key), 'paged').flatMap(({ pages }) => pages.map((page) => page.person));
    expect(new Set(called('rto/calls/r0/50').concat(called('rto/calls/r0/75')))).toEqual(new Set(['bob']));
  });
});

describe('relief', () => {
  test('is proposed after eight hours in a role that was accepted, and again after eight more', () => {
    const told = ackedBy('cleo');
    expect(deadlinesOf(told.state, 'relief')).toEqual({ 'relief/incident_commander/cleo/0.1': 480 });
    expect(onlyType(told.pass('relief'), 'reliefProposed')).toMatchObject([
      { role: COMMANDER, person: 'cleo', to: 'dan' },
    ]);
    expect(deadlinesOf(told.state, 'relief')).toEqual({ 'relief/incident_commander/cleo/0.2': 960 });
  });

  test('counts anew for whoever takes over', () => {
    const told = ackedBy('cleo');
    told.say(100, 'fay', take(COMMANDER, 'fay'));
    expect(deadlinesOf(told.state, 'relief')).toEqual({ 'relief/incident_commander/fay/1.1': 580 });
    expect(Date.parse(told.deadline('relief').at) - Date.parse(moment(100).at)).toBe(8 * HOUR_MS);
  });
});
