import type { z } from 'zod';
import {
  type ImportedLayer,
  type ImportedOverride,
  type ImportedSchedule,
  type Reading,
  personKey,
  scheduleKey,
} from '../../../core/imported/imported.ts';
import { each } from '../../../core/imported/shape.ts';
import { minuteOf, momentOf, plainOf, scheduleZone, turnOf } from '../../../core/imported/times.ts';
import { DAY_MINUTES, EVERY_DAY, type WeekHours, onDays } from '../../../core/imported/week-hours.ts';
import { layerShape, memberShape, overrideShape, restrictionShape, scheduleShape } from './shapes.ts';

type Layer = z.output<typeof layerShape>;
type Asked = Reading & { readonly timezone: string; readonly notes: string[] };

export function readSchedule(item: unknown, reading: Reading): readonly ImportedSchedule[] {
  const [schedule] = each([item], scheduleShape);
  const id = schedule?.id;
  if (schedule === undefined || id === undefined) return [];
  const { timezone, notes: zoneNotes } = scheduleZone(schedule.time_zone, reading);
  const notes = [...zoneNotes];
  const asked: Asked = { ...reading, timezone, notes };
  const written = each(schedule.schedule_layers, layerShape);
  if (written.length === 0) notes.push('Its layers are not in the export: add include[]=schedule_layers.');
  // The API lists the layer that wins first (the Terraform provider of PagerDuty turns the list round too).
  const layers = written.flatMap((layer, i) => layerOf(layer, { ...asked, rank: written.length - i }));
  const overrides = each(schedule.overrides, overrideShape).flatMap((one) => overrideOf(one, asked));
  return [{ key: scheduleKey(id), name: schedule.name ?? schedule.summary ?? id, timezone, layers, overrides, notes }];
}

function layerOf(
  layer: Layer,
  { timezone, at, notes, rank }: Asked & { readonly rank: number },
): readonly ImportedLayer[] {
  const name = layer.name ?? `layer ${rank}`;
  const ends = momentOf(layer.end, timezone);
  if (ends !== undefined && ends <= at) return [];
  const from = plainOf(momentOf(layer.rotation_virtual_start ?? layer.start, timezone), timezone);
  const every = turnOf(layer.rotation_turn_length_seconds ?? 0);
  if (from === undefined || every === undefined) {
    notes.push(`${name}: its start or the length of its turns cannot be read; it was left out.`);
    return [];
  }
  if (ends !== undefined) notes.push(`${name} ends on ${plainOf(ends, timezone) ?? 'a day'}; here it goes on.`);
  const starts = momentOf(layer.start, timezone);
  if (starts !== undefined && starts > at)
    notes.push(`${name} begins on ${plainOf(starts, timezone) ?? 'a day'}; here it counts at once.`);
  const people = each(layer.users, memberShape).map(({ id }) => personKey(id));
  return [{ name, people, every, from, only: hoursOf(layer, notes), rank }];
}

function hoursOf({ name, restrictions }: Layer, notes: string[]): WeekHours {
  const read = each(restrictions, restrictionShape);
  if (read.length < restrictions.length)
    notes.push(`${name ?? 'a layer'}: hours that cannot be read. Check when it counts.`);
  return read.flatMap((one): WeekHours => {
    const start = minuteOf(one.start_time_of_day) ?? 0;
    const minutes = Math.max(1, Math.round(one.duration_seconds / 60));
    const day = one.start_day_of_week;
    const isWeekly = one.type?.startsWith('weekly') === true && day !== undefined && day >= 1 && day <= 7;
    if (isWeekly) return [{ from: (day - 1) * DAY_MINUTES + start, minutes }];
    const end = (start + minutes) % DAY_MINUTES;
    return onDays(EVERY_DAY, start, end === 0 ? DAY_MINUTES : end);
  });
}

function overrideOf(one: z.output<typeof overrideShape>, { timezone, at }: Asked): readonly ImportedOverride[] {
  const ends = momentOf(one.end, timezone);
  const [from, to] = [plainOf(momentOf(one.start, timezone), timezone), plainOf(ends, timezone)];
  if (ends === undefined || ends <= at || from === undefined || to === undefined) return [];
  return [{ who: personKey(one.user.id), from, to }];
}
