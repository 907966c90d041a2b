import { textOf, entriesOf, isGroup, roleOf } from '../playbook/run.ts';
import type { Instant } from '../time.ts';
import { spanMs } from '../time.ts';
import { clocksOf, isRestored } from './clocks.ts';
import { nextActions } from './next.ts';
import type { Incident } from './state.ts';

/** The incident as JSON, with the names that scripts rely on (design 5). Absent instants are null. */
export function incidentView(incident: Incident, now: Instant) {
  const { lifecycle, escalation, roles, steps, book } = incident;
  const {
    id,
    title,
    kind,
    severity,
    phase,
    functions,
    systems,
    playbook,
    impactStartedAt,
    declaredAt,
    restoredAt,
    closedAt,
  } = lifecycle;
  return {
    id,
    title,
    kind,
    severity,
    phase,
    functions,
    systems,
    playbook,
    private: lifecycle.private,
    planHash: book.hash,
    impactStartedAt,
    declaredAt,
    restoredAt,
    closedAt,
    roles: roles.holders,
    acknowledgedBy: escalation.acknowledged.map(({ person }) => person),
    escalation: escalation.status,
    steps: entriesOf(steps.run)
      .filter((entry) => !isGroup(entry))
      .map((entry) => ({
        id: entry.id,
        number: entry.n,
        title: textOf(entry.step),
        state: entry.state,
        role: roleOf(entry),
        owner: entry.owner,
        plannedMinutes: entry.step.takes === undefined ? null : spanMs(entry.step.takes) / 6e4,
        startedAt: entry.startedAt,
        doneAt: entry.endedAt,
      })),
    pages: escalation.pages.map(({ person, medium, level, round, attempt, state, at, sentAt }) => ({
      person,
      medium,
      level,
      round,
      attempt,
      state,
      at: sentAt ?? at,
    })),
    clocks: clocksOf(incident).map((clock) => ({
      kind: clock.kind,
      of: clock.of,
      dueAt: clock.dueAt,
      state: isRestored(incident, clock.of) ? 'stopped' : clock.dueAt <= now ? 'passed' : 'running',
    })),
    nextActions: nextActions(incident).map(({ role, person, text, words }) => ({
      role,
      person,
      text,
      words,
    })),
  };
}
