import type { Asked } from './core/alerts/declaration.ts';
import type { Group } from './core/alerts/group.ts';
import { seenBy } from './core/alerts/private.ts';
import { proposalsIn } from './core/alerts/proposals.ts';
import type { AlertSourceState } from './core/alerts/source.ts';
import { ALERTS } from './core/alerts/source.ts';
import type { PersonId } from './core/ids.ts';
import type { Engine } from './engine/engine.ts';
import type { Store } from './ports/store.ts';

type Parts = { readonly engine: Pick<Engine, 'read'>; readonly store: Pick<Store, 'openStreams'> };

/** Everything that alerts propose, of all sources, oldest first. */
export async function proposalsOf({ engine, store }: Parts): Promise<readonly Group[]> {
  const streams = (await store.openStreams()).map(({ stream }) => stream).filter((one) => one.startsWith(ALERTS));
  const states = await Promise.all(streams.map((stream) => engine.read(stream)));
  return states
    .flatMap(({ state }) => proposalsIn(state as AlertSourceState))
    .toSorted((a, b) => (a.firstAt < b.firstAt ? -1 : 1));
}

/** The same as one person may see them: of a private matter of others, that there is one. */
export const proposalsFor = async (person: PersonId | null, parts: Parts, asked: Asked): Promise<readonly Group[]> =>
  (await proposalsOf(parts)).map((group) => seenBy(group, person, asked));
