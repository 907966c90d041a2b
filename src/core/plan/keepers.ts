import type { PersonId } from '../ids.ts';
import type { Plan } from './schema.ts';
import { entry } from './schema.ts';

/** Whether somebody owns or approves the plan, by name or by the role that does. */
export const keepsPlan = ({ plan, people, roles }: Plan, person: PersonId): boolean =>
  entry(people, person) !== undefined &&
  [plan.owner, plan.approved_by].some(
    (who) => who !== undefined && (String(who) === String(person) || entry(roles, who)?.who === person),
  );
