import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AdjustableClock } from './adapters/clock/adjustable/adjustable-clock.ts';
import { heartbeat } from './adapters/heartbeat/heartbeat.ts';
import { inProcessJobs } from './adapters/jobs/in-process/in-process-jobs.ts';
import { simulatedPager } from './adapters/pagers/simulated/simulated-pager.ts';
import type { SimulatedPager } from './adapters/pagers/simulated/simulated-pager.ts';
import { setAsideStore } from './adapters/stores/set-aside/set-aside-store.ts';
import type { SetAsideStore } from './adapters/stores/set-aside/set-aside-store.ts';
import { sqliteStore } from './adapters/stores/sqlite/sqlite-store.ts';
import type { PostmortemFiles } from './adapters/postmortems/files.ts';
import { postmortemFiles } from './adapters/postmortems/files.ts';
import type { WebDoor } from './ports/web-door.ts';
import { packKeeper } from './adapters/web/pack/pack-keeper.ts';
import type { PackKeeper } from './adapters/web/pack/pack-keeper.ts';
import { addressOf } from './address.ts';
import { chatHost } from './chat-host.ts';
import { answerLinks } from './answer-links.ts';
import { chatsOf, followedBy } from './chats.ts';
import { clocksOf } from './clocks.ts';
import type { Clocks } from './clocks.ts';
import { OWN_COMMANDS } from './config.ts';
import type { Config } from './config.ts';
import { canonical } from './core/plan/canonical.ts';
import { UPKEEP } from './core/upkeep/upkeep.ts';
import type { Upkeep } from './core/upkeep/upkeep.ts';
import { deskOf } from './desk.ts';
import { discoverCommands } from './discover.ts';
import { booksOf } from './engine/books.ts';
import { dispatcher } from './engine/dispatch.ts';
import type { Reply, Said } from './ports/door.ts';
import type { Engine } from './engine/engine.ts';
import { createEngine } from './engine/engine.ts';
import { sealedFile } from './adapters/near-misses/sealed-file.ts';
import { messagePartsOf, receiversPerformer } from './near-miss-messages.ts';
import type { NearMissLife } from './near-misses.ts';
import { nearMissesOf } from './near-misses.ts';
import { AGGREGATES } from './aggregates.ts';
import type { Notify } from './engine/notice.ts';
import { mediaOf } from './media.ts';
import { mediaHosts } from './media-host.ts';
import { missingOf } from './missing.ts';
import { monitorsOf } from './monitors.ts';
import type { Monitors } from './monitors.ts';
import { logNotice } from './notice-log.ts';
import { pagersOf } from './pagers.ts';
import { performersOf } from './performers.ts';
import { openPlans } from './plans.ts';
import type { Plans } from './plans.ts';
import { secretOf } from './secret.ts';
import type { Chat } from './ports/chat.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { AnswerLinks } from './ports/answers.ts';
import type { Provider } from './ports/media.ts';
import type { Pager } from './ports/pager.ts';
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
  /** All that carry pages, the phones that do not exist among them. */
  readonly pagers: readonly Pager[];
  /** The chat platforms that mirror incidents. */
  readonly chats: readonly Chat[];
  /** What carries messages besides them. */
  readonly providers: readonly Provider[];
  /** Answers by a link in a message. */
  readonly answers: AnswerLinks;
  readonly postmortems: PostmortemFiles;
  /** Where platforms knock: addresses of the web server that are theirs. */
  readonly doors: readonly WebDoor[];
  readonly plans: Plans;
  /** The break-glass pack of the plan in force, as a file. */
  readonly pack: PackKeeper;
  /** Signs links and tokens. */
  readonly secret: string;
  readonly nearMisses: NearMissLife;
  /** Where alerts come in, and what must report. */
  readonly monitors: Monitors;
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
  const secret = secretOf(config);
  const hearers = new Set<Notify>([(notice) => logNotice(log, notice)]);
  const notify: Notify = (notice) => hearers.forEach((hear) => hear(notice));
  for (const stream of store.setAside())
    log.error({ stream }, 'set aside: Muster died again and again while reading it; work it by hand');
  const watcher =
    config.heartbeatUrl === undefined ? undefined : heartbeat({ url: config.heartbeatUrl, clock: wall, log });
  if (watcher !== undefined) hearers.add(watcher.hear);
  const phones = simulatedPager({ file: join(config.data, 'phones.jsonl'), clock });
  const postmortems = postmortemFiles(join(config.data, 'postmortems'));
  const { chats, doors } = await chatsOf(config, (platform) =>
    chatHost(platform, {
      store,
      engine: () => engine,
      say: () => say,
      book: () => plans.book(),
      live: () => live(),
      missing: () => missing(),
      postmortem: (id) => postmortems.read(id),
      nearMisses: () => nearMisses,
      wall,
      log,
      consoleUrl: () => config.publicUrl ?? addressOf(config),
      secret,
    }),
  );
  hearers.add(followedBy(chats));
  const mediaHost = mediaHosts({
    store,
    engine: () => engine,
    say: () => say,
    book: () => plans.book(),
    wall,
    log,
    secret,
    publicUrl: config.publicUrl?.replace(/\/$/, ''),
    proved: async () => {},
    lastTest: async () => undefined,
  });
  const providers = await mediaOf(config, mediaHost);
  const pagers = pagersOf({ chats, providers, phones, simulate: config.simulate });
  const books = booksOf(store, canonical);
  const words = await discoverCommands(
    config.commands === undefined ? [OWN_COMMANDS] : [OWN_COMMANDS, config.commands],
  );
  const live = async () => (await engine.read(UPKEEP)).state as Upkeep;
  const read = async (stream: string): Promise<unknown> => (await engine.read(stream)).state;
  const messages = messagePartsOf({
    config,
    pagers,
    wall,
    plan: () => plans.book().plan,
    live: () => live(),
    now: () => clock.now(),
  });
  const monitors = monitorsOf({
    store,
    engine: () => engine,
    book: () => plans.book(),
    live: () => live(),
    rooms: chats.map(({ platform }) => platform),
    clock,
    wall,
    secret,
    log,
  });
  const engine: Engine = createEngine({
    store,
    books,
    clock: wall,
    notify,
    jobs: inProcessJobs(clock, (key, error) =>
      log.error({ key, error: String(error) }, 'a bell could not be answered'),
    ),
    aggregates: AGGREGATES,
    performers: {
      ...performersOf({ config, store, read, pagers, chats, postmortems, wall }),
      tellReceivers: receiversPerformer(messages),
      ...monitors.performers,
    },
    live,
  });
  const pack = packKeeper({ folder: join(config.data, 'pack'), clock, log });
  const plans = await openPlans({
    config,
    engine,
    books,
    onChange(say, ok) {
      if (ok) pack.keep(plans.book());
      if (ok)
        monitors.beats
          .sync()
          .catch((fault: unknown) => log.error({ reason: String(fault) }, 'heartbeats were not read'));
      return ok ? log.info({}, say) : log.error({}, say);
    },
  });
  pack.keep(plans.book());
  const nearMisses = nearMissesOf({
    ...messages,
    engine,
    clock,
    wall,
    log,
    secret,
    vault: sealedFile({ file: join(config.data, 'near-misses.sealed'), secret }),
    planVersion: () => plans.book().plan.plan.version ?? plans.book().hash.slice(0, 12),
  });
  const missing = () => missingOf({ store, plans, pack, chats, pagers, beats: monitors.beats });
  const desk = deskOf({
    engine,
    store,
    words,
    missing,
    book: plans.book,
    rooms: chats.map(({ platform }) => platform),
  });
  const say = dispatcher({ engine, words, desk, now: () => store.now(), delivered: (id) => store.delivered(id) });
  return {
    config,
    engine,
    store,
    clock,
    adjustable,
    phones,
    pagers,
    chats,
    providers,
    answers: answerLinks({ host: mediaHost('answer-link'), delivered: (id) => store.delivered(id) }),
    postmortems,
    doors: [...doors, ...providers.flatMap((provider) => provider.doors), monitors.door],
    plans,
    pack,
    nearMisses,
    monitors,
    desk,
    say,
    missing,
    secret,
    listen(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    async start() {
      watcher?.start();
      await monitors.beats.sync();
      await engine.start();
      await nearMisses.start();
      await Promise.all([...chats.map((chat) => chat.start()), ...providers.map((provider) => provider.start?.())]);
    },
    async stop() {
      watcher?.stop();
      await Promise.all([...chats.map((chat) => chat.stop()), ...providers.map((provider) => provider.stop?.())]);
      await nearMisses.stop();
      plans.stop();
      pack.stop();
      await engine.stop();
      await store.close();
    },
  };
}
