import { markDistance, markedZone, markHour } from './marked-time.ts';
import { DateTime, IANAZone } from 'luxon';

/**
 * Time, as values. Only this file and `oncall.ts` see luxon.
 * An `Instant` is ISO 8601 in UTC with milliseconds, so that it sorts as text. A `Span` is a length of time as people
 * write it in a plan: `15m 2h10m 4h 2d 1w 3mo 1y 4bd` (bd: business days).
 */
declare const instantBrand: unique symbol;
declare const spanBrand: unique symbol;
export type Instant = string & { readonly [instantBrand]: true };
export type Span = string & { readonly [spanBrand]: true };

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const EXACT_UNIT_MS: Readonly<Record<string, number>> = {
  s: SECOND_MS,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};
const SPAN = /^(?:0*[1-9]\d{0,5}(?:mo|bd|[smhdwy]))+$/;
const SPAN_PART = /(\d+)(mo|bd|[smhdwy])/g;

/** The instant of so many milliseconds since 1970. Throws a RangeError outside the years a Date can hold. */
export const fromMs = (ms: number) => new Date(ms).toISOString() as Instant;
export const toMs = (at: Instant) => Date.parse(at);

/** Reads any ISO 8601 text that carries a zone or offset; undefined when it is not one. */
export function readInstant(text: string): Instant | undefined {
  if (!/^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : fromMs(ms);
}

/** An instant written in the source; throws when it is not one, for that is a bug. */
export function instant(text: string): Instant {
  const read = readInstant(text);
  if (read === undefined) throw new Error(`not an instant: ${text}`);
  return read;
}

export const plusMs = (at: Instant, ms: number) => fromMs(toMs(at) + ms);
export const msBetween = (from: Instant, to: Instant) => toMs(to) - toMs(from);
export const isBefore = (a: Instant, b: Instant) => a < b;
export const earliest = (...all: readonly Instant[]) => all.reduce((a, b) => (b < a ? b : a));
export const latest = (...all: readonly Instant[]) => all.reduce((a, b) => (b > a ? b : a));

/** A span as people write it, or undefined: `4h` is one, `4hours` is not. Each unit at most once, a number above zero. */
export function readSpan(text: string): Span | undefined {
  if (!SPAN.test(text)) return undefined;
  const units = [...text.matchAll(SPAN_PART)].map(([, , unit]) => unit);
  return new Set(units).size === units.length ? (text as Span) : undefined;
}

/** A span written in the source; throws when it is not one, for that is a bug. */
export function span(text: string): Span {
  const read = readSpan(text);
  if (read === undefined) throw new Error(`not a span: ${text}`);
  return read;
}

/** True for spans of fixed length (s m h d w); months, years and business days depend on the calendar. */
export const isExact = (text: Span) => !/mo|bd|y/.test(text);

/** Milliseconds of an exact span. Throws for months, years and business days: ask `plusSpan`. */
export function spanMs(text: Span): number {
  let ms = 0;
  for (const [, count, unit] of text.matchAll(SPAN_PART)) {
    const unitMs = EXACT_UNIT_MS[unit ?? ''];
    if (unitMs === undefined) throw new Error(`${text} has no fixed length`);
    ms += Number(count) * unitMs;
  }
  return ms;
}

/** `at` plus a span; months and years by the calendar of `zone`, clamped to the month's end. Throws for business days. */
export function plusSpan(at: Instant, text: Span, zone: string): Instant {
  if (isExact(text)) return plusMs(at, spanMs(text));
  let then = inZone(at, zone);
  for (const [, count, unit] of text.matchAll(SPAN_PART)) {
    if (unit === 'bd') throw new Error('business days need a calendar');
    if (unit === 'mo') then = then.plus({ months: Number(count) });
    else if (unit === 'y') then = then.plus({ years: Number(count) });
    else then = then.plus(Number(count) * (EXACT_UNIT_MS[unit ?? ''] ?? 0));
  }
  return fromMs(then.toMillis());
}

/** True for an IANA zone name such as `America/Detroit`; bare offsets and abbreviations such as `EST` are refused. */
export const isZone = (zone: string) =>
  (zone === 'UTC' || zone.includes('/')) && IANAZone.isValidZone(zone) && !/^[+-]/.test(zone);

/** Offsets change at quarter hours at the earliest, and are asked for over and over: most of luxon's work is finding them. */
const QUARTER_MS = 15 * MINUTE_MS;
const MOST_OFFSETS = 10_000;
const offsets = new Map<string, number>();

/** How far the zone's clocks are ahead of UTC at this instant, in ms. */
export const offsetMs = (at: Instant, named: string) => offsetOfMs(toMs(at), named);

/** The same at so many ms since 1970, for who counts with many of them. */
export function offsetOfMs(ms: number, named: string): number {
  const zone = markedZone(named) ?? named;
  const name = `${zone} ${Math.floor(ms / QUARTER_MS)}`;
  const known = offsets.get(name);
  if (known !== undefined) return known;
  const offset = IANAZone.create(zone).offset(ms) * MINUTE_MS;
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  offsets.set(name, offset);
  return offset;
}

const inZone = (at: Instant, zone: string) => DateTime.fromISO(at, { zone: markedZone(zone) ?? zone });
/** The wall clock of the zone as ISO text without a zone: `2026-11-20T14:05:00.000`. */
const onTheWall = (at: Instant, zone: string) => new Date(toMs(at) + offsetMs(at, zone)).toISOString().slice(0, -1);

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `14:05` in the zone. */
export const clockTime = (at: Instant, zone: string) => onTheWall(at, zone).slice(11, 16);
/** `2026-11-20` in the zone. */
export const dateOf = (at: Instant, zone: string) => onTheWall(at, zone).slice(0, 10);
/** `2026-11-20 14:05` in the zone. */
export const dateTime = (at: Instant, zone: string) => `${dateOf(at, zone)} ${clockTime(at, zone)}`;
/** The words, marked with their instant where the zone is each reader's own. */
const hour = (at: Instant, zone: string, words: string) =>
  markedZone(zone) === undefined ? words : markHour(toMs(at), words);

/** `Fri 20 Nov 14:05 EST`: for cards and pages, never without its zone. */
export const dayAndTime = (at: Instant, zone: string): string => hour(at, zone, plainDayAndTime(at, zone));

function plainDayAndTime(at: Instant, zone: string): string {
  const wall = new Date(`${onTheWall(at, zone)}Z`);
  const day = `${DAYS[wall.getUTCDay()] ?? ''} ${wall.getUTCDate()} ${MONTHS[wall.getUTCMonth()] ?? ''}`;
  return `${day} ${clockTime(at, zone)} ${zoneName(at, zone)}`;
}

/** `14:05 EST` on the reader's own day, `Sat 21 Nov 14:05 EST` on another, `Sat 1 Jan 2028 14:05 EST` in another year. */
export function shortTime(at: Instant, zone: string, now: Instant): string {
  const [date, today] = [dateOf(at, zone), dateOf(now, zone)];
  if (date === today) return hour(at, zone, `${clockTime(at, zone)} ${zoneName(at, zone)}`);
  const year = date.slice(0, 4);
  const day = plainDayAndTime(at, zone);
  return hour(at, zone, year === today.slice(0, 4) ? day : day.replace(/ (?=\d\d:)/, ` ${year} `));
}

const names = new Map<string, string>();

/** `EST`, `CET`, `BST`: as people of the region say it; English of one side of the Atlantic does not know the other's. */
export function zoneName(at: Instant, zone: string): string {
  const key = `${zone} ${offsetMs(at, zone)}`;
  const known = names.get(key);
  if (known !== undefined) return known;
  const [american = zone, british = zone] = ['en-US', 'en-GB'].map((locale) =>
    inZone(at, zone).setLocale(locale).toFormat('ZZZZ'),
  );
  const name = american.startsWith('GMT') ? british : american;
  names.set(key, name);
  return name;
}

/** A length of time in words, rounded to what a person would say: `40 s`, `22 min`, `2 h 10 min`, `3 d 4 h`. */
export function inWords(ms: number): string {
  const abs = Math.abs(ms);
  if (abs < 90 * SECOND_MS) return `${Math.round(abs / SECOND_MS)} s`;
  const minutes = Math.round(abs / MINUTE_MS);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** `in 22 min`, `5 min ago`, `now`. */
export function fromNow(at: Instant, now: Instant): string {
  const ms = msBetween(now, at);
  if (Math.abs(ms) < SECOND_MS) return 'now';
  return ms > 0 ? `in ${inWords(ms)}` : `${inWords(ms)} ago`;
}

/** `by 14:40 EST, in 22 min`: how every deadline is said. */
export const byWhen = (at: Instant, zone: string, now: Instant) =>
  `${shortTime(at, zone, now)}, ${distance(at, zone, now)}`;

/** `fromNow`, marked where the zone is each reader's own: it stays right on a card that is looked at later. */
export function distance(at: Instant, zone: string, now: Instant): string {
  const words = fromNow(at, now);
  return markedZone(zone) === undefined ? words : markDistance(toMs(at), words);
}

/** The calendar date so many days after another (`yyyy-mm-dd`). */
export const plusDays = (date: string, days: number) =>
  DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat('yyyy-LL-dd');

/** 1 (Monday) to 7 (Sunday) of an instant in a zone, as in ISO 8601. */
export const weekday = (at: Instant, zone: string) => new Date(`${onTheWall(at, zone)}Z`).getUTCDay() || 7;
