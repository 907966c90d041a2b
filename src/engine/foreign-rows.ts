import type { AgendaEntry, Store } from '../ports/store.ts';
import type { AnyAggregate, Snapshot } from './kind.ts';
import { asksOf } from './kind.ts';

type Parts = { readonly store: Pick<Store, 'agenda'>; readonly aggregate: AnyAggregate };

/**
 * What a stream is to ask for when a part of its record is not understood here: the rows as they are, with what changed by this
 * process's own understanding. A row that it never asked for may be what a newer process made of the rest, and one that it
 * misses may be done with; where `mends` is said, it is put back.
 */
export async function withForeign(
  { store, aggregate, mends = false }: Parts & { readonly mends?: boolean },
  { stream, state, ill }: Snapshot,
  wanted: readonly AgendaEntry[],
): Promise<readonly AgendaEntry[]> {
  if (ill.length === 0) return wanted;
  const found = (await store.agenda(stream)).map(({ key, at, lane }) => ({ key, at, lane }));
  const isThere = keysOf(found);
  const before = keysOf(asksOf(aggregate, state).agenda);
  const mine = mends ? wanted : wanted.filter(({ key }) => isThere.has(key) || !before.has(key));
  const after = keysOf(wanted);
  return [...mine, ...found.filter(({ key }) => !before.has(key) && !after.has(key))];
}

const keysOf = (rows: readonly AgendaEntry[]) => new Set(rows.map(({ key }) => key));
