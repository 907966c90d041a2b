import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../src/adapters/clock/system-clock.ts';
import { inProcessJobs } from '../src/adapters/jobs/in-process/in-process-jobs.ts';
import { sqliteStore } from '../src/adapters/stores/sqlite/sqlite-store.ts';
import { AGGREGATES } from '../src/aggregates.ts';
import { OWN_COMMANDS } from '../src/config.ts';
import type { Book } from '../src/core/book.ts';
import { personId } from '../src/core/ids.ts';
import { MEDIA } from '../src/core/media.ts';
import { canonical } from '../src/core/plan/canonical.ts';
import type { Upkeep } from '../src/core/upkeep/upkeep.ts';
import { UPKEEP } from '../src/core/upkeep/upkeep.ts';
import { deskOf } from '../src/desk.ts';
import { discoverCommands } from '../src/discover.ts';
import { booksOf } from '../src/engine/books.ts';
import { dispatcher, speakerOf } from '../src/engine/dispatch.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { Reply } from '../src/ports/door.ts';
import type { Pager } from '../src/ports/pager.ts';
import type { Engine } from '../src/engine/engine.ts';
import type { AnyAggregate } from '../src/engine/kind.ts';
import { createEngine } from '../src/engine/engine.ts';
import type { Notice } from '../src/engine/notice.ts';
import { pagePerformer, senderOf } from '../src/engine/paging.ts';
import type { Performers } from '../src/engine/perform.ts';
import { loadBook } from '../src/plans.ts';
import type { Store } from '../src/ports/store.ts';

/** A whole Muster on a real SQLite file with every flush, and a pager that only notes the hour. */
export interface Rig extends AsyncDisposable {
  readonly engine: Engine;
  readonly store: Store;
  readonly book: Book;
  say(words: string, as?: string): Promise<Reply>;
  /** The clock is so many ms further from now on. */
  leap(ms: number): void;
  /** Hears every page that is handed over, with the performance clock's milliseconds. */
  onPage: (person: string, ms: number) => void;
  onNotice: (notice: Notice) => void;
}

type Asked = {
  readonly folder?: string;
  /** More kinds of streams, for measuring the engine alone. */
  readonly aggregates?: readonly AnyAggregate[];
  /** Another plan than the sample's. */
  readonly plan?: string;
  /** Instead of the one that only notes the hour: `onPage` hears nothing then. */
  readonly pagers?: readonly Pager[];
};

export const benchFolder = () => mkdtempSync(join(tmpdir(), 'muster-bench-'));

export async function rig({ folder = benchFolder(), aggregates = [], plan, pagers }: Asked = {}): Promise<Rig> {
  let aheadMs = 0;
  const clock = systemClock({ wall: () => Date.now() + aheadMs });
  const store = sqliteStore(join(folder, 'muster.db'), clock);
  const books = booksOf(store, canonical);
  const loaded = loadBook({ plan, playbooks: undefined });
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const book = await books.keep(loaded.book);
  const words = await discoverCommands([OWN_COMMANDS]);
  const made: Rig = {
    store,
    book,
    leap(ms) {
      aheadMs += ms;
    },
    engine: createEngine({
      store,
      books,
      clock,
      aggregates: [...AGGREGATES, ...aggregates],
      jobs: inProcessJobs(clock),
      performers: performers(clock, pagers ?? [noting((person) => made.onPage(person, performance.now()))]),
      live: async () => (await made.engine.read(UPKEEP)).state as Upkeep,
      notify: (notice) => made.onNotice(notice),
    }),
    onPage: () => undefined,
    onNotice: () => undefined,
    say(line, as = 'marcus') {
      const desk = deskOf({ engine: made.engine, store, words, book: () => book, missing: () => [], rooms: [] });
      const dispatch = dispatcher({
        engine: made.engine,
        words,
        desk,
        now: () => store.now(),
        delivered: (id) => store.delivered(id),
      });
      return dispatch({ words: line, speaker: speakerOf(personId(as), book.plan.people[as]?.name ?? as) });
    },
    async [Symbol.asyncDispose]() {
      await made.engine.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return made;
}

/** Takes every page at once and notes the hour. */
const noting = (heard: (person: string) => void): Pager => ({
  name: 'bench',
  media: MEDIA,
  send({ person }) {
    heard(person);
    return Promise.resolve({ outcome: 'accepted' as const, reference: 'bench' });
  },
});

function performers(clock: Clock, pagers: readonly Pager[]): Performers {
  const accepted = {
    timeoutMs: 5_000,
    perform: () => Promise.resolve({ outcome: 'accepted' as const, reference: 'bench' }),
  };
  return {
    page: pagePerformer(senderOf(pagers, clock)),
    channel: accepted,
    postmortem: accepted,
    hook: accepted,
  };
}

/** The value below which so many percent of the samples lie. */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export const lateness = (samples: readonly number[]) => ({
  p50: percentile(samples, 50),
  p99: percentile(samples, 99),
  max: Math.max(...samples),
});
