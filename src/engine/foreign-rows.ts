import type { AgendaEntry, Store } from '../ports/store.ts';
import type { AnyAggregate, Snapshot } from './kind.ts';
import { asksOf } from './kind.ts';

type Parts = { readonly store: Pick<Store, 'agenda'>; readonly aggregate: AnyAggregate };

/**
 * What a stream asks for, and beside it the rows that its state as this process understands it never asked for: where a part of
 * the record is not understood, they may be what a newer process made of it. Whoever does understand drops what is not needed.
 */
export async function withForeign(
  { store, aggregate }: Parts,
  { stream, state, ill }: Snapshot,
  wanted: readonly AgendaEntry[],
): Promise<readonly AgendaEntry[]> {
  if (ill.length === 0) return wanted;
  const known = new Set([...asksOf(aggregate, state).agenda, ...wanted].map(({ key }) => key));
  const foreign = (await store.agenda(stream)).filter(({ key }) => !known.has(key));
  return [...wanted, ...foreign.map(({ key, at, lane }) => ({ key, at, lane }))];
}
