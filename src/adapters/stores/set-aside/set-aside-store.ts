import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '../../../ports/store.ts';
import { StoreFault } from '../../../ports/store.ts';
import { attemptsIn } from './attempts.ts';

/** So many deaths in a row are no chance. */
const MOST_DEATHS = 3;
/** A stream below this many bytes takes no process's memory (a long incident has 200 KB): no death is ever held against it. */
const HEAVY_BYTES = 8 * 1024 * 1024;

export interface SetAsideStore extends Store {
  /** Streams that are not read any more, for the process died of it again and again. */
  setAside(): readonly string[];
}

type Parts = {
  readonly store: Store;
  /** Where deaths are counted. */
  readonly file: string;
  readonly bytesOf: (stream: string) => Promise<number>;
};

/**
 * A store from which one stream cannot kill Muster for ever. Heavy streams are read from their beginning one at a time, each noted
 * in the file before and crossed out when its events have been taken in. One that was noted when the process died three times
 * in a row is set aside: reading it is a fault, nobody else is shown it, and the others go on.
 */
export function setAsideStore({ store, file, bytesOf }: Parts): SetAsideStore {
  const attempts = attemptsIn(file);
  const aside = new Set([...attempts.deaths].flatMap(([stream, deaths]) => (deaths >= MOST_DEATHS ? [stream] : [])));
  const isShown = (stream: string) => !aside.has(stream);
  let last = Promise.resolve();

  return {
    ...store,
    setAside: () => [...aside],
    async read(stream, after = 0) {
      if (aside.has(stream))
        throw new StoreFault(
          `${stream} is set aside: Muster died ${MOST_DEATHS} times while reading it. Work it by hand; docs/operations.md says how to get it back.`,
        );
      if (after > 0 || (await bytesOf(stream)) < HEAVY_BYTES) return store.read(stream, after);
      const { promise: done, resolve } = Promise.withResolvers<void>();
      const turn = last;
      last = done;
      await turn;
      try {
        attempts.begin(stream);
        return await store.read(stream);
      } finally {
        // Folding follows within this turn of the event loop; what dies of it dies before the next.
        void nextTurn().then(() => {
          attempts.end(stream);
          resolve();
        });
      }
    },
    openStreams: async () => (await store.openStreams()).filter(({ stream }) => isShown(stream)),
    streams: async (prefix, most) => (await store.streams(prefix, most)).filter(isShown),
    async close() {
      await last;
      attempts.close();
      await store.close();
    },
  };
}
