import { join } from 'node:path';
import { feedDoor } from './adapters/calendar/feed/feed-door.ts';
import { heartbeat } from './adapters/heartbeat/heartbeat.ts';
import { simulatedPager } from './adapters/pagers/simulated/simulated-pager.ts';
import { postmortemFiles } from './adapters/postmortems/files.ts';
import { postmortemTexts } from './adapters/postmortems/texts.ts';
import { packKeeper } from './adapters/web/pack/pack-keeper.ts';
import { addressOf } from './address.ts';
import { bellsOf } from './bells.ts';
import { calendarsOf } from './calendars.ts';
import { chatHost } from './chat-host.ts';
import { answerLinks } from './answer-links.ts';
import { chatsOf, followedBy } from './chats.ts';
import { OWN_COMMANDS } from './config.ts';
import type { Config } from './config.ts';
import { canonical } from './core/plan/canonical.ts';
import type { Incident } from './core/incident/state.ts';
import { deskOf } from './desk.ts';
import { dutyOf, tellPerformer } from './duty.ts';
import { elsewhere } from './elsewhere.ts';
import { onlyHand, sharedHelm } from './helm.ts';
import { discoverCommands } from './discover.ts';
import { booksOf } from './engine/books.ts';
import { dispatcher } from './engine/dispatch.ts';
import type { Engine } from './engine/engine.ts';
import { createEngine } from './engine/engine.ts';
import { sealedFile } from './adapters/near-misses/sealed/sealed-file.ts';
import { sealedText } from './adapters/near-misses/sealed/sealed-text.ts';
import { messagePartsOf, receiversPerformer } from './near-miss-messages.ts';
import { nearMissesOf } from './near-misses.ts';
import { AGGREGATES } from './aggregates.ts';
import type { Notify } from './engine/notice.ts';
import { senderOf } from './engine/paging.ts';
import { liveOf } from './live.ts';
import { mediaOf } from './media.ts';
import { mediaHosts } from './media-host.ts';
import { monitorsOf } from './monitors.ts';
import { missingOf } from './missing.ts';
import { noticePerformer, tellPersonOf } from './notices.ts';
import { isPastNote } from './proposals.ts';
import { logNotice } from './notice-log.ts';
import { carriedBy, pagersOf } from './pagers.ts';
import { eachKindOnce, performersOf } from './performers.ts';
import { openPlans } from './plans.ts';
import { preflightOf } from './preflight.ts';
import { reachAnswers } from './reach-answers.ts';
import { testPerformer } from './test-performer.ts';
import { reachWatch, takeForReach } from './reach-watch.ts';
import { secretOf } from './secret.ts';
import type { Log } from './ports/log.ts';

import type { Muster } from './muster.ts';
import type { Kept } from './stores.ts';

/** Every part of one Muster, made once and handed to those that need it; what is there only later is asked for by a function. */
export async function compose(
  config: Config,
  log: Log,
  { clock, wall, adjustable, store, problems, shared }: Kept,
): Promise<Muster> {
  const secret = secretOf(config);
  const hearers = new Set<Notify>([(notice) => logNotice(log, notice)]);
  const notify: Notify = (notice) => hearers.forEach((hear) => hear(notice));
  for (const stream of store.setAside())
    log.error({ stream }, 'set aside: Muster died again and again while reading it; work it by hand');
  const watcher =
    config.heartbeatUrl === undefined ? undefined : heartbeat({ url: config.heartbeatUrl, clock: wall, log });
  if (watcher !== undefined) hearers.add(watcher.hear);
  const phones = simulatedPager({ file: join(config.data, 'phones.jsonl'), clock, shared });
  const bells = await bellsOf({ config, store, clock, wall, shared, secret, log });
  const postmortems = shared ? postmortemTexts(store) : postmortemFiles(join(config.data, 'postmortems'));
  const helm = shared ? sharedHelm({ store, wall, log }) : onlyHand();
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
      shared,
      helm,
    }),
  );
  hearers.add(followedBy(chats));
  if (shared) hearers.add(elsewhere({ plans: () => plans, beats: () => monitors.beats, chats, log }));
  hearers.add(reachWatch({ engine: () => engine, log }));
  const mediaHost = mediaHosts({
    store,
    engine: () => engine,
    say: () => say,
    book: () => plans.book(),
    wall,
    log,
    secret,
    publicUrl: config.publicUrl?.replace(/\/$/, ''),
    ...reachAnswers(() => engine),
  });
  const providers = await mediaOf(config, mediaHost, {
    knows: (token) => monitors.knowsMail(token),
    take: (mail) => monitors.mail(mail),
  });
  const pagers = pagersOf({ chats, providers, phones, simulate: config.simulate });
  // Providers live in real time, however fast an incident's runs.
  const sender = senderOf(pagers, wall);
  const books = booksOf(store, canonical);
  const words = await discoverCommands(
    config.commands === undefined ? [OWN_COMMANDS] : [OWN_COMMANDS, config.commands],
  );
  const live = () => liveOf(engine);
  const read = async (stream: string): Promise<unknown> => (await engine.read(stream)).state;
  const noting = { plan: () => plans.book().plan, now: () => store.now() };
  const tell = tellPersonOf({ ...noting, engine: () => engine });
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
    tell,
    consoleUrl: config.publicUrl,
  });
  const messages = messagePartsOf({
    config,
    sender,
    plan: () => plans.book().plan,
    live: () => live(),
    now: () => clock.now(),
  });
  const engine: Engine = createEngine({
    store,
    books,
    clock: wall,
    notify,
    jobs: bells.jobs,
    aggregates: AGGREGATES,
    performers: eachKindOnce(
      performersOf({ config, store, read, sender, chats, postmortems }),
      { tellReceivers: receiversPerformer(messages) },
      {
        test: testPerformer({ ...noting, sender }),
        notice: noticePerformer({ ...noting, sender, isPast: (key) => isPastNote(key, { engine, store }) }),
        tellPerson: tellPerformer(tell),
      },
      monitors.performers,
    ),
    live,
  });
  const pack = packKeeper({ folder: join(config.data, 'pack'), clock, log });
  let changed = async () => {};
  const plans = await openPlans({
    config,
    engine,
    books,
    onChange(say, ok) {
      if (ok) {
        pack.keep(plans.book());
        void Promise.all([takeForReach(engine, plans.book()), monitors.beats.sync(), changed()]).catch(
          (fault: unknown) =>
            log.error({ reason: String(fault) }, 'not everything has heard of the new plan; the next start tells it'),
        );
      }
      return ok ? log.info({}, say) : log.error({}, say);
    },
  });
  pack.keep(plans.book());
  await takeForReach(engine, plans.book());
  const agreed = shared ? { agreed: plans.follow } : {};
  const duty = dutyOf({ engine: () => engine, book: plans.book, log, ...agreed });
  hearers.add(duty.hear);
  const calendars = calendarsOf({ ...noting, engine, config, wall, log, tell, chores: bells.chores });
  const feeds = feedDoor({ secret, log, live, book: plans.book, now: noting.now });
  const nearMisses = nearMissesOf({
    ...messages,
    engine,
    clock,
    wall,
    log,
    secret,
    shared,
    vault: shared
      ? sealedText({ store, secret })
      : sealedFile({ file: join(config.data, 'near-misses.sealed'), secret }),
    planVersion: () => plans.book().plan.plan.version ?? plans.book().hash.slice(0, 12),
  });
  const preflight = preflightOf({
    providers,
    pagers,
    plan: () => plans.book().plan,
    live,
    now: () => store.now(),
    wall,
  });
  changed = () => preflight.refresh();
  const missing = () => [
    ...problems,
    ...bells.problems(),
    ...missingOf({ store, plans, pack, chats, pagers, beats: monitors.beats, notReady: preflight.problems() }),
  ];
  const desk = deskOf({
    engine,
    store,
    words,
    missing,
    carries: carriedBy(pagers),
    preflight: preflight.look,
    book: plans.book,
    rooms: chats.map(({ platform }) => platform),
  });
  const say = dispatcher({ engine, words, desk, now: () => store.now(), delivered: (id) => store.delivered(id) });
  return {
    config,
    engine,
    store,
    shared,
    clock,
    wall,
    adjustable,
    phones,
    pagers,
    sender,
    chats,
    providers,
    answers: answerLinks({
      host: mediaHost('answer-link'),
      delivered: (id) => store.delivered(id),
      now: () => store.now(),
      async incident(id) {
        const { state, version } = await engine.read(id);
        return version === 0 ? undefined : (state as Incident);
      },
    }),
    postmortems,
    doors: [...doors, feeds, ...providers.flatMap((provider) => provider.doors), monitors.door],
    plans,
    pack,
    nearMisses,
    monitors,
    preflight,
    desk,
    tell,
    say,
    missing,
    replica: shared ? { hasHelm: helm.mine, redisRings: bells.redisRings } : undefined,
    secret,
    listen(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    async start() {
      watcher?.start();
      await monitors.beats.sync();
      await duty.start();
      await engine.start();
      await helm.start();
      calendars.start();
      await nearMisses.start();
      await Promise.all([...chats.map((chat) => chat.start()), ...providers.map((provider) => provider.start?.())]);
      preflight.start();
    },
    async stop() {
      watcher?.stop();
      preflight.stop();
      await Promise.all([...chats.map((chat) => chat.stop()), ...providers.map((provider) => provider.stop?.())]);
      await nearMisses.stop();
      await calendars.stop();
      await helm.stop();
      await duty.stop();
      plans.stop();
      pack.stop();
      await engine.stop();
      await store.close();
    },
  };
}
