import type { Moment } from '../aggregate.ts';
import { isWorse, severityName } from '../book.ts';
import type { SeverityId } from '../ids.ts';
import type { IncidentChange } from './events.ts';
import { callFor, startLadder } from './ladder.ts';
import type { Incident } from './state.ts';

type Raise = { readonly to: SeverityId; readonly why: string };

/**
 * Changes the severity. A worse one starts the ladder again while nobody has it, and tells whoever has it; a milder one
 * only changes the clocks.
 */
export function raiseSeverity(incident: Incident, { to, why }: Raise, moment: Moment): readonly IncidentChange[] {
  const { lifecycle, escalation } = incident;
  const change = { type: 'severityChanged', from: lifecycle.severity, to, why } as const;
  if (!isWorse(to, lifecycle.severity)) return [change];
  const worse = { ...incident, lifecycle: { ...lifecycle, severity: to } };
  const name = severityName(incident.book, to);
  if (escalation.status === 'paging' || escalation.status === 'exhausted')
    return [change, ...startLadder(worse, `now ${name}: ${why}`, moment)];
  const people = escalation.acknowledged.map(({ person }) => person).filter((person) => person !== moment.by);
  if (people.length === 0 || escalation.status !== 'acknowledged') return [change];
  return [change, callFor(worse, { targets: people, why: `It is now ${name}: ${why}` }, moment)];
}
