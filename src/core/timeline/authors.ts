import { MUSTER } from '../incident/events.ts';
import type { IncidentChange } from '../incident/events.ts';
import { entry } from '../plan/schema.ts';
import { evolveRun } from '../playbook/evolve.ts';
import { beginRun, entryOf, roleOf } from '../playbook/run.ts';
import type { Run } from '../playbook/run.ts';
import type { Kept, Told } from './entry.ts';
import { isStepEvent } from './step-event.ts';

/** What Muster does by itself after something that a person did; it is stamped with that person all the same. */
const FOLLOW_UPS: ReadonlySet<IncidentChange['type']> = new Set([
  'rolesAssigned',
  'levelPaged',
  'paged',
  'progressAsked',
  'playbookEntered',
  'playbookFinished',
  'playbookReturned',
  'stepReady',
  'stepReached',
  'stepRepeated',
  'stepsPassedOver',
  'stepHookAsked',
]);

/**
 * Whose doing an event is: Muster's when it only follows from the one before, of the same person in the same moment. A page
 * or a step that somebody asked for in so many words stays theirs.
 */
export function authorOf(event: Kept, before: Kept | undefined): Kept['by'] {
  const follows = before !== undefined && before.at === event.at && before.by === event.by;
  const isOfMuster = FOLLOW_UPS.has(event.type) || (event.type === 'stepAdded' && event.origin !== 'added');
  return follows && isOfMuster ? MUSTER : event.by;
}

/** The role for which somebody acted: the step's own. Undefined for everything else. */
export function actedIn(event: Kept, run: Run): string | undefined {
  if (!isStepEvent(event) || !('step' in event)) return undefined;
  const found = entryOf(run, event.step);
  return found === undefined ? undefined : roleOf(found);
}

/** The first role of each person in which they acted, by a step of it that was theirs or by taking it. */
export function firstRoles({ book, events }: Told): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  const note = (person: string, role: string | undefined) => {
    if (role !== undefined && !first.has(person)) first.set(person, role);
  };
  let run = beginRun;
  let holders: Readonly<Record<string, string>> = {};
  for (const [nth, event] of events.entries()) {
    if (isStepEvent(event)) run = evolveRun(run, event, book.playbooks);
    if (event.type === 'rolesAssigned') holders = event.holders;
    if (event.type === 'roleAssigned') {
      holders = { ...holders, [event.role]: event.person };
      note(event.person, event.role);
    }
    if (authorOf(event, events[nth - 1]) === MUSTER) continue;
    const role = actedIn(event, run);
    const isTheirs = role !== undefined && entry(holders, role) === event.by;
    if (isTheirs) note(event.by, role);
  }
  return first;
}
