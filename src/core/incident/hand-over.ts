import type { PersonId } from '../ids.ts';
import { fallsTo } from '../playbook/next-actions.ts';
import { entriesOf, isGroup, isLive } from '../playbook/run.ts';
import { requestTo } from './calls.ts';
import type { IncidentChange } from './events.ts';
import { nameOf } from '../book.ts';
import { COMMANDER } from './roles.ts';
import { isHere } from './standing.ts';
import type { Incident } from './state.ts';
import { isStillOpen } from './step-holders.ts';

/**
 * What somebody hands over when they hand over: the command when they lead, or have it while the commander has not appeared;
 * else the role whose open step they hold; else their role. Several: they have to say which. None: there is nothing to hand.
 */
export function rolesToHand(incident: Incident, person: PersonId): readonly string[] {
  const { holders } = incident.roles;
  const held = Object.keys(holders).filter((role) => holders[role] === person);
  const commander = holders[COMMANDER];
  const has = incident.escalation.acknowledged.some((other) => other.person === person);
  const leads = has && (commander === undefined || !isHere(incident, commander));
  if (held.includes(COMMANDER) || leads) return [COMMANDER];
  const open = entriesOf(incident.steps.run).filter((entry) => isLive(entry) && !isGroup(entry));
  const busy = held.filter((role) => open.some((entry) => fallsTo(entry, { holders }) === role));
  if (busy.length > 0) return busy;
  return held.length === 0 && has ? [COMMANDER] : held;
}

/** Who says "I have it" to a call takes what they were called for: the role that was handed to them, or that nobody answers for. */
export function takenBy(incident: Incident, person: PersonId): readonly IncidentChange[] {
  const asks = requestTo(incident, person)?.asks;
  if (asks === undefined || asks.what === 'join') return [];
  const { holders } = incident.roles;
  if (asks.what === 'role') {
    const from = holders[asks.role] ?? null;
    if (!asks.handed || from === person) return [];
    return [{ type: 'roleAssigned', role: asks.role, person, from, why: 'it was handed over' }];
  }
  if (asks.of === person || isHere(incident, asks.of)) return [];
  if (holders[asks.role] === asks.of) {
    const why = `${nameOf(incident.book, asks.of)} did not answer`;
    return [{ type: 'roleAssigned', role: asks.role, person, from: asks.of, why }];
  }
  const steps = asks.steps.filter((n) => isStillOpen(incident, n));
  return steps.map((step) => ({ type: 'stepAssigned', step, person }) as const);
}
