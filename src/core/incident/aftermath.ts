import type { Deadline, Moment, Owed, Settled } from '../aggregate.ts';
import { severityOf } from '../book.ts';
import type { PersonId } from '../ids.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, fromMs, plusDays, plusMs } from '../time.ts';
import { wallTime } from '../wall.ts';
import type { Effect } from './effects.ts';
import { retryMs } from './effects.ts';
import type { IncidentChange, IncidentEvent } from './events.ts';
import { callFor } from './ladder.ts';
import { COMMANDER } from './roles.ts';
import type { Facet, Incident } from './state.ts';

/** Review meeting due after close: three days for the worst severity, a week (five business days) else (domain 5.1). */
const REVIEW_AFTER_MS = { sev1: 3 * DAY_MS, other: 7 * DAY_MS } as const;
/** A reminder comes when people begin to work, not when the day is over at midnight. */
const MORNING = '09:00';
const REMIND_EVERY_MS = 7 * DAY_MS;

export type ActionItem = {
  readonly n: number;
  readonly what: string;
  readonly owner: PersonId;
  readonly due: string;
  readonly verify: string;
  readonly status: 'open' | 'done' | 'verified';
  readonly reminders: number;
};

/** What comes after the close: the postmortem, its review, and the promises made. */
export type Aftermath = {
  readonly closedAt: Instant | null;
  /** The revision that is owed; 0 while none is. */
  readonly wanted: number;
  readonly written: number;
  readonly file: string | null;
  readonly attempt: number;
  readonly at: Instant;
  readonly actions: readonly ActionItem[];
  readonly reviewReminders: number;
};

const begin: Aftermath = {
  closedAt: null,
  wanted: 0,
  written: 0,
  file: null,
  attempt: 1,
  at: fromMs(0),
  actions: [],
  reviewReminders: 0,
};

function evolve(slice: Aftermath, event: IncidentEvent): Aftermath {
  switch (event.type) {
    case 'closed':
      return { ...slice, closedAt: event.at, reviewReminders: 0, ...owedAgain(slice, event.at) };
    case 'reopened':
      return { ...slice, closedAt: null };
    case 'postmortemAsked':
      return { ...slice, ...owedAgain(slice, event.at) };
    case 'postmortemWritten':
      return { ...slice, written: event.revision, file: event.file, attempt: 1 };
    case 'postmortemFailed':
      return { ...slice, attempt: event.attempt + 1, at: plusMs(event.at, retryMs(event.attempt + 3)) };
    case 'reviewReminded':
      return { ...slice, reviewReminders: event.n };
    case 'actionAdded': {
      const { n, what, owner, due, verify } = event;
      return { ...slice, actions: [...slice.actions, { n, what, owner, due, verify, status: 'open', reminders: 0 }] };
    }
    case 'actionDone':
      return { ...slice, actions: changed(slice.actions, event.n, { status: 'done' }) };
    case 'actionVerified':
      return { ...slice, actions: changed(slice.actions, event.n, { status: 'verified' }) };
    case 'actionReminded':
      return { ...slice, actions: changed(slice.actions, event.n, { reminders: event.reminder }) };
    default:
      return slice;
  }
}

const owedAgain = (slice: Aftermath, at: Instant) => ({
  wanted: Math.max(slice.wanted, slice.written) + 1,
  attempt: 1,
  at,
});
const changed = (actions: readonly ActionItem[], n: number, change: Partial<ActionItem>) =>
  actions.map((action) => (action.n === n ? { ...action, ...change } : action));

function deadlines(incident: Incident): readonly Deadline[] {
  return [...review(incident), ...incident.aftermath.actions.flatMap((action) => reminder(incident, action))];
}

function review(incident: Incident): readonly Deadline[] {
  const { aftermath, lifecycle, book } = incident;
  const wanted = severityOf(book, lifecycle.severity)?.postmortem === 'required' && lifecycle.kind === 'real';
  if (aftermath.closedAt === null || !wanted || aftermath.reviewReminders > 0) return [];
  const after = lifecycle.severity === 'sev1' ? REVIEW_AFTER_MS.sev1 : REVIEW_AFTER_MS.other;
  const key = `${lifecycle.id}/review/${aftermath.wanted}`;
  return [{ key, at: plusMs(aftermath.closedAt, after), lane: 'house', facet: 'aftermath' }];
}

/** Reminded the morning after the day it was due, then weekly (domain 5.3). */
function reminder(incident: Incident, action: ActionItem): readonly Deadline[] {
  if (action.status !== 'open') return [];
  const dueAt = wallTime(plusDays(action.due, 1), MORNING, incident.book.plan.plan.timezone);
  if (dueAt === undefined) return [];
  const key = `${incident.lifecycle.id}/action/${action.n}/${action.reminders + 1}`;
  return [{ key, at: plusMs(dueAt, action.reminders * REMIND_EVERY_MS), lane: 'house', facet: 'aftermath' }];
}

function outstanding(incident: Incident): readonly Owed<Effect>[] {
  const { aftermath, lifecycle } = incident;
  if (aftermath.wanted <= aftermath.written) return [];
  const { attempt, wanted } = aftermath;
  const key = `${lifecycle.id}/postmortem/${wanted}.${attempt}`;
  return [
    {
      key,
      at: aftermath.at,
      lane: 'house',
      class: 'find or make',
      effect: { kind: 'postmortem', incident: lifecycle.id, attempt, revision: wanted },
    },
  ];
}

function pass(incident: Incident, deadline: Deadline, moment: Moment): readonly IncidentChange[] {
  const [, kind, n] = deadline.key.split('/');
  if (kind === 'review')
    return [
      { type: 'reviewReminded', n: 1 },
      ...told(
        incident,
        { target: incident.roles.holders[COMMANDER], why: 'the review of this incident is due' },
        moment,
      ),
    ];
  const action = incident.aftermath.actions.find((other) => other.n === Number(n));
  if (action === undefined) return [];
  const planOwner = incident.book.plan.plan.owner;
  const target = action.reminders === 0 ? action.owner : planOwner;
  const why = `action item ${action.n} "${action.what}" was due ${action.due}`;
  return [
    { type: 'actionReminded', n: action.n, reminder: action.reminders + 1 },
    ...told(incident, { target, why }, moment),
  ];
}

function told(
  incident: Incident,
  { target, why }: { readonly target: string | undefined; readonly why: string },
  moment: Moment,
): readonly IncidentChange[] {
  const person = target ?? incident.book.plan.plan.owner;
  const call = callFor(incident, { targets: [person], why, wakes: false }, moment);
  const quiet = call.pages.find(({ medium }) => medium === 'chat' || medium === 'email') ?? call.pages[0];
  return [{ ...call, pages: quiet === undefined ? [] : [{ ...quiet, at: quiet.heldUntil ?? moment.at }] }];
}

function settle(_incident: Incident, owed: Owed<Effect>, { outcome }: Settled): readonly IncidentChange[] {
  if (owed.effect.kind !== 'postmortem') return [];
  const { attempt, revision } = owed.effect;
  if (outcome.outcome === 'accepted') return [{ type: 'postmortemWritten', file: outcome.reference, revision }];
  return [{ type: 'postmortemFailed', attempt, reason: outcome.reason }];
}

export const aftermath: Facet<Aftermath> = { begin, evolve, deadlines, outstanding, pass, settle };
