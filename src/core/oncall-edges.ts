import type { Instant } from './time.ts';

/** What holds from an instant until another, which is excluded. */
type Stretch = { readonly from: Instant; readonly to: Instant };

/** Each instant once, in order: made once, then asked as often as needed. */
export const inOrder = (all: readonly Instant[]): readonly Instant[] => [...new Set(all)].toSorted();

/** The place of the first of ordered instants after this one; their number when there is none. */
export function placeAfter(ordered: readonly Instant[], at: Instant): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = ordered[middle];
    if (there !== undefined && there <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Which of many stretches counts at an instant: where they overlap, the one written last; undefined where there is none. Laid side
 * by side once, so that a calendar with hundreds of them is not gone through for each turn.
 */
export function lastWritten<T extends Stretch>(all: readonly T[]): (at: Instant) => T | undefined {
  const stretches = all.map((one) => ({ one, from: one.from, to: one.to }));
  const edges = inOrder(stretches.flatMap(({ from, to }) => [from, to]));
  const placeOf = new Map(edges.map((edge, place) => [edge, place]));
  const counts: (T | undefined)[] = edges.map(() => undefined);
  /** From each place the next one that is still free, or nearer to it: a place is stepped over once. */
  const free = edges.map((_, place) => place);
  const freeFrom = (place: number): number => {
    let found = place;
    while ((free[found] ?? found) !== found) found = free[found] ?? found;
    for (let step = place; step !== found;) {
      const next = free[step] ?? found;
      free[step] = found;
      step = next;
    }
    return found;
  };
  for (const { one, from, to } of stretches.toReversed()) {
    const end = placeOf.get(to) ?? 0;
    for (let place = freeFrom(placeOf.get(from) ?? end); place < end; place = freeFrom(place)) {
      counts[place] = one;
      free[place] = place + 1;
    }
  }
  return (at) => counts[placeAfter(edges, at) - 1];
}
