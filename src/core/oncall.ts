import type { PersonId } from './ids.ts';
import type { Reachability } from './reach/proofs.ts';
import { inOrder, lastWritten, placeAfter } from './oncall-edges.ts';
import { nextEdge } from './oncall-hours.ts';
import { boundary, hasBegun, turnAt } from './oncall-turns.ts';
import { absence, absences, isAway, isOutsideHours } from './plan/presence.ts';
import { type Layer, layersOf } from './plan/schedule.ts';
import { type Plan, type Schedule, entry } from './plan/schema.ts';
import { DAY_MS, type Instant, earliest, plusMs } from './time.ts';
import { plainInstant } from './wall.ts';

/** A swap made by chat, in addition to those of the plan. `to` is excluded. */
export type Override = {
  readonly schedule: string;
  readonly who: PersonId;
  readonly from: Instant;
  readonly to: Instant;
  readonly why?: string;
  /** Left out: somebody said so. */
  readonly source?: 'calendar';
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
/** Why nobody is on call in hours that the plan gives to no layer. */
export const NO_LAYER = 'no layer covers this hour';
export const NOT_BEGUN = 'the schedule has not begun';
export type Shift = OnCall & { readonly from: Instant };

/** One who can be on call now, in the order in which they are asked. */
export type Candidate = { readonly person: PersonId; readonly why: string };

/** Who is on call, until when, and why (domain 2.6). At the instant of a hand-over the new person has it. */
export const onCall = (
  plan: Plan,
  schedule: string,
  { at, live }: { readonly at: Instant; readonly live: Live },
): OnCall => turnsOn(plan, schedule, live)(at);

/**
 * The same for many instants: what may change is gathered and sorted once, so that a look at half a year costs a step for each
 * turn and not their square.
 */
export function turnsOn(plan: Plan, schedule: string, live: Live): (at: Instant) => OnCall {
  const found = entry(plan.schedules, schedule);
  if (found === undefined) return (at) => ({ until: plusMs(at, DAY_MS), why: `there is no schedule ${schedule}` });
  const overrides = overridesOf(schedule, found, live);
  const turning = { plan, schedule: found, swapAt: lastWritten(overrides) };
  const edges = edgesOf(turning, overrides);
  return (at) => {
    const now = holderAt(turning, at);
    let until = nextChange(turning, edges, at);
    // A change that changes nothing here (somebody else's leave) does not end the turn; the hand-over always does.
    const handOver = turnEnds(found, at);
    while (until < handOver && sameHolder(now, holderAt(turning, until))) until = nextChange(turning, edges, until);
    return { ...now, until };
  };
}

/** The turns between two instants, one after the other, without gaps; the first and last are cut to fit. */
export function shifts(plan: Plan, schedule: string, asked: Stretch & { readonly live: Live }): readonly Shift[] {
  const all: Shift[] = [];
  const turnAround = turnsOn(plan, schedule, asked.live);
  let { from } = asked;
  while (from < asked.to) {
    const now = turnAround(from);
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
  const swapAt = lastWritten(overridesOf(schedule, found, asked.live));
  return [...present({ plan, schedule: found, swapAt }, asked.at)];
}

type Swap = { readonly who: PersonId; readonly from: Instant; readonly to: Instant; readonly why?: string };
type Turning = {
  readonly plan: Plan;
  readonly schedule: Schedule;
  /** Who stands in at an instant. */
  readonly swapAt: (at: Instant) => Swap | undefined;
};
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

const nameOf = (plan: Plan, id: PersonId) => entry(plan.people, id)?.name ?? id;

/** Everyone who might have it, in order, the first being the one who should. */
function* line(turning: Turning, at: Instant): Generator<Candidate> {
  const { plan, schedule, swapAt } = turning;
  const swap = swapAt(at);
  if (swap !== undefined) {
    const name = nameOf(plan, swap.who);
    yield* withCover(plan, { person: swap.who, why: standsIn(name, swap) }, at);
  }
  for (const [i, layer] of layersAt(schedule, at).entries())
    yield* layerLine(turning, layer, { at, swap, isTop: i === 0 });
}

/** The layers that count at an instant, the one that wins first. */
const layersAt = (schedule: Schedule, at: Instant): readonly Layer[] =>
  layersOf(schedule)
    .filter(
      ({ rotate, only }) => !isOutsideHours(only, schedule.timezone, at) && hasBegun(rotate, schedule.timezone, at),
    )
    .toReversed();

type Within = { readonly at: Instant; readonly swap: Swap | undefined; readonly isTop: boolean };

function* layerLine({ plan, schedule }: Turning, { rotate, name: layer }: Layer, { at, swap, isTop }: Within) {
  const { people } = rotate;
  const place = turnAt(rotate, schedule.timezone, at) % people.length;
  const turn = people[place];
  if (turn === undefined) return;
  const first = isTop ? (swap?.who ?? turn) : turn;
  const name = nameOf(plan, first);
  const why = layer === undefined ? `${name}'s turn` : `${name}'s turn (${layer})`;
  if (!isTop || swap === undefined) yield* withCover(plan, { person: turn, why }, at);
  // Somebody who overrides without being in the rotation is followed by the one whose turn it would be.
  const after = first === turn ? place : people.includes(first) ? people.indexOf(first) : place - 1;
  for (let i = 1; i <= people.length; i += 1) {
    const next = people[(after + i + people.length) % people.length];
    if (next !== undefined && next !== first)
      yield { person: next, why: `${nameOf(plan, next)}, next in turn after ${name}` };
  }
}

function* withCover(plan: Plan, candidate: Candidate, at: Instant): Generator<Candidate> {
  yield candidate;
  const cover = coverOf(plan, candidate.person, at);
  if (cover !== undefined)
    yield { person: cover, why: `${nameOf(plan, cover)} covers for ${nameOf(plan, candidate.person)}` };
}

const standsIn = (name: string, { why }: Swap) => `${name} stands in${why === undefined ? '' : ` (${why})`}`;

function coverOf(plan: Plan, id: PersonId, at: Instant): PersonId | undefined {
  const person = entry(plan.people, id);
  return person === undefined ? undefined : absence(person, at)?.entry.cover;
}

/** One by one: most look at the first only. */
function* present(turning: Turning, at: Instant): Generator<Candidate, undefined> {
  const seen = new Set<string>();
  for (const candidate of line(turning, at)) {
    const { person: id } = candidate;
    const person = entry(turning.plan.people, id);
    if (seen.has(id) || person === undefined || isAway(person, at)) continue;
    seen.add(id);
    yield candidate;
  }
}

function holderAt(turning: Turning, at: Instant): Holder {
  return present(turning, at).next().value ?? { why: whyNobody(turning.schedule, at) };
}

function whyNobody(schedule: Schedule, at: Instant): string {
  const layers = layersOf(schedule);
  if (!layers.some(({ rotate }) => hasBegun(rotate, schedule.timezone, at))) return NOT_BEGUN;
  return layersAt(schedule, at).length === 0 ? NO_LAYER : 'everyone in it is away';
}

const sameHolder = (a: Holder, b: Holder) => a.person === b.person && a.why === b.why;

/** Where overrides and absences begin and end, in order. */
function edgesOf({ plan, schedule }: Turning, overrides: readonly Swap[]): readonly Instant[] {
  const rotating = layersOf(schedule).flatMap(({ rotate }) => rotate.people);
  const involved = new Set([...rotating, ...overrides.map(({ who }) => who)]);
  const persons = [...involved].flatMap((id) => entry(plan.people, id) ?? []);
  const covers = persons.flatMap(({ away }) =>
    away.flatMap(({ cover }) => (cover === undefined ? [] : (entry(plan.people, cover) ?? []))),
  );
  const people = new Set([...persons, ...covers]);
  return inOrder([...overrides, ...[...people].flatMap(absences)].flatMap(({ from, to }) => [from, to]));
}

/** The first instant after this one at which anything about this schedule may change. */
function nextChange({ schedule }: Turning, edges: readonly Instant[], at: Instant): Instant {
  const hours = layersOf(schedule).flatMap(({ only }) =>
    only === undefined ? [] : (nextEdge(only, schedule.timezone, at) ?? []),
  );
  const edge = edges[placeAfter(edges, at)];
  return earliest(nextHandOver(schedule, at), ...hours, ...(edge === undefined ? [] : [edge]));
}

/** The next hand-over after an instant; those that fall together in a missing hour count once. */
const nextHandOver = (schedule: Schedule, at: Instant) => handOverOf(layersOf(schedule), schedule.timezone, at);

const handOverOf = (layers: readonly Layer[], zone: string, at: Instant) =>
  earliest(...layers.map(({ rotate }) => boundary(rotate, zone, turnAt(rotate, zone, at) + 1)));

/** Where a turn ends although the same person goes on: the hand-over of the layers that count now; of all, where none does. */
function turnEnds(schedule: Schedule, at: Instant): Instant {
  const [top] = layersAt(schedule, at);
  return handOverOf(top === undefined ? layersOf(schedule) : [top], schedule.timezone, at);
}
