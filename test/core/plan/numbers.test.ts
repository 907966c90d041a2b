import { describe, expect, it } from 'vitest';
import type { Book } from '../../../src/core/book.ts';
import { hash, personId } from '../../../src/core/ids.ts';
import { hiddenTo, seesNumbers } from '../../../src/core/plan/numbers.ts';
import type { Plan } from '../../../src/core/plan/schema.ts';
import { book as clinic } from '../../support/clinic.ts';
import { ack, tale } from '../../support/given.ts';
import { lakeshore, minimal } from './plan-of.ts';

const bookOf = (plan: Plan): Book => ({ hash: hash('1a'.repeat(32)), plan, playbooks: {} });
const sees = (plan: Plan, person: string) => seesNumbers(bookOf(plan), personId(person), []);

describe('the numbers of the others are seen by', () => {
  it.each([
    ['the incident commander', 'priya', true],
    ['a deputy of the commander', 'nina', true],
    ['the tech lead', 'marcus', true],
    ['a deputy of the tech lead', 'tomas', true],
    ['whoever a level of a policy pages', 'ruth', true],
    ['whoever signs the plan off', 'lena', true],
    ['not by somebody who only writes to clients', 'owen', false],
    ['not by somebody whom the plan does not know', 'constructor', false],
  ])('%s', (_who, person, may) => {
    expect(sees(lakeshore, person)).toBe(may);
  });

  it('everybody in a plan without roles: it is too small to hide them', () => {
    for (const person of Object.keys(minimal.people)) expect(sees(minimal, person)).toBe(true);
  });

  it('not by somebody who is asked only when nobody has answered', () => {
    expect(sees(clinic.plan, 'fay')).toBe(false);
  });

  it('whoever works on an open incident, for as long as it is open', () => {
    const fay = personId('fay');
    const story = tale();
    expect(seesNumbers(clinic, fay, [story.state])).toBe(false);
    story.say(2, 'fay', ack('fay'));
    expect(seesNumbers(clinic, fay, [story.state])).toBe(true);
    story.say(9, 'fay', { type: 'cancel', why: 'a wrong cable' });
    expect(seesNumbers(clinic, fay, [story.state])).toBe(false);
  });
});

describe('a hidden way', () => {
  const way = (medium: 'call' | 'sms' | 'desk' | 'email' | 'chat', to: string, outside = false) => ({
    medium,
    to,
    outside,
  });
  it.each([
    [way('call', '+1 616 555 0101'), 'number ending in 01'],
    [way('sms', '+1 (616) 555-0102'), 'number ending in 02'],
    [way('desk', '+43 1 555 0199'), 'number ending in 99'],
    [way('email', 'ivy@northgate.example', true), 'i…@northgate.example'],
    [way('email', 'marcus@lakeshore-billing.example'), 'marcus@lakeshore-billing.example'],
    [way('chat', 'marcus.feld'), 'marcus.feld'],
  ])('%j is told as "%s"', (hidden, words) => {
    expect(hiddenTo(hidden)).toBe(words);
  });
});
