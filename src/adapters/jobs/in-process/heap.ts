/** A binary heap: the first by `before` is always at hand; adding and taking cost O(log n). */
export interface Heap<T> {
  readonly size: number;
  first(): T | undefined;
  take(): T | undefined;
  add(item: T): void;
}

export function heap<T>(before: (a: T, b: T) => boolean, from: readonly T[] = []): Heap<T> {
  const items: T[] = [];

  /** Moves an item from an index towards the top, to where its parent is not after it. */
  const rise = (item: T, from: number) => {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = items[parent];
      if (above === undefined || !before(item, above)) break;
      items[index] = above;
      index = parent;
    }
    items[index] = item;
  };
  /** Moves an item down from the top, to where no child is before it. */
  const sink = (item: T) => {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const [a, b] = [items[left], items[left + 1]];
      if (a === undefined) break;
      const [child, next] = b !== undefined && before(b, a) ? [b, left + 1] : [a, left];
      if (!before(child, item)) break;
      items[index] = child;
      index = next;
    }
    items[index] = item;
  };
  const add = (item: T) => rise(item, items.length);

  from.forEach(add);
  return {
    get size() {
      return items.length;
    },
    first: () => items[0],
    take: () => {
      const [first] = items;
      const last = items.pop();
      if (last !== undefined && items.length > 0) sink(last);
      return first;
    },
    add,
  };
}
