import type { Decision, Moment } from '../aggregate.ts';
import { decided, refuse } from '../aggregate.ts';
import { isWorse, roleName } from '../book.ts';
import { severityId } from '../ids.ts';
import { clockDecided, enter, pageAcknowledged } from '../playbook/arrange.ts';
import type { StepDecision } from '../playbook/draft.ts';
import { entriesOf, entryOf, findStep, isLive as isLiveStep, textOf } from '../playbook/run.ts';
import { hookReturned } from '../playbook/trouble.ts';
import type { IncidentChange } from './events.ts';
import { callFor, policyOf } from './ladder.ts';
import { COMMANDER } from './roles.ts';
import { whoLeads } from './step-calls.ts';
import { raiseSeverity } from './severity.ts';
import { isHere } from './standing.ts';
import type { Incident } from './state.ts';
import { stepContext } from './step-context.ts';
import { askMachine } from './step-order.ts';
import type { StepOrder } from './step-order.ts';
import { writing } from './writing.ts';

/** Goes into a playbook; severity and privacy were settled by whoever declared. */
export function enterPlaybook(incident: Incident, playbook: string, moment: Moment): readonly IncidentChange[] {
  if (!Object.hasOwn(incident.book.playbooks, playbook)) return [];
  const decision = enter(incident.steps.run, { playbook }, stepContext(incident, moment));
  const apart = (effect: { readonly kind: string }) => effect.kind !== 'severity' && effect.kind !== 'private';
  return decision.ok ? applied(incident, { ...decision, effects: decision.effects.filter(apart) }, moment) : [];
}

export function decideStep(incident: Incident, order: StepOrder, moment: Moment): Decision<IncidentChange> {
  if (order.do === 'confirm') return confirm(incident, order.step, moment);
  const decision = askMachine(incident.steps.run, order, stepContext(incident, moment));
  if (!decision.ok) return decision;
  const story = writing(incident, moment);
  story.addAll(applied(incident, decision, moment));
  if (order.do === 'stuck') story.addAll(leaderTold(story.now(), story.changes(), moment));
  return decided(...story.changes());
}

/** Whoever leads hears of a stuck step at once, unless they said so themselves or are called for it already. */
function leaderTold(incident: Incident, changes: readonly IncidentChange[], moment: Moment): readonly IncidentChange[] {
  const leader = whoLeads(incident);
  const stuck = changes.find((change) => change.type === 'stepStuck');
  const entry = stuck === undefined ? undefined : entryOf(incident.steps.run, stuck.step);
  const isCalled = changes.some(
    (change) => change.type === 'paged' && change.pages.some((page) => page.person === leader),
  );
  if (stuck === undefined || entry === undefined || leader === undefined || leader === moment.by || isCalled) return [];
  if (incident.escalation.status !== 'acknowledged' || incident.lifecycle.phase !== 'open') return [];
  const why = `step ${entry.n} is stuck: ${stuck.why} (${textOf(entry.step)})`;
  const wakes = isHere(incident, leader) ? { wakes: true } : {};
  const call = callFor(incident, { targets: [leader], why, ...wakes }, moment);
  return call.pages.length === 0 ? [] : [{ ...call, pages: call.pages.slice(0, 1) }];
}

/** Only the role that the plan names for a hook may let it run, or the commander. */
function confirm(incident: Incident, words: string, { by }: Moment): Decision<IncidentChange> {
  const step = findStep(incident.steps.run, words);
  if (step?.step.run === undefined) return refuse('no-such-step', `Step ${words} is none that Muster runs by itself.`);
  const role = incident.book.plan.hooks[step.step.run]?.confirm_by;
  const { holders } = incident.roles;
  const may = role === undefined || holders[role] === undefined || holders[role] === by || holders[COMMANDER] === by;
  if (!may) return refuse('not-allowed', `"${step.step.run}" runs only when the ${roleName(role)} says so.`);
  const run = step.hookRuns;
  const known = incident.steps.confirmed.includes(`${step.n}/${run}`);
  return known ? decided() : decided({ type: 'hookConfirmed', step: step.n, run });
}

/** Step events, and what they do to the incident around them: severity, privacy, pages, questions about clocks. */
export function applied(
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
          story.addAll(raiseSeverity(now, { to: severityId(effect.to), why: effect.why }, moment));
        break;
      case 'private':
        if (!now.lifecycle.private) story.add({ type: 'madePrivate', why: effect.why });
        break;
      case 'page':
        story.add(
          callFor(
            now,
            {
              targets: effect.targets.flatMap((target) => targetsOf(now, target)),
              why: effect.why,
              asks: { what: 'join' },
            },
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
