import { z } from 'zod';
import {
  type ImportedLayer,
  type ImportedOverride,
  type ImportedSchedule,
  type Reading,
  scheduleKey,
} from '../../../core/imported/imported.ts';
import { each, list } from '../../../core/imported/shape.ts';
import { momentOf, plainOf, scheduleZone, turnNamed } from '../../../core/imported/times.ts';
import { DAY_MINUTES, EVERY_DAY, type WeekHours, onDays } from '../../../core/imported/week-hours.ts';
import {
  overrideShape,
  referenceShape,
  restrictionShape,
  rotationShape,
  scheduleShape,
  timeRestrictionShape,
} from './shapes.ts';
import { userKey } from './users.ts';

/** The backup tool writes `{ schedule, scheduleOverrideList }`, the API the schedule itself. */
const wrapped = z.union([
  z.object({ schedule: scheduleShape, scheduleOverrideList: list }),
  scheduleShape.transform((schedule) => ({ schedule, scheduleOverrideList: [] })),
]);

type Rotation = z.output<typeof rotationShape>;
type Asked = Reading & { readonly timezone: string; readonly notes: string[] };

/** Rotations of one schedule count side by side: where two cover an hour, both people are on call. */
export function readSchedule(item: unknown, reading: Reading): readonly ImportedSchedule[] {
  const [read] = each([item], wrapped);
  if (read === undefined) return [];
  const { schedule } = read;
  const id = schedule.id ?? schedule.name;
  if (id === undefined) return [];
  const name = schedule.name ?? id;
  const { timezone, notes: zoneNotes } = scheduleZone(schedule.timezone ?? schedule.timeZone, reading);
  const notes = [...zoneNotes];
  if (schedule.enabled === false) notes.push('It was switched off; here it counts.');
  const asked: Asked = { ...reading, timezone, notes };
  const layers = each(schedule.rotations, rotationShape).flatMap((rotation) => layerOf(rotation, asked));
  const overrides = each(read.scheduleOverrideList, overrideShape).flatMap((one) => overrideOf(one, asked));
  return [{ key: scheduleKey(id), name, timezone, layers, overrides, notes }];
}

function layerOf(rotation: Rotation, { timezone, at, notes }: Asked): readonly ImportedLayer[] {
  const name = rotation.name ?? 'a rotation';
  const ends = momentOf(rotation.endDate, timezone);
  if (ends !== undefined && ends <= at) return [];
  const from = plainOf(momentOf(rotation.startDate, timezone), timezone);
  const every = turnNamed(rotation.type, rotation.length ?? 1);
  if (from === undefined || every === undefined) {
    notes.push(`${name}: its start or the length of its turns cannot be read; it was left out.`);
    return [];
  }
  if (ends !== undefined) notes.push(`${name} ends on ${plainOf(ends, timezone) ?? 'a day'}; here it goes on.`);
  const participants = each(rotation.participants, referenceShape);
  const others = participants.filter(({ type }) => type !== 'user' && type !== undefined);
  if (others.length > 0) {
    const kinds = [...new Set(others.map(({ type }) => type))].join(', ');
    notes.push(`${name}: ${others.length} turns of another kind than a person (${kinds}); check whose turn it is.`);
  }
  const people = participants.filter((one) => !others.includes(one)).map(userKey);
  const only = hoursOf(rotation, notes);
  return [{ ...(rotation.name === undefined ? {} : { name: rotation.name }), people, every, from, only, rank: 0 }];
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

function hoursOf({ name, timeRestriction }: Rotation, notes: string[]): WeekHours {
  if (timeRestriction === undefined || timeRestriction === null) return [];
  const [said] = each([timeRestriction], timeRestrictionShape);
  const written = [said?.restriction ?? [], said?.restrictions ?? []].flat();
  const read = each(written, restrictionShape);
  if (read.length === 0 || read.length < written.length)
    notes.push(`${name ?? 'a rotation'}: hours that cannot be read. Check when it counts.`);
  return read.flatMap((hours): WeekHours => {
    const from = hours.startHour * 60 + hours.startMin;
    const to = hours.endHour * 60 + hours.endMin;
    const [first, last] = [DAYS.indexOf(hours.startDay ?? ''), DAYS.indexOf(hours.endDay ?? '')];
    if (first < 0 || last < 0) return onDays(EVERY_DAY, from, to);
    const length = (((last - first + 7) % 7) * DAY_MINUTES + to - from + 7 * DAY_MINUTES) % (7 * DAY_MINUTES);
    return [{ from: first * DAY_MINUTES + from, minutes: length === 0 ? 7 * DAY_MINUTES : length }];
  });
}

function overrideOf(one: z.output<typeof overrideShape>, { timezone, at, notes }: Asked): readonly ImportedOverride[] {
  const [starts, ends] = [momentOf(one.startDate, timezone), momentOf(one.endDate, timezone)];
  const [from, to] = [plainOf(starts, timezone), plainOf(ends, timezone)];
  if (ends !== undefined && ends <= at) return [];
  if (from === undefined || to === undefined || one.user.type === 'none') {
    notes.push('An override that cannot be read.');
    return [];
  }
  if (one.rotations.length > 0)
    notes.push(`The override from ${from} was for some rotations only; here it is for all.`);
  return [{ who: userKey(one.user), from, to }];
}
