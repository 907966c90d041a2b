import type { Book } from '../book.ts';
import type { PersonId } from '../ids.ts';
import type { Place } from '../permissions.ts';
import { entriesOf, isLive as isLiveStep, roleOf } from '../playbook/run.ts';
import { isLive } from './lifecycle.ts';
import { COMMANDER } from './roles.ts';
import type { Incident } from './state.ts';

/** People who have a part in an incident: role holders, whoever was paged, whoever answered, and who reported it. */
function hasPart(incident: Incident, person: PersonId): boolean {
  const { escalation, roles, lifecycle, book } = incident;
  return (
    Object.keys(roles.holders).some((role) => roles.holders[role] === person && isTaken(incident, role)) ||
    escalation.pages.some((page) => page.person === person) ||
    escalation.acknowledged.some((other) => other.person === person) ||
    book.plan.people[person]?.name === lifecycle.reporter
  );
}

/**
 * A role that somebody took, was given by name, or that the playbook has a step for; in a private incident the other roles
 * of the plan are not told.
 */
const isTaken = ({ lifecycle, roles, steps }: Incident, role: string) =>
  !lifecycle.private ||
  role === COMMANDER ||
  roles.accepted[role] !== undefined ||
  roles.since[role] !== lifecycle.declaredAt ||
  entriesOf(steps.run).some((entry) => roleOf(entry) === role);

/** Whether somebody may know that this incident exists; a private one exists only for those who have a part in it. */
export const isMember = (incident: Incident, person: PersonId | null) =>
  !incident.lifecycle.private || (person !== null && hasPart(incident, person));

const isIn = ({ plan }: Book, person: PersonId | null) => person !== null && Object.hasOwn(plan.people, person);

/**
 * Whether the plan that an incident has pinned knows this person: who is paged by it may answer, also after the plan in force
 * has lost them. `adopt` makes the incident follow the plan in force again.
 */
export const isKnownTo = (incident: Incident, person: PersonId | null) =>
  isLive(incident) && isIn(incident.book, person);

/** What a person is to an incident, for the table of permissions; without an incident, to the plan. */
export function placeOf(incident: Incident | undefined, book: Book, person: PersonId | null): Place {
  const plan = incident?.book.plan ?? book.plan;
  const known = isIn(book, person) || (incident !== undefined && isKnownTo(incident, person));
  const small = Object.keys(plan.roles).length === 0;
  if (person === null || !known || incident === undefined) return { known, small, responder: false, commander: false };
  const acknowledged = incident.escalation.acknowledged.some((other) => other.person === person);
  const holds = Object.entries(incident.roles.holders)
    .filter(([, holder]) => holder === person)
    .map(([role]) => role);
  const rule = plan.roles[COMMANDER];
  const deputy = rule !== undefined && [rule.who, ...rule.deputies].includes(person);
  const nobodyCommands = incident.roles.holders[COMMANDER] === undefined;
  const commander = holds.includes(COMMANDER) || deputy || (nobodyCommands && acknowledged);
  const owns = entriesOf(incident.steps.run).some((entry) => entry.owner === person && isLiveStep(entry));
  const responder = acknowledged || holds.length > 0 || owns || commander;
  return { known, small, responder, commander, starter: incident.roles.starter === person };
}
