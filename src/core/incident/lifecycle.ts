import type { Deadline, Moment } from '../aggregate.ts';
import { isWorse, severityOf } from '../book.ts';
import type { FunctionId, IncidentId, PlaybookId, PolicyId, SeverityId, SystemId } from '../ids.ts';
import { incidentId, playbookId, policyId, severityId } from '../ids.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, fromMs, plusMs, plusSpan } from '../time.ts';
import type { IncidentChange, IncidentEvent } from './events.ts';
import { callFor } from './ladder.ts';
import { COMMANDER } from './roles.ts';
import { raiseSeverity } from './severity.ts';
import type { Facet, Incident } from './state.ts';

export type Phase = 'open' | 'restored' | 'closed' | 'cancelled';

/** What the incident is and where it stands. The five instants stay apart (design 4); a missing one is null, never zero. */
export type Lifecycle = {
  readonly id: IncidentId;
  readonly title: string;
  readonly kind: 'real' | 'drill';
  readonly phase: Phase;
  readonly severity: SeverityId;
  readonly severitySince: Instant;
  readonly private: boolean;
  readonly functions: readonly FunctionId[];
  readonly systems: readonly SystemId[];
  readonly playbook: PlaybookId;
  readonly policy: PolicyId;
  readonly because: string;
  readonly reporter: string;
  readonly impactStartedAt: Instant | null;
  readonly firstReportedAt: Instant;
  readonly declaredAt: Instant;
  readonly restoredAt: Instant | null;
  readonly closedAt: Instant | null;
  /** Since when it waits for its close, or was last asked about. */
  readonly waitsSince: Instant;
};

/** Works again, and nobody has closed it: asked about once a day, so that it is neither forgotten nor lost from the list. */
const ASK_TO_CLOSE_MS = DAY_MS;
const EPOCH = fromMs(0);

const begin: Lifecycle = {
  id: incidentId('real', 0),
  title: '',
  kind: 'real',
  phase: 'cancelled',
  severity: severityId('sev3'),
  severitySince: EPOCH,
  private: false,
  functions: [],
  systems: [],
  playbook: playbookId(''),
  policy: policyId(''),
  because: '',
  reporter: '',
  impactStartedAt: null,
  firstReportedAt: EPOCH,
  declaredAt: EPOCH,
  restoredAt: null,
  closedAt: null,
  waitsSince: EPOCH,
};

function evolve(slice: Lifecycle, event: IncidentEvent): Lifecycle {
  switch (event.type) {
    case 'declared': {
      const { id, title, kind, severity, functions, systems, playbook, policy, because, reporter, impactStartedAt } =
        event;
      return {
        ...begin,
        id,
        title,
        kind,
        severity,
        functions,
        systems,
        playbook,
        policy,
        because,
        reporter,
        impactStartedAt,
        private: event.private,
        phase: 'open',
        firstReportedAt: event.firstReportedAt,
        declaredAt: event.at,
        severitySince: event.at,
      };
    }
    case 'impactMoved':
      return { ...slice, impactStartedAt: event.to };
    case 'severityChanged':
      return { ...slice, severity: event.to, severitySince: event.at };
    case 'hitChanged':
      return { ...slice, functions: event.functions, systems: event.systems };
    case 'madePrivate':
      return { ...slice, private: true };
    case 'restored':
      return { ...slice, phase: 'restored', restoredAt: event.restoredAt, waitsSince: event.at };
    case 'paged':
      return { ...slice, waitsSince: event.at };
    case 'closed':
      return { ...slice, phase: 'closed', closedAt: event.at };
    case 'cancelled':
      return { ...slice, phase: 'cancelled', closedAt: event.at };
    case 'reopened':
      return { ...slice, phase: 'open', closedAt: null, restoredAt: null };
    default:
      return slice;
  }
}

/** Being worked on: open, or restored and waiting for its close. */
export const isLive = (incident: Incident) =>
  incident.lifecycle.phase === 'open' || incident.lifecycle.phase === 'restored';

/** The moment RTO and MTD run from: when it began to hurt, or else when it was first reported. */
export const clockStart = (slice: Lifecycle) => slice.impactStartedAt ?? slice.firstReportedAt;

function deadlines(incident: Incident): readonly Deadline[] {
  return [...undecided(incident), ...unclosed(incident)];
}

/**
 * A severity such as *unclear* must be decided in time, or it becomes the worse one (domain 3.2). Not in a drill: nothing is
 * wrong, and nobody shall be woken for it because nobody said how bad it is (domain 6.2, D8).
 */
function undecided({ lifecycle, book }: Incident): readonly Deadline[] {
  const rule = severityOf(book, lifecycle.severity);
  const decides = lifecycle.kind !== 'drill' && lifecycle.phase === 'open';
  if (!decides || rule?.decide_within === undefined || rule.if_undecided === undefined) return [];
  if (!isWorse(rule.if_undecided, lifecycle.severity)) return [];
  const at = plusSpan(lifecycle.severitySince, rule.decide_within, book.plan.plan.timezone);
  const key = `${lifecycle.id}/decide/${lifecycle.severitySince}`.replaceAll(':', '.');
  return [{ key, at, lane: 'page', facet: 'lifecycle' }];
}

function unclosed({ lifecycle }: Incident): readonly Deadline[] {
  if (lifecycle.phase !== 'restored') return [];
  const key = `${lifecycle.id}/unclosed/${lifecycle.waitsSince}`.replaceAll(':', '.');
  return [{ key, at: plusMs(lifecycle.waitsSince, ASK_TO_CLOSE_MS), lane: 'house', facet: 'lifecycle' }];
}

function pass(incident: Incident, deadline: Deadline, moment: Moment): readonly IncidentChange[] {
  const { lifecycle, book, roles, escalation } = incident;
  if (deadline.key.includes('/unclosed/')) {
    const target = roles.holders[COMMANDER] ?? escalation.acknowledged[0]?.person ?? book.plan.plan.owner;
    const why = `it works again, but nobody has closed it: finish what is open, then say "close ${lifecycle.id}"`;
    const call = callFor(incident, { targets: [target], why, wakes: false }, moment);
    return [{ ...call, pages: call.pages.slice(0, 1) }];
  }
  const worse = severityOf(book, lifecycle.severity)?.if_undecided;
  if (worse === undefined) return [];
  return raiseSeverity(incident, { to: severityId(worse), why: 'nobody decided how bad it is in time' }, moment);
}

export const lifecycle: Facet<Lifecycle> = { begin, evolve, deadlines, pass };
