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
import { minuteOf, momentOf, plainOf, scheduleZone } from '../../../core/imported/times.ts';
import { type WeekHours, onDays } from '../../../core/imported/week-hours.ts';
import { type Rotation, turnsOf } from './rotations.ts';
import { type overrideShape, scheduleRuleShape, scheduleShape, scheduleTargetShape } from './shapes.ts';

type Known = Reading & {
  readonly rotations: readonly Rotation[];
  readonly overrides: readonly z.output<typeof overrideShape>[];
};
type Target = z.output<typeof scheduleTargetShape>;

/** Everybody whose rule covers an hour is on call in it, side by side. */
export const readSchedules = (items: readonly unknown[], known: Known): readonly ImportedSchedule[] =>
  each(items, scheduleShape).flatMap(({ id, name, timeZone, targets, temporarySchedules }) => {
    if (id === undefined) return [];
    const { timezone, notes: zoneNotes } = scheduleZone(timeZone, known);
    const notes = [...zoneNotes];
    if (temporarySchedules.length > 0)
      notes.push(`${temporarySchedules.length} temporary schedules; write them as overrides.`);
    const layers = each(targets, scheduleTargetShape).flatMap((target) =>
      layerOf(target, { ...known, timezone, notes }),
    );
    const overrides = known.overrides
      .filter(({ target }) => target.id === id)
      .flatMap((one) => overrideOf(one, { ...known, timezone, notes }));
    return [{ key: scheduleKey(id), name: name ?? id, timezone, layers, overrides, notes }];
  });

type Asked = Known & { readonly timezone: string; readonly notes: string[] };

function layerOf({ target, rules }: Target, { rotations, timezone, notes }: Asked): readonly ImportedLayer[] {
  const written = each(rules, scheduleRuleShape);
  const only = written.flatMap(hoursOf);
  if (only.length === 0) return [];
  if (target.type === 'user') {
    // One person, over and over: any Monday that is long past will do.
    const from = '2020-01-06T00:00';
    return [
      { name: target.name ?? 'one person', people: [personKey(target.id ?? '')], every: '1w', from, only, rank: 0 },
    ];
  }
  const rotation = rotations.find(({ id }) => id !== undefined && id === target.id);
  if (rotation === undefined) {
    notes.push(`${target.name ?? 'a target'} is not among the rotations of the export.`);
    return [];
  }
  const turns = turnsOf(rotation, timezone);
  notes.push(...turns.notes);
  return turns.layer === undefined ? [] : [{ ...turns.layer, only, rank: 0 }];
}

/** From 00:00 to 00:00 is the whole day; the filter's first day is Sunday. */
function hoursOf({ start, end, weekdayFilter }: z.output<typeof scheduleRuleShape>): WeekHours {
  const [from, to] = [minuteOf(start), minuteOf(end)];
  if (from === undefined || to === undefined) return [];
  const days = [0, 1, 2, 3, 4, 5, 6].filter((day) => weekdayFilter[(day + 1) % 7] ?? true);
  return onDays(days, from, to);
}

function overrideOf(one: z.output<typeof overrideShape>, { timezone, at, notes }: Asked): readonly ImportedOverride[] {
  const ends = momentOf(one.end, timezone);
  const [from, to] = [plainOf(momentOf(one.start, timezone), timezone), plainOf(ends, timezone)];
  if (ends === undefined || ends <= at || from === undefined || to === undefined) return [];
  if (!one.addUserID || !one.removeUserID) {
    const what = one.addUserID ? 'adds somebody beside the others' : 'takes somebody out';
    notes.push(`An override from ${from} to ${to} that ${what}.`);
    return [];
  }
  notes.push(`The override from ${from} stood in for one person only; here it stands in for whoever has the turn.`);
  return [{ who: personKey(one.addUserID), from, to }];
}
