import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acceleratedClock } from './adapters/clock/accelerated-clock.ts';
import { systemClock } from './adapters/clock/system-clock.ts';
import { inProcessJobs } from './adapters/jobs/in-process/in-process-jobs.ts';
import { simulatedPager } from './adapters/pagers/simulated/simulated-pager.ts';
import type { SimulatedPager } from './adapters/pagers/simulated/simulated-pager.ts';
import { sqliteStore } from './adapters/stores/sqlite/sqlite-store.ts';
import { OWN_COMMANDS } from './config.ts';
import type { Config } from './config.ts';
import { instant, msBetween, plusMs } from './core/time.ts';
import { canonical } from './core/plan/canonical.ts';
import { UPKEEP } from './core/upkeep/upkeep.ts';
import type { Upkeep } from './core/upkeep/upkeep.ts';
import { deskOf } from './desk.ts';
import { discoverCommands } from './discover.ts';
import { booksOf } from './engine/books.ts';
import { dispatcher } from './engine/dispatch.ts';
import type { Reply, Said } from './engine/dispatch.ts';
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
  readonly phones: SimulatedPager;
  readonly plans: Plans;
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
export async function openMuster(config: Config, log: Log, clock = clockOf(config)): Promise<Muster> {
  mkdirSync(config.data, { recursive: true });
  const store = sqliteStore(join(config.data, 'muster.db'), clock);
  try {
    return await compose(config, log, { clock, store });
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function compose(
  config: Config,
  log: Log,
  { clock, store }: { readonly clock: Clock; readonly store: Store },
): Promise<Muster> {
  const hearers = new Set<Notify>([(notice) => logged(log, notice)]);
  const notify: Notify = (notice) => hearers.forEach((hear) => hear(notice));
  const phones = simulatedPager({ file: join(config.data, 'phones.jsonl'), clock });
  const books = booksOf(store, canonical);
  const words = await discoverCommands(
    config.commands === undefined ? [OWN_COMMANDS] : [OWN_COMMANDS, config.commands],
  );
  const engine: Engine = createEngine({
    store,
    books,
    clock,
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
    performers: performersOf({
      config,
      store,
      read: async (stream) => (await engine.read(stream)).state,
      pagers: [phones],
    }),
    live: async () => (await engine.read(UPKEEP)).state as Upkeep,
  });
  const plans = await openPlans({
    config,
    engine,
    books,
    onChange: (say, ok) => (ok ? log.info({}, say) : log.error({}, say)),
  });
  const missing = () => [
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
    'Pages go to simulated phones only: nobody real is reached.',
  ];
  const desk = deskOf({ engine, store, words, missing, book: plans.book });
  const say = dispatcher({ engine, words, desk, now: () => store.now(), delivered: (id) => store.delivered(id) });
  return {
    config,
    engine,
    store,
    clock,
    phones,
    plans,
    desk,
    say,
    missing,
    secret: secretOf(config),
    listen(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    start: engine.start,
    async stop() {
      plans.stop();
      await engine.stop();
      await store.close();
    },
  };
}

/**
 * The machine's time; or one that runs faster from the first start in this folder on, while Muster is down too, so that a
 * restart neither turns it back nor stops it.
 */
function clockOf({ timeScale, data }: Config): Clock {
  const real = systemClock();
  if (timeScale === 1) return real;
  mkdirSync(data, { recursive: true });
  const file = join(data, `time-scale-${timeScale}`);
  if (!existsSync(file)) writeFileSync(file, real.now());
  const began = instant(readFileSync(file, 'utf8').trim());
  return acceleratedClock(real, timeScale, plusMs(began, msBetween(began, real.now()) * timeScale));
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
