import { describe, expect, it, test } from 'vitest';
import { personId } from '../../../src/core/ids.ts';
import { ack, at, onlyType, owedOf, tale, typesOf } from '../../support/given.ts';

const SLACK = { rooms: ['slack'] };
const opened = (rooms: readonly string[] = ['slack']) => {
  const told = tale({ rooms });
  for (const platform of rooms)
    told.perform(0, { outcome: 'accepted', reference: `T1/C-${platform}` }, `channel/${platform}`);
  return told;
};
/** Its card stands in the room. */
const shown = () => {
  const told = opened();
  told.perform(0, { outcome: 'accepted', reference: `${told.events.length} T1/C-slack/1.1` }, 'card');
  return told;
};
const room = ({ state }: ReturnType<typeof tale>, platform = 'slack') => state.rooms.open[platform];

describe('the rooms of an incident', () => {
  test('are one for each chat platform, owed at once beside the first pages, each for itself', () => {
    const { state } = tale({ rooms: ['slack', 'teams'] });
    expect(owedOf(state, 'channel')).toEqual({ 'channel/slack/1': 0, 'channel/teams/1': 0 });
    expect(Object.keys(owedOf(state, 'page')).length).toBeGreaterThan(0);
  });

  test('are the console alone where no chat platform is set up, also in old records', () => {
    expect(owedOf(tale().state, 'channel')).toEqual({ 'channel/console/1': 0 });
  });

  test('owe nothing but their opening until they are open', () => {
    expect(Object.keys(owedOf(tale(SLACK).state)).filter((key) => key.includes('slack'))).toEqual(['channel/slack/1']);
  });

  test('once one is open, the card and the people are owed, and neither waits for the other', () => {
    const { state } = opened();
    expect(Object.keys(owedOf(state, 'card')).concat(Object.keys(owedOf(state, 'invite')))).toEqual([
      'card/slack/1',
      'invite/slack/1',
    ]);
  });

  test('one platform that fails leaves the other alone', () => {
    const told = tale({ rooms: ['slack', 'teams'] });
    told.perform(0, { outcome: 'failed', reason: 'no', permanent: true }, 'channel/slack');
    told.perform(0, { outcome: 'accepted', reference: 'x' }, 'channel/teams');
    expect(Object.keys(owedOf(told.state, 'channel'))).toEqual(['channel/slack/2']);
    expect(room(told, 'teams')).toMatchObject({ reference: 'x' });
  });
});

describe('who is brought in', () => {
  const people = (told: ReturnType<typeof tale>) =>
    onlyType(told.perform(1, { outcome: 'accepted', reference: '' }, 'invite'), 'invited').flatMap(
      (event) => event.people,
    );

  test('who is paged and who holds a role, once', () => {
    const told = opened();
    const first = people(told);
    expect(first).toContain('ann');
    expect(people(told)).toEqual([]);
  });

  test('later those of the next level, whoever answers and whoever asks to come, without the others again', () => {
    const told = opened();
    const first = people(told);
    told.say(2, 'fay', ack('fay'));
    told.say(2, 'eve', { type: 'join', person: personId('eve') });
    const next = people(told);
    expect(next).toEqual(expect.arrayContaining(['fay', 'eve'].filter((one) => !first.includes(personId(one)))));
    expect(next.filter((one) => first.includes(one))).toEqual([]);
  });

  test('who left by hand is not brought in again', () => {
    const told = opened();
    told.say(1, 'muster', { type: 'leaveRoom', platform: 'slack', person: personId('ann'), name: 'Ann' });
    expect(people(told)).not.toContain('ann');
  });
});

describe('what is said in a room', () => {
  test('nothing for what stands on the card already', () => {
    expect(owedOf(shown().state, 'tell')).toEqual({});
  });

  test('what happens after it, once, however many things happen meanwhile', () => {
    const told = shown();
    told.say(3, 'ann', ack('ann'));
    told.say(3, 'ann', { type: 'note', text: 'carrier says area fault' });
    expect(Object.keys(owedOf(told.state, 'tell'))).toHaveLength(1);
    const upTo = told.events.length;
    told.perform(4, { outcome: 'accepted', reference: `${upTo} 60000` }, 'tell');
    expect(room(told)).toMatchObject({ toldUpTo: upTo });
    expect(owedOf(told.state, 'tell')).toEqual({});
  });

  test('nothing for pages and plumbing', () => {
    const told = shown();
    told.perform(1, { outcome: 'accepted', reference: 'SM1' }, 'page');
    expect(owedOf(told.state, 'tell')).toEqual({});
  });

  test('nothing when somebody says once more that they have it', () => {
    const told = shown();
    told.say(3, 'ann', ack('ann'));
    told.perform(4, { outcome: 'accepted', reference: `${told.events.length} 0` }, 'tell');
    told.say(5, 'ann', ack('ann'));
    expect(owedOf(told.state, 'tell')).toEqual({});
  });

  test('at most one message in two seconds', () => {
    const told = shown();
    told.say(3, 'ann', { type: 'note', text: 'one' });
    told.perform(3, { outcome: 'accepted', reference: `${told.events.length} 0` }, 'tell');
    told.say(3, 'ann', { type: 'note', text: 'two' });
    const [due] = Object.values(owedOf(told.state, 'tell'));
    expect(due).toBeCloseTo(3 + 2 / 60, 2);
  });
});

test('every step that somebody is to do has a card of its own, once', () => {
  const told = shown();
  told.say(1, 'ann', ack('ann'));
  const [key] = Object.keys(owedOf(told.state, 'stepCard'));
  expect(key).toMatch(/^stepCard\/slack\/\d+$/);
  told.perform(1, { outcome: 'accepted', reference: 'T1/C-slack/2.2' }, 'stepCard');
  expect(owedOf(told.state, 'stepCard')).toEqual({});
  expect(Object.values(room(told)?.steps ?? {})).toEqual(['T1/C-slack/2.2']);
});

describe('what a platform refuses for good', () => {
  it.each(['card', 'invite', 'announce'] as const)('%s is said once and not tried again; the rest goes on', (what) => {
    const told = what === 'announce' ? shown() : opened();
    const changes = told.perform(1, { outcome: 'failed', reason: 'restricted_action', permanent: true }, what);
    expect(typesOf(changes)).toEqual(['roomRefused']);
    expect(owedOf(told.state, what)).toEqual({});
    expect(Object.keys(owedOf(told.state, 'page')).length).toBeGreaterThan(0);
  });
});

describe('a room that is lost', () => {
  test('is owed nothing until it is found again', () => {
    const told = shown();
    told.say(2, 'muster', { type: 'loseRoom', platform: 'slack', why: 'somebody archived it' });
    told.say(3, 'ann', { type: 'note', text: 'still working' });
    expect(Object.keys(owedOf(told.state)).filter((key) => key.includes('/slack/'))).toEqual([]);
    told.say(9, 'muster', { type: 'findRoom', platform: 'slack' });
    expect(Object.keys(owedOf(told.state, 'tell'))).toHaveLength(1);
  });

  test('is told once', () => {
    const told = shown();
    const lose = { type: 'loseRoom', platform: 'slack', why: 'gone' } as const;
    expect(typesOf(told.say(2, 'muster', lose))).toEqual(['channelLost']);
    expect(told.say(2, 'muster', lose)).toEqual([]);
  });
});

test('what becomes private moves to a room of its own, and the old one is put away', () => {
  const told = shown();
  told.say(2, 'ann', { type: 'makePrivate', why: 'patient data' });
  expect(owedOf(told.state, 'channel')).toEqual({ 'channel/slack/2': 2 });
  const [effect] = told.perform(2, { outcome: 'accepted', reference: 'T1/C-private' }, 'channel');
  expect(effect).toMatchObject({ type: 'channelOpened', reference: 'T1/C-private' });
  expect(Object.keys(owedOf(told.state, 'archive'))).toHaveLength(1);
  told.perform(2, { outcome: 'accepted', reference: '' }, 'archive');
  expect(owedOf(told.state, 'archive')).toEqual({});
  expect(room(told)).toMatchObject({ reference: 'T1/C-private', archived: false });
  expect(owedOf(told.state, 'announce')).toEqual({});
});

test('after the end nothing new is opened and nobody is brought in, but the end is told', () => {
  const told = shown();
  told.say(2, 'ann', { type: 'cancel', why: 'a false alarm' });
  expect(Object.keys(owedOf(told.state, 'tell'))).toHaveLength(1);
  expect(owedOf(told.state, 'invite')).toEqual({});
  expect(owedOf(tale(SLACK).state, 'channel')).not.toEqual({});
  expect(at(2)).toBe(told.state.lifecycle.closedAt);
});

describe('what may have been done or not', () => {
  test('silences nothing: it is tried again, later each time', () => {
    const told = shown();
    told.say(3, 'ann', { type: 'note', text: 'one' });
    const doubt = { outcome: 'unknown', reason: 'no answer within 20 s' } as const;
    expect(typesOf(told.perform(3, doubt, 'tell'))).toEqual(['roomDelayed']);
    const [first] = Object.values(owedOf(told.state, 'tell'));
    told.perform(10, doubt, 'tell');
    const [second] = Object.values(owedOf(told.state, 'tell'));
    expect(first).toBeGreaterThan(3);
    expect((second ?? 0) - 10).toBeGreaterThan((first ?? 0) - 3);
    told.perform(30, { outcome: 'accepted', reference: `${told.events.length} 0` }, 'tell');
    expect(room(told)).toMatchObject({ doubts: 0, refused: [] });
  });

  test('one step that is refused for good keeps no other step from its card', () => {
    const told = shown();
    told.say(1, 'ann', ack('ann'));
    told.perform(1, { outcome: 'failed', reason: 'msg_blocks_too_long', permanent: true }, 'stepCard');
    const [refused] = room(told)?.refused ?? [];
    expect(refused).toMatch(/^step \d+$/);
    expect(owedOf(told.state, 'stepCard')).toEqual({});
  });
});
