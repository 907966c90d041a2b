import { isMember, placeOf } from '../incident/members.ts';
import { isLive } from '../incident/lifecycle.ts';
import type { Incident } from '../incident/state.ts';
import type { Book } from '../book.ts';
import type { PersonId } from '../ids.ts';
import { peopleOf } from './schedule.ts';
import { type Plan, type Way, entry } from './schema.ts';

/** Roles whose work is to call people: whoever holds one of them, or is a deputy, sees the numbers of all. */
const CALLING_ROLES = ['incident_commander', 'tech_lead', 'staff_contact', 'vendor_contact'];

/**
 * Whether somebody sees the phone numbers of the others. Who leads, calls or can be on call does; who keeps or approves the
 * plan does; and whoever works on an open incident, for as long as it is open. A plan without roles is too small to hide them.
 */
export function seesNumbers(book: Book, person: PersonId, incidents: readonly Incident[]): boolean {
  const { plan } = book;
  if (entry(plan.people, person) === undefined) return false;
  if (Object.keys(plan.roles).length === 0) return true;
  if (plan.plan.owner === String(person) || plan.plan.approved_by === String(person)) return true;
  if (CALLING_ROLES.some((role) => holders(plan, role).includes(person))) return true;
  if (onTheLadder(plan).has(person)) return true;
  return incidents.some((one) => isLive(one) && isMember(one, person) && placeOf(one, book, person).responder);
}

const holders = (plan: Plan, role: string): readonly string[] => {
  const found = entry(plan.roles, role);
  return found === undefined ? [] : [found.who, ...found.deputies];
};

/** Everybody who can be paged by a level of a policy; those who are asked only when nobody has answered do not count. */
function onTheLadder(plan: Plan): ReadonlySet<string> {
  const targets = Object.values(plan.escalation).flatMap(({ levels }) => levels.flatMap(({ page }) => page));
  const people = targets.flatMap((target): readonly string[] => {
    const schedule = entry(plan.schedules, target);
    if (schedule !== undefined) return peopleOf(schedule);
    return [target, ...holders(plan, target)];
  });
  return new Set(people);
}

const PHONES: readonly string[] = ['call', 'sms', 'desk'];

/** The way as somebody reads it who need not know the number: its last two digits, enough to tell two apart. */
export function hiddenTo({ medium, to, outside }: Way): string {
  if (PHONES.includes(medium)) return `number ending in ${to.replaceAll(/\D/g, '').slice(-2)}`;
  if (medium === 'email' && outside) return `${to.slice(0, 1)}…${to.slice(to.lastIndexOf('@'))}`;
  return to;
}
