import type { Plan } from '../../../src/core/plan/schema.ts';
import { FUNCTIONS, planOf } from './plan-of.ts';

const PEOPLE = ['ann', 'bob', 'cat'];
type Rota = {
  readonly zone: string;
  readonly every: string;
  readonly from: string;
  readonly more?: string;
  readonly away?: string;
  readonly people?: readonly string[];
};

/** A plan with one schedule, `it`, of Ann, Bob and Cat. */
export const rota = ({ zone, every, from, more = '', away = '', people = PEOPLE }: Rota): Plan =>
  planOf(`
plan: { company: Northwind, timezone: ${zone}, owner: ann }
people:
  ann: { name: Ann, reach: [ { call: "+43 1 555 0101" } ]${away} }
  bob: { name: Bob, reach: [ { call: "+43 1 555 0102" } ] }
  cat: { name: Cat, reach: [ { call: "+43 1 555 0103" } ] }
  dan: { name: Dan, reach: [ { call: "+43 1 555 0104" } ] }
schedules:
  it: { rotate: { people: [${people.join(', ')}], every: ${every}, from: ${from} }${more} }
${FUNCTIONS}
escalation: { default: [it] }
`);
