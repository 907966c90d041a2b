import type { Plan } from '../plan/schema.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, HOUR_MS, dateOf, plusDays, plusSpan, readSpan } from '../time.ts';
import { fromWall, midnight, plusMonths } from '../wall.ts';

/** The hour of the day, in the company's zone, at which the day's reports are written: receivers are at work then. */
export const BATCH_HOUR = 10;

/** The next batch after this instant. */
export function nextBatch(at: Instant, zone: string): Instant {
  const today = midnight(at, zone);
  const first = fromWall(today + BATCH_HOUR * HOUR_MS, zone);
  return first > at ? first : fromWall(today + DAY_MS + BATCH_HOUR * HOUR_MS, zone);
}

/** `2026-W47`: the ISO 8601 week of a day, which belongs to the year of its Thursday. */
export function isoWeek(at: Instant, zone: string): string {
  const date = dateOf(at, zone);
  const day = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
  const thursday = plusDays(date, 4 - day);
  const year = thursday.slice(0, 4);
  const nth = Math.floor((Date.parse(thursday) - Date.parse(`${year}-01-01`)) / (7 * DAY_MS)) + 1;
  return `${year}-W${String(nth).padStart(2, '0')}`;
}

/** `2026-11`: the month of the week's Thursday. */
export function monthOfWeek(week: string): string {
  const [year = '', nth = ''] = week.split('-W');
  const fourth = `${year}-01-04`;
  const monday = plusDays(fourth, 1 - (new Date(`${fourth}T00:00:00Z`).getUTCDay() || 7));
  return plusDays(monday, (Number(nth) - 1) * 7 + 3).slice(0, 7);
}

/** When an answer is due that was promised within a span: at the hour of the batch, business days by the plan's calendar. */
export function replyBy(at: Instant, { plan, near_miss: { reply_within: within } }: Plan): Instant {
  const zone = plan.timezone;
  const days = /(\d+)bd/.exec(within)?.[1];
  const rest = readSpan(within.replace(/\d+bd/, ''));
  const begun = rest === undefined ? at : plusSpan(at, rest, zone);
  if (days === undefined) return begun;
  const closed = new Set(plan.holidays?.extra ?? []);
  let date = dateOf(begun, zone);
  for (let left = Number(days); left > 0;) {
    date = plusDays(date, 1);
    if (isWorkday(date) && !closed.has(date)) left -= 1;
  }
  return fromWall(Date.parse(`${date}T00:00Z`) + BATCH_HOUR * HOUR_MS, zone);
}

const isWorkday = (date: string) => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

export type Publish = Plan['near_miss']['publish'];

/** The last period of the digest that is over: `2026-10`, `2026-Q3`, `2026-W46`; undefined when nothing is published. */
export function periodBefore(at: Instant, zone: string, publish: Publish): string | undefined {
  switch (publish) {
    case 'never':
      return undefined;
    case 'weekly':
      return isoWeek(fromWall(midnight(at, zone) - 7 * DAY_MS, zone), zone);
    case 'monthly':
      return dateOf(fromWall(plusMonths(midnight(at, zone), -1), zone), zone).slice(0, 7);
    case 'quarterly': {
      const [year = '', month = ''] = dateOf(fromWall(plusMonths(midnight(at, zone), -3), zone), zone).split('-');
      return `${year}-Q${Math.ceil(Number(month) / 3)}`;
    }
    default:
      return publish satisfies never;
  }
}
