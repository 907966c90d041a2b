import type { Live } from '../oncall.ts';
import { gapsBetween } from '../oncall-ahead.ts';
import type { Plan } from '../plan/schema.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, HOUR_MS, plusMs } from '../time.ts';
import { fromWall, midnight } from '../wall.ts';
import type { DutyNote, KnownGap } from './state.ts';
import { gapNotes } from './words.ts';

/** Gaps are looked for so far ahead, and told of again when they are so near. */
const AHEAD_MS = 14 * DAY_MS;
export const NEAR_MS = DAY_MS;
/** The hour of the daily look, by the company's clock. */
const LOOK_HOUR_MS = 9 * HOUR_MS;

export function lookAfter(at: Instant, zone: string): Instant {
  const today = midnight(at, zone) + LOOK_HOUR_MS;
  const first = fromWall(today, zone);
  return first > at ? first : fromWall(today + DAY_MS, zone);
}

type Around = { readonly plan: Plan; readonly live: Live; readonly at: Instant };

/** The gaps of the next 14 days, and what is to be said of those that were not known; one that is shorter now is the same one. */
export function look(around: Around, known: readonly KnownGap[]) {
  const { plan, live, at } = around;
  const stretch = { from: at, to: plusMs(at, AHEAD_MS), live };
  const gaps: KnownGap[] = [];
  const notes: DutyNote[] = [];
  for (const schedule of Object.keys(plan.schedules)) {
    for (const gap of gapsBetween(plan, schedule, stretch)) {
      const before = known.find((one) => one.schedule === schedule && one.from < gap.to && gap.from < one.to);
      if (before === undefined) notes.push(...gapNotes(around, { ...gap, schedule }, false));
      const from = before === undefined || before.from > gap.from ? gap.from : before.from;
      gaps.push({ schedule, from, to: gap.to, near: before?.near ?? gap.from <= plusMs(at, NEAR_MS) });
    }
  }
  return { gaps, notes };
}

/** The same gap a day before it begins; nothing when it has gone meanwhile. */
export function nearNotes(
  around: Around,
  { schedule, from }: Pick<KnownGap, 'schedule' | 'from'>,
): readonly DutyNote[] {
  const stretch = { from: around.at, to: plusMs(around.at, AHEAD_MS), live: around.live };
  const gap = gapsBetween(around.plan, schedule, stretch).find((one) => one.from <= from && from < one.to);
  return gap === undefined ? [] : gapNotes(around, { ...gap, schedule }, true);
}
