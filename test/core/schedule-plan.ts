import { readPlan } from '../../src/core/plan/read.ts';
import type { Plan } from '../../src/core/plan/schema.ts';

export const NAMES = ['ann', 'bob', 'cat', 'dan', 'eve'];
export type Raw = Readonly<Record<string, unknown>>;
type Given = { readonly zone: string; readonly schedule: Raw; readonly people?: Readonly<Record<string, Raw>> };

/** A plan with one schedule, `it`, and five people; throws the problems when it is none. */
export function planWith({ zone, schedule, people = {} }: Given): Plan {
  const all = NAMES.map((id) => [
    id,
    { name: id.charAt(0).toUpperCase() + id.slice(1), reach: [{ call: '+43 1 555 0101' }], ...people[id] },
  ]);
  const { plan, problems } = readPlan({
    plan: { company: 'Northwind', timezone: zone, owner: 'ann' },
    people: Object.fromEntries(all),
    schedules: { it: schedule },
    functions: { reception: { name: 'Reception', rto: '4h' } },
    escalation: { default: ['it'] },
  });
  if (plan === undefined) throw new Error(JSON.stringify(problems));
  return plan;
}
