import type { Book } from '../book.ts';
import type { PolicyId, SeverityId } from '../ids.ts';
import { incidentId, playbookId } from '../ids.ts';
import type { EventOf, IncidentChange } from '../incident/events.ts';
import { MUSTER } from '../incident/events.ts';
import { beginIncident } from '../incident/incident.ts';
import { startLadder } from '../incident/ladder.ts';
import { rehearse } from '../incident/rehearsal.ts';
import { assignRoles } from '../incident/roles.ts';
import { writing } from '../incident/writing.ts';
import type { Live } from '../oncall.ts';
import type { Instant } from '../time.ts';

export type WhoAsk = {
  readonly policy: PolicyId;
  readonly severity: SeverityId;
  readonly at: Instant;
  readonly live: Live;
};
export type Paged = Pick<EventOf<'levelPaged'>, 'pages' | 'notPaged'> & { readonly at: Instant };
export type Rung = Paged & Pick<EventOf<'levelPaged'>, 'round' | 'level' | 'waitMs'>;
export type WhoNow = {
  /** The levels in the order in which they are paged; one that reaches nobody passes to the next at the same instant. */
  readonly rungs: readonly Rung[];
  /** After the last round. Absent when the pages that quiet hours hold back never end. */
  readonly alarm?: Paged & { readonly say: string };
};

/**
 * Whom a policy would page for an incident declared at this instant, level by level, as long as nobody answers and every page
 * is taken over at once. The ladder of real incidents climbs here too, so the two cannot disagree.
 */
export function whoNow(book: Book, ask: WhoAsk): WhoNow {
  const { at, live } = ask;
  const moment = { at, by: MUSTER, live } as const;
  const start = writing(beginIncident, moment);
  start.add(declared(book, ask), book);
  start.add(assignRoles(start.now(), moment));
  const changes = startLadder(start.now(), '', moment);
  start.addAll(changes);
  return rehearse(start.now(), changes, moment);
}

const declared = (book: Book, { policy, severity, at }: WhoAsk): IncidentChange => ({
  type: 'declared',
  id: incidentId('real', 0),
  title: 'Nothing has happened',
  kind: 'real',
  severity,
  private: false,
  functions: [],
  systems: [],
  playbook: playbookId(''),
  policy,
  impactStartedAt: null,
  firstReportedAt: at,
  reporter: '',
  planHash: book.hash,
  paging: true,
  because: '',
});
