import type { Instant, Span } from '../../../../core/time.ts';
import { dateOf, DAY_MS } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';

const UNITS: Readonly<Record<string, readonly [one: string, more: string]>> = {
  s: ['s', 's'],
  m: ['min', 'min'],
  h: ['h', 'h'],
  d: ['day', 'days'],
  w: ['week', 'weeks'],
  mo: ['month', 'months'],
  y: ['year', 'years'],
  bd: ['business day', 'business days'],
};

/** A length of time as the plan writes it, in words: `2h10m` is `2 h 10 min`, `1d` is `1 day`. Other words stay as they are. */
export function spanWords(span: Span | string): string {
  const parts = [...span.matchAll(/(\d+)(mo|bd|[smhdwy])/g)];
  if (parts.map(([all]) => all).join('') !== span) return span;
  return parts.map(([, count = '', unit = '']) => `${count} ${UNITS[unit]?.[count === '1' ? 0 : 1] ?? unit}`).join(' ');
}

/** How much data may be lost, as a time; `none` where nothing of its own could be lost. */
export const rpoWords = (rpo: Span | 'none'): string => (rpo === 'none' ? 'none: no data of its own' : spanWords(rpo));

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `15 Sep 2026, 66 days ago`: a day of the plan, and how far it is from today in the company's zone. */
export function dayWords(date: string, now: Instant, zone: string): Html {
  const day = date.slice(0, 10);
  const days = Math.round((Date.parse(day) - Date.parse(dateOf(now, zone))) / DAY_MS);
  const far = days === 0 ? 'today' : days === 1 ? 'tomorrow' : days === -1 ? 'yesterday' : '';
  const words = far !== '' ? far : days > 0 ? `in ${days} days` : `${-days} days ago`;
  const month = MONTHS[Number(day.slice(5, 7)) - 1] ?? '';
  return html`<time datetime="${day}">${Number(day.slice(8, 10))} ${month} ${day.slice(0, 4)}</time>, ${words}`;
}
