import type { Desk } from '../../src/command.ts';
import { AGGREGATES } from '../../src/aggregates.ts';
import { OWN_COMMANDS } from '../../src/config.ts';
import type { Book } from '../../src/core/book.ts';
import { personId } from '../../src/core/ids.ts';
import type { IncidentEvent } from '../../src/core/incident/events.ts';
import { MUSTER } from '../../src/core/incident/events.ts';
import type { Incident } from '../../src/core/incident/state.ts';
import { canonical } from '../../src/core/plan/canonical.ts';
import type { Instant } from '../../src/core/time.ts';
import { instant, plusMs } from '../../src/core/time.ts';
import { UPKEEP } from '../../src/core/upkeep/upkeep.ts';
import { deskOf } from '../../src/desk.ts';
import { liveOf } from '../../src/live.ts';
import type { Note } from '../../src/ports/notices.ts';
import { eachKindOnce } from '../../src/performers.ts';
import { tellPerformer } from '../../src/duty.ts';
import { testPerformer } from '../../src/test-performer.ts';
import { reachWatch, takeForReach } from '../../src/reach-watch.ts';
import { discoverCommands } from '../../src/discover.ts';
import { booksOf } from '../../src/engine/books.ts';
import { dispatcher, speakerOf } from '../../src/engine/dispatch.ts';
import type { Reply, Said } from '../../src/ports/door.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Notice } from '../../src/engine/notice.ts';
import type { Sender } from '../../src/engine/paging.ts';
import { pagePerformer, senderOf } from '../../src/engine/paging.ts';
import type { Performers } from '../../src/engine/perform.ts';
import { loadBook } from '../../src/plans.ts';
import type { Store } from '../../src/ports/store.ts';
import { quietLog } from './quiet-log.ts';
import type { ScriptedPager } from './scripted-pager.ts';
import { scriptedPager } from './scripted-pager.ts';
import { groundOf } from './store-of-run.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** A Friday afternoon in Detroit, 16:40. */
export const FRIDAY_1640 = instant('2026-11-20T21:40:00Z');

export type StoryParts = {
  readonly at?: Instant;
  readonly plan?: string;
  readonly book?: Omit<Book, 'hash'>;
  readonly store?: (clock: VirtualClock) => Store;
  /** What is set up; everything unless said otherwise. */
  readonly carries?: Desk['carries'];
  readonly performers?: (usual: Performers) => Performers;
};

/** A whole Muster in memory, on a clock that stands still until the story lets time pass. */
export interface Story {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly pager: ScriptedPager;
  readonly notices: readonly Notice[];
  /** What people were told that wakes nobody. */
  readonly notes: readonly Note[];
  engine(): Engine;
  /** Says a line of words as somebody of the plan (or a guest), and lets what follows from it happen. */
  say(words: string, as?: string, delivery?: string): Promise<Reply>;
  /** The same with all that an adapter may know of it. */
  door(said: Said): Promise<Reply>;
  /** Lets so much time pass; every deadline on the way is met at its hour. */
  pass(ms: number): Promise<void>;
  incident(id?: string): Promise<Incident>;
  events(id?: string): Promise<readonly IncidentEvent[]>;
  /** What reached the phones, as `person medium: first line`. */
  phones(): readonly string[];
  /** The process dies and another one starts on the same store. */
  restart(): Promise<void>;
  /** The plan and playbooks in force. */
  book(): Book;
  setBook(book: Omit<Book, 'hash'>): Promise<void>;
}

const words = await discoverCommands([OWN_COMMANDS]);
export const sampleBook = bookOf();

export function bookOf(plan?: string): Omit<Book, 'hash'> {
  const loaded = loadBook({ plan, playbooks: undefined });
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.book;
}

export async function story(parts: StoryParts = {}): Promise<Story> {
  const ground = await groundOf(parts.at ?? FRIDAY_1640);
  const { clock } = ground;
  const store = parts.store?.(clock) ?? ground.store;
  const pager = scriptedPager(clock);
  const notices: Notice[] = [];
  const notes: Note[] = [];
  const books = booksOf(store, canonical);
  let book = await books.keep(parts.book ?? (parts.plan === undefined ? sampleBook : bookOf(parts.plan)));
  let bell = ground.bell();
  let engine = begin();

  function begin(): Engine {
    const sender = senderOf([pager], clock);
    const test = testPerformer({ sender, plan: () => book.plan, now: () => store.now() });
    const tellPerson = tellPerformer(async (note) => void notes.push(note));
    const usual: Performers = { ...performers(sender), ...eachKindOnce({ test, tellPerson }) };
    const watch = reachWatch({ engine: () => made, log: quietLog() });
    const made: Engine = createEngine({
      store,
      books,
      clock,
      aggregates: AGGREGATES,
      jobs: bell.jobs,
      performers: parts.performers?.(usual) ?? usual,
      live: () => liveOf(made),
      notify(notice) {
        notices.push(notice);
        watch(notice);
      },
    });
    bell.wake(() => made.drain());
    return made;
  }

  const desk = (who: Parameters<ReturnType<typeof deskOf>>[0], incident: Incident | undefined) =>
    deskOf({
      engine,
      store,
      words,
      book: () => book,
      missing: () => [],
      rooms: [],
      ...(parts.carries === undefined ? {} : { carries: parts.carries }),
    })(who, incident);

  async function happen() {
    let ended = false;
    const drained = engine.drain().finally(() => (ended = true));
    await clock.settle();
    while (!ended) await clock.advance(1_000);
    await drained;
  }

  const told: Story = {
    clock,
    store,
    pager,
    notices,
    notes,
    engine: () => engine,
    async say(line, as = 'marcus', delivery) {
      const person = book.plan.people[as];
      const speaker = speakerOf(person === undefined ? null : personId(as), person?.name ?? as);
      return told.door({ words: line, speaker, ...(delivery === undefined ? {} : { delivery }) });
    },
    async door(said) {
      const dispatch = dispatcher({
        engine,
        words: words,
        desk,
        now: () => store.now(),
        delivered: (id) => store.delivered(id),
      });
      const reply = await dispatch(said);
      await happen();
      return reply;
    },
    async pass(ms) {
      const target = plusMs(clock.now(), ms);
      for (;;) {
        await happen();
        const next = await store.nextDue();
        if (next === undefined || next > target) break;
        await clock.advanceTo(next);
      }
      await clock.advanceTo(target);
      await happen();
    },
    async incident(id = 'INC-1') {
      return (await engine.read(id)).state as Incident;
    },
    async events(id = 'INC-1') {
      return (await store.read(id)).map(({ body }) => body as IncidentEvent);
    },
    phones: () => pager.sent.map(({ person, medium, text }) => `${person} ${medium}: ${text.split('\n')[0] ?? ''}`),
    async restart() {
      await bell.die();
      bell = ground.bell();
      engine = begin();
      await engine.rebuild();
    },
    book: () => book,
    async setBook(next) {
      book = await books.keep(next);
      await takeForReach(engine, book);
    },
  };
  await engine.handle({
    stream: UPKEEP,
    command: { type: 'adopt', planHash: book.hash, version: '' },
    by: MUSTER,
    reply: () => '',
  });
  await takeForReach(engine, book);
  return told;
}

/** Effects without a world of files: pages go to the scripted pager, the rest is accepted. */
function performers(sender: Sender): Performers {
  const accepted = (reference: string) => ({
    timeoutMs: 5_000,
    perform: () => Promise.resolve({ outcome: 'accepted' as const, reference }),
  });
  const all = {
    page: pagePerformer(sender),
    channel: accepted('console here'),
    postmortem: accepted('INC-1.md'),
    hook: accepted('it ran'),
  };
  return all;
}

export const eventTypes = (events: readonly IncidentEvent[]) => events.map(({ type }) => type);
