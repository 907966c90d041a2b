import { expect, it } from 'vitest';
import { isOutsider, mayBeDrilled } from '../../../src/core/plan/outsiders.ts';
import { bookOf } from '../../support/story.ts';

const { plan } = bookOf('examples/minimal.plan.yaml');
const dana = plan.people['dana'];
const withPerson = (id: string, over: object) => ({
  ...plan,
  people: { ...plan.people, [id]: { ...dana, ...over } } as typeof plan.people,
});

it.each([
  ['msp', { name: 'Northgate IT 24x7 desk' }, true],
  ['msp', { name: 'Lee Moon' }, true],
  ['northgate', { name: 'Northgate Service Desk' }, true],
  ['help', { name: 'Acme Helpdesk' }, true],
  ['acme', { name: 'Acme Networks GmbH' }, true],
  ['lee', { name: 'Lee Moon', org: 'northgate' }, true],
  ['lee', { name: 'Lee Moon', org: 'Harbor Freight Partners' }, false],
  ['desk', { name: 'Our own desk', org: 'harbor freight partners' }, false],
  ['lee', { name: 'Lee Moon' }, false],
  ['vince', { name: 'Vince Nocera' }, false],
  ['desmond', { name: 'Desmond Corper' }, false],
])('%s %o: of another firm is %s', (id, over, outside) => {
  expect(isOutsider(withPerson(id, over), id)).toBe(outside);
  expect(mayBeDrilled(withPerson(id, over), id)).toBe(!outside);
});

it('whoever agreed to drills may be called in one', () => {
  expect(mayBeDrilled(withPerson('msp', { name: 'IT desk', drills: 'allowed' }), 'msp')).toBe(true);
  expect(mayBeDrilled(withPerson('lee', { org: 'northgate', drills: 'allowed' }), 'lee')).toBe(true);
});
