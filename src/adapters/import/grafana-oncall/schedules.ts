import {
  type ImportedLayer,
  type ImportedOverride,
  type ImportedSchedule,
  type Reading,
  personKey,
  scheduleKey,
} from '../../../core/imported/imported.ts';
import { each, key } from '../../../core/imported/shape.ts';
import { momentOf, plainOf, scheduleZone, zoneOf } from '../../../core/imported/times.ts';
import { shiftLayers } from './shift-layers.ts';
import { type Shift, scheduleShape } from './shapes.ts';

type Known = Reading & { readonly shifts: readonly Shift[] };
type Asked = Reading & { readonly timezone: string; readonly notes: string[] };

export const readSchedules = (items: readonly unknown[], known: Known): readonly ImportedSchedule[] =>
  each(items, scheduleShape).flatMap((schedule) => {
    const { id } = schedule;
    if (id === undefined) return [];
    const { timezone, notes: zoneNotes } =
      schedule.type === 'ical' ? { timezone: known.zone, notes: [] } : scheduleZone(schedule.time_zone, known);
    const notes: string[] = [...zoneNotes];
    if (schedule.ical_url_primary !== undefined)
      notes.push('Its shifts are in an iCal calendar, not in the export. Write its turns by hand.');
    if (schedule.ical_url_overrides !== undefined)
      notes.push('Its overrides are in an iCal calendar, not in the export.');
    const ids = each(schedule.shifts, key);
    const own = known.shifts.filter((shift) => shift.id !== undefined && ids.includes(shift.id));
    if (own.length < ids.length) notes.push(`${ids.length - own.length} of its shifts are not in the export.`);
    const asked: Asked = { at: known.at, zone: known.zone, timezone, notes };
    const layers = own.flatMap((shift) => layersOf(shift, asked));
    const overrides = own.flatMap((shift) => overridesOf(shift, asked));
    return [{ key: scheduleKey(id), name: schedule.name ?? id, timezone, layers, overrides, notes }];
  });

const isOnce = ({ type }: Shift) => type === 'single_event' || type === 'override';

function layersOf(shift: Shift, { at, timezone, notes }: Asked): readonly ImportedLayer[] {
  if (isOnce(shift)) return [];
  const zone = zoneOf(shift.time_zone) ?? timezone;
  const ends = momentOf(shift.until, zone);
  if (ends !== undefined && ends <= at) return [];
  const from = plainOf(momentOf(shift.start, zone), timezone);
  const read = from === undefined ? undefined : shiftLayers(shift, from);
  const name = shift.name ?? 'a shift';
  if (read === undefined || 'why' in read) {
    notes.push(`${name}: ${read?.why ?? 'its start cannot be read'}; it was left out. Write its turns by hand.`);
    return [];
  }
  if (ends !== undefined) notes.push(`${name} ends on ${plainOf(ends, timezone) ?? 'a day'}; here it goes on.`);
  return read.layers;
}

function overridesOf(shift: Shift, { at, timezone, notes }: Asked): readonly ImportedOverride[] {
  if (!isOnce(shift)) return [];
  const starts = momentOf(shift.start, zoneOf(shift.time_zone) ?? timezone);
  const ends =
    starts === undefined ? undefined : momentOf(Date.parse(starts) + (shift.duration ?? 0) * 1_000, timezone);
  const [from, to] = [plainOf(starts, timezone), plainOf(ends, timezone)];
  if (ends === undefined || ends <= at || from === undefined || to === undefined) return [];
  const [first, ...others] = [...shift.users, ...shift.rolling_users.flat()];
  if (others.length > 0) notes.push(`${shift.name ?? 'an override'}: ${others.length} more people at once.`);
  return each([first], key).flatMap((id) => (id === undefined ? [] : [{ who: personKey(id), from, to }]));
}
