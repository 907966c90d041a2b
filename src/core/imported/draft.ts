import type { Imported } from './imported.ts';
import { draftPeople } from './draft-people.ts';
import { draftPolicies } from './draft-policies.ts';
import { draftSchedules } from './draft-schedules.ts';
import { readableIds } from './readable-ids.ts';
import { type Remark, lost } from './remark.ts';

/** A plan as YAML would give it, with what is to be said beside its entries. `readPlan` takes `value`. */
export type PlanDraft = { readonly value: Readonly<Record<string, unknown>>; readonly remarks: readonly Remark[] };

/** What the person who imports says; the rest is found in the export. */
export type Wishes = {
  /** The product, as people write its name. */
  readonly source: string;
  readonly company?: string;
  readonly zone: string;
  /** Id, name or e-mail address of who keeps the plan true. */
  readonly owner?: string;
};

export type Drafted = { readonly ok: true; readonly draft: PlanDraft } | { readonly ok: false; readonly say: string };

/**
 * A plan from what was imported. It has what `plan check` asks of any plan; what no export knows (what the company does) is
 * one entry that says so. Refused: an export in which nobody can be reached, and an owner who is not in it.
 */
export function draftPlan(imported: Imported, wishes: Wishes): Drafted {
  const newId = readableIds();
  const people = draftPeople(imported.people, { newId, zone: wishes.zone });
  const [firstPerson] = people.ids.values();
  if (firstPerson === undefined)
    return {
      ok: false,
      say: `Nobody in this export of ${wishes.source} can be reached. Does it hold the users, with their contacts?`,
    };
  const owner = wishes.owner === undefined ? firstPerson : people.find(wishes.owner);
  if (owner === undefined)
    return {
      ok: false,
      say: `"${wishes.owner ?? ''}" is nobody in this export. --owner is one of: ${[...people.ids.values()].slice(0, 20).join(', ')}.`,
    };
  const schedules = draftSchedules(imported.schedules, { newId, people: people.ids });
  const policies = draftPolicies(imported.policies, { people, schedules, owner, source: wishes.source });
  const value = {
    plan: { company: wishes.company ?? `Imported from ${wishes.source}`, timezone: wishes.zone, owner },
    people: people.entries,
    functions: { 'what-is-on-call': { name: 'What these people are on call for', owner, rto: '4h' } },
    ...(Object.keys(schedules.entries).length === 0 ? {} : { schedules: schedules.entries }),
    escalation: policies.entries,
  };
  const remarks = [...heading(wishes, imported.notes), ...people.remarks, ...schedules.remarks, ...policies.remarks];
  return { ok: true, draft: { value, remarks } };
}

function heading({ source, company, owner }: Wishes, notes: readonly string[]): readonly Remark[] {
  const made = [
    `Made from an export of ${source}. Read every line, then: npx muster plan check FILE`,
    ...notes.map(lost),
  ];
  const guesses = [
    ...(company === undefined ? ['The company is not in the export: put its name here.'] : []),
    ...(owner === undefined ? ['The owner keeps this plan true; the first person of the export was taken.'] : []),
  ];
  const empty = `${source} does not know what your company does. Put your functions here, each with how long you can be without it (docs/plan.md).`;
  return [
    ...made.map((say) => ({ path: [], say })),
    ...guesses.map((say) => ({ path: ['plan'], say })),
    { path: ['functions'], say: empty },
  ];
}
