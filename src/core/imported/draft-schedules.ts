import type { ImportedSchedule } from './imported.ts';
import { type NamedLayer, oneAtATime, turnsEntry } from './schedule-entry.ts';
import { type Remark, lost } from './remark.ts';

export type DraftSchedules = {
  readonly entries: Readonly<Record<string, unknown>>;
  /** Key of the source → ids in the plan: several where several people were on call at once. */
  readonly ids: ReadonlyMap<string, readonly string[]>;
  /** Key of the source → ids of everybody in its turns. */
  readonly people: ReadonlyMap<string, readonly string[]>;
  readonly remarks: readonly Remark[];
};

type Ask = {
  readonly newId: (name: string, otherwise: string) => string;
  readonly people: ReadonlyMap<string, string>;
};

export function draftSchedules(schedules: readonly ImportedSchedule[], ask: Ask): DraftSchedules {
  const entries: [string, unknown][] = [];
  const ids = new Map<string, readonly string[]>();
  const people = new Map<string, readonly string[]>();
  const remarks: Remark[] = [];
  for (const schedule of schedules) {
    if (ids.has(schedule.key)) continue;
    const { layers, notes } = namedLayers(schedule, ask.people);
    const groups = oneAtATime(layers);
    const own = groups.map(() => ask.newId(schedule.name, 'schedule'));
    const [first] = own;
    if (first === undefined) {
      const why = [`the schedule "${schedule.name}" has nobody's turn in it and was left out.`, ...notes].join(' ');
      remarks.push({ path: ['escalation'], say: lost(why) });
      continue;
    }
    ids.set(schedule.key, own);
    people.set(schedule.key, [...new Set(layers.flatMap((layer) => layer.ids))]);
    const overrides = overridesOf(schedule, ask.people);
    for (const [i, id] of own.entries())
      entries.push([id, { timezone: schedule.timezone, ...turnsEntry(groups[i] ?? []), ...overrides }]);
    remarks.push(...[...notes, ...severalNote(own)].map((note) => ({ path: ['schedules', first], say: lost(note) })));
  }
  return { entries: Object.fromEntries(entries), ids, people, remarks };
}

const severalNote = (ids: readonly string[]) =>
  ids.length < 2
    ? []
    : [`several people were on call at once; a schedule here has one at a time. ${ids.join(', ')} are paged together.`];

function namedLayers({ layers, notes }: ImportedSchedule, people: ReadonlyMap<string, string>) {
  const gone = new Set(layers.flatMap((layer) => layer.people.filter((one) => !people.has(one))));
  const named = layers
    .map((layer): NamedLayer => ({ ...layer, ids: layer.people.flatMap((one) => people.get(one) ?? []) }))
    .filter((layer) => layer.ids.length > 0);
  const missing =
    gone.size === 0 ? [] : [`${gone.size} of its people are not among the people above; check whose turn it is.`];
  return { layers: named, notes: [...notes, ...missing] };
}

function overridesOf({ overrides }: ImportedSchedule, people: ReadonlyMap<string, string>) {
  const known = overrides.flatMap(({ who, from, to, why }) => {
    const id = people.get(who);
    return id === undefined || to <= from ? [] : [{ who: id, from, to, ...(why === undefined ? {} : { why }) }];
  });
  return known.length === 0 ? {} : { overrides: known };
}
