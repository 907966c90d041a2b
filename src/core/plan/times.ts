import { type Span, isExact, isZone, readSpan, spanMs } from '../time.ts';
import { type Read, leaf, refuse, shown } from './leaves.ts';

/** A day (`2026-11-02`) or a day and an hour (`2026-11-02T08:00`), without a zone: the entry's own zone applies. */
export type PlainTime = string;

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(?:s|secs?|seconds?)$/, 's'],
  [/^(?:m|mins?|minutes?)$/, 'm'],
  [/^(?:h|hrs?|hours?)$/, 'h'],
  [/^(?:d|days?)$/, 'd'],
  [/^(?:w|wks?|weeks?)$/, 'w'],
  [/^(?:mo|mon|months?)$/, 'mo'],
  [/^(?:y|yrs?|years?)$/, 'y'],
  [/^(?:bd|business days?|working days?)$/, 'bd'],
];
const HUNDRED_YEARS_MS = 36_525 * 86_400_000;

/** `4 hours` → `4h`, when it is clear what was meant. */
function betterSpan(value: unknown): string | undefined {
  const parts = /^\s*(\d{1,6})\s*([a-z ]+?)\s*$/i.exec(typeof value === 'string' ? value : '');
  const unit = UNITS.find(([word]) => word.test(parts?.[2]?.toLowerCase() ?? ''))?.[1];
  return parts && unit !== undefined ? `${Number(parts[1])}${unit}` : undefined;
}

function readAnySpan(value: unknown): Read<Span> {
  const span = typeof value === 'string' ? readSpan(value) : undefined;
  if (span === undefined) {
    if (typeof value === 'number')
      return refuse('L004', `${value} has no unit. Write \`${value}m\` for minutes, \`${value}h\` for hours.`);
    const better = betterSpan(value);
    const hint = better === undefined ? 'Write it like 15m, 4h, 2d, 1w or 3mo.' : `Write \`${better}\`.`;
    return refuse('L004', `${shown(value)} is not a duration. ${hint}`);
  }
  const numbers = (span.match(/\d+/g) ?? []).map(Number);
  if (numbers.every((n) => n === 0)) return refuse('L004', `${shown(value)} is no time at all. Write at least \`1m\`.`);
  const tooLong = isExact(span) ? spanMs(span) > HUNDRED_YEARS_MS : numbers.some((n) => n > 1_200);
  return tooLong ? refuse('L004', `${shown(value)} is longer than a hundred years.`) : { value: span };
}

function readExactSpan(value: unknown): Read<Span> {
  const span = readAnySpan(value);
  if (!('value' in span) || isExact(span.value)) return span;
  return refuse('L004', `${shown(value)} has no fixed length. Write minutes, hours, days or weeks, such as 4h or 5d.`);
}

/** A span of any kind, calendar ones too: for reviews, exercises and legal limits. */
export const anySpan = leaf(readAnySpan);

/** A span of fixed length: what a timer in an incident may run on. `1mo` and `5bd` are refused. */
export const exactSpan = leaf(readExactSpan);

const orWord = <const W extends string>(read: (value: unknown) => Read<Span>, words: readonly W[]) =>
  leaf((value): Read<Span | W> => {
    const word = words.find((known) => known === value);
    if (word !== undefined) return { value: word };
    const span = read(value);
    return 'value' in span ? span : refuse('L004', `${span.say} Or write ${words.join(', ')}.`);
  });

/** A span of any kind, or one of a few words that stand for something else than a length of time. */
export const spanOr = <const W extends string>(...words: readonly W[]) => orWord(readAnySpan, words);
/** A span of fixed length, or one of a few words. */
export const exactOr = <const W extends string>(...words: readonly W[]) => orWord(readExactSpan, words);

/** How often people change places: one or more of h, d, w, mo, y; an hour at the least. */
export const turnSpan = leaf((value): Read<Span> => {
  const span = readAnySpan(value);
  if (!('value' in span)) return span;
  if (/bd|\ds/.test(span.value) || (isExact(span.value) && spanMs(span.value) < 3_600_000))
    return refuse(
      'L004',
      `${shown(value)} cannot be a turn on call. Write hours, days, weeks or months, such as 12h, 1d or 1w.`,
    );
  return span;
});

const PLAIN = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?$/;

/** True for a day, or a day and an hour, that is in the calendar. */
export function isPlainTime(value: string): boolean {
  const found = PLAIN.exec(value);
  if (!found) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map((part) => Number(part ?? 0));
  const date = new Date(Date.UTC(year, month - 1, day));
  return (
    year >= 1970 &&
    year < 2200 &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60
  );
}

const readPlain = (value: unknown, form: RegExp, example: string): Read<PlainTime> => {
  if (typeof value !== 'string' || !form.test(value))
    return refuse('L004', `${shown(value)} is not a date. Write it like ${example}.`);
  return isPlainTime(value) ? { value } : refuse('L004', `${shown(value)} is not in the calendar.`);
};

export const date = leaf((value) => readPlain(value, /^\d{4}-\d\d-\d\d$/, '2026-11-02'));
export const dateOrTime = leaf((value) => readPlain(value, PLAIN, '2026-11-02 or 2026-11-02T08:00'));

export const zone = leaf((value): Read<string> => {
  if (typeof value === 'string' && isZone(value)) return { value };
  return refuse('L004', `${shown(value)} is not a time zone. Write it like America/Detroit or Europe/Vienna.`);
});

export type Quiet = { readonly from: string; readonly to: string };
const CLOCK = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const HOURS = new RegExp(`^(${CLOCK})-(${CLOCK}|24:00)$`);

export const quiet = leaf((value): Read<Quiet> => {
  const [, from, to] = HOURS.exec(typeof value === 'string' ? value : '') ?? [];
  if (from === undefined || to === undefined || from === to)
    return refuse('L004', `${shown(value)} is not a stretch of the night. Write it like "22:00-06:00".`);
  return { value: { from, to: to === '24:00' ? '00:00' : to } };
});

/** Opening hours; `days` count from 1, Monday. Empty `open` means always. `timezone` wins over the entry's own. */
export type Hours = {
  readonly text: string;
  readonly open: readonly { readonly days: readonly number[]; readonly from: string; readonly to: string }[];
  readonly timezone?: string;
};
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** `Mon-Fri`, `Sat`, `Mon,Wed`, `daily` → numbers of days. */
function readDays(words: string): readonly number[] | undefined {
  if (/^daily$/i.test(words)) return [1, 2, 3, 4, 5, 6, 7];
  const days: number[] = [];
  for (const part of words.toLowerCase().split(',')) {
    const [first, last = first] = part.split('-').map((day) => DAYS.indexOf(day));
    if (first === undefined || last === undefined || first < 0 || last < 0) return undefined;
    for (let day = first; ; day = (day + 1) % 7) {
      days.push(day + 1);
      if (day === last) break;
    }
  }
  return days;
}

/** `24x7`, `Mon-Fri 07:00-18:00`, `Mon-Fri 08:00-18:00, Sat 09:00-12:00 America/New_York`; undefined for other text. */
export function readHours(words: string): Hours | undefined {
  if (/^24\s?[x/]\s?7$/i.test(words)) return { text: words, open: [] };
  const [, before = words, last] = /^(.*\d)\s+(\S*[A-Za-z]\S*)$/.exec(words) ?? [];
  if (last !== undefined && !isZone(last)) return undefined;
  const open = [];
  for (const part of before.split(/,\s+|;\s*/)) {
    const [daysText, hoursText, ...more] = part.trim().split(/\s+/);
    const days = readDays(daysText ?? '');
    const [, from, to] = HOURS.exec(hoursText ?? '') ?? [];
    if (more.length > 0 || days === undefined || from === undefined || to === undefined) return undefined;
    open.push({ days, from, to });
  }
  return { text: words, open, ...(last === undefined ? {} : { timezone: last }) };
}

export const hours = leaf((value): Read<Hours> => {
  const read = typeof value === 'string' ? readHours(value) : undefined;
  if (read !== undefined) return { value: read };
  return refuse(
    'L004',
    `${shown(value)} is not opening hours. Write 24x7, or "Mon-Fri 08:00-18:00", a time zone may follow.`,
  );
});
