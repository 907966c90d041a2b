import { DAY_MS, type Instant, MINUTE_MS, fromMs, offsetOfMs as offsetMs, toMs } from './time.ts';
import type { PlainTime } from './plan/times.ts';

/**
 * Wall-clock times of a zone as milliseconds, as if they were UTC, so that turns and quiet hours are counted on the clock on
 * the wall. Exact to the minute, which is what plans are written in.
 */
export function wallMs(at: Instant, zone: string): number {
  const ms = toMs(at);
  return Math.floor((ms + offsetMs(ms, zone)) / MINUTE_MS) * MINUTE_MS;
}

/**
 * The instant at which the clocks of a zone show this. In the repeated hour of autumn the first pass; in the missing hour of
 * spring the end of the gap (domain 2.6). Exact also where clocks change by half an hour, as on Lord Howe.
 */
export function fromWall(wall: number, zone: string): Instant {
  const [before, after] = [offsetMs(wall - DAY_MS, zone), offsetMs(wall + DAY_MS, zone)];
  const passes = [wall - before, wall - after].filter((ms) => offsetMs(ms, zone) === wall - ms);
  if (passes.length > 0) return fromMs(Math.min(...passes));
  let [low, high] = [Math.min(wall - before, wall - after), Math.max(wall - before, wall - after)];
  while (high - low > MINUTE_MS) {
    const middle = Math.floor((low + high) / 2 / MINUTE_MS) * MINUTE_MS;
    if (offsetMs(middle, zone) === before) low = middle;
    else high = middle;
  }
  return fromMs(high);
}

/** `2026-11-02T08:00` → milliseconds on the wall; a day alone is its midnight. */
export const plainMs = (plain: PlainTime) => Date.parse(plain.length === 10 ? `${plain}T00:00Z` : `${plain}Z`);

/** The instant of a day or hour that the plan writes. */
export const plainInstant = (plain: PlainTime, zone: string) => fromWall(plainMs(plain), zone);

/** The same day and hour so many calendar months later, clamped to the month's end. */
export function plusMonths(wall: number, months: number): number {
  const date = new Date(wall);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  return first + (Math.min(date.getUTCDate(), days) - 1) * DAY_MS + (wall % DAY_MS);
}

/** `08:30` → milliseconds since midnight; `24:00` is the next midnight. */
export const clockMs = (clock: string) => (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))) * MINUTE_MS;

/** The midnight, on the wall, of the day on which this instant falls. */
export const midnight = (at: Instant, zone: string) => Math.floor(wallMs(at, zone) / DAY_MS) * DAY_MS;

export const isWithin = (at: Instant, from: Instant, to: Instant) => toMs(from) <= toMs(at) && toMs(at) < toMs(to);

/**
 * The instant of a wall-clock time in a zone on a date (`yyyy-mm-dd`, `hh:mm`), as `fromWall` reads it; undefined for dates
 * and times that do not exist on any calendar.
 */
export function wallTime(date: string, time: string, zone: string): Instant | undefined {
  const wall = Date.parse(`${date}T${time}Z`);
  const exists = !Number.isNaN(wall) && new Date(wall).toISOString().startsWith(date);
  return exists ? fromWall(wall, zone) : undefined;
}
