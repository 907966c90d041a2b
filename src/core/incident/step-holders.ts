import type { PersonId } from '../ids.ts';
import { personId } from '../ids.ts';
import { fallsTo } from '../playbook/next-actions.ts';
import type { Entry } from '../playbook/run.ts';
import { entriesOf, entryOf, isGroup } from '../playbook/run.ts';
import { verbOf } from '../playbook/schema.ts';
import { isHere } from './standing.ts';
import type { Incident } from './state.ts';

/** An open step that nobody has begun, and whose it is. */
export type OpenStep = { readonly entry: Entry; readonly role: string; readonly person: PersonId };

/** These happen by themselves: nobody has to be called to begin them. */
const BY_ITSELF: readonly string[] = ['wait', 'run', 'page'];

export const isStillOpen = ({ steps }: Incident, n: number) => entryOf(steps.run, n)?.state === 'ready';

/** Open steps that fall to somebody who has given no sign of life in this incident, oldest first. */
export function stepsWithoutSign(incident: Incident): readonly OpenStep[] {
  const { holders } = incident.roles;
  return entriesOf(incident.steps.run).flatMap((entry) => {
    if (entry.state !== 'ready' || isGroup(entry) || BY_ITSELF.includes(verbOf(entry.step))) return [];
    const role = fallsTo(entry, { holders });
    const person = entry.owner === null ? holders[role] : personId(entry.owner);
    return person === undefined || isHere(incident, person) ? [] : [{ entry, role, person }];
  });
}
