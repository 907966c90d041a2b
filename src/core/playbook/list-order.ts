import { entriesOf } from './run.ts';
import type { Entry, Run } from './run.ts';

/**
 * The steps as people read them: by number, but what belongs to another step (its other way, an approval, one system of it)
 * right behind that one, and a step that was added in its place behind the one it was added after.
 */
export function inListOrder(run: Run): readonly Entry[] {
  const all = entriesOf(run);
  const behind = Map.groupBy(all, (entry) => leaderOf(run, entry));
  const seen = new Set<number>();
  const walk = (entry: Entry): readonly Entry[] => {
    if (seen.has(entry.n)) return [];
    seen.add(entry.n);
    return [entry, ...(behind.get(entry.n) ?? []).flatMap(walk)];
  };
  return [...(behind.get(null) ?? []).flatMap(walk), ...all.filter(({ n }) => !seen.has(n))];
}

/** The step that this one stands behind; null for one that stands where its number puts it. */
function leaderOf(run: Run, { n, parent, origin, frame, key }: Entry): number | null {
  if (parent !== null) return parent;
  if (origin !== 'added') return null;
  const { order = [], newest = {} } = run.frames[frame] ?? {};
  const before = order[order.indexOf(key) - 1];
  const place = before === undefined ? undefined : newest[before];
  return place === undefined || place >= n ? null : place;
}
