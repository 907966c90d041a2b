import type { PersonId } from './ids.ts';
import { absence, absences, isAway } from './plan/presence.ts';
import type { Reachability } from './reach/proofs.ts';
import { type Plan, type Schedule, entry } from './plan/schema.ts';
import { fromWall, isWithin, plainInstant, plainMs, plusMonths, wallMs } from './wall.ts';
import { DAY_MS, type Instant, type Span, spanMs, earliest, plusMs, span } from './time.ts';

/** A swap made by chat, in addition to those of the plan. `to` is excluded. */
export type Override = {
  readonly schedule: string;
  readonly who: PersonId;
  readonly from: Instant;
  readonly to: Instant;
  readonly why?: string;
};
/** `reach`: which ways to people are proved and which failed; missing where nobody keeps that. */
export type Live = { readonly overrides: readonly Override[]; readonly reach?: Reachability };
export const NO_OVERRIDES: Live = { overrides: [] };

export type OnCall = {
  /** Nobody: the schedule has not begun, or everyone in it is away. */
  readonly person?: PersonId;
  /** When this may change: hand-over, override or absence begins or ends; excluded. */
  readonly until: Instant;
  /** Plain words: `Ivy Sorensen's turn`, `Ivy Sorensen stands in (leave)`. */
  readonly why: string;
};
export type Shift = OnCall & { readonly from: Instant };

/** One who can be on call now, in the order in which they are asked. */
export type Candidate = { readonly person: PersonId; readonly why: string };

/** Who is on call, until when, and why (domain 2.6). At the instant of a hand-over the new person has it. */
export function onCall(plan: Plan, schedule: string, asked: { readonly at: Instant; readonly live: Live }): OnCall {
  const { at, live } = asked;
  const found = entry(plan.schedules, schedule);
  if (found === undefined) return { until: plusMs(at, DAY_MS), why: `there is no schedule ${schedule}` };
  const turn = { plan, schedule: found, overrides: overridesOf(schedule, found, live) };
  const now = holderAt(turn, at);
  let until = nextChange(turn, at);
  // A change that changes nothing here (somebody else's leave) does not end the turn; the hand-over always does.
  const handOver = boundary(found, turnAt(found, at) + 1);
  while (until < handOver && sameHolder(now, holderAt(turn, until))) until = nextChange(turn, until);
  return { ...now, until };
}

/** The turns between two instants, one after the other, without gaps; the first and last are cut to fit. */
export function shifts(plan: Plan, schedule: string, asked: Stretch & { readonly live: Live }): readonly Shift[] {
  const all: Shift[] = [];
  let { from } = asked;
  while (from < asked.to) {
    const now = onCall(plan, schedule, { at: from, live: asked.live });
    const until = earliest(now.until, asked.to);
    all.push({ ...now, from, until });
    from = until;
  }
  return all;
}
type Stretch = { readonly from: Instant; readonly to: Instant };

/**
 * All who could be on call at an instant and are not away: the one whose turn it is (or who overrides), the cover, then the
 * next in turn. For whom to ask when the first says that they cannot.
 */
export function inTurn(
  plan: Plan,
  schedule: string,
  asked: { readonly at: Instant; readonly live: Live },
): readonly Candidate[] {
  const found = entry(plan.schedules, schedule);
  if (found === undefined) return [];
  return present({ plan, schedule: found, overrides: overridesOf(schedule, found, asked.live) }, asked.at);
}

type Swap = { readonly who: PersonId; readonly from: Instant; readonly to: Instant; readonly why?: string };
type Turning = { readonly plan: Plan; readonly schedule: Schedule; readonly overrides: readonly Swap[] };
type Holder = { readonly person?: PersonId; readonly why: string };

/** Overrides as instants, in the order written: the plan's, then those made by chat. */
function overridesOf(id: string, schedule: Schedule, live: Live): readonly Swap[] {
  const planned = schedule.overrides.map(({ from, to, ...rest }) => ({
    ...rest,
    from: plainInstant(from, schedule.timezone),
    to: plainInstant(to, schedule.timezone),
  }));
  return [...planned, ...live.overrides.filter((override) => override.schedule === id)];
}

type Step = { readonly months: number; readonly ms: number };

function stepOf(every: Span): Step {
  let months = 0;
  let ms = 0;
  for (const [part, count, unit] of every.matchAll(/(\d+)(mo|[mhdwy])/g)) {
    if (unit === 'mo') months += Number(count);
    else if (unit === 'y') months += 12 * Number(count);
    else ms += spanMs(span(part));
  }
  return { months, ms };
}

/** The instant at which the nth turn begins: counted on the wall of the schedule's zone, from its first hand-over. */
function boundary({ rotate, timezone }: Schedule, n: number): Instant {
  const { months, ms } = stepOf(rotate.every);
  return fromWall(plusMonths(plainMs(rotate.from), n * months) + n * ms, timezone);
}

/** The number of the turn that an instant falls into; negative before the schedule begins. */
function turnAt(schedule: Schedule, at: Instant): number {
  const { months, ms } = stepOf(schedule.rotate.every);
  const about = months * 30.4 * DAY_MS + ms;
  let n = Math.floor((wallMs(at, schedule.timezone) - plainMs(schedule.rotate.from)) / about);
  while (boundary(schedule, n + 1) <= at) n += 1;
  while (boundary(schedule, n) > at) n -= 1;
  return n;
}

const nameOf = (plan: Plan, id: PersonId) => entry(plan.people, id)?.name ?? id;

/** Everyone who might have it, in order, the first being the one who should. */
function* line(turning: Turning, at: Instant): Generator<Candidate> {
  const { plan, schedule } = turning;
  const { people } = schedule.rotate;
  const n = turnAt(schedule, at);
  const place = ((n % people.length) + people.length) % people.length;
  const swap = turning.overrides.findLast(({ from, to }) => isWithin(at, from, to));
  const turn = n < 0 ? undefined : people[place];
  const first = swap?.who ?? turn;
  if (first === undefined) return;
  const name = nameOf(plan, first);
  yield { person: first, why: swap === undefined ? `${name}'s turn` : standsIn(name, swap) };
  const cover = coverOf(plan, first, at);
  if (cover !== undefined) yield { person: cover, why: `${nameOf(plan, cover)} covers for ${name}` };
  if (turn === undefined) return;
  // Somebody who overrides without being in the rotation is followed by the one whose turn it would be.
  const after = swap === undefined ? place : people.includes(first) ? people.indexOf(first) : place - 1;
  for (let i = 1; i <= people.length; i += 1) {
    const next = people[(after + i + people.length) % people.length];
    if (next !== undefined && next !== first)
      yield { person: next, why: `${nameOf(plan, next)}, next in turn after ${name}` };
  }
}

const standsIn = (name: string, { why }: Swap) => `${name} stands in${why === undefined ? '' : ` (${why})`}`;

function coverOf(plan: Plan, id: PersonId, at: Instant): PersonId | undefined {
  const person = entry(plan.people, id);
  return person === undefined ? undefined : absence(person, at)?.entry.cover;
}

function present(turning: Turning, at: Instant): readonly Candidate[] {
  const seen = new Set<string>();
  return [...line(turning, at)].filter(({ person: id }) => {
    const person = entry(turning.plan.people, id);
    if (seen.has(id) || person === undefined || isAway(person, at)) return false;
    seen.add(id);
    return true;
  });
}

function holderAt(turning: Turning, at: Instant): Holder {
  const [first] = present(turning, at);
  if (first !== undefined) return first;
  return { why: boundary(turning.schedule, 0) > at ? 'the schedule has not begun' : 'everyone in it is away' };
}

const sameHolder = (a: Holder, b: Holder) => a.person === b.person && a.why === b.why;

/** The first instant after this one at which anything about this schedule may change. */
function nextChange({ plan, schedule, overrides }: Turning, at: Instant): Instant {
  const involved = new Set([...schedule.rotate.people, ...overrides.map(({ who }) => who)]);
  const persons = [...involved].flatMap((id) => entry(plan.people, id) ?? []);
  const covers = persons.flatMap(({ away }) =>
    away.flatMap(({ cover }) => (cover === undefined ? [] : (entry(plan.people, cover) ?? []))),
  );
  const edges = [...overrides, ...[...persons, ...covers].flatMap(absences)].flatMap(({ from, to }) => [from, to]);
  return earliest(nextBoundary(schedule, at), ...edges.filter((edge) => edge > at));
}

/** The next hand-over after an instant; those that fall together in a missing hour count once. */
const nextBoundary = (schedule: Schedule, at: Instant) => boundary(schedule, turnAt(schedule, at) + 1);
