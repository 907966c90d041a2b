import type { Deadline, Moment } from '../aggregate.ts';
import type { Book } from '../book.ts';
import { passStepDeadline, stepDeadlines } from '../playbook/deadlines.ts';
import type { Stamped } from '../playbook/evolve-step.ts';
import type { StepEvent } from '../playbook/events.ts';
import { evolveRun } from '../playbook/evolve.ts';
import type { Entry, Run } from '../playbook/run.ts';
import { beginRun, entriesOf, entryOf, isGroup, isLive as isLiveStep, roleOf, textOf } from '../playbook/run.ts';
import type { Instant } from '../time.ts';
import { HOUR_MS, MINUTE_MS, plusMs, spanMs } from '../time.ts';
import { applied } from './decide-step.ts';
import type { IncidentChange, IncidentEvent } from './events.ts';
import { callFor } from './ladder.ts';
import { isLive } from './lifecycle.ts';
import { leaderOf } from './roles.ts';
import type { Facet, Incident } from './state.ts';
import { stepContext, timesOf } from './step-context.ts';
import { writing } from './writing.ts';

/** The playbook in play. The machine in `core/playbook` knows the rules; this side brings it into the incident. */
export type Steps = { readonly run: Run; readonly confirmed: readonly string[] };

const begin: Steps = { run: beginRun, confirmed: [] };

function evolve(slice: Steps, event: IncidentEvent, book: Book): Steps {
  if (event.type === 'hookConfirmed')
    return { ...slice, confirmed: [...slice.confirmed, `${event.step}/${event.run}`] };
  if (!isStepEvent(event)) return slice;
  return { ...slice, run: evolveRun(slice.run, event, book.playbooks) };
}

/** The events that the step machine knows are named after steps, playbooks and closing points. */
const isStepEvent = (event: IncidentEvent): event is Extract<IncidentEvent, Stamped<StepEvent>> =>
  /^(?:step|playbook|exitTicked)/.test(event.type);

/** Hooks that steps ask for and that may run: those with `confirm_by` wait for that role's yes. */
export function hooksAsked(
  incident: Incident,
): readonly { readonly step: number; readonly name: string; readonly run: number; readonly at: Instant }[] {
  return entriesOf(incident.steps.run).flatMap((entry) => {
    const name = entry.step.run;
    if (name === undefined || entry.state !== 'doing' || entry.hookRuns === 0 || needsConfirmation(incident, entry))
      return [];
    return [
      {
        step: entry.n,
        name,
        run: entry.hookRuns,
        at: entry.startedAt ?? entry.readyAt ?? incident.lifecycle.declaredAt,
      },
    ];
  });
}

export const needsConfirmation = (incident: Incident, entry: Entry) =>
  incident.book.plan.hooks[entry.step.run ?? '']?.confirm_by !== undefined &&
  !incident.steps.confirmed.includes(`${entry.n}/${entry.hookRuns}`);

/** Until when somebody is known to be at work: the planned end of a step under way, or the end of a wait. */
export function busyUntil({ run }: Steps): Instant | undefined {
  const ends = entriesOf(run).flatMap((entry) => {
    if (entry.waitsUntil !== null && isLiveStep(entry)) return [entry.waitsUntil];
    if (entry.state !== 'doing' || entry.startedAt === null || isGroup(entry)) return [];
    const takes = entry.step.takes === undefined ? 15 * MINUTE_MS : spanMs(entry.step.takes);
    // More time asked for counts as work only so far: "extend 3 7d" must not keep Muster quiet for a week.
    return [plusMs(entry.startedAt, takes + Math.min(entry.extraMs, Math.max(takes, HOUR_MS)))];
  });
  return ends.length === 0 ? undefined : ends.reduce((a, b) => (b > a ? b : a));
}

/** Steps that somebody should still do, as "3 Call the carrier". Waits do not keep an incident open. */
export const openSteps = ({ run }: Steps): readonly string[] =>
  entriesOf(run)
    .filter((entry) => isLiveStep(entry) && !isGroup(entry) && entry.step.wait === undefined)
    .map((entry) => `${entry.n} ${textOf(entry.step)}`);

function deadlines(incident: Incident): readonly Deadline[] {
  if (!isLive(incident)) return [];
  return stepDeadlines(incident.steps.run, timesOf(incident)).map(({ key, at }) => ({
    key: `${incident.lifecycle.id}/${key}`,
    at,
    lane: 'room',
    facet: 'steps',
  }));
}

/** What is overdue is on the card at once; half as much again, and a missed "by", goes to whoever leads. */
function pass(incident: Incident, deadline: Deadline, moment: Moment): readonly IncidentChange[] {
  const key = deadline.key.slice(incident.lifecycle.id.length + 1);
  const found = stepDeadlines(incident.steps.run, timesOf(incident)).find((other) => other.key === key);
  const decision = passStepDeadline(incident.steps.run, { key }, stepContext(incident, moment));
  if (!decision.ok) return [];
  const story = writing(incident, moment);
  story.addAll(applied(incident, decision, moment));
  const entry = found === undefined ? undefined : entryOf(incident.steps.run, found.step);
  if (entry !== undefined && (found?.kind === 'overdue150' || found?.kind === 'by'))
    story.addAll(nudge(story.now(), { entry, kind: found.kind }, moment));
  return story.changes();
}

function nudge(
  incident: Incident,
  { entry, kind }: { readonly entry: Entry; readonly kind: string },
  moment: Moment,
): readonly IncidentChange[] {
  const leader = leaderOf(incident);
  const target = kind === 'by' ? (entry.owner ?? incident.roles.holders[roleOf(entry)] ?? leader) : leader;
  if (target === undefined || incident.escalation.status !== 'acknowledged') return [];
  const late = kind === 'by' ? 'should be done by now' : 'takes much longer than planned';
  const why = `step ${entry.n} ${late}: ${textOf(entry.step)}`;
  // Who has done something in this incident is awake; for anybody else the severity decides.
  const isUp = incident.roles.heard[target] !== undefined;
  const call = callFor(incident, { targets: [target], why, ...(isUp ? { wakes: true } : {}) }, moment);
  return [{ ...call, pages: call.pages.slice(0, 1) }];
}

export const steps: Facet<Steps> = { begin, evolve, deadlines, pass };
