import type { Deadline, Decision, Moment } from '../aggregate.ts';
import { decided, refuse } from '../aggregate.ts';
import type { Book } from '../book.ts';
import { chooseStep, finishStep, happened, startStep, checkStep } from '../playbook/act.ts';
import type { Answer } from '../playbook/act.ts';
import {
  addStep,
  assignStep,
  clockDecided,
  enter,
  extendStep,
  keepFor,
  moveStep,
  pageAcknowledged,
  tickExit,
} from '../playbook/arrange.ts';
import { passStepDeadline, stepDeadlines } from '../playbook/deadlines.ts';
import type { StepContext, StepDecision } from '../playbook/draft.ts';
import type { Stamped } from '../playbook/evolve-step.ts';
import type { StepEvent } from '../playbook/events.ts';
import { evolveRun } from '../playbook/evolve.ts';
import type { Entry, Run } from '../playbook/run.ts';
import {
  beginRun,
  entriesOf,
  entryOf,
  findStep,
  isGroup,
  isLive as isLiveStep,
  roleOf,
  textOf,
} from '../playbook/run.ts';
import { hookReturned, notPossible, skipStep, stuckStep, undoStep } from '../playbook/trouble.ts';
import { severityId } from '../ids.ts';
import { isWorse } from '../book.ts';
import type { Instant } from '../time.ts';
import { MINUTE_MS, plusMs, spanMs } from '../time.ts';
import type { IncidentChange, IncidentEvent } from './events.ts';
import { callFor, policyOf } from './ladder.ts';
import { isLive } from './lifecycle.ts';
import { COMMANDER } from './roles.ts';
import { raiseSeverity } from './severity.ts';
import type { Facet, Incident } from './state.ts';
import { stepContext, timesOf } from './step-context.ts';
import { writing } from './writing.ts';

/** The playbook in play. The machine in `core/playbook` knows the rules; this side brings it into the incident. */
export type Steps = { readonly run: Run; readonly confirmed: readonly string[] };

/** What somebody wants done with a step; `step` is a number as people say it, or the step's id. */
export type StepOrder =
  | { readonly do: 'start' | 'undo' | 'confirm'; readonly step: string }
  | { readonly do: 'done' | 'happened'; readonly step: string; readonly note: string; readonly keep: readonly string[] }
  | { readonly do: 'check'; readonly step: string; readonly answer: Answer; readonly note: string }
  | { readonly do: 'choose'; readonly step: string; readonly choice: string; readonly note: string }
  | { readonly do: 'stuck' | 'skip' | 'not possible'; readonly step: string; readonly why: string }
  | { readonly do: 'assign'; readonly step: string; readonly person: string }
  | { readonly do: 'extend'; readonly step: string; readonly ms: number }
  | { readonly do: 'keep'; readonly step: string; readonly items: readonly string[] }
  | { readonly do: 'move'; readonly step: string; readonly before: string }
  | { readonly do: 'add'; readonly text: string; readonly who?: string; readonly after?: number }
  | { readonly do: 'exit'; readonly exit: number }
  | { readonly do: 'enter'; readonly playbook: string };

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

/** Goes into a playbook; severity and privacy were settled by whoever declared. */
export function enterPlaybook(incident: Incident, playbook: string, moment: Moment): readonly IncidentChange[] {
  if (!Object.hasOwn(incident.book.playbooks, playbook)) return [];
  const decision = enter(incident.steps.run, { playbook }, stepContext(incident, moment));
  const apart = (effect: { readonly kind: string }) => effect.kind !== 'severity' && effect.kind !== 'private';
  return decision.ok ? applied(incident, { ...decision, effects: decision.effects.filter(apart) }, moment) : [];
}

export function decideStep(incident: Incident, order: StepOrder, moment: Moment): Decision<IncidentChange> {
  if (order.do === 'confirm') return confirm(incident, order.step);
  const decision = ask(incident, order, moment);
  return decision.ok ? decided(...applied(incident, decision, moment)) : decision;
}

function ask(incident: Incident, order: Exclude<StepOrder, { readonly do: 'confirm' }>, moment: Moment): StepDecision {
  const { run } = incident.steps;
  const context = stepContext(incident, moment);
  switch (order.do) {
    case 'add':
      return addStep(run, order, context);
    case 'exit':
      return tickExit(run, order, context);
    case 'enter':
      return enter(run, order, context);
    default:
      return askOf(run, { order, step: numberOf(run, order.step) }, context);
  }
}

type OnStep = { readonly order: Extract<StepOrder, { readonly step: string }>; readonly step: number };

function askOf(run: Run, { order, step }: OnStep, context: StepContext): StepDecision {
  switch (order.do) {
    case 'start':
    case 'confirm':
      return startStep(run, { step }, context);
    case 'undo':
      return undoStep(run, { step }, context);
    case 'done':
      return finishStep(run, { step, note: order.note, keep: order.keep }, context);
    case 'happened':
      return happened(run, { step, note: order.note }, context);
    case 'check':
      return checkStep(run, { step, answer: order.answer, note: order.note }, context);
    case 'choose':
      return chooseStep(run, { step, choice: order.choice, note: order.note }, context);
    case 'stuck':
      return stuckStep(run, { step, why: order.why }, context);
    case 'skip':
      return skipStep(run, { step, why: order.why }, context);
    case 'not possible':
      return notPossible(run, { step, why: order.why }, context);
    case 'assign':
      return assignStep(run, { step, person: order.person }, context);
    case 'extend':
      return extendStep(run, { step, ms: order.ms }, context);
    case 'keep':
      return keepFor(run, { step, items: order.items }, context);
    case 'move':
      return moveStep(run, { step, before: numberOf(run, order.before) }, context);
    default:
      return order satisfies never;
  }
}

/** 0 for a step that nobody knows: the machine's refusal then names those that are open. */
const numberOf = (run: Run, words: string) => findStep(run, words)?.n ?? 0;

function confirm(incident: Incident, words: string): Decision<IncidentChange> {
  const step = findStep(incident.steps.run, words);
  if (step?.step.run === undefined) return refuse('no-such-step', `Step ${words} is none that Muster runs by itself.`);
  const run = step.hookRuns;
  const known = incident.steps.confirmed.includes(`${step.n}/${run}`);
  return known ? decided() : decided({ type: 'hookConfirmed', step: step.n, run });
}

/** Step events, and what they do to the incident around them: severity, privacy, pages, questions about clocks. */
function applied(
  incident: Incident,
  { events, effects }: Extract<StepDecision, { ok: true }>,
  moment: Moment,
): readonly IncidentChange[] {
  const story = writing(incident, moment);
  story.addAll(events);
  for (const effect of effects) {
    const now = story.now();
    switch (effect.kind) {
      case 'severity':
        if (!effect.atLeast || isWorse(effect.to, now.lifecycle.severity))
          story.addAll(raiseSeverity(now, severityId(effect.to), effect.why, moment));
        break;
      case 'private':
        if (!now.lifecycle.private) story.add({ type: 'madePrivate', why: effect.why });
        break;
      case 'page':
        story.add(
          callFor(
            now,
            { targets: effect.targets.flatMap((target) => targetsOf(now, target)), why: effect.why },
            moment,
          ),
        );
        break;
      case 'clock':
        story.add({ type: 'clockAsked', clocks: effect.clocks });
        break;
      case 'hook':
      case 'close offered':
        break;
      default:
        effect satisfies never;
    }
  }
  return story.changes();
}

/** A policy stands for its first level; a role that nobody holds, for the commander. */
function targetsOf(incident: Incident, target: string): readonly string[] {
  const { plan } = incident.book;
  const policy = Object.hasOwn(plan.escalation, target) ? plan.escalation[target] : undefined;
  if (policy !== undefined) return policy.levels[0]?.page ?? [];
  const known = [plan.people, plan.roles, plan.schedules, plan.vendors, incident.roles.holders].some((names) =>
    Object.hasOwn(names, target),
  );
  if (known) return [target];
  const stands = incident.roles.holders[COMMANDER] ?? policyOf(incident).levels[0]?.page[0];
  return stands === undefined ? [] : [stands];
}

/** Steps that brought somebody in are done when that person answers. */
export function stepsAnswered(incident: Incident, person: string, moment: Moment): readonly IncidentChange[] {
  const story = writing(incident, moment);
  for (const entry of entriesOf(incident.steps.run)) {
    const asked = incident.escalation.pages.some(
      (page) => page.person === person && page.group.startsWith('c') && page.via === textOf(entry.step),
    );
    if (entry.step.page === undefined || !isLiveStep(entry) || !asked) continue;
    const decision = pageAcknowledged(story.now().steps.run, { step: entry.n }, stepContext(story.now(), moment));
    if (decision.ok) story.addAll(applied(story.now(), decision, moment));
  }
  return story.changes();
}

export function stepsAfterClock(incident: Incident, clock: string, moment: Moment): readonly IncidentChange[] {
  const decision = clockDecided(incident.steps.run, { clock }, stepContext(incident, moment));
  return decision.ok ? applied(incident, decision, moment) : [];
}

type Returned = { readonly step: number; readonly run: number; readonly ok: boolean; readonly text: string };
export function stepsAfterHook(incident: Incident, returned: Returned, moment: Moment): readonly IncidentChange[] {
  const decision = hookReturned(incident.steps.run, returned, stepContext(incident, moment));
  return decision.ok ? applied(incident, decision, moment) : [];
}

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
    return [plusMs(entry.startedAt, takes + entry.extraMs)];
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
  const leader = incident.roles.holders[COMMANDER] ?? incident.escalation.acknowledged[0]?.person;
  const target = kind === 'by' ? (entry.owner ?? incident.roles.holders[roleOf(entry)] ?? leader) : leader;
  if (target === undefined || incident.escalation.status !== 'acknowledged') return [];
  const late = kind === 'by' ? 'should be done by now' : 'takes much longer than planned';
  const call = callFor(
    incident,
    { targets: [target], why: `step ${entry.n} ${late}: ${textOf(entry.step)}`, wakes: true },
    moment,
  );
  return [{ ...call, pages: call.pages.slice(0, 1) }];
}

export const steps: Facet<Steps> = { begin, evolve, deadlines, pass };
