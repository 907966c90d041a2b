import { type PersonId, personId } from '../ids.ts';
import type { Medium } from '../media.ts';
import { type Plan, entry } from './schema.ts';

/** Media that share their addresses: an answer by SMS comes from the number that is called, too. */
const PHONES: readonly Medium[] = ['sms', 'call', 'desk'];

/** Of a phone the digits, of anything else the small letters: `+1 (312) 555-0141` and `13125550141` are one. */
const bare = (medium: Medium, address: string) =>
  PHONES.includes(medium) ? address.replaceAll(/\D/g, '').replace(/^00/, '') : address.trim().toLowerCase();

const alike = (a: Medium, b: Medium) => a === b || (PHONES.includes(a) && PHONES.includes(b));

/** The people of the plan who are reached at this address; several where an office phone is shared, in the plan's order. */
export function whose(plan: Plan, medium: Medium, from: string): readonly PersonId[] {
  const asked = bare(medium, from);
  if (asked === '') return [];
  return Object.entries(plan.people)
    .filter(([, { reach }]) => reach.some((way) => alike(way.medium, medium) && bare(way.medium, way.to) === asked))
    .map(([id]) => personId(id));
}

/** The address as this person's entry in the plan writes it; undefined when the plan has none like it for the medium. */
export function asInThePlan(plan: Plan, person: PersonId, way: { readonly medium: Medium; readonly from: string }) {
  const { medium, from } = way;
  const own = entry(plan.people, person)?.reach ?? [];
  return own.find((one) => one.medium === medium && bare(one.medium, one.to) === bare(medium, from))?.to;
}
