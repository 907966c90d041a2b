import { describe, expect, it, test } from 'vitest';
import { personId } from '../../../src/core/ids.ts';
import { isKnownTo, isMember, placeOf } from '../../../src/core/incident/members.ts';
import { book, bookWith, planWith } from '../../support/clinic.ts';
import { ack, tale } from '../../support/given.ts';

const who = (id: string | null) => (id === null ? null : personId(id));

describe('who may know of a private incident', () => {
  const told = tale({ private: true, reporter: 'Eve Rask' });
  told.say(1, 'fay', { type: 'page', targets: ['bob'], why: '' });

  it.each([
    ['a role holder', 'cleo', true],
    ['whoever was paged', 'ann', true],
    ['whoever was called by name', 'bob', true],
    ['whoever reported it', 'eve', true],
    ['a bystander of the plan', 'fay', false],
    ['a stranger', null, false],
  ])('%s', (_name, id, may) => {
    expect(isMember(told.state, who(id))).toBe(may);
  });

  test('everybody of one that is not private, strangers too', () => {
    expect(isMember(tale().state, null)).toBe(true);
  });
});

describe('what somebody is to an incident', () => {
  const told = tale();
  told.say(1, 'bob', ack('bob'));

  it.each([
    ['a stranger', null, { known: false, responder: false, commander: false }],
    ['a name that only objects have', 'constructor', { known: false, responder: false, commander: false }],
    ['a bystander', 'fay', { known: true, responder: false, commander: false }],
    ['who has it', 'bob', { known: true, responder: true, commander: false }],
    ['a role holder', 'eve', { known: true, responder: true, commander: false }],
    ['the commander', 'cleo', { known: true, responder: true, commander: true }],
    ['a deputy of the commander', 'dan', { known: true, responder: true, commander: true }],
  ])('%s', (_name, id, expected) => {
    expect(placeOf(told.state, book, who(id))).toMatchObject({ small: false, ...expected });
  });

  test('without an incident: known to the plan or not', () => {
    expect(placeOf(undefined, book, personId('fay'))).toEqual({
      known: true,
      small: false,
      responder: false,
      commander: false,
    });
    expect(placeOf(undefined, book, null)).toEqual({ known: false, small: false, responder: false, commander: false });
  });

  test('a plan without roles is small: the first who has it commands', () => {
    const small = bookWith(
      planWith(({ roles: _, obligations: __, hooks: ___, ...raw }) => ({
        ...raw,
        escalation: { default: ['ann', 'bob'] },
      })),
    );
    const quick = tale({ book: small });
    quick.say(1, 'bob', ack('bob'));
    expect(placeOf(quick.state, small, personId('bob'))).toMatchObject({
      known: true,
      small: true,
      responder: true,
      commander: true,
    });
    expect(placeOf(quick.state, small, personId('fay'))).toMatchObject({
      known: true,
      small: true,
      responder: false,
      commander: false,
    });
  });
});

describe('somebody who left the plan while an incident that has pinned them runs', () => {
  const without = (person: string) => {
    const { [person]: _, ...people } = book.plan.people;
    return { ...book, plan: { ...book.plan, people } };
  };

  test('may still answer it, with what they are to it, and nothing else', () => {
    const told = tale();
    told.say(1, 'bob', ack('bob'));
    expect(placeOf(told.state, without('bob'), personId('bob'))).toMatchObject({ known: true, responder: true });
    expect(placeOf(undefined, without('bob'), personId('bob'))).toMatchObject({ known: false });
    expect(isKnownTo(told.state, personId('bob'))).toBe(true);
    expect(isKnownTo(told.state, personId('stranger'))).toBe(false);
    expect(isKnownTo(told.state, null)).toBe(false);
  });

  test('is nobody to it once it is over', () => {
    const told = tale();
    told.say(1, 'bob', ack('bob'));
    told.say(2, 'cleo', { type: 'cancel', why: 'a false alarm' });
    expect(placeOf(told.state, without('bob'), personId('bob'))).toMatchObject({ known: false });
  });
});
