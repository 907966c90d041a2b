import type { ImportedLayer } from './imported.ts';
import { hoursText, overlap } from './week-hours.ts';

/** A layer whose people have their ids in the plan. */
export type NamedLayer = ImportedLayer & { readonly ids: readonly string[] };

/**
 * The turns of a schedule as the plan writes them: one rotation that always counts as `rotate`, anything else as `layers`, of
 * which a later one wins where it counts (docs/plan.md, `schedules`). The only place that knows this form.
 */
export function turnsEntry(layers: readonly NamedLayer[]): Readonly<Record<string, unknown>> {
  const [first] = layers;
  if (first !== undefined && layers.length === 1 && hoursText(first.only) === undefined)
    return { rotate: rotateOf(first) };
  return {
    layers: layers.map((layer, i) => {
      const only = hoursText(layer.only);
      const name = layer.name ?? `layer ${i + 1}`;
      return { name, rotate: rotateOf(layer), ...(only === undefined ? {} : { only }) };
    }),
  };
}

const rotateOf = ({ ids, every, from }: NamedLayer) => ({ people: ids, every, from });

/**
 * Layers put into as many schedules as people are on call at once: the plan's schedules have one person at a time. Lower
 * ranks first, so that the later ones win.
 */
export function oneAtATime(layers: readonly NamedLayer[]): readonly (readonly NamedLayer[])[] {
  const groups: NamedLayer[][] = [];
  for (const layer of layers.toSorted((a, b) => a.rank - b.rank)) {
    const free = groups.find((group) => !group.some((it) => it.rank === layer.rank && overlap(it.only, layer.only)));
    if (free === undefined) groups.push([layer]);
    else free.push(layer);
  }
  return groups;
}
