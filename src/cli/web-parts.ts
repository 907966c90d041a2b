import { join } from 'node:path';
import { feedPath } from '../adapters/calendar/feed/address.ts';
import type { WebNotice, WebParts } from '../adapters/web/parts.ts';
import { recoveryCodes } from '../adapters/web/sign-in/recovery-codes.ts';
import { spentInStore } from '../adapters/web/sign-in/spent-store.ts';
import { linkAddress, makeLink } from '../adapters/web/sign-in/links.ts';
import { nameOf } from '../core/book.ts';
import type { IncidentEvent } from '../core/incident/events.ts';
import type { Incident } from '../core/incident/state.ts';
import { readable } from '../core/incident/unread.ts';
import { toMs } from '../core/time.ts';
import { REACH } from '../core/reach/reach.ts';
import type { Reach } from '../core/reach/state.ts';
import type { Upkeep } from '../core/upkeep/upkeep.ts';
import { UPKEEP } from '../core/upkeep/upkeep.ts';
import type { Muster } from '../muster.ts';
import { subscriptionsOf } from '../push-providers.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { completions } from '../core/words/completions.ts';
import { liveOf } from '../live.ts';
import { proposalsFor } from '../proposals.ts';
import { copies } from '../copies.ts';
import { timeControlOf } from '../time-control.ts';
import { addressOf } from '../address.ts';
import { postmortemEdits } from './postmortem-edits.ts';
import { ownVersion } from './version.ts';

const SERIES = ['INC-', 'EX-'];
/** Of incidents that are over, so many of each series are listed; each can still be asked for by its number. */
const MOST_LISTED = 500;

type With = { readonly log: Log; readonly wall?: Clock };

/** What the web server asks of a Muster. */
export function webPartsOf(muster: Muster, { log, wall = muster.wall }: With): WebParts {
  const { engine, store, config, plans, phones, pagers, sender, adjustable, postmortems } = muster;
  const hearers = new Set<(notice: WebNotice) => void>();
  const tell = (notice: WebNotice) => hearers.forEach((hear) => hear(notice));
  const read = async (stream: string) => (await engine.read(stream)).state as Incident;

  return {
    wall,
    log,
    version: ownVersion(),
    secret: muster.secret,
    publicUrl: config.publicUrl,
    proxies: config.proxies,
    doors: muster.doors,
    isSample: plans.isSample,
    isSimulated: pagers.every(({ name }) => name === phones.name),
    hasPhones: pagers.some(({ name, media }) => name === phones.name && media.length > 0),
    clockSpeed: () => adjustable?.speed() ?? 1,
    time:
      adjustable && timeControlOf({ clock: adjustable, engine, store, changed: () => tell({ kind: 'time changed' }) }),
    say: muster.say,
    listen(hear) {
      hearers.add(hear);
      const deaf = muster.listen(hear);
      return () => {
        hearers.delete(hear);
        deaf();
      };
    },
    missing: muster.missing,
    replica: muster.replica,
    now: () => store.now(),
    book: plans.book,
    pack: muster.pack,
    phones: () => phones.list(),
    refusedPlan: async () => ((await engine.read(UPKEEP)).state as Upkeep).refused,
    feedPath: (who) => feedPath(muster.secret, plans.book().plan, who),
    planLife: async () => (await engine.read(UPKEEP)).state as Upkeep,
    reach: async () => (await engine.read(REACH)).state as Reach,
    async incident(id) {
      const { state, version } = await engine.read(id);
      return version === 0 ? undefined : (state as Incident);
    },
    versionOf: async (id) => (await engine.read(id)).version,
    async incidents() {
      const listed = await Promise.all(SERIES.map((series) => store.streams(series, MOST_LISTED)));
      const open = (await store.openStreams()).map(({ stream }) => stream).filter(isIncident);
      const all = await Promise.all([...new Set([...open, ...listed.flat()])].map(read));
      return all.toSorted((a, b) => toMs(b.lifecycle.declaredAt) - toMs(a.lifecycle.declaredAt));
    },
    events: async (id) =>
      readable(
        await read(id),
        (await store.read(id)).map(({ body }) => body as IncidentEvent),
      ),
    chain: (id) => store.chain(id),
    copy: muster.copyTo && copies({ folder: config.data, copyTo: muster.copyTo }),
    async proposals(person) {
      const asked = { book: plans.book(), at: await store.now(), live: await liveOf(engine) };
      return proposalsFor(person, { engine, store }, asked);
    },
    heartbeats: () => muster.monitors.beats.list(),
    async completions(person, incident) {
      const book = incident?.book ?? plans.book();
      const speaker = { id: person, name: nameOf(book, person), by: person };
      const { words } = await muster.desk(speaker, incident);
      const verbs = words.filter(({ may }) => may).map(({ verb, spec }) => ({ verb, ...spec }));
      return completions({ person, book, incident, verbs });
    },
    postmortem: (id) => postmortems.read(id),
    editPostmortem: postmortemEdits({ files: postmortems, engine, log }),
    nearMisses: muster.nearMisses,
    push: subscriptionsOf(muster.providers),
    answers: muster.answers,
    oidc: config.oidc,
    endedSessions: join(config.data, 'ended-sessions'),
    ...(muster.shared ? { spent: spentInStore({ store, clock: wall, log }), repliesShelf: store } : {}),
    recovery: recoveryCodes({ secret: muster.secret, store }),
    send: (message) => sender.send(message, AbortSignal.timeout(sender.timeoutMs)),
    signInLinkFor: (person, to) =>
      linkAddress(config.publicUrl ?? addressOf(config), makeLink(muster.secret, person, wall.now()), to),
  };
}

const isIncident = (stream: string) => SERIES.some((series) => stream.startsWith(series));
