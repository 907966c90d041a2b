import type { Lost } from '../message.ts';
import type { Instant } from '../time.ts';
import { earliest, latest, plusMs } from '../time.ts';
import { retryMs } from './effects.ts';
import type { Asks, EventOf, IncidentEvent, PlannedPage } from './events.ts';
import { MUSTER } from './events.ts';

/** `held`: quiet hours keep it back. `timed out`: no answer while its level had the turn. `superseded`: no longer needed. */
export type PageState =
  'queued' | 'held' | 'sent' | 'failed' | 'acknowledged' | 'declined' | 'timed out' | 'superseded';

export type Page = PlannedPage & {
  /** `INC-42/page/1.0/ann/sms`; an attempt adds its number. */
  readonly key: string;
  /** `1.0` for round 1, level 0; `c1` a call for a person; `a1` an alarm; `p1` a check-back. */
  readonly group: string;
  readonly round: number | null;
  readonly level: number | null;
  readonly state: PageState;
  /** The attempt that is owed or was the last, from 1. */
  readonly attempt: number;
  readonly sentAt: Instant | null;
  /** When the provider said that the phone or mailbox has it. */
  readonly deliveredAt?: Instant;
  /** Who took it over. */
  readonly provider?: string;
  readonly lost?: readonly Lost[];
  /** Its reader has done something since: it need not come again, whatever its provider says. */
  readonly seen?: true;
  readonly reason: string | null;
  /** What the medium calls the message, once it has taken it. */
  readonly reference?: string;
  /** What it asks for, in a call by name. */
  readonly asks?: Asks;
};

/** Pages keep their place in time; one that waits gives way to a newer one for the same phone that says the same. */
export function added(pages: readonly Page[], fresh: readonly Page[]): readonly Page[] {
  const gaveWay = pages.map((page) =>
    isOwed(page) && fresh.some((newer) => replaces(newer, page)) ? ({ ...page, state: 'superseded' } as const) : page,
  );
  return [...gaveWay, ...fresh.map((page) => ({ ...page, at: apart(gaveWay, page, page.at) }))];
}

/**
 * What a newer page would lose stays: two that ask for a person for two reasons are both sent, unless both wait for the
 * morning. The ladder has nothing to say that every page does not say too, and a check-back is like the one before it.
 */
function replaces(newer: Page, page: Page): boolean {
  if (!isSameWay(newer, page)) return false;
  const [kind, before] = [newer, page].map(({ group }) => /^[cp]/.exec(group)?.[0] ?? 'ladder');
  const bothHeld = newer.state === 'held' && page.state === 'held';
  return before === 'ladder' || (kind === before && (kind === 'p' || bothHeld || newer.via === page.via));
}

const isSameWay = (a: Page, b: Page) => a.person === b.person && a.medium === b.medium && a.to === b.to;

/** A phone that has just rung is left alone for so long: a call on top of a call reaches a busy line. */
const APART_MS = 30_000;

/** The hour, or a little later when other pages go out by this very way just before it. */
function apart(pages: readonly Page[], page: Page, at: Instant): Instant {
  const since = plusMs(at, -APART_MS);
  const taken = pages.flatMap((other) => {
    const hour = other.sentAt ?? (isOwed(other) ? other.at : null);
    return hour !== null && hour > since && other.key !== page.key && isSameWay(other, page) ? [hour] : [];
  });
  return taken.toSorted().reduce((hour, other) => (other <= hour ? latest(hour, plusMs(other, APART_MS)) : hour), at);
}

type Place = { readonly round: number | null; readonly level: number | null };
type WithPages = Extract<IncidentEvent, { readonly pages: readonly PlannedPage[] }>;

export function pagesOf(event: WithPages, group: string, place: Place = { round: null, level: null }): readonly Page[] {
  const times = new Map<string, number>();
  const asks = event.type === 'paged' && event.asks !== undefined ? { asks: event.asks } : {};
  return event.pages.map((page) => {
    const nth = (times.get(`${page.person}/${page.medium}`) ?? 0) + 1;
    times.set(`${page.person}/${page.medium}`, nth);
    const key = `page/${group}/${page.person}/${page.medium}${nth === 1 ? '' : nth}`;
    return {
      ...page,
      key,
      group,
      ...place,
      attempt: 1,
      sentAt: null,
      reason: null,
      ...asks,
      via: event.type === 'paged' && event.why !== '' ? event.why : page.via,
      at: page.heldUntil === null ? page.at : latest(page.at, page.heldUntil),
      state: page.heldUntil === null ? ('queued' as const) : ('held' as const),
    };
  });
}

/** An alarm that repeats for days must not grow the incident: of older alarms each person's last word is enough. */
export function withoutOldAlarms(pages: readonly Page[], fresh: readonly Page[]): readonly Page[] {
  const renewed = new Set(fresh.map(({ person }) => person));
  return pages.filter((page) => isOwed(page) || !page.group.startsWith('a') || !renewed.has(page.person));
}

export const isOwed = (page: Page) => page.state === 'queued' || page.state === 'held';
export const changed = (pages: readonly Page[], key: string, change: (page: Page) => Page) =>
  pages.map((page) => (page.key === key ? change(page) : page));
export const sent = (page: Page, event: EventOf<'pageSent'>): Page => ({
  ...page,
  sentAt: page.sentAt ?? event.at,
  reference: event.reference,
  ...(event.provider === undefined ? {} : { provider: event.provider }),
  // Another process may have given it up before: what has rung was not in vain.
  state: isOwed(page) || page.state === 'failed' ? 'sent' : page.state,
});
/** One whose hour has come keeps it: it may be on its way already, and another hour would send it a second time. */
export const released = (page: Page, at: Instant): Page => ({
  ...page,
  state: 'queued',
  heldUntil: null,
  at: earliest(page.at, at),
});
export const timedOut = (pages: readonly Page[]) =>
  pages.map((page) => (page.state === 'sent' && page.group !== '' ? ({ ...page, state: 'timed out' } as const) : page));
export const ended = (pages: readonly Page[]) =>
  pages.map((page) => (isOwed(page) ? ({ ...page, state: 'superseded' } as const) : page));

export function answered(page: Page, person: string, answer: 'acknowledged' | 'declined'): Page {
  if (page.person !== person) return page;
  if (isOwed(page)) return { ...page, state: 'superseded' };
  return page.state === 'sent' || page.state === 'timed out' ? { ...page, state: answer } : page;
}

/** Somebody gave a sign of life: nobody need be asked for one. */
export const supersededBySign = (page: Page): Page =>
  isOwed(page) && page.group.startsWith('p') ? { ...page, state: 'superseded' } : page;

/** What somebody was sent by name, or to ask how it stands, has been seen once they do something. */
export const markSeen = (pages: readonly Page[], by: string): readonly Page[] =>
  pages.map((page) =>
    page.state === 'sent' && page.seen === undefined && (page.group.startsWith('p') || isCallOf(page, by))
      ? { ...page, seen: true }
      : page,
  );
const isCallOf = ({ group, person }: Page, by: string) => group.startsWith('c') && person === by;

/**
 * Who was reached in person, by name, and then does something here has seen it: the rest of that call is not sent. A page of
 * the ladder goes on ringing until somebody has it.
 */
export function seenBy(pages: readonly Page[], person: string): readonly Page[] {
  const reached = new Set(
    pages.flatMap((page) => (page.person === person && page.state === 'sent' ? [page.group] : [])),
  );
  if (reached.size === 0) return pages;
  return pages.map((page) =>
    isOwed(page) && page.person === person && page.group.startsWith('c') && reached.has(page.group)
      ? { ...page, state: 'superseded' }
      : page,
  );
}

/** Nobody is called for a step that somebody has begun or that is over, nor in place of a holder who appears. */
export function withoutNeed(pages: readonly Page[], event: IncidentEvent): readonly Page[] {
  const begun = BEGINS.has(event.type) && 'step' in event ? event.step : null;
  const holder = event.type === 'declined' ? null : event.by;
  if (begun === null && holder === MUSTER) return pages;
  return pages.map((page) => {
    if (page.asks?.what !== 'step' || !isOwed(page)) return page;
    const steps = page.asks.steps.filter((n) => n !== begun);
    if (page.asks.of === holder || steps.length === 0) return { ...page, state: 'superseded' } as const;
    return steps.length === page.asks.steps.length ? page : { ...page, asks: { ...page.asks, steps } };
  });
}

const BEGINS = new Set<IncidentEvent['type']>([
  'stepStarted',
  'stepDone',
  'stepChosen',
  'stepStuck',
  'stepSkipped',
  'stepNotPossible',
]);

/** Once somebody has it, only pages meant for one person by name, and check-backs, are still worth sending. */
export function supersededByAnswer(page: Page): Page {
  return isOwed(page) && !/^[cp]/.test(page.group) ? { ...page, state: 'superseded' } : page;
}

/** A failed page is tried again for ever, or never when its address cannot work. */
export function failed(pages: readonly Page[], event: EventOf<'pageFailed'>): readonly Page[] {
  const page = pages.find(({ key }) => key === event.page);
  if (page === undefined || !isOwed(page) || page.attempt !== event.attempt) return pages;
  return withNextWay(pages, page, event);
}

type NotReached = Pick<EventOf<'pageFailed'>, 'at' | 'attempt' | 'reason' | 'permanent'>;

/** The page is tried again, or given up when its address cannot work; at the first attempt the next way is due at once. */
export function withNextWay(pages: readonly Page[], page: Page, event: NotReached): readonly Page[] {
  const again: Page = event.permanent
    ? { ...page, state: 'failed', reason: event.reason }
    : {
        ...page,
        state: isOwed(page) ? page.state : 'queued',
        attempt: page.attempt + 1,
        reason: event.reason,
        at: plusMs(event.at, retryMs(event.attempt)),
      };
  const next = pages.find(
    (other) =>
      isOwed(other) &&
      other !== page &&
      other.group === page.group &&
      other.person === page.person &&
      other.attempt === 1,
  );
  return pages.map((other) => {
    if (other === page) return again;
    return other === next && event.attempt === 1 && other.heldUntil === null && other.at > event.at
      ? { ...other, at: earliest(other.at, apart(pages, other, event.at)) }
      : other;
  });
}
