import type { Deadline, Moment } from '../aggregate.ts';
import { nameOf, roleName } from '../book.ts';
import type { PersonId } from '../ids.ts';
import { whoId } from '../ids.ts';
import { whoToPage } from '../people.ts';
import { LEVEL_WAIT } from '../plan/who.ts';
import { textOf } from '../playbook/run.ts';
import { latest, MINUTE_MS, plusMs } from '../time.ts';
import type { Instant } from '../time.ts';
import type { StepCall } from './calls.ts';
import { waitOf } from './escalation.ts';
import type { IncidentChange } from './events.ts';
import { asking, callFor, findPages, policyOf } from './ladder.ts';
import { leaderOf } from './roles.ts';
import { isHere, isOut, peopleOut } from './standing.ts';
import type { Incident } from './state.ts';
import { stepsWithoutSign } from './step-holders.ts';
import type { OpenStep } from './step-holders.ts';

/**
 * Once somebody has the incident, the paging of the ladder is over; whoever else has something to do must still hear of it.
 * The holder of an open step is called so long after it opened, then a deputy, then whoever leads is told.
 */
const AFTER_MS = 2 * MINUTE_MS;

/** How long somebody who was called for has to answer: as long as on the first level, in ms. */
const answerMs = (incident: Incident) => waitOf(incident, policyOf(incident).levels[0]?.wait ?? LEVEL_WAIT);

/** One for each open step whose holder is silent. The key counts who was looked for, so that each call is another one. */
export function stepCalls(incident: Incident): readonly Deadline[] {
  const { lifecycle, escalation, calls } = incident;
  const { hadSince } = escalation;
  if (lifecycle.phase !== 'open' || hadSince === null) return [];
  return stepsWithoutSign(incident).flatMap((open) => {
    const call = calls.steps[open.entry.n];
    if (call?.told === open.person || isAnswered(incident, open, call)) return [];
    const key = `${lifecycle.id}/holder/${open.entry.n}/${open.person}/${call?.tried.length ?? 0}`;
    return [{ key, at: dueAt(incident, open, { call, hadSince }), lane: 'page', facet: 'calls' }];
  });
}

/** Somebody who was called in the holder's place is here: it is for them and the leader to settle who does it. */
const isAnswered = (incident: Incident, { person }: OpenStep, call: StepCall | undefined) =>
  call?.tried.some((other) => other !== person && isHere(incident, other as PersonId)) ?? false;

type Since = { readonly call: StepCall | undefined; readonly hadSince: Instant };

// oxlint-disable-next-line max-params -- the incident, the step, and since when
function dueAt(incident: Incident, { entry, role, person }: OpenStep, { call, hadSince }: Since): Instant {
  const { calls, roles } = incident;
  const opened = latest(entry.readyAt ?? hadSince, hadSince, roles.since[role] ?? hadSince);
  const first = plusMs(opened, AFTER_MS);
  const isTried = call?.tried.includes(person) === true;
  if (call !== undefined && isTried) return answerBy(incident, call);
  if (isOut(incident, person)) return first;
  const before = [calls.askedAt[person] ?? [], pagedNow(incident, person)].flat();
  return latest(first, ...before.map((at) => plusMs(at, answerMs(incident))));
}

/** The ladder is paging them at this moment, because whoever has it asked for one more. */
const pagedNow = ({ escalation }: Incident, person: PersonId): readonly Instant[] => {
  const { status, round, level, levelAt, pages } = escalation;
  const group = `${round}.${level}`;
  return status === 'paging' && pages.some((page) => page.person === person && page.group === group) ? [levelAt] : [];
};

/** Nobody waits for somebody who said no. */
function answerBy(incident: Incident, { last, at }: StepCall): Instant {
  const noes = last.flatMap((person) => {
    const no = incident.calls.noes[person];
    return no === undefined || no.at < at || no.asked ? [] : [no.at];
  });
  if (last.length === 0) return at;
  return noes.length === last.length ? latest(at, ...noes) : plusMs(at, answerMs(incident));
}

export function passStepCall(incident: Incident, { key }: Deadline, moment: Moment): readonly IncidentChange[] {
  const n = Number(key.split('/')[2]);
  const all = stepsWithoutSign(incident);
  const open = all.find(({ entry }) => entry.n === n);
  if (open === undefined) return [];
  const same = all.filter(({ role, person }) => role === open.role && person === open.person);
  return [toHolder(incident, open, { same, moment }) ?? toDeputy(incident, open, { same, moment })];
}

type With = { readonly same: readonly OpenStep[]; readonly moment: Moment };
const triedFor = ({ calls }: Incident, { entry }: OpenStep) => calls.steps[entry.n]?.tried ?? [];

/** All open steps of this role are said in one call: the same person is not called twice at once. */
// oxlint-disable-next-line max-params -- the incident, the step, and what is known around it
function toHolder(incident: Incident, open: OpenStep, { same, moment }: With): IncidentChange | undefined {
  const { person, role } = open;
  if (triedFor(incident, open).includes(person) || isOut(incident, person)) return undefined;
  const found = search(incident, person, moment);
  if (found.pages.length === 0) return undefined;
  const mine = same.filter((one) => !triedFor(incident, one).includes(person));
  const why = `${stepWords(mine, ['is', 'are'])} yours: ${textsOf(mine)}`;
  const asks = { what: 'step', steps: numbersOf(mine), role, of: person, tried: [person] } as const;
  return { type: 'paged', call: incident.escalation.calls + 1, why, asks, ...found };
}

// oxlint-disable-next-line max-params -- the incident, the step, and what is known around it
function toDeputy(incident: Incident, open: OpenStep, { same, moment }: With): IncidentChange {
  const { person, role } = open;
  const deputy = deputyOf(incident, open, moment);
  const found = deputy === undefined ? undefined : search(incident, deputy, moment);
  if (deputy === undefined || found === undefined || found.pages.length === 0)
    return toLeader(incident, open, { same, moment });
  const mine = same.filter((one) => !triedFor(incident, one).includes(deputy));
  const holder = nameOf(incident.book, person);
  const silent = isOut(incident, person) ? `${holder} cannot` : `${holder} does not answer`;
  const why = `${silent}. ${capital(stepWords(mine, ['needs', 'need']))} a ${roleName(role)}: ${textsOf(mine)}`;
  const asks = { what: 'step', steps: numbersOf(mine), role, of: person, tried: [person, deputy] } as const;
  return { type: 'paged', call: incident.escalation.calls + 1, why, asks, ...found };
}

/** Whoever leads is at work in it, so they are told at any hour, by one way. */
// oxlint-disable-next-line max-params -- the incident, the step, and what is known around it
function toLeader(incident: Incident, open: OpenStep, { same, moment }: With): IncidentChange {
  const { person, role } = open;
  const tried = triedFor(incident, open);
  const mine = same.filter((one) => one === open || tried.every((other) => triedFor(incident, one).includes(other)));
  const { id } = incident.lifecycle;
  const how = `Do it yourself, or give it to somebody: "assign ${id} ${open.entry.n} @name"`;
  const why = `nobody has answered for ${stepWords(mine)} (${roleName(role)}): ${textsOf(mine)}. ${how}`;
  const leader = whoLeads(incident);
  const targets = leader === undefined ? [] : [leader];
  const asks = { what: 'nobody', steps: numbersOf(mine), of: person } as const;
  const call = callFor(incident, { targets, why, asks, wakes: true }, moment);
  return { ...call, pages: call.pages.slice(0, 1) };
}

/** Who leads and is here; else whoever has it. */
export function whoLeads(incident: Incident): PersonId | undefined {
  const leader = leaderOf(incident);
  const has = incident.escalation.acknowledged.map(({ person }) => person);
  return leader !== undefined && isHere(incident, leader) ? leader : (has[0] ?? leader);
}

/** The next whom the plan names for the role, somebody awake first; not who was tried, said no, or is being asked just now. */
function deputyOf(incident: Incident, open: OpenStep, moment: Moment): string | undefined {
  const { plan } = incident.book;
  if (plan.roles[open.role] === undefined) return undefined;
  const { calls, roles } = incident;
  const busyMs = answerMs(incident);
  const asked = Object.keys(calls.askedAt).filter(
    (one) => plusMs(calls.askedAt[one] ?? moment.at, busyMs) > moment.at && roles.heard[one] === undefined,
  );
  const without = [...asked, ...peopleOut(incident), ...triedFor(incident, open), open.person];
  const ask = { ...asking(incident, moment), holders: {} };
  const { reach, held } = whoToPage(plan, [whoId(open.role)], { ...ask, without: [...ask.without, ...without] });
  return [...reach, ...held].find(({ person }) => plan.people[person] !== undefined)?.person;
}

const search = (incident: Incident, person: string, moment: Moment) =>
  findPages(
    incident,
    {
      targets: [whoId(person)],
      by: undefined,
      waitMs: answerMs(incident),
      without: [...incident.escalation.declined, ...peopleOut(incident)],
    },
    moment,
  );

const numbersOf = (steps: readonly OpenStep[]) => steps.map(({ entry }) => entry.n);
const textsOf = (steps: readonly OpenStep[]) => steps.map(({ entry }) => textOf(entry.step)).join('; ');

/** `step 3`, `steps 3 and 4`; with the verb that goes with it. */
function stepWords(steps: readonly OpenStep[], [one, several]: readonly [string, string] | readonly [] = []): string {
  const numbers = numbersOf(steps);
  const words =
    numbers.length === 1 ? `step ${numbers[0]}` : `steps ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
  const verb = numbers.length === 1 ? one : several;
  return verb === undefined ? words : `${words} ${verb}`;
}
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
