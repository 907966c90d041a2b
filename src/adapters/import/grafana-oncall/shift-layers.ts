import { type ImportedLayer, personKey } from '../../../core/imported/imported.ts';
import { each, key, kind } from '../../../core/imported/shape.ts';
import { turnNamed } from '../../../core/imported/times.ts';
import { DAY_MINUTES, EVERY_DAY, type WeekHours } from '../../../core/imported/week-hours.ts';
import type { PlainTime } from '../../../core/plan/times.ts';
import { plainMs } from '../../../core/wall.ts';
import type { Shift } from './shapes.ts';

type Layers = { readonly layers: readonly ImportedLayer[] } | { readonly why: string };

const DAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
const PERIOD_MINUTES: Readonly<Record<string, number>> = { hourly: 60, daily: DAY_MINUTES, weekly: 7 * DAY_MINUTES };

/**
 * A repeating shift as layers of turns. `from` is its start on the wall of the schedule. Groups of several people at once
 * become a layer for each place in the group. Refused in words: what a rotation of equal turns cannot say.
 */
export function shiftLayers(shift: Shift, from: PlainTime): Layers {
  const { frequency = '', interval = 1, duration } = shift;
  const every = turnNamed(frequency, interval);
  if (every === undefined || duration === undefined) return { why: 'its frequency or duration cannot be read' };
  if (shift.by_month.length > 0 || shift.by_monthday.length > 0)
    return { why: 'it repeats on days of the month or in some months' };
  const hours = hoursOf(shift, { from, minutes: duration / 60 });
  if (typeof hours === 'string') return { why: hours };
  const groups = groupsOf(shift);
  const width = Math.max(0, ...groups.map((group) => group.length));
  const began = shift.by_day.length === 0 ? from : weekBegan(from, shift.week_start);
  const layers = Array.from({ length: width }, (_, place): ImportedLayer => ({
    ...(shift.name === undefined ? {} : { name: shift.name }),
    people: groups.map((group) => group[place] ?? group[0] ?? ''),
    every,
    from: began,
    only: hours,
    rank: shift.level ?? 0,
  }));
  return { layers };
}

function groupsOf({
  type,
  users,
  rolling_users: rolling,
  start_rotation_from_user_index: start,
}: Shift): readonly (readonly string[])[] {
  const keys = (ids: readonly unknown[]) => each(ids, key).map((id) => personKey(id ?? ''));
  if (type === 'recurrent_event') return [keys(users)];
  const groups = rolling
    .map((group) => keys(Array.isArray(group) ? group : [group]))
    .filter((group) => group.length > 0);
  const first = groups.length === 0 ? 0 : (((start ?? 0) % groups.length) + groups.length) % groups.length;
  return [...groups.slice(first), ...groups.slice(0, first)];
}

type Occurrence = { readonly from: PlainTime; readonly minutes: number };

/** When in the week the shift counts; a sentence where its hours are not the same every week. */
const hoursOf = (shift: Shift, occurrence: Occurrence): WeekHours | string =>
  shift.by_day.length > 0 ? hoursOfDays(shift, occurrence) : hoursOfTurns(shift, occurrence);

function hoursOfDays(shift: Shift, { from, minutes }: Occurrence): WeekHours | string {
  const days = each(shift.by_day, kind).map((day) => DAYS.indexOf(day ?? ''));
  if (shift.frequency === 'daily' && isRolling(shift)) return 'people change each day, on some days of the week only';
  if (shift.frequency !== 'weekly' && shift.frequency !== 'daily') return 'its days cannot be read';
  if (days.includes(-1)) return 'its days cannot be read';
  if ((shift.interval ?? 1) > 1) return 'it is on in some weeks and off in others';
  const minute = (plainMs(from) / 60_000) % DAY_MINUTES;
  return days.map((day) => ({ from: day * DAY_MINUTES + minute, minutes }));
}

function hoursOfTurns({ frequency = '', interval = 1 }: Shift, { from, minutes }: Occurrence): WeekHours | string {
  const period = PERIOD_MINUTES[frequency];
  if (period === undefined) return minutes >= 28 * DAY_MINUTES ? [] : 'it is on for a part of the month only';
  if (minutes >= period * interval) return [];
  if (interval > 1 || frequency === 'hourly') return 'it is on for a part of each turn only';
  if (frequency === 'weekly') return [{ from: weekMinute(from), minutes }];
  const minute = (plainMs(from) / 60_000) % DAY_MINUTES;
  return EVERY_DAY.map((day) => ({ from: day * DAY_MINUTES + minute, minutes }));
}

const isRolling = ({ type }: Shift) => type === 'rolling_users';

/** 1 January 1970 was a Thursday: day 3, when Monday is 0. */
const weekdayOf = (plain: PlainTime) => (Math.floor(plainMs(plain) / 86_400_000) + 3) % 7;
const weekMinute = (plain: PlainTime) => weekdayOf(plain) * DAY_MINUTES + ((plainMs(plain) / 60_000) % DAY_MINUTES);

/** The first day of the week into which a time falls, at the same hour. OnCall's weeks begin on Sunday unless it says otherwise. */
function weekBegan(plain: PlainTime, weekStart = 'su'): PlainTime {
  const first = Math.max(DAYS.indexOf(weekStart), 0);
  const back = (weekdayOf(plain) - first + 7) % 7;
  return new Date(plainMs(plain) - back * 86_400_000).toISOString().slice(0, 16);
}
