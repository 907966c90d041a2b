import { memoryStore } from '../../src/adapters/stores/memory/memory-store.ts';
import type { Book } from '../../src/core/book.ts';
import { hash, personId } from '../../src/core/ids.ts';
import { MUSTER } from '../../src/core/incident/events.ts';
import type { Instant } from '../../src/core/time.ts';
import { msBetween, plusMs } from '../../src/core/time.ts';
import type { UpkeepCommand } from '../../src/core/upkeep/upkeep.ts';
import { UPKEEP } from '../../src/core/upkeep/upkeep.ts';
import { booksOf } from '../../src/engine/books.ts';
import { speakerOf } from '../../src/engine/dispatch.ts';
import type { Reply } from '../../src/ports/door.ts';
import type { Notice } from '../../src/engine/notice.ts';
import { pagePerformer, senderOf } from '../../src/engine/paging.ts';
import type { Performers } from '../../src/engine/perform.ts';
import type { PageMessage, Pager } from '../../src/ports/pager.ts';
import type { Performer } from '../../src/ports/performer.ts';
import type { Store } from '../../src/ports/store.ts';
import { StoreFault } from '../../src/ports/store.ts';
import type { AnyAggregate } from '../../src/engine/kind.ts';
import type { ScriptedPager } from '../support/scripted-pager.ts';
import { scriptedPager } from '../support/scripted-pager.ts';
import { FRIDAY_1640 } from '../support/story.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import type { Ledger } from './ledger.ts';
import { ledgerOf } from './ledger.ts';
import type { Outside, Process } from './process.ts';
import { beginProcess, canonicalOnce } from './process.ts';
import type { Turmoil } from './turmoil.ts';
import { MADE } from './turmoil.ts';

/** Who is silent for so long is taken for gone, in ms. */
const SILENT_MS = 1_000;
/** The work of one instant that does not end in so many rounds never does. */
const MOST_ROUNDS = 400;

const inMemory: Ground = (at) => {
  const clock = virtualClock(at);
  return { clock, store: memoryStore(clock) };
};

/** The store that is lived on, new, and the clock that it judges by. */
export type Ground = (at: Instant) => Grounded | Promise<Grounded>;
type Grounded = { readonly clock: VirtualClock; readonly store: Store };

export type WorldParts = {
  readonly ground?: Ground;
  readonly book: Omit<Book, 'hash'>;
  readonly at?: Instant;
  readonly processes?: number;
  readonly performers?: (usual: Performers, clock: VirtualClock) => Performers;
  /** Hears of each page just before the provider does, and whether it reached a phone at once. */
  readonly onPage?: (message: PageMessage, seen: PageSeen) => void;
  readonly passed?: Outside['passed'];
  readonly wrapStore?: (store: Store) => Store;
  /** What befalls each process among others. */
  readonly turmoil?: () => Turmoil;
  /** A process that is silent for a second loses what it has claimed to the others at once, not only with its leases. */
  readonly takeOver?: boolean;
  /** What the process at this place is made of, where it is another version than the rest. */
  readonly aggregatesAt?: (place: number) => readonly AnyAggregate[] | undefined;
};

export type PageSeen = {
  readonly reached: boolean;
  readonly now: Instant;
  readonly ledger: Ledger;
  readonly book: Book;
};

/** A whole Muster in memory, as many processes as wanted, and what surrounds it. */
export interface World {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly pager: ScriptedPager;
  readonly ledger: Ledger;
  readonly notices: Notice[];
  readonly processes: readonly Process[];
  /** For a process of one's own making. */
  readonly outside: Outside;
  /** What was asked of hooks, in order: `name key`. */
  readonly hooks: string[];
  book(): Book;
  setBook(book: Omit<Book, 'hash'>): Promise<void>;
  upkeep(command: UpkeepCommand): Promise<void>;
  /** Says a line of words at one process. Undefined when it died before it answered. */
  say(
    process: Process,
    said: { readonly words: string; readonly as: string; readonly delivery?: string },
    late?: (reply: Reply) => void,
  ): Promise<Reply | undefined>;
  /** Lets a process stand still for so long, from its nth point on. */
  freeze(process: Process, stop: { readonly at: number; readonly ms: number }): void;
  /** Lets so much time pass; whoever lives does what is due on the way. */
  pass(ms: number): Promise<void>;
  /** Lets the work of this instant end. */
  settle(): Promise<void>;
  /** A process where there was none, or where one died. */
  begin(place: number): Promise<Process>;
}

export async function beginWorld(parts: WorldParts): Promise<World> {
  const { clock, store: kept } = await (parts.ground ?? inMemory)(parts.at ?? FRIDAY_1640);
  const ledger = ledgerOf(kept);
  const store = parts.wrapStore?.(ledger.store) ?? ledger.store;
  const pager = scriptedPager(clock);
  const notices: Notice[] = [];
  const processes: Process[] = [];
  const hooks: string[] = [];
  let book: Book = { ...parts.book, hash: hash('') };
  const seen = (message: PageMessage, reached: boolean) =>
    parts.onPage?.(message, { reached, now: clock.now(), ledger, book });
  const usual = performersOf({ hooks, pager: watchedPager(pager, seen), clock });

  const outside: Outside = {
    clock,
    store,
    performers: parts.performers?.(usual, clock) ?? usual,
    book: () => book,
    notify: (notice) => void notices.push(notice),
    ...(parts.passed === undefined ? {} : { passed: parts.passed }),
    ...(parts.turmoil === undefined ? {} : { turmoil: parts.turmoil }),
  };

  const thaws = new Map<Process, Instant>();
  const isAwake = () => processes.some(({ awake }) => awake);
  const freeWhenSilent = (process: Process) => {
    if (parts.takeOver !== true) return;
    clock.ring(plusMs(clock.now(), SILENT_MS), () => {
      if (process.awake) return;
      for (const claim of process.turmoil?.claims ?? []) void store.release(claim, claim.at);
      for (const { kick } of processes) kick();
    });
  };

  const kickAll = async () => {
    for (const { kick } of processes) kick();
    await clock.settle();
  };
  const settle = async () => {
    for (let round = 0; ; round += 1) {
      await kickAll();
      const next = await store.nextDue();
      if (next === undefined || next > clock.now() || !isAwake()) return;
      if (round > MOST_ROUNDS) throw new Error(`the work of ${clock.now()} never ends`);
    }
  };

  const world: World = {
    clock,
    store,
    pager,
    ledger,
    notices,
    processes,
    outside,
    hooks,
    settle,
    book: () => book,
    async setBook(next) {
      book = await booksOf(store, canonicalOnce).keep(next);
      await world.upkeep({ type: 'adopt', planHash: book.hash, version: '' });
    },
    async upkeep(command) {
      const process = processes.find(({ awake }) => awake);
      const order = { stream: UPKEEP, command, by: MUSTER, reply: () => '' } as const;
      await process?.unlessGone(process.engine.handle(order)).catch(unlessMade);
    },
    async say(process, { words, as, delivery }, late) {
      const person = book.plan.people[as];
      const speaker = speakerOf(person === undefined ? null : personId(as), person?.name ?? as);
      return process.say({ words, speaker, ...(delivery === undefined ? {} : { delivery }) }, late);
    },
    freeze(process, { at, ms }) {
      process.life.freezeAt(at, () => {
        thaws.set(process, plusMs(clock.now(), ms));
        freeWhenSilent(process);
        clock.ring(plusMs(clock.now(), ms), () => {
          thaws.delete(process);
          process.life.thaw();
          process.kick();
        });
      });
    },
    async pass(ms) {
      const target = plusMs(clock.now(), ms);
      for (;;) {
        await settle();
        const next = isAwake() ? await store.nextDue() : [...thaws.values()].toSorted()[0];
        if (next === undefined || next > target) break;
        await clock.advance(Math.max(0, msBetween(clock.now(), next)));
      }
      await clock.advanceTo(target);
      await settle();
    },
    async begin(place) {
      const aggregates = parts.aggregatesAt?.(place);
      const process = beginProcess(aggregates === undefined ? outside : { ...outside, aggregates });
      processes[place]?.life.kill();
      processes[place] = process;
      void process.life.dead.then(() => freeWhenSilent(process));
      await process.unlessGone(process.engine.rebuild()).catch(unlessMade);
      return process;
    },
  };
  for (let place = 0; place < (parts.processes ?? 1); place += 1) await world.begin(place);
  await world.setBook(parts.book);
  return world;
}

/** Faults that the simulation makes are what it is for. */
export function unlessMade(error: unknown): undefined {
  if (!(error instanceof StoreFault && error.message.includes(MADE))) throw error;
}

function watchedPager(pager: ScriptedPager, seen: (message: PageMessage, reached: boolean) => void): Pager {
  return {
    name: pager.name,
    media: pager.media,
    send(message, signal) {
      const before = pager.sent.length;
      const answer = pager.send(message, signal);
      seen(message, pager.sent.length > before);
      return answer;
    },
  };
}

type Hands = { readonly hooks: string[]; readonly pager: Pager; readonly clock: VirtualClock };
type Made = { readonly kind: string; readonly name: string; readonly idempotencyKey: string; readonly dry: boolean };

/** Pages go to the scripted pager; channel and postmortem are taken at once; a hook says what it was asked. */
function performersOf({ hooks, pager, clock }: Hands): Performers {
  const accepted = (reference: string) => ({
    timeoutMs: 5_000,
    perform: () => Promise.resolve({ outcome: 'accepted' as const, reference }),
  });
  const hook: Performer<Made> = {
    timeoutMs: 20_000,
    perform({ name, idempotencyKey, dry }) {
      if (dry) return Promise.resolve({ outcome: 'accepted', reference: 'would have run' });
      hooks.push(`${name} ${idempotencyKey}`);
      return Promise.resolve({ outcome: 'accepted', reference: 'it ran' });
    },
  };
  return {
    page: pagePerformer(senderOf([pager], clock)),
    channel: accepted('console here'),
    postmortem: accepted('postmortem.md'),
    hook,
  };
}
