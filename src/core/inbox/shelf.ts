import type { Aggregate } from '../aggregate.ts';
import { decided } from '../aggregate.ts';

/** A few texts under names that must survive, such as what a workspace gave Muster; sealed by whoever puts them here. */
export const SHELF = 'SHELF-';

export type ShelfChange =
  | { readonly type: 'put'; readonly key: string; readonly text: string; readonly name: string }
  | { readonly type: 'removed'; readonly key: string };
export type ShelfCommand =
  | ({ readonly type: 'put' } & Omit<Extract<ShelfChange, { type: 'put' }>, 'type'>)
  | { readonly type: 'remove'; readonly key: string };

type Kept = { readonly key: string; readonly text: string; readonly name: string };
/** In the order in which the keys were first put there. */
export type Shelf = { readonly kept: readonly Kept[] };

function evolve(state: Shelf, event: ShelfChange): Shelf {
  const others = state.kept.filter(({ key }) => key !== event.key);
  switch (event.type) {
    case 'put': {
      const { key, text, name } = event;
      const isThere = others.length < state.kept.length;
      const entry = { key, text, name };
      return { kept: isThere ? state.kept.map((one) => (one.key === key ? entry : one)) : [...others, entry] };
    }
    case 'removed':
      return { kept: others };
    default:
      return state;
  }
}

export const shelf: Aggregate<Shelf, ShelfChange, ShelfCommand, { readonly kind: string }> = {
  prefixes: [SHELF],
  begin: { kept: [] },
  pins: () => undefined,
  evolve,
  decide(state, command) {
    if (command.type === 'put') return decided({ ...command, type: 'put' });
    return state.kept.some(({ key }) => key === command.key)
      ? decided({ type: 'removed', key: command.key })
      : decided();
  },
  live: () => false,
  deadlines: () => [],
  outstanding: () => [],
  pass: () => [],
  intend: () => [],
  settle: () => [],
};
