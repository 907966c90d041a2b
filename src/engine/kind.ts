import type { Aggregate, Deadline, Owed } from '../core/aggregate.ts';
import type { By } from '../core/incident/events.ts';
import type { Instant } from '../core/time.ts';

/** An event as it lies in the store, whatever aggregate it belongs to. */
export type Stamped = { readonly type: string; readonly at: Instant; readonly by: By; readonly v: number };
export type AnyEffect = { readonly kind: string };
export type AnyAggregate = Aggregate<unknown, Stamped, unknown, AnyEffect>;

/** A stream folded up to a version. `ill` says why events were skipped, or that some are gone: the incident is quarantined but goes on paging. */
export type Snapshot = {
  readonly stream: string;
  readonly version: number;
  readonly state: unknown;
  readonly lastAt: Instant;
  readonly ill: readonly string[];
  /** When the newest of those events was written; null when there is none. */
  readonly illAt: Instant | null;
};

/** Everything that a state asks for, with a facet that throws left out and named. */
export function asksOf(aggregate: AnyAggregate, state: unknown) {
  const faults: string[] = [];
  const ask = <Item>(list: () => readonly Item[]): readonly Item[] => {
    try {
      return list();
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
      return [];
    }
  };
  const sides = aggregate.sides ?? [aggregate];
  const deadlines: readonly Deadline[] = sides.flatMap((side) => ask(() => side.deadlines(state)));
  const owed: readonly Owed<AnyEffect>[] = sides.flatMap((side) => ask(() => side.outstanding(state)));
  const agenda = [...deadlines, ...owed].map(({ key, at, lane }) => ({ key, at, lane }));
  return { deadlines, owed, agenda, open: agenda.length > 0 || aggregate.live(state), faults };
}
export type Asks = ReturnType<typeof asksOf>;
