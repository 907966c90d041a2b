import { refuse } from '../aggregate.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, dateOf, plusMs } from '../time.ts';
import { readAmount } from './amount.ts';
import type { Refused } from './clean.ts';
import { readMoment } from './moment.ts';

/** A promise for later than this is kept by nobody who makes it; more is a slip of the year. */
const FARTHEST_DAYS = 2 * 366;
const FORMS = 'Write it like 2026-12-15, 15 Dec, Friday, tomorrow, 10d or 2w.';

export type Due = { readonly ok: true; readonly date: string } | Refused;

/** The day by which something is promised: a date, a weekday, or so long from now. `zone` is where the day ends. */
export function readDue(words: string, { now, zone }: { readonly now: Instant; readonly zone: string }): Due {
  const said = words
    .trim()
    .toLowerCase()
    .replace(/^(?:by|on|in|within)\s+/, '')
    .split(/\s+/);
  const date = readDate(said, { now, zone });
  if (date === undefined) return refuse('not-a-date', `"${words.slice(0, 40)}" is no day. ${FORMS}`);
  if (date > dateOf(plusMs(now, FARTHEST_DAYS * DAY_MS), zone))
    return refuse('too-far', `${date} is more than two years away. ${FORMS}`);
  return { ok: true, date };
}

function readDate(said: readonly string[], { now, zone }: { readonly now: Instant; readonly zone: string }) {
  const amount = readAmount(said);
  if (amount !== undefined && amount.used === said.length)
    return amount.ms > 10 * FARTHEST_DAYS * DAY_MS ? '9999-12-31' : dateOf(plusMs(now, amount.ms), zone);
  // Read as noon of that day, for a day alone is no moment.
  const moment = readMoment([...said, '12:00'], { now, zone, direction: 'future' });
  const whole = moment !== undefined && 'at' in moment && moment.used === said.length + 1;
  return whole && said.length > 0 ? dateOf(moment.at, zone) : undefined;
}
