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
type AllParts = { readonly engine: Pick<Engine, 'read'>; readonly store: Pick<Store, 'streams'> };
/** More sources than any plan has. */
const MOST_SOURCES = 1_000;

/** One proposal whatever became of it, as long as its source remembers it. */
export async function proposalOf(id: string, { engine, store }: AllParts): Promise<Group | undefined> {
  const states = await Promise.all((await store.streams(ALERTS, MOST_SOURCES)).map((stream) => engine.read(stream)));
  return states.flatMap(({ state }) => Object.values((state as AlertSourceState).groups)).find((one) => one.id === id);
}

/** The note by which one person is told of a proposal. */
export const proposalNote = (proposal: string, person: PersonId) => `${proposal}/${person}`;

/** Whether a note tells of a proposal that waits for nobody any more. */
export async function isPastNote(key: string, parts: Parts): Promise<boolean> {
  const [, proposal] = /^(AL-\d+)\//.exec(key) ?? [];
  if (proposal === undefined) return false;
  return !(await proposalsOf(parts)).some(({ id, stage }) => id === proposal && stage === 'proposed');
}
