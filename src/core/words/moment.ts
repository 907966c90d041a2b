import { clockTime, dateOf, HOUR_MS, type Instant, MINUTE_MS, plusDays, plusMs, weekday, zoneName } from '../time.ts';
import { wallTime } from '../wall.ts';

/** Which of the possible instants a bare time means: `14:05` is the latest 14:05 that was, or the next one to come. */
export type Direction = 'past' | 'future';
export type MomentAsk = { readonly zone: string; readonly now: Instant; readonly direction: Direction };
/** `impossible`: it was meant as a time, but there is none such (`25:70`, 30 February). */
export type Moment =
  { readonly at: Instant; readonly used: number } | { readonly impossible: string; readonly used: number };

type Day =
  | { readonly date: string; readonly used: number }
  | { readonly weekday: number; readonly used: number }
  | { readonly month: number; readonly day: number; readonly year?: string; readonly used: number };
type Clock = { readonly time: string; readonly used: number };

/** A watch may run a little ahead of ours: `since 14:05` said at 14:03 is now, not yesterday. */
export const WATCH_AHEAD_MS = 5 * MINUTE_MS;

const CLOCK =
  /^(?<hour>\d{1,2})(?:[:.](?<minutes>[0-5]\d)(?::(?<seconds>[0-5]\d))?|h(?<minutesH>[0-5]\d))?(?<half>am|pm|a\.m|p\.m)?$/;
const MERIDIEM = /^(?:am|pm|a\.m|p\.m)$/;
const NAMED: Readonly<Record<string, string>> = { noon: '12:00', midday: '12:00', midnight: '00:00' };
const RELATIVE: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tonight: 0, tomorrow: 1 };
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[t](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?(z|[+-]\d{2}:?\d{2})?$/;
const DAY_NUMBER = /^(\d{1,2})(?:st|nd|rd|th)?$/;
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
/** Zones that people write behind a time, winter and summer name alike: few say EDT when they mean it. IST is left out: it is three. */
// prettier-ignore
const ABBREVIATED: Readonly<Record<string, string>> = {
  utc: 'UTC', gmt: 'UTC', z: 'UTC', bst: 'Europe/London',
  est: 'America/New_York', edt: 'America/New_York', cst: 'America/Chicago', cdt: 'America/Chicago',
  mst: 'America/Denver', mdt: 'America/Denver', pst: 'America/Los_Angeles', pdt: 'America/Los_Angeles',
  cet: 'Europe/Berlin', cest: 'Europe/Berlin', eet: 'Europe/Helsinki', eest: 'Europe/Helsinki',
};
const FIXED_OFFSET = /^(?:gmt|utc)([+-])(\d{1,2})$/;

/** Reads `14:05`, `2pm`, `yesterday 17:00`, `Fri 08:00`, `20 Nov 14:05`, `2026-11-20 09:40`, from the front of some words. */
export function readMoment(words: readonly string[], ask: MomentAsk): Moment | undefined {
  const whole = readIso(words[0] ?? '', ask);
  if (whole) return whole;
  const before = readDay(words, ask);
  const from = before ? before.used + (words[before.used] === 'at' ? 1 : 0) : 0;
  const clock = readClock(words.slice(from));
  if (!clock) return impossibleStart(words.slice(from), from);
  const spoken = words[from + clock.used] ?? '';
  const named = zoneOf(spoken);
  const zone = named ?? ask.zone;
  const afterClock = from + clock.used + (named === undefined ? 0 : 1);
  const after = before ? undefined : readDay(words.slice(afterClock), ask);
  const used = afterClock + (after?.used ?? 0);
  const at = resolve(before ?? after, clock.time, { ...ask, zone, spoken });
  if (at === undefined) return { impossible: words.slice(0, used).join(' '), used };
  return { at, used };
}

type WallAsk = MomentAsk & { readonly spoken: string };

/**
 * All instants that a clock shows this time on this date: two in the repeated hour of autumn (domain 2.6), unless the name of
 * the zone, as the cards write it, says which: `02:00 CEST` is the first.
 */
function instants(date: string, time: string, { zone, spoken }: WallAsk): readonly Instant[] {
  const first = wallTime(date, time, zone);
  if (first === undefined) return [];
  // Half an hour is Lord Howe Island's change.
  const again = [HOUR_MS, 30 * MINUTE_MS].map((ms) => plusMs(first, ms));
  const passes = [first, ...again.filter((at) => clockTime(at, zone) === clockTime(first, zone))];
  const meant = passes.filter((at) => zoneName(at, zone).toLowerCase() === spoken);
  return meant.length > 0 ? meant : passes;
}

function resolve(day: Day | undefined, time: string, ask: WallAsk): Instant | undefined {
  const { zone, now, direction } = ask;
  const all = candidateDates(day, dateOf(now, zone), weekday(now, zone))
    .flatMap((date) => instants(date, time, ask))
    .toSorted();
  if (direction === 'past') return all.findLast((at) => at <= soon(now)) ?? all[0];
  return all.find((at) => at > now) ?? all.at(-1);
}

const soon = (now: Instant) => plusMs(now, WATCH_AHEAD_MS);

function candidateDates(day: Day | undefined, today: string, todaysWeekday: number): readonly string[] {
  if (day === undefined) return [-1, 0, 1].map((days) => plusDays(today, days));
  if ('date' in day) return [day.date];
  if ('weekday' in day)
    return [-7, 0, 7].map((days) => plusDays(today, days + ((day.weekday - todaysWeekday + 7) % 7)));
  if (day.year !== undefined) return [`${day.year}-${two(day.month)}-${two(day.day)}`];
  const year = Number(today.slice(0, 4));
  return [year - 1, year, year + 1].map((y) => `${y}-${two(day.month)}-${two(day.day)}`);
}

function readDay(words: readonly string[], { zone, now }: MomentAsk): Day | undefined {
  const skipped = words[0] === 'on' || words[0] === 'last' || words[0] === 'next' ? 1 : 0;
  const first = (words[skipped] ?? '').replace(/,$/, '');
  const relative = Object.hasOwn(RELATIVE, first) ? RELATIVE[first] : undefined;
  if (relative !== undefined) return { date: plusDays(dateOf(now, zone), relative), used: skipped + 1 };
  if (DATE.test(first)) return { date: first, used: skipped + 1 };
  const dayOfMonth = readDayOfMonth(words.slice(skipped));
  if (dayOfMonth) return { ...dayOfMonth, used: skipped + dayOfMonth.used };
  const weekdayAt = nameIndex(WEEKDAYS, first);
  if (weekdayAt === undefined) return undefined;
  // `Fri 20 Nov 14:05`, as the cards write it: the date decides.
  const dated = readDayOfMonth(words.slice(skipped + 1));
  return dated ? { ...dated, used: skipped + 1 + dated.used } : { weekday: weekdayAt + 1, used: skipped + 1 };
}

/** `20 Nov` or `Nov 20`, with the year behind it where the cards write one. */
function readDayOfMonth(words: readonly string[]): Extract<Day, { readonly month: number }> | undefined {
  const [first = '', second = ''] = words.slice(0, 2).map((word) => word.replace(/[,.]$/, ''));
  for (const [dayText, monthText] of [
    [first, second],
    [second, first],
  ] as const) {
    const day = DAY_NUMBER.exec(dayText)?.[1];
    const month = nameIndex(MONTHS, monthText);
    if (day === undefined || month === undefined) continue;
    const year = /^20\d\d$/.exec((words[2] ?? '').replace(/,$/, ''))?.[0];
    const found = { month: month + 1, day: Number(day) };
    return year === undefined ? { ...found, used: 2 } : { ...found, year, used: 3 };
  }
  return undefined;
}

function readClock(words: readonly string[]): Clock | undefined {
  const [first = ''] = words;
  const named = Object.hasOwn(NAMED, first) ? NAMED[first] : undefined;
  if (named !== undefined) return { time: named, used: 1 };
  const found = CLOCK.exec(first)?.groups;
  return found && readDigits(found, words);
}

function readDigits(found: Readonly<Record<string, string | undefined>>, words: readonly string[]): Clock | undefined {
  const second = words[1] ?? '';
  const apart = found['half'] === undefined && MERIDIEM.test(second) ? second : undefined;
  const half = (found['half'] ?? apart)?.charAt(0);
  const minutes = found['minutes'] ?? found['minutesH'];
  const hour = hour24(Number(found['hour']), half);
  const bare = minutes === undefined && half === undefined;
  if (hour === undefined || (bare && !isBareHour(hour, words))) return undefined;
  const time = `${two(hour)}:${minutes ?? '00'}:${found['seconds'] ?? '00'}`;
  return { time, used: apart === undefined ? 1 : 2 };
}

/** A bare 15 at the end can only be an hour; a bare 9 could be morning or evening, and `at 15 sites` is no time. */
const isBareHour = (hour: number, words: readonly string[]) => hour >= 13 && words.length === 1;

function hour24(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour <= 23 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'p' ? 12 : 0);
}

/** Digits with a colon, or with am or pm, can only have been meant as a time; `3 sites` or `v10.92` were not. */
function impossibleStart(words: readonly string[], from: number): Moment | undefined {
  const [first = '', second = ''] = words;
  const meant =
    /^\d{1,4}:\d{2,4}(?::\d{1,4})?$/.test(first) ||
    (/^\d{1,4}$/.test(first) && MERIDIEM.test(second)) ||
    /^\d{1,4}(?:am|pm)$/.test(first);
  return meant ? { impossible: first, used: from + 1 } : undefined;
}

function readIso(word: string, { zone }: MomentAsk): Moment | undefined {
  const found = DATE_TIME.exec(word);
  if (!found) return undefined;
  const [, date = '', time = '', offset] = found;
  const local = wallTime(date, time, offset === undefined ? zone : 'UTC');
  if (local === undefined) return { impossible: word, used: 1 };
  if (offset === undefined || offset === 'z') return { at: local, used: 1 };
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  const ms = (hours * 60 + minutes) * MINUTE_MS * (offset.startsWith('-') ? 1 : -1);
  return { at: plusMs(local, ms), used: 1 };
}

function zoneOf(word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  const fixed = FIXED_OFFSET.exec(word);
  // The signs of Etc zones are turned around: GMT-5 is Etc/GMT+5.
  if (fixed && Number(fixed[2]) <= 12) return `Etc/GMT${fixed[1] === '-' ? '+' : '-'}${Number(fixed[2])}`;
  return Object.hasOwn(ABBREVIATED, word) ? ABBREVIATED[word] : undefined;
}

/** The place of a name in a list, whole or by its first three or four letters (`fri`, `thurs`, `sept`). */
function nameIndex(names: readonly string[], word: string): number | undefined {
  const plain = word.replace(/\.$/, '');
  if (plain.length < 3) return undefined;
  const at = names.findIndex((name) => name === plain || (plain.length <= 5 && name.startsWith(plain)));
  return at === -1 ? undefined : at;
}

const two = (n: number) => String(n).padStart(2, '0');
