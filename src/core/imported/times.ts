import { type PlainTime, isPlainTime } from '../plan/times.ts';
import { type Instant, dateTime, fromMs, isZone, readInstant } from '../time.ts';
import { plainInstant } from '../wall.ts';
import type { Reading } from './imported.ts';

const HOUR = 3_600;
const TURNS: readonly (readonly [unit: string, seconds: number])[] = [
  ['w', 7 * 24 * HOUR],
  ['d', 24 * HOUR],
  ['h', HOUR],
  ['m', 60],
];

/** A turn of so many seconds in the plan's form; undefined where the plan has none: under an hour, parts of a minute, over two years. */
export function turnOf(seconds: number): string | undefined {
  if (seconds < HOUR || seconds > 2 * 366 * 24 * HOUR) return undefined;
  const fit = TURNS.find(([, unit]) => seconds % unit === 0);
  return fit === undefined ? undefined : `${seconds / fit[1]}${fit[0]}`;
}

const UNITS: Readonly<Record<string, string>> = { hourly: 'h', daily: 'd', weekly: 'w', monthly: 'mo' };

/** `weekly`, 2 → `2w`. Without a number one of them. */
export function turnNamed(unit: string | undefined, count = 1): string | undefined {
  const letter = Object.hasOwn(UNITS, unit ?? '') ? UNITS[unit ?? ''] : undefined;
  return letter === undefined || !Number.isInteger(count) || count < 1 || count > 999 ? undefined : `${count}${letter}`;
}

/** Minutes as the plan writes a wait: `90m` → `90m`, 120 → `2h`. At least one minute, at most a week. */
export function waitOf(minutes: number): string {
  const whole = Math.min(Math.max(Math.ceil(minutes), 1), 7 * 24 * 60);
  return whole % 60 === 0 ? `${whole / 60}h` : `${whole}m`;
}

/** The instant that a source wrote: with an offset, as milliseconds, or on the wall of a zone; undefined when it is none. */
export function momentOf(value: string | number | undefined, zone: string): Instant | undefined {
  if (typeof value === 'number') return Math.abs(value) < 8e15 ? fromMs(value) : undefined;
  if (value === undefined) return undefined;
  const at = readInstant(value.replace(' ', 'T'));
  if (at !== undefined) return at;
  const [, wall = ''] = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d)(?::\d\d(?:\.\d+)?)?$/.exec(value) ?? [];
  const plain = wall.replace(' ', 'T');
  return isPlainTime(plain) ? plainInstant(plain, zone) : undefined;
}

/** What the clocks of a zone show at an instant, as a plan writes it; undefined outside the years of a plan. */
export function plainOf(at: Instant | undefined, zone: string): PlainTime | undefined {
  const plain = at === undefined ? undefined : dateTime(at, zone).replace(' ', 'T');
  return plain !== undefined && isPlainTime(plain) ? plain : undefined;
}

/** Names of UTC that are no IANA zone of a plan. */
const IS_UTC = /^(?:z|gmt|utc|etc\/(?:gmt|utc|zulu|universal))$/i;

/** The IANA zone that a text names, if it names one. */
export function zoneOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (IS_UTC.test(text)) return 'UTC';
  return isZone(text) ? text : undefined;
}

export type Zoned = { readonly timezone: string; readonly notes: readonly string[] };

/** The zone of a schedule; where it has none that is known, the one the import falls back on, and a sentence about that. */
export function scheduleZone(text: string | undefined, { zone }: Reading): Zoned {
  const timezone = zoneOf(text);
  if (timezone !== undefined) return { timezone, notes: [] };
  const was = text === undefined ? 'It names no time zone' : `Its time zone "${text}" is no IANA name`;
  return { timezone: zone, notes: [`${was}; ${zone} is taken. Check the hand-over hours.`] };
}

/** Minutes after midnight of `08:30` or `08:30:00`; `24:00` is the end of the day. */
export function minuteOf(text: string | undefined): number | undefined {
  const [, hour, minute] = /^(\d\d?):(\d\d)(?::\d\d)?(?:Z|\.\d+)?$/.exec(text ?? '') ?? [];
  const all = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && all <= 24 * 60 ? all : undefined;
}
