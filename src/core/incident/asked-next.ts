import { nameOf, roleName } from '../book.ts';
import type { Button } from '../card.ts';
import type { PersonId } from '../ids.ts';
import { textOf } from '../playbook/run.ts';
import { requestTo } from './calls.ts';
import type { Request } from './calls.ts';
import type { NextAction } from './next.ts';
import { asSentence } from './page-text.ts';
import { COMMANDER } from './roles.ts';
import { whoLeads } from './step-calls.ts';
import { isHere } from './standing.ts';
import { stepsWithoutSign } from './step-holders.ts';
import type { Incident } from './state.ts';

/** What one person was called for by name, as their next action. Undefined when they were not, or their own step says it. */
export function askedNext(incident: Incident, person: PersonId): NextAction | undefined {
  const request = requestTo(incident, person);
  if (request === undefined || (request.asks.what === 'step' && request.asks.of === person)) return undefined;
  const buttons = buttonsFor(incident, request);
  const { asks, why } = request;
  return {
    role: asks.what === 'join' ? firstRole(incident, person) : asks.role,
    person,
    step: asks.what === 'step' ? (asks.steps[0] ?? null) : null,
    text: asSentence(asks, why),
    words: buttons[0]?.words ?? '',
    buttons,
    by: null,
    ahead: false,
  };
}

const firstRole = ({ roles }: Incident, person: PersonId) =>
  Object.keys(roles.holders).find((role) => roles.holders[role] === person) ?? 'anyone';

function buttonsFor({ lifecycle: { id } }: Incident, { asks }: Request): readonly Button[] {
  const cannot = { label: "Can't", words: `cant ${id}` };
  const here = { label: 'I am on it', words: `ack ${id}` };
  if (asks.what === 'join') return [here, cannot];
  if (asks.what === 'step') return [{ label: "I'll do it", words: `ack ${id}` }, cannot];
  // What is handed over is taken by "I have it": who takes it may have had no part in the incident before.
  if (asks.handed) return [{ label: 'Take over', words: `ack ${id}` }, cannot];
  const words = asks.role === COMMANDER ? `lead ${id}` : `role ${id} ${asks.role} me`;
  return [{ label: 'Take over', words }, here, cannot];
}

/** A step that waits for somebody who has not shown up, for whoever leads: to reach them, or to do it in their place. */
export function reachNext(incident: Incident): NextAction | undefined {
  const leader = whoLeads(incident);
  const [open] = stepsWithoutSign(incident);
  if (leader === undefined || open === undefined || !isHere(incident, leader)) return undefined;
  if (incident.lifecycle.phase !== 'open') return undefined;
  const { id } = incident.lifecycle;
  const { entry, person, role } = open;
  const words = `assign ${id} ${entry.n} me`;
  const name = nameOf(incident.book, person);
  return {
    role: COMMANDER,
    person: leader,
    step: entry.n,
    text: `Reach ${name} (${roleName(role)}) for step ${entry.n}: ${textOf(entry.step)}, or do it yourself.`,
    words,
    buttons: [
      { label: "I'll do it", words },
      { label: `Page ${name}`, words: `page ${id} @${person}` },
    ],
    by: null,
    ahead: false,
  };
}
