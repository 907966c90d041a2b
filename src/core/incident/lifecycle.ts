import type { Deadline, Moment } from '../aggregate.ts';
import { isWorse, severityOf } from '../book.ts';
import type { FunctionId, IncidentId, PlaybookId, PolicyId, SeverityId, SystemId } from '../ids.ts';
import { incidentId, playbookId, policyId, severityId } from '../ids.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, earliest, fromMs, HOUR_MS, inWords, latest, msBetween, plusMs, plusSpan } from '../time.ts';
import type { IncidentChange, IncidentEvent } from './events.ts';
import { MUSTER } from './events.ts';
import { callFor } from './ladder.ts';
import { leaderOf } from './roles.ts';
import { raiseSeverity } from './severity.ts';
import type { Facet, Incident } from './state.ts';
import { busyUntil } from './steps.ts';
import type { Unread } from './unread.ts';

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
  /** The last thing that anybody did, guests too. */
  readonly lastWordAt: Instant;
  /** Why it was cancelled. */
  readonly cancelledWhy: string | null;
  /** What of the record could not be read; the rest of the state is what the other events made. */
  readonly unread: readonly Unread[];
};

/** Works again, and nobody has closed it: asked about once a day, so that it is neither forgotten nor lost from the list. */
const ASK_TO_CLOSE_MS = DAY_MS;
const EPOCH = fromMs(0);
/**
 * A drill in which nobody has said or done anything for so long ends by itself, whether or not somebody had it: the longest
 * kind of exercise, a restore test, takes up to 4 h (domain 6.1), so whoever plays has spoken before.
 */
const DRILL_ENDS_MS = 4 * HOUR_MS;
/** A step or a wait under way puts that off, but nothing does beyond a day after the last word. */
const DRILL_ENDS_AT_LAST_MS = DAY_MS;

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
  lastWordAt: EPOCH,
  cancelledWhy: null,
  unread: [],
};

function evolve(before: Lifecycle, event: IncidentEvent): Lifecycle {
  const slice = event.by === MUSTER ? before : { ...before, lastWordAt: event.at };
  switch (event.type) {
    case 'declared': {
      const { id, title, kind, severity, functions, systems, playbook, policy, because, reporter, impactStartedAt } =
        event;
      return {
        ...begin,
        unread: slice.unread,
        lastWordAt: event.at,
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
      return { ...slice, phase: 'cancelled', closedAt: event.at, cancelledWhy: event.why };
    case 'reopened':
      return { ...slice, phase: 'open', closedAt: null, restoredAt: null, cancelledWhy: null };
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
  return [...undecided(incident), ...unclosed(incident), ...forgotten(incident)];
}

/** A drill that nobody ends would raise its alarm for ever. A real incident never ends by itself. */
function forgotten(incident: Incident): readonly Deadline[] {
  const { id, kind, phase, lastWordAt } = incident.lifecycle;
  if (kind !== 'drill' || phase !== 'open') return [];
  const busy = latest(lastWordAt, busyUntil(incident.steps) ?? lastWordAt);
  const at = earliest(plusMs(busy, DRILL_ENDS_MS), plusMs(lastWordAt, DRILL_ENDS_AT_LAST_MS));
  return [{ key: `${id}/forgotten/${lastWordAt}`.replaceAll(':', '.'), at, lane: 'house', facet: 'lifecycle' }];
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
  const { lifecycle, book } = incident;
  if (deadline.key.includes('/forgotten/')) return endForgotten(incident, moment);
  if (deadline.key.includes('/unclosed/')) {
    const target = leaderOf(incident) ?? book.plan.plan.owner;
    const why = `it works again, but nobody has closed it: finish what is open, then say "close ${lifecycle.id}"`;
    const call = callFor(incident, { targets: [target], why, wakes: false }, moment);
    return [{ ...call, pages: call.pages.slice(0, 1) }];
  }
  const worse = severityOf(book, lifecycle.severity)?.if_undecided;
  if (worse === undefined) return [];
  return raiseSeverity(incident, { to: severityId(worse), why: 'nobody decided how bad it is in time' }, moment);
}

function endForgotten({ lifecycle }: Incident, { at }: Moment): readonly IncidentChange[] {
  const silent = inWords(msBetween(lifecycle.lastWordAt, at));
  return [{ type: 'cancelled', why: `nobody said anything in this exercise for ${silent}, so it ended by itself` }];
}

export const lifecycle: Facet<Lifecycle> = { begin, evolve, deadlines, pass };
