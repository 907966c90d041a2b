import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AdjustableClock } from './adapters/clock/adjustable/adjustable-clock.ts';
import { keptClock } from './adapters/clock/adjustable/kept-clock.ts';
import type { KeptClock } from './adapters/clock/adjustable/kept-clock.ts';
import { systemClock } from './adapters/clock/system-clock.ts';
import { heartbeat } from './adapters/heartbeat/heartbeat.ts';
import { inProcessJobs } from './adapters/jobs/in-process/in-process-jobs.ts';
import { simulatedPager } from './adapters/pagers/simulated/simulated-pager.ts';
import type { SimulatedPager } from './adapters/pagers/simulated/simulated-pager.ts';
import { setAsideStore } from './adapters/stores/set-aside/set-aside-store.ts';
import type { SetAsideStore } from './adapters/stores/set-aside/set-aside-store.ts';
import { sqliteStore } from './adapters/stores/sqlite/sqlite-store.ts';
import { packKeeper } from './adapters/web/pack/pack-keeper.ts';
import type { PackKeeper } from './adapters/web/pack/pack-keeper.ts';
import { OWN_COMMANDS } from './config.ts';
import type { Config } from './config.ts';
import { canonical } from './core/plan/canonical.ts';
import { UPKEEP } from './core/upkeep/upkeep.ts';
import type { Upkeep } from './core/upkeep/upkeep.ts';
import { deskOf } from './desk.ts';
import { discoverCommands } from './discover.ts';
import { booksOf } from './engine/books.ts';
import { dispatcher } from './engine/dispatch.ts';
import type { Said } from './engine/dispatch.ts';
import type { Reply } from './engine/reply.ts';
import type { Engine } from './engine/engine.ts';
import { createEngine } from './engine/engine.ts';
import { AGGREGATES } from './aggregates.ts';
import type { Notice, Notify } from './engine/notice.ts';
import { performersOf } from './performers.ts';
import { openPlans } from './plans.ts';
import type { Plans } from './plans.ts';
import { secretOf } from './secret.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Store } from './ports/store.ts';

/** One Muster for one plan: one store, one key, composed as a unit. */
export interface Muster {
  readonly config: Config;
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  /** The same clock where its speed may be changed: nobody real can be reached. */
  readonly adjustable: AdjustableClock | undefined;
  readonly phones: SimulatedPager;
  readonly plans: Plans;
  /** The break-glass pack of the plan in force, as a file. */
  readonly pack: PackKeeper;
  /** Signs links and tokens. */
  readonly secret: string;
  readonly desk: ReturnType<typeof deskOf>;
  /** The one door: a line of words in, a card out. */
  say(said: Said): Promise<Reply>;
  /** Hears everything the engine does until the returned function is called. */
  listen(hear: Notify): () => void;
  /** What is not set up yet, one sentence each, the most useful first. */
  missing(): readonly string[];
  /** Begins to work what is due. Without it Muster only answers. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Puts the parts together. Throws with a sentence when the data folder, the database or the plan cannot be used. */
export async function openMuster(config: Config, log: Log, given?: Clock): Promise<Muster> {
  mkdirSync(config.data, { recursive: true });
  const { clock, ...clocks } = given === undefined ? clocksOf(config) : { clock: given, wall: given };
  const sqlite = sqliteStore(join(config.data, 'muster.db'), clock);
  // Only now: opening the database has proved that no other Muster has this folder.
  const store = setAsideStore({ store: sqlite, file: join(config.data, 'reading'), bytesOf: sqlite.bytesOf });
  try {
    clocks.adjustable?.settle();
    return await compose(config, log, { clock, store, ...clocks });
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function compose(
  config: Config,
  log: Log,
  { clock, wall, adjustable, store }: Clocks & { readonly store: SetAsideStore },
): Promise<Muster> {
  const hearers = new Set<Notify>([(notice) => logged(log, notice)]);
  const notify: Notify = (notice) => hearers.forEach((hear) => hear(notice));
  for (const stream of store.setAside())
    log.error({ stream }, 'set aside: Muster died again and again while reading it; work it by hand');
  const beats =
    config.heartbeatUrl === undefined ? undefined : heartbeat({ url: config.heartbeatUrl, clock: wall, log });
  if (beats !== undefined) hearers.add(beats.hear);
  const phones = simulatedPager({ file: join(config.data, 'phones.jsonl'), clock });
  const books = booksOf(store, canonical);
  const words = await discoverCommands(
    config.commands === undefined ? [OWN_COMMANDS] : [OWN_COMMANDS, config.commands],
  );
  const read = async (stream: string): Promise<unknown> => (await engine.read(stream)).state;
  const engine: Engine = createEngine({
    store,
    books,
    clock: wall,
    notify,
    jobs: inProcessJobs(clock, (key, error) =>
      log.error(
        {
          key,
          error: String(error),
        },
        'a bell could not be answered',
      ),
    ),
    aggregates: AGGREGATES,
    performers: performersOf({ config, store, read, pagers: [phones] }),
    live: async () => (await engine.read(UPKEEP)).state as Upkeep,
  });
  const pack = packKeeper({ folder: join(config.data, 'pack'), clock, log });
  const plans = await openPlans({
    config,
    engine,
    books,
    onChange(say, ok) {
      if (ok) pack.keep(plans.book());
      return ok ? log.info({}, say) : log.error({}, say);
    },
  });
  pack.keep(plans.book());
  const missing = () => [
    ...store
      .setAside()
      .map(
        (stream) =>
          `${stream} IS SET ASIDE: Muster died again and again while reading it, and pages nobody for it. Work it by hand; docs/operations.md says how to get it back.`,
      ),
    ...(plans.refused() === undefined
      ? []
      : [
          `THE PLAN WAS REFUSED: ${plans.refused() ?? ''} The last good one stays in force, of ${plans.book().plan.plan.company}.`,
        ]),
    ...(plans.isSample
      ? [
          'This is the sample plan of a made-up firm. Write your own (docs/plan.md, ten lines are enough) and set MUSTER_PLAN to its path.',
        ]
      : []),
    ...pack.missing(),
    'Pages go to simulated phones only: nobody real is reached.',
  ];
  const desk = deskOf({ engine, store, words, missing, book: plans.book });
  const say = dispatcher({ engine, words, desk, now: () => store.now(), delivered: (id) => store.delivered(id) });
  return {
    config,
    engine,
    store,
    clock,
    adjustable,
    phones,
    plans,
    pack,
    desk,
    say,
    missing,
    secret: secretOf(config),
    listen(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    start() {
      beats?.start();
      return engine.start();
    },
    async stop() {
      beats?.stop();
      plans.stop();
      pack.stop();
      await engine.stop();
      await store.close();
    },
  };
}

/**
 * `clock` is the time of the incidents, by which things are due. `wall` is the machine's: the sweep, and how long work may
 * take, go by it, so that Muster does its work and answers while the other stands still.
 */
type Clocks = { readonly clock: Clock; readonly wall: Clock; readonly adjustable?: KeptClock };

function clocksOf({ timeScale, data, reachesReal }: Config): Clocks {
  const wall = systemClock();
  if (reachesReal) return { clock: wall, wall };
  const adjustable = keptClock({ base: wall, file: join(data, 'clock.json'), setting: timeScale });
  return { clock: adjustable, wall, adjustable };
}

function logged(log: Log, notice: Notice) {
  switch (notice.kind) {
    case 'appended':
      for (const event of notice.events as readonly { readonly type: string; readonly by: string }[])
        log.info({ stream: notice.stream, event: event.type, by: event.by }, 'recorded');
      return;
    case 'performed':
      if (notice.outcome === 'accepted') log.info({ stream: notice.stream, key: notice.key }, notice.effect);
      else
        log.warn(
          { stream: notice.stream, key: notice.key, reason: notice.reason },
          `${notice.effect} will be tried again`,
        );
      return;
    case 'ill':
      log.error({ stream: notice.stream, reason: notice.reason }, 'an incident is quarantined; it goes on paging');
      return;
    case 'repaired':
      log.error(
        { stream: notice.stream, missing: notice.missing, extra: notice.extra },
        'the auditor mended the agenda',
      );
      return;
    case 'fault':
      log.warn({ where: notice.where, reason: notice.reason }, 'will be tried again');
      return;
    case 'late':
    case 'swept':
    case 'audited':
      return;
    default:
      notice satisfies never;
  }
}
