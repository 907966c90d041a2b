import type { Deadline, Moment } from '../aggregate.ts';
import { wakes } from '../book.ts';
import type { PersonId } from '../ids.ts';
import { personId, whoId } from '../ids.ts';
import { whoToPage } from '../people.ts';
import { spared } from '../plan/outsiders.ts';
import type { Instant } from '../time.ts';
import { fromMs, HOUR_MS, latest, MINUTE_MS, plusMs } from '../time.ts';
import type { Asks, By, IncidentChange, IncidentEvent } from './events.ts';
import { isPerson, MUSTER } from './events.ts';
import { asking, callFor } from './ladder.ts';
import type { Facet, Incident } from './state.ts';
import { busyUntil } from './steps.ts';

export const COMMANDER = 'incident_commander';
/** A commander of a waking severity who does nothing for so long is asked about (domain 3.2). */
const SILENT_MS = 20 * MINUTE_MS;
/** After so long in one role Muster proposes relief (domain 3.2). */
const RELIEF_MS = 8 * HOUR_MS;

export type Roles = {
  readonly holders: Readonly<Record<string, PersonId>>;
  readonly since: Readonly<Record<string, Instant>>;
  /** Roles whose holder has shown a sign of life, with the first such moment. */
  readonly accepted: Readonly<Record<string, Instant>>;
  /** Roles of the plan that nobody could be found for. */
  readonly gaps: readonly string[];
  /** The last thing each person did. */
  readonly heard: Readonly<Record<string, Instant>>;
  readonly silences: number;
  readonly silenceAt: Instant;
  /** Relief proposed so often, by role, since the present holder took it. */
  readonly reliefs: Readonly<Record<string, number>>;
  readonly handovers: number;
  /** Who started it, for as long as nobody else has said anything on it. */
  readonly starter: By | null;
};

const begin: Roles = {
  holders: {},
  since: {},
  accepted: {},
  gaps: [],
  heard: {},
  silences: 0,
  silenceAt: fromMs(0),
  reliefs: {},
  handovers: 0,
  starter: null,
};

function evolve(before: Roles, event: IncidentEvent): Roles {
  const slice = { ...(isPerson(event.by) ? heard(before, event) : before), starter: starterAfter(before, event) };
  switch (event.type) {
    case 'rolesAssigned': {
      const since = Object.fromEntries(Object.keys(event.holders).map((role) => [role, event.at]));
      const here = Object.entries(event.holders).filter(([, person]) => slice.heard[person] !== undefined);
      const accepted = Object.fromEntries(here.map(([role]) => [role, event.at]));
      return { ...slice, holders: event.holders, since, accepted, gaps: event.gaps };
    }
    case 'roleAssigned': {
      const accepted = { ...slice.accepted };
      delete accepted[event.role];
      // Who is at work in it need not answer once more for being given a role.
      if (slice.heard[event.person] !== undefined) accepted[event.role] = event.at;
      return {
        ...slice,
        accepted,
        holders: { ...slice.holders, [event.role]: event.person },
        since: { ...slice.since, [event.role]: event.at },
        reliefs: { ...slice.reliefs, [event.role]: 0 },
        gaps: slice.gaps.filter((role) => role !== event.role),
        handovers: slice.handovers + (event.from === null ? 0 : 1),
      };
    }
    case 'commanderSilent':
      return { ...slice, silences: slice.silences + 1, silenceAt: event.at };
    case 'reliefProposed':
      return { ...slice, reliefs: { ...slice.reliefs, [event.role]: (slice.reliefs[event.role] ?? 0) + 1 } };
    default:
      return slice;
  }
}

function starterAfter({ starter }: Roles, event: IncidentEvent): By | null {
  if (event.type === 'declared') return event.by;
  return event.by === MUSTER || event.by === starter ? starter : null;
}

function heard(slice: Roles, event: IncidentEvent): Roles {
  const roles = Object.keys(slice.holders).filter(
    (role) => slice.holders[role] === event.by && slice.accepted[role] === undefined,
  );
  const accepted = Object.fromEntries(roles.map((role) => [role, event.at]));
  return { ...slice, heard: { ...slice.heard, [event.by]: event.at }, accepted: { ...slice.accepted, ...accepted } };
}

/** Who holds the plan's roles at this moment: the holder, or who stands in; roles that nobody can fill are named. */
export function assignRoles(incident: Incident, moment: Moment): IncidentChange {
  const holders: Record<string, PersonId> = {};
  const gaps: string[] = [];
  for (const role of Object.keys(incident.book.plan.roles)) {
    const ask = { ...asking(incident, moment, true), holders: {}, without: outsiders(incident) };
    const person = whoToPage(incident.book.plan, [whoId(role)], ask).reach[0]?.person;
    if (person !== undefined && incident.book.plan.people[person] !== undefined) holders[role] = personId(person);
    else if (incident.book.plan.roles[role]?.who !== 'bot') gaps.push(role);
  }
  return { type: 'rolesAssigned', holders, gaps };
}

/** In an exercise a role of somebody who is not called goes to a deputy who is. */
const outsiders = ({ lifecycle, book }: Incident) => (lifecycle.kind === 'drill' ? spared(book.plan) : []);

export const commanderOf = (incident: Incident): PersonId | undefined => incident.roles.holders[COMMANDER];

/**
 * Whom to tell what a leader must know: the commander; one who was named, never appeared and was asked about in vain gives
 * way to whoever has it (domain 3.2, commander silent). Undefined while there is neither.
 */
export function leaderOf(incident: Incident): PersonId | undefined {
  const { roles, escalation } = incident;
  const commander = commanderOf(incident);
  const has = escalation.acknowledged.map(({ person }) => person);
  if (commander === undefined) return has[0];
  const askedAbout = roles.silences > 0 && roles.silenceAt >= (roles.since[COMMANDER] ?? roles.silenceAt);
  const appeared = roles.heard[commander] !== undefined;
  return appeared || !askedAbout ? commander : (has[0] ?? commander);
}

/** The next person the plan names for a role, other than its holder and anybody who already said they can't. */
export function deputyFor(incident: Incident, role: string, moment: Moment): PersonId | null {
  const holder = incident.roles.holders[role];
  const { people, roles } = incident.book.plan;
  if (roles[role] === undefined) return otherResponder(incident, holder);
  const without = [...outsiders(incident), ...incident.escalation.declined, ...(holder === undefined ? [] : [holder])];
  const ask = { ...asking(incident, moment, true), holders: {}, without };
  const found = whoToPage(incident.book.plan, [whoId(role)], ask).reach.find(
    ({ person }) => people[person] !== undefined,
  );
  return found === undefined ? otherResponder(incident, holder) : personId(found.person);
}

const otherResponder = (incident: Incident, holder: string | undefined) =>
  incident.escalation.acknowledged.map(({ person }) => person).find((person) => person !== holder) ?? null;

function deadlines(incident: Incident): readonly Deadline[] {
  const { lifecycle } = incident;
  if (lifecycle.phase !== 'open') return [];
  return [...silence(incident), ...reliefs(incident)];
}

function silence(incident: Incident): readonly Deadline[] {
  const { lifecycle, roles, book } = incident;
  const commander = commanderOf(incident);
  if (commander === undefined || !wakes(book, lifecycle.severity) || incident.escalation.status !== 'acknowledged')
    return [];
  const busy = busyUntil(incident.steps) ?? fromMs(0);
  const since = latest(
    roles.heard[commander] ?? fromMs(0),
    roles.since[COMMANDER] ?? fromMs(0),
    roles.silenceAt,
    busy,
    firstAnswer(incident),
  );
  const key = `${lifecycle.id}/silent/${roles.silences + 1}`;
  return [{ key, at: plusMs(since, SILENT_MS), lane: 'page', facet: 'roles' }];
}

const firstAnswer = (incident: Incident) => incident.escalation.acknowledged[0]?.at ?? incident.lifecycle.declaredAt;

function reliefs(incident: Incident): readonly Deadline[] {
  const { roles, lifecycle } = incident;
  return Object.entries(roles.accepted).flatMap(([role]) => {
    const nth = (roles.reliefs[role] ?? 0) + 1;
    const since = roles.since[role];
    const holder = roles.holders[role];
    if (since === undefined || holder === undefined) return [];
    const key = `${lifecycle.id}/relief/${role}/${holder}/${roles.handovers}.${nth}`;
    return [{ key, at: plusMs(since, nth * RELIEF_MS), lane: 'room', facet: 'roles' }] as const;
  });
}

function pass(incident: Incident, deadline: Deadline, moment: Moment): readonly IncidentChange[] {
  const [, kind, role = COMMANDER] = deadline.key.split('/');
  if (kind === 'silent') return passSilence(incident, moment);
  const person = incident.roles.holders[role];
  if (person === undefined) return [];
  return [{ type: 'reliefProposed', role, person, to: deputyFor(incident, role, moment) }];
}

function passSilence(incident: Incident, moment: Moment): readonly IncidentChange[] {
  const person = commanderOf(incident);
  if (person === undefined) return [];
  const deputy = deputyFor(incident, COMMANDER, moment);
  const since = incident.roles.heard[person] ?? incident.roles.since[COMMANDER] ?? incident.lifecycle.declaredAt;
  const noted = { type: 'commanderSilent', person, deputy, since } as const;
  const why = 'the incident commander has been silent for 20 min: take over with "lead", or say how it stands';
  const asks: Asks =
    deputy === null ? { what: 'join' } : { what: 'role', role: COMMANDER, from: person, handed: false };
  return [noted, callFor(incident, { targets: [deputy ?? person], why, asks }, moment)];
}

export const roles: Facet<Roles> = { begin, evolve, deadlines, pass };
