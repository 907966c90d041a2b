import { PartlyUnderstood } from '../../src/core/aggregate.ts';
import { AGGREGATES } from '../../src/aggregates.ts';
import { incident } from '../../src/core/incident/incident.ts';
import type { IncidentChange, IncidentEvent } from '../../src/core/incident/events.ts';
import type { Incident } from '../../src/core/incident/state.ts';
import { withUnread } from '../../src/core/incident/unread.ts';
import type { AnyAggregate, Stamped } from '../../src/engine/kind.ts';

/** Types of events of which the newer version writes another form: each changes what is asked for, and none ends the paging. */
export const NEWER = ['stepDone', 'stepStarted', 'roleAssigned', 'updatePosted', 'markPassed', 'noted'] as const;

type Change = { readonly type: string };
const WHOLE = incident as unknown as AnyAggregate;
const withIncident = (other: AnyAggregate) => AGGREGATES.map((one) => (one === WHOLE ? other : one));

/** Muster as it is, except that this type of event has a form of its own. */
export function newerVersion(type: IncidentChange['type']): readonly AnyAggregate[] {
  const marked = <Some extends Change>(changes: readonly Some[]): readonly Some[] =>
    changes.map((change) => (change.type === type ? { ...change, form: 2 } : change));
  return withIncident({
    ...WHOLE,
    decide(state, command, moment) {
      const decision = WHOLE.decide(state, command, moment);
      return decision.ok ? { ok: true, events: marked(decision.events) } : decision;
    },
    pass: (state, deadline, moment) => marked(WHOLE.pass(state, deadline, moment)),
  });
}

/** Muster before that form was thought of: it understands what it writes itself, and not what the newer one does. */
export const OLDER_VERSION: readonly AnyAggregate[] = withIncident({
  ...WHOLE,
  evolve(state, event, book) {
    if ((event as Stamped & { readonly form?: number }).form !== 2) return WHOLE.evolve(state, event, book);
    const why = 'this Muster does not know such an event';
    throw new PartlyUnderstood(withUnread(state as Incident, event as unknown as IncidentEvent, why), why);
  },
});
