import { inProcessJobs } from '../../src/adapters/jobs/in-process/in-process-jobs.ts';
import { AGGREGATES } from '../../src/aggregates.ts';
import type { Deadline, Moment } from '../../src/core/aggregate.ts';
import type { Book } from '../../src/core/book.ts';
import type { Incident } from '../../src/core/incident/state.ts';
import { canonical } from '../../src/core/plan/canonical.ts';
import type { Upkeep } from '../../src/core/upkeep/upkeep.ts';
import { UPKEEP } from '../../src/core/upkeep/upkeep.ts';
import { OWN_COMMANDS } from '../../src/config.ts';
import { deskOf } from '../../src/desk.ts';
import { discoverCommands } from '../../src/discover.ts';
import { booksOf } from '../../src/engine/books.ts';
import { dispatcher } from '../../src/engine/dispatch.ts';
import type { Reply, Said } from '../../src/ports/door.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { AnyAggregate } from '../../src/engine/kind.ts';
import type { Notify } from '../../src/engine/notice.ts';
import type { Performers } from '../../src/engine/perform.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Jobs } from '../../src/ports/jobs.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Life } from './life.ts';
import { beginLife } from './life.ts';
import type { Turmoil } from './turmoil.ts';

export const WORDS = await discoverCommands([OWN_COMMANDS]);

/** What every process of one Muster shares: the world outside it. */
export type Outside = {
  readonly clock: Clock;
  readonly store: Store;
  readonly performers: Performers;
  readonly book: () => Book;
  readonly notify: Notify;
  /** Hears of every deadline that is passed. */
  readonly passed?: (deadline: Deadline, moment: Moment) => void;
  /** The bell; without it the process rings itself in time. */
  readonly jobs?: (clock: Clock) => Jobs;
  readonly aggregates?: readonly AnyAggregate[];
  /** What befalls this process among others; without it everything is done at once. */
  readonly turmoil?: () => Turmoil;
};

/** One process of Muster, which can die between any two of its steps. */
export type Process = {
  readonly life: Life;
  readonly engine: Engine;
  readonly turmoil: Turmoil | undefined;
  /** Neither dead nor standing still. */
  readonly awake: boolean;
  /** The one door. Undefined when the process died or stood still before it answered; `late` hears what it says after all. */
  say(said: Said, late?: (reply: Reply) => void): Promise<Reply | undefined>;
  /** What one of its engines does for it, unless it dies or stands still meanwhile. */
  unlessGone<Result>(work: Promise<Result>): Promise<Result | undefined>;
  /** Looks for what is due, without waiting for it. */
  kick(): void;
};

/** Starts a process as main.ts does, except that its sweep and audit come when the test wants them. */
export function beginProcess(outside: Outside): Process {
  const turmoil = outside.turmoil?.();
  const life = beginLife(turmoil);
  const clock = life.clock(outside.clock);
  const store = life.guard('store', turmoil?.store(outside.store) ?? outside.store);
  const jobs = outside.jobs?.(clock) ?? inProcessJobs(clock);
  const performers = Object.fromEntries(
    Object.entries(outside.performers).map(([kind, performer]) => [kind, life.guard(kind, performer)]),
  );
  const engine: Engine = createEngine({
    clock,
    store,
    jobs,
    performers,
    books: booksOf(store, canonicalOnce),
    aggregates: watched(outside),
    live: async () => (await engine.read(UPKEEP)).state as Upkeep,
    notify: (notice) => void (life.alive && outside.notify(notice)),
  });
  const desk = deskOf({ engine, store, words: WORDS, missing: () => [], rooms: [], book: outside.book });
  const dispatch = dispatcher({
    engine,
    words: WORDS,
    desk: (speaker, incident: Incident | undefined) => desk(speaker, incident),
    now: () => store.now(),
    delivered: (id) => store.delivered(id),
  });
  const unlessGone = async <Result>(work: Promise<Result>) =>
    Promise.race([work, life.dead.then(() => undefined), life.stalled().then(() => undefined)]);
  const process: Process = {
    life,
    engine,
    turmoil,
    get awake() {
      return life.alive && !life.frozen;
    },
    unlessGone,
    async say(said, late) {
      const replied = dispatch(said);
      const reply = await unlessGone(replied);
      if (reply === undefined) void replied.then(late, () => undefined);
      return reply;
    },
    kick() {
      if (!process.awake) return;
      engine
        .drain()
        .catch((error: unknown) => outside.notify({ kind: 'fault', where: 'drain', reason: String(error) }));
    },
  };
  if (turmoil !== undefined)
    store.listen((heard) => (heard.kind === 'freed' ? process.kick() : outside.notify({ ...heard, kind: 'heard' })));
  return process;
}

function watched({ aggregates = AGGREGATES, passed }: Outside): readonly AnyAggregate[] {
  if (passed === undefined) return aggregates;
  return aggregates.map((aggregate) => ({
    ...aggregate,
    pass(state, deadline, moment) {
      passed(deadline, moment);
      return aggregate.pass(state, deadline, moment);
    },
  }));
}

const texts = new WeakMap<object, WeakMap<object, string>>();
/** The same book is asked for thousands of times. */
export function canonicalOnce(value: unknown): string {
  const { plan, playbooks } = value as Omit<Book, 'hash'>;
  const ofPlan = texts.get(plan) ?? new WeakMap<object, string>();
  texts.set(plan, ofPlan);
  const known = ofPlan.get(playbooks);
  if (known !== undefined) return known;
  const text = canonical(value);
  ofPlan.set(playbooks, text);
  return text;
}
