import type { PersonId } from '../ids.ts';
import type { Plan } from '../plan/schema.ts';
import { entry } from '../plan/schema.ts';

/** Whether somebody reads the reports: named in `near_miss.receives`, or the holder of a role that is. Deputies do not. */
export const isReceiver = (plan: Plan, person: PersonId): boolean =>
  entry(plan.people, person) !== undefined &&
  plan.near_miss.receives.some((who) => String(who) === String(person) || entry(plan.roles, who)?.who === person);

/** Whether somebody decides about changes to the plan: `approved_by` alone, the owner where nobody is named (domain 2.4). */
export function isApprover({ plan, people, roles }: Plan, person: PersonId): boolean {
  const who = plan.approved_by ?? plan.owner;
  return entry(people, person) !== undefined && (String(who) === String(person) || entry(roles, who)?.who === person);
}

/**
 * Who reads the reports, for the reporter to know before they write: by name and title, and by the name alone on a page that is
 * open to everybody, for titles tell strangers how the firm works.
 */
export const readersOf = ({ near_miss, people, roles, vendors }: Plan, withTitles: boolean): readonly string[] =>
  near_miss.receives.map((who) => {
    const held = entry(roles, who)?.who;
    const person = entry(people, held ?? who);
    const title = person?.title ?? (held === undefined ? undefined : who.replaceAll('_', ' '));
    const name = person?.name ?? entry(vendors, who)?.name ?? who;
    return title === undefined || !withTitles ? name : `${name} (${title})`;
  });
