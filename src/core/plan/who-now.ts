import type { Book } from '../book.ts';
import type { PolicyId, SeverityId } from '../ids.ts';
import { incidentId, playbookId } from '../ids.ts';
import { escalation } from '../incident/escalation.ts';
import type { EventOf, IncidentChange } from '../incident/events.ts';
import { MUSTER } from '../incident/events.ts';
import { beginIncident } from '../incident/incident.ts';
import { startLadder } from '../incident/ladder.ts';
import { assignRoles } from '../incident/roles.ts';
import type { Incident } from '../incident/state.ts';
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

/** More levels and rounds than any plan has; a rehearsal always ends. */
const MOST_TURNS = 500;

/**
 * Whom a policy would page for an incident declared at this instant, level by level, as long as nobody answers and every page
 * is taken over at once. The ladder of real incidents climbs here too, so the two cannot disagree.
 */
export function whoNow(book: Book, ask: WhoAsk): WhoNow {
  const { at, live } = ask;
  let moment = { at, by: MUSTER, live } as const;
  const start = writing(beginIncident, moment);
  start.add(declared(book, ask), book);
  start.add(assignRoles(start.now(), moment));
  let { state, changes } = told(start.now(), startLadder(start.now(), '', moment), moment);
  const rungs: Rung[] = rungsOf(changes, at);
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const alarm = changes.find((change) => change.type === 'exhausted');
    if (alarm !== undefined) return { rungs, alarm: { ...alarm, at: moment.at } };
    const [deadline] = escalation.deadlines?.(state) ?? [];
    if (deadline === undefined) break;
    moment = { ...moment, at: deadline.at };
    ({ state, changes } = told(state, escalation.pass?.(state, deadline, moment) ?? [], moment));
    rungs.push(...rungsOf(changes, moment.at));
  }
  return { rungs };
}

type Told = { readonly state: Incident; readonly changes: readonly IncidentChange[] };

function told(state: Incident, changes: readonly IncidentChange[], moment: Parameters<typeof writing>[1]): Told {
  const story = writing(state, moment);
  story.addAll(changes);
  return { state: story.now(), changes };
}

const rungsOf = (changes: readonly IncidentChange[], at: Instant): Rung[] =>
  changes.flatMap((change) => (change.type === 'levelPaged' ? [{ ...change, at }] : []));

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
