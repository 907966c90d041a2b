import type { AnsweringParts } from './answering.ts';
import { answeringOf } from './answering.ts';
import { shelfOf } from './chat-host.ts';
import { answersTo } from './core/answers.ts';
import type { Book } from './core/book.ts';
import type { IncidentId } from './core/ids.ts';
import { readIncidentId } from './core/ids.ts';
import { SHELF } from './core/inbox/shelf.ts';
import { MUSTER } from './core/incident/events.ts';
import { isLive } from './core/incident/lifecycle.ts';
import type { Page } from './core/incident/page.ts';
import { isOwed } from './core/incident/page.ts';
import { pageMessage } from './core/incident/pages.ts';
import type { Incident } from './core/incident/state.ts';
import type { PageMessage } from './core/message.ts';
import { plusMs, SECOND_MS } from './core/time.ts';
import type { Engine } from './engine/engine.ts';
import type { Clock } from './ports/clock.ts';
import type { Reply, Said } from './ports/door.ts';
import type { Log } from './ports/log.ts';
import type { DeliveryReport, MediaHost } from './ports/media.ts';
import type { Store } from './ports/store.ts';
import { ticketsOf } from './tickets.ts';

/** What is there only once everything is put together is asked for by a function. */
type Parts = {
  readonly store: Store;
  readonly engine: () => Engine;
  readonly say: () => (said: Said) => Promise<Reply>;
  readonly book: () => Book;
  readonly wall: Clock;
  readonly log: Log;
  readonly secret: string;
  readonly publicUrl: string | undefined;
  readonly proved: AnsweringParts['proved'];
  readonly lastTest: AnsweringParts['lastTest'];
  /** Messages that are no pages of an incident, by the first part of their key: what becomes of them. */
  readonly others?: Others;
};
export type Others = {
  report(report: DeliveryReport): Promise<void>;
  again(key: string): Promise<PageMessage | undefined>;
};

/** A report may be faster than the record of what it is about: so often, a second apart, it waits for it. */
const MOST_WAITS = 10;

/** What each provider is handed. `shelf` is its own. */
export function mediaHosts(parts: Parts): (provider: string) => MediaHost {
  const { store, wall, log, secret, publicUrl } = parts;
  const tickets = ticketsOf(secret, wall);
  const read = async (id: IncidentId) => {
    const { state, version } = await parts.engine().read(id);
    return version === 0 ? undefined : (state as Incident);
  };

  async function open(): Promise<readonly Incident[]> {
    const ids = (await store.openStreams()).flatMap(({ stream }) => readIncidentId(stream) ?? []);
    const all = await Promise.all(ids.map(read));
    return all
      .filter((one) => one !== undefined)
      .filter(isLive)
      .toSorted((a, b) => (a.lifecycle.declaredAt < b.lifecycle.declaredAt ? 1 : -1));
  }

  async function again(key: string): Promise<PageMessage | undefined> {
    const named = readPageKeyOf(key);
    if (named === undefined) return parts.others?.again(key);
    const incident = await read(named.incident);
    const page = incident === undefined ? undefined : pageOf(incident, named.page);
    return incident === undefined || page === undefined || !isLive(incident) ? undefined : pageMessage(incident, page);
  }

  async function report(provider: string, one: DeliveryReport): Promise<void> {
    const named = readPageKeyOf(one.key);
    if (named === undefined) return parts.others?.report(one);
    const { incident: id, page, attempt } = named;
    for (let waits = 0; waits < MOST_WAITS; waits += 1) {
      const incident = await read(id);
      const found = incident === undefined ? undefined : pageOf(incident, page);
      if (found === undefined) return;
      if (!isOwed(found) || found.attempt !== attempt) break;
      const { promise, resolve } = Promise.withResolvers<void>();
      wall.ring(plusMs(wall.now(), SECOND_MS), resolve);
      await promise;
    }
    const { result, reason, permanent, delivery } = one;
    await parts.engine().handle({
      stream: id,
      command: { type: 'reportDelivery', provider, page, attempt, result, reason, permanent },
      by: MUSTER,
      delivery,
      reply: () => '',
    });
  }

  const answering = answeringOf({
    say: (said) => parts.say()(said),
    book: parts.book,
    open,
    clock: wall,
    secret,
    again,
    proved: parts.proved,
    lastTest: parts.lastTest,
  });

  return (provider) => ({
    clock: wall,
    log,
    secret,
    publicUrl,
    book: parts.book,
    now: () => store.now(),
    ...answering,
    report: (one) => report(provider, one),
    ...tickets,
    answerUrl(message) {
      if (publicUrl === undefined || answersTo(message.incident).length === 0) return undefined;
      return `${publicUrl}/a/${tickets.ticketFor(message)}`;
    },
    again,
    shelf: shelfOf(`${SHELF}${provider}`, parts.engine),
  });
}

type Key = { readonly incident: IncidentId; readonly page: string; readonly attempt: number };

/** `INC-42/page/1.0/ann/sms/2`: which page of which incident, and which attempt at it. */
export function readPageKeyOf(key: string): Key | undefined {
  const [, id = '', page, attempt] = /^((?:INC|EX)-\d+)\/(page\/.+)\/(\d+)$/.exec(key) ?? [];
  const incident = readIncidentId(id);
  if (incident === undefined || page === undefined) return undefined;
  return { incident, page, attempt: Number(attempt) };
}

export const pageOf = ({ escalation }: Incident, key: string): Page | undefined =>
  escalation.pages.find((page) => page.key === key);
