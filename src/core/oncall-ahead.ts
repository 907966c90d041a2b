import type { PersonId } from './ids.ts';
import { type Live, NO_LAYER, type OnCall, type Shift, shifts, turnsOn } from './oncall.ts';
import type { Plan } from './plan/schema.ts';
import { DAY_MS, type Instant, plusMs } from './time.ts';

/** What is to come on a schedule: the next one, the turns of a person, hours that nobody has. */
type Asked = { readonly at: Instant; readonly live: Live };
type Stretch = { readonly from: Instant; readonly to: Instant; readonly live: Live };

/** Whoever looks further than this for somebody else on call will not find them. */
const LOOKED_AHEAD_MS = 120 * DAY_MS;

/** One passes it on to another at an instant; `undefined` stands for nobody. */
export type Change = {
  readonly at: Instant;
  readonly from: PersonId | undefined;
  readonly to: PersonId | undefined;
  /** How long the next one has it, and why. */
  readonly until: Instant;
  readonly why: string;
};

/** The next time after `at` that another person is on call; undefined when nobody else is in the next four months. */
export function nextChange(plan: Plan, schedule: string, { at, live }: Asked): Change | undefined {
  const turnAround = turnsOn(plan, schedule, live);
  const now = turnAround(at);
  const until = heldIn(turnAround, at);
  if (until >= plusMs(at, LOOKED_AHEAD_MS)) return undefined;
  const next = turnAround(until);
  return { at: until, from: now.person, to: next.person, until: heldIn(turnAround, until), why: next.why };
}

/** Until when the one who is on call at this instant stays so, over hand-overs to themselves. */
export const heldUntil = (plan: Plan, schedule: string, { at, live }: Asked): Instant =>
  heldIn(turnsOn(plan, schedule, live), at);

function heldIn(turnAround: (at: Instant) => OnCall, at: Instant): Instant {
  const first = turnAround(at);
  const end = plusMs(at, LOOKED_AHEAD_MS);
  let { until } = first;
  while (until < end) {
    const next = turnAround(until);
    if (next.person !== first.person) return until;
    until = next.until;
  }
  return until;
}

/** Turns one after the other, with those that one person has in a row for one reason as one. */
export function turnsBetween(plan: Plan, schedule: string, stretch: Stretch): readonly Shift[] {
  const all: Shift[] = [];
  for (const shift of shifts(plan, schedule, stretch)) {
    const last = all.at(-1);
    if (last !== undefined && last.person === shift.person && last.why === shift.why)
      all[all.length - 1] = { ...last, until: shift.until };
    else all.push(shift);
  }
  return all;
}

/** The turns of one person on every schedule, by when they begin. */
export const turnsOf = (plan: Plan, person: PersonId, stretch: Stretch) =>
  Object.keys(plan.schedules)
    .flatMap((schedule) =>
      turnsBetween(plan, schedule, stretch)
        .filter((shift) => shift.person === person)
        .map((shift) => ({ ...shift, schedule })),
    )
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));

export type Gap = { readonly from: Instant; readonly to: Instant; readonly why: string };

/**
 * When nobody is on call although somebody should be: everyone is away, or the turns have not begun. Hours that the plan leaves
 * to no layer are meant so. The first
 * begins with the stretch at the earliest; the last goes on to its real end.
 */
export function gapsBetween(plan: Plan, schedule: string, stretch: Stretch): readonly Gap[] {
  const all: Gap[] = [];
  for (const { person, from, until, why } of shifts(plan, schedule, stretch)) {
    if (person !== undefined || why === NO_LAYER) continue;
    const last = all.at(-1);
    const to = until < stretch.to ? until : heldUntil(plan, schedule, { at: from, live: stretch.live });
    if (last?.to === from && last.why === why) all[all.length - 1] = { ...last, to };
    else all.push({ from, to, why });
  }
  return all;
}
