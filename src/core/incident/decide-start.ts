import type { Decision, Moment } from '../aggregate.ts';
import { decided, refuse } from '../aggregate.ts';
import { personId } from '../ids.ts';
import type { CommandOf } from './commands.ts';
import type { IncidentChange } from './events.ts';
import { isPerson } from './events.ts';
import { startLadder } from './ladder.ts';
import { takenBy } from './hand-over.ts';
import { assignRoles, COMMANDER } from './roles.ts';
import type { Incident } from './state.ts';
import { enterPlaybook, stepsAnswered } from './decide-step.ts';
import { writing } from './writing.ts';

/**
 * Declares: the incident is on record, roles are filled, the first level is paged and the playbook begun, all in one
 * decision. Each part is decided on the state after the one before.
 */
export function declare(before: Incident, command: CommandOf<'declare'>, moment: Moment): Decision<IncidentChange> {
  if (before.lifecycle.title !== '') return refuse('already-declared', `${before.lifecycle.id} is declared already.`);
  if (!command.paging && !isPerson(moment.by))
    return refuse(
      'nobody-has-it',
      'Without a page somebody of the plan must have it, and Muster does not know you. Leave out --no-page.',
    );
  const { book, type: _, ...rest } = command;
  const start = writing(before, moment);
  start.add({ type: 'declared', ...rest, firstReportedAt: moment.at, planHash: book.hash }, book);
  start.add(assignRoles(start.now(), moment));
  if (command.paging) start.addAll(startLadder(start.now(), 'the incident was declared', moment));
  else start.addAll(acknowledge(start.now(), { person: personId(moment.by) }, moment));
  start.addAll(enterPlaybook(start.now(), command.playbook, moment));
  return decided(...start.changes());
}

/** Says "I have it". While nobody commands, whoever says so first does (domain 2.6). */
export function acknowledge(
  incident: Incident,
  { person }: Pick<CommandOf<'acknowledge'>, 'person'>,
  moment: Moment,
): readonly IncidentChange[] {
  const story = writing(incident, moment);
  const again = incident.escalation.acknowledged.some((other) => other.person === person);
  const taken = takenBy(incident, person);
  story.add({ type: 'acknowledged', person, again });
  story.addAll(taken);
  if (incident.roles.holders[COMMANDER] === undefined)
    story.add({ type: 'roleAssigned', role: COMMANDER, person, from: null, why: 'was the first to have it' });
  story.addAll(stepsAnswered(story.now(), person, moment));
  return story.changes();
}
