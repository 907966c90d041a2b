import type { Book } from './core/book.ts';
import type { IncidentId } from './core/ids.ts';
import { INBOX } from './core/inbox/inbox.ts';
import type { IncidentEvent } from './core/incident/events.ts';
import { MUSTER } from './core/incident/events.ts';
import { isLive } from './core/incident/lifecycle.ts';
import type { Incident } from './core/incident/state.ts';
import { readable } from './core/incident/unread.ts';
import type { Live } from './core/oncall.ts';
import type { Engine } from './engine/engine.ts';
import { linkAddress, makeLink } from './adapters/web/sign-in/links.ts';
import type { Shelf as Kept } from './core/inbox/shelf.ts';
import { SHELF } from './core/inbox/shelf.ts';
import type { ChatHost, Shelf } from './ports/chat.ts';
import type { Clock } from './ports/clock.ts';
import type { Reply, Said } from './ports/door.ts';
import type { NearMisses } from './ports/near-misses.ts';
import type { Helm } from './ports/helm.ts';
import type { Log } from './ports/log.ts';
import type { Store } from './ports/store.ts';

/** What is there only once everything is put together is asked for by a function. */
type Parts = {
  readonly store: Store;
  readonly engine: () => Engine;
  readonly say: () => (said: Said) => Promise<Reply>;
  readonly book: () => Book;
  readonly live: () => Promise<Live>;
  readonly missing: () => readonly string[];
  readonly postmortem: (id: IncidentId) => Promise<string | undefined>;
  readonly nearMisses: () => NearMisses;
  readonly wall: Clock;
  readonly log: Log;
  readonly consoleUrl: () => string;
  readonly secret: string;
  readonly shared: boolean;
  readonly helm: Helm;
};

const SERIES = ['INC-', 'EX-'];
export const isIncidentStream = (stream: string) => SERIES.some((prefix) => stream.startsWith(prefix));

/** What one chat platform is handed. */
export function chatHost(platform: string, parts: Parts): ChatHost {
  const { store, wall, log, consoleUrl, secret, shared, helm } = parts;
  const read = async (stream: string) => (await parts.engine().read(stream)).state as Incident;
  const readAll = async (streams: readonly string[]) => {
    const all = await Promise.all(streams.filter(isIncidentStream).map(read));
    return all.toSorted((a, b) => (a.lifecycle.declaredAt < b.lifecycle.declaredAt ? 1 : -1));
  };

  return {
    clock: wall,
    log,
    consoleUrl,
    secret,
    shared,
    helm,
    say: (said) => parts.say()(said),
    async keep(id, body) {
      const command = { type: 'take', id, source: platform, body };
      await parts.engine().handle({ stream: `${INBOX}${platform}-${id}`, command, by: MUSTER, reply: () => '' });
    },
    async record(id, command, delivery) {
      const order = { stream: id, command, by: MUSTER, reply: () => '' } as const;
      const done = await parts.engine().handle(delivery === undefined ? order : { ...order, delivery });
      if (!done.ok) log.info({ incident: id, code: done.refusal.code }, `${command.type} was not recorded`);
    },
    book: parts.book,
    now: () => store.now(),
    live: parts.live,
    async incident(id) {
      const { state, version } = await parts.engine().read(id);
      return version === 0 ? undefined : (state as Incident);
    },
    async events(id, after = 0) {
      const events = (await store.read(id, after)).map(({ body }) => body as IncidentEvent);
      return readable(await read(id), events);
    },
    async open() {
      const open = await readAll((await store.openStreams()).map(({ stream }) => stream));
      return open.filter(isLive);
    },
    recent: async (most) =>
      readAll((await Promise.all(SERIES.map((prefix) => store.streams(prefix, most)))).flat()).then((all) =>
        all.slice(0, most),
      ),
    shelf: shelfOf(`${SHELF}${platform}`, parts.engine),
    nearMisses: parts.nearMisses,
    postmortem: parts.postmortem,
    missing: parts.missing,
    signInLinkFor: (person, to) => linkAddress(consoleUrl(), makeLink(secret, person, wall.now()), to),
  };
}

export function shelfOf(stream: string, engine: () => Engine): Shelf {
  const kept = async () => ((await engine().read(stream)).state as Kept).kept;
  const change = async (command: unknown) =>
    void (await engine().handle({ stream, command, by: MUSTER, reply: () => '' }));
  return {
    put: (key, text, name) => change({ type: 'put', key, text, name }),
    get: async (key) => (await kept()).find((one) => one.key === key)?.text,
    remove: (key) => change({ type: 'remove', key }),
    list: async () => (await kept()).map(({ key, name }) => ({ key, name })),
  };
}
