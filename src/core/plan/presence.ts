import { DAY_MS, type Instant, weekday } from '../time.ts';
import type { Hours, Person } from './schema.ts';
import type { PlainTime } from './times.ts';
import { clockMs, fromWall, isWithin, midnight, plainInstant, plainMs } from '../wall.ts';

/** When somebody is there: away, asleep, at work. All in the person's own zone. */
export type Stretch = { readonly from: Instant; readonly to: Instant };

/** A day alone counts to its end; with an hour the end is excluded (domain 2.6). */
const awayEnd = (to: PlainTime, zone: string) =>
  to.length === 10 ? fromWall(plainMs(to) + DAY_MS, zone) : plainInstant(to, zone);

export type Away = Stretch & { readonly entry: Person['away'][number] };

/** When this person is away, by the plan. */
export const absences = (person: Person): readonly Away[] =>
  person.away.map((entry) => ({
    from: plainInstant(entry.from, person.timezone),
    to: awayEnd(entry.to, person.timezone),
    entry,
  }));

/** The absence that this instant falls into; the last written wins. */
export const absence = (person: Person, at: Instant): Away | undefined =>
  absences(person).findLast(({ from, to }) => isWithin(at, from, to));

export const isAway = (person: Person, at: Instant) => absence(person, at) !== undefined;

/** The end of the quiet hours that this instant falls into; undefined when the person may be paged. */
export function quietUntil(person: Person, at: Instant): Instant | undefined {
  const { quiet, timezone } = person;
  if (quiet === undefined) return undefined;
  const [from, to] = [clockMs(quiet.from), clockMs(quiet.to)];
  const today = midnight(at, timezone);
  const overMidnight = to <= from ? DAY_MS : 0;
  for (const day of [today - DAY_MS, today]) {
    const end = fromWall(day + to + overMidnight, timezone);
    if (isWithin(at, fromWall(day + from, timezone), end)) return end;
  }
  return undefined;
}

/** True when opening hours are known and this instant is outside them. They never stop a page (domain 2.6). */
export function isOutsideHours(hours: Hours | undefined, zone: string, at: Instant): boolean {
  if (hours === undefined || hours.open.length === 0) return false;
  const here = hours.timezone ?? zone;
  const today = midnight(at, here);
  const weekdayNow = weekday(at, here);
  return !hours.open.some(({ days, from, to }) => {
    const [opens, closes] = [clockMs(from), clockMs(to)];
    const overMidnight = closes <= opens ? DAY_MS : 0;
    return [-1, 0].some((shift) => {
      const day = ((weekdayNow - 1 + shift + 7) % 7) + 1;
      const start = today + shift * DAY_MS;
      return (
        days.includes(day) && isWithin(at, fromWall(start + opens, here), fromWall(start + closes + overMidnight, here))
      );
    });
  });
}
