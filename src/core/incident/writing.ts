import type { Moment } from '../aggregate.ts';
import type { IncidentChange } from './events.ts';
import { evolveIncident } from './fold.ts';
import type { Incident } from './state.ts';

/** Collects changes while the state moves on with each of them, so that later parts of a decision see the earlier ones. */
export function writing(before: Incident, { at, by }: Moment) {
  let state = before;
  const changes: IncidentChange[] = [];
  const add = (change: IncidentChange, book = state.book) => {
    changes.push(change);
    state = evolveIncident(state, { ...change, at, by, v: 1 }, book);
  };
  return {
    add,
    addAll(more: readonly IncidentChange[]) {
      for (const change of more) add(change);
    },
    now: () => state,
    changes: () => changes,
  };
}
