import type { Book } from '../book.ts';
import { companyZone, nameOf } from '../book.ts';
import type { ActionItem } from '../incident/aftermath.ts';
import type { Instant } from '../time.ts';
import { DAY_MS, dateOf } from '../time.ts';

/** How many whole days lie ahead until the end of the day on which it is due, in the company's zone; below zero it is late. */
export function daysLeft(due: string, at: Instant, book: Book): number {
  const today = dateOf(at, companyZone(book));
  return Math.round((Date.parse(`${due}T00:00Z`) - Date.parse(`${today}T00:00Z`)) / DAY_MS);
}

/** `today`, `tomorrow`, `in 12 days`, `1 day late`. */
export function dueInWords(days: number): string {
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  return days > 0 ? `in ${days} days` : `${-days} ${days === -1 ? 'day' : 'days'} late`;
}

export const isOverdue = (action: ActionItem, at: Instant, book: Book) =>
  action.status === 'open' && daysLeft(action.due, at, book) < 0;

/** `2026-12-01, in 12 days`; how long is left is of interest only while something is left to do. */
export const dueWords = (action: ActionItem, at: Instant, book: Book) =>
  action.status === 'open' ? `${action.due}, ${dueInWords(daysLeft(action.due, at, book))}` : action.due;

const STATES = { open: 'open', done: 'done, not verified yet', verified: 'verified' } as const;

/** The state in words: late is a word, not a colour. */
export const stateWords = (action: ActionItem, at: Instant, book: Book) =>
  isOverdue(action, at, book) ? 'OVERDUE' : STATES[action.status];

/** `2 second line for the phones (Nina Kaur, due 2026-12-15, in 12 days; open)`. */
export const actionLine = (action: ActionItem, at: Instant, book: Book) =>
  `${action.n} ${action.what} (${nameOf(book, action.owner)}, due ${dueWords(action, at, book)}; ${stateWords(action, at, book)})`;
