import { whoId } from '../ids.ts';
import type { Span } from '../time.ts';
import { DAY_MS, readSpan, spanMs, isExact } from '../time.ts';
import { type Read, block, id, leaf, listOf, refuse, shown } from './leaves.ts';

/** An hour of the week: `day` counts from 1, Monday. */
export type WeekHour = { readonly day: number; readonly time: string };

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const WEEK_HOUR = /^([a-z]{3})[a-z]* ((?:[01]\d|2[0-3]):[0-5]\d)$/i;

const weekHour = leaf((value): Read<WeekHour> => {
  const [, day = '', time = ''] = WEEK_HOUR.exec(typeof value === 'string' ? value.trim() : '') ?? [];
  const nth = DAYS.indexOf(day.toLowerCase()) + 1;
  if (nth > 0) return { value: { day: nth, time } };
  return refuse('L004', `${shown(value)} is not an hour of the week. Write it like "Tue 10:00".`);
});

const WEEK_MS = 7 * DAY_MS;
const MOST_WEEKS = 8;

const weeks = leaf((value): Read<Span> => {
  const read = typeof value === 'string' ? readSpan(value) : undefined;
  const count = read === undefined || !isExact(read) ? 0 : spanMs(read) / WEEK_MS;
  if (read !== undefined && Number.isInteger(count) && count >= 1 && count <= MOST_WEEKS) return { value: read };
  return refuse('L004', `${shown(value)} is not a number of whole weeks. Write 1w to ${MOST_WEEKS}w.`);
});

/**
 * The test messages that Muster sends by itself. `at` is in the company's zone; `who` may be left out: then everybody of
 * levels 1 and 2 of every policy.
 */
export const testPages = block({
  every: weeks.default('1w' as Span),
  at: weekHour,
  who: listOf(id(whoId)).exactOptional(),
});
