import type { PersonId } from '../../../../core/ids.ts';
import { personId } from '../../../../core/ids.ts';
import { isOutsider } from '../../../../core/plan/outsiders.ts';
import { peopleOf } from '../../../../core/plan/schedule.ts';
import { type Plan, entry } from '../../../../core/plan/schema.ts';

/** Somebody who may be paged. */
export type Wanted = {
  readonly person: PersonId;
  readonly name: string;
  /** The plan has something by which an account can be theirs: an e-mail address, or the account's own id. */
  readonly hasAddress: boolean;
};

const SLACK_ID = /^[UW][A-Z0-9]{2,20}$/;

/**
 * The people whom a level of an escalation policy may page, in the plan's order. People of another firm have no account in
 * this one's Slack, so they are left out unless the plan has a chat address of theirs.
 */
export function peopleOnThePath(plan: Plan): readonly Wanted[] {
  const paged = new Set(
    Object.values(plan.escalation)
      .flatMap(({ levels }) => levels.flatMap(({ page }) => page))
      .flatMap((target) => membersOf(plan, target)),
  );
  return Object.entries(plan.people)
    .filter(
      ([id, { reach }]) => paged.has(id) && (!isOutsider(plan, id) || reach.some(({ medium }) => medium === 'chat')),
    )
    .map(([id, { name, reach }]) => ({
      person: personId(id),
      name,
      hasAddress: reach.some(({ medium, to }) => medium === 'email' || (medium === 'chat' && isAddress(to))),
    }));
}

const isAddress = (to: string) => to.includes('@') || SLACK_ID.test(to);

function membersOf(plan: Plan, target: string): readonly string[] {
  const schedule = entry(plan.schedules, target);
  if (schedule !== undefined) return peopleOf(schedule);
  const role = entry(plan.roles, target);
  return role === undefined ? [target] : [role.who, ...role.deputies];
}
