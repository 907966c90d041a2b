import type { z } from 'zod';
import {
  type ImportedLayer,
  type ImportedSchedule,
  type Reading,
  personKey,
  scheduleKey,
} from '../../../core/imported/imported.ts';
import { each, key } from '../../../core/imported/shape.ts';
import { momentOf, plainOf, scheduleZone, turnNamed } from '../../../core/imported/times.ts';
import type { PlainTime } from '../../../core/plan/times.ts';
import { plainMs } from '../../../core/wall.ts';
import type { rotationShape } from './shapes.ts';

export type Rotation = z.output<typeof rotationShape>;

/** A rotation may be paged by itself: in the plan it is a schedule of its own. */
export const rotationKey = (id: string) => scheduleKey(`rotation ${id}`);

export const readRotations = (rotations: readonly Rotation[], reading: Reading): readonly ImportedSchedule[] =>
  rotations.flatMap((rotation) => {
    const { timezone, notes } = scheduleZone(rotation.timeZone, reading);
    const turns = turnsOf(rotation, timezone);
    if (rotation.id === undefined) return [];
    const layers = turns.layer === undefined ? [] : [{ ...turns.layer, only: [], rank: 0 }];
    const name = rotation.name ?? rotation.id;
    return [
      { key: rotationKey(rotation.id), name, timezone, layers, overrides: [], notes: [...notes, ...turns.notes] },
    ];
  });

type Turns = { readonly layer?: Omit<ImportedLayer, 'only' | 'rank'>; readonly notes: readonly string[] };
const UNIT_MS: Readonly<Record<string, number>> = { hourly: 3_600_000, daily: 86_400_000, weekly: 604_800_000 };

/** The turns of a rotation on the clock of a zone. */
export function turnsOf(rotation: Rotation, timezone: string): Turns {
  const name = rotation.name ?? 'a rotation';
  const people = each(rotation.userIDs, key).map((id) => personKey(id ?? ''));
  const every = turnNamed(rotation.type, rotation.shiftLength ?? 1);
  const handOver = plainOf(momentOf(rotation.start, timezone), timezone);
  if (every === undefined || handOver === undefined)
    return { notes: [`${name}: its start or the length of its turns cannot be read; it was left out.`] };
  const active = Math.min(Math.max(rotation.activeUserIndex ?? 0, 0), Math.max(people.length - 1, 0));
  const turned = [...people.slice(active), ...people.slice(0, active)];
  const began = activeSince(rotation, timezone);
  const guess =
    began === undefined && people.length > 1
      ? [`${name}: whose turn it is cannot be told without nextHandoffTimes. Check it.`]
      : [];
  return {
    layer: { name, people: began === undefined ? people : turned, every, from: began ?? handOver },
    notes: guess,
  };
}

/** When the turn that is under way began: one turn before the next hand-over, on the wall. */
function activeSince({ nextHandoffTimes, type, shiftLength }: Rotation, timezone: string): PlainTime | undefined {
  const [next] = nextHandoffTimes;
  const ends = typeof next === 'string' ? plainOf(momentOf(next, timezone), timezone) : undefined;
  const unit = Object.hasOwn(UNIT_MS, type ?? '') ? UNIT_MS[type ?? ''] : undefined;
  if (ends === undefined || unit === undefined) return undefined;
  const began = plainMs(ends) - unit * (shiftLength ?? 1);
  return began < 0 ? undefined : new Date(began).toISOString().slice(0, 16);
}
