import type { Plan } from './schema.ts';
import { entry } from './schema.ts';

/**
 * Who is of another firm, for drills reach nobody outside who has not agreed (domain 6.2, D2). A vendor is; a person is whose
 * `org` is another firm than the plan's company. In a plan of ten lines a service desk stands under `people` with nothing but
 * a name: one whose id or name says that it is a desk and no person counts as outside too. That is a guess on the side of
 * not calling: `org` with the plan's own company, or `drills: allowed`, says otherwise.
 */
export function isOutsider(plan: Plan, id: string): boolean {
  if (entry(plan.vendors, id) !== undefined) return true;
  const person = entry(plan.people, id);
  if (person === undefined) return false;
  if (person.org !== undefined) return plain(person.org) !== plain(plan.plan.company);
  return [id, person.name].some((words) => DESK.test(words));
}

/** Whether a drill may reach this person or vendor. */
export const mayBeDrilled = (plan: Plan, id: string) =>
  !isOutsider(plan, id) || (entry(plan.people, id) ?? entry(plan.vendors, id))?.drills === 'allowed';

/** Why somebody of another firm gets no drill and no test, and what would let Muster; behind a name. */
export const WHY_SPARED = 'of another firm; `drills: allowed` on them in the plan lets Muster test them';

/** Everybody whom a drill spares. */
export const spared = (plan: Plan): readonly string[] =>
  [...Object.keys(plan.people), ...Object.keys(plan.vendors)].filter((id) => !mayBeDrilled(plan, id));

/** Words for a place that answers rather than a person: "Northgate IT 24x7 desk", `msp`, "Acme Support GmbH". */
const DESK =
  /(?:^|[^a-z])(?:desk|help-?desk|service-?desk|hot-?line|call-?cent(?:er|re)|support|msp|noc|soc|24x7|24\/7|emergency|insurer|insurance (?:line|desk)|inc|llc|ltd|gmbh|corp)(?:[^a-z]|$)/i;
const plain = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
