import type { Deadline } from '../aggregate.ts';
import type { Book } from '../book.ts';
import { severityOf, wakes } from '../book.ts';
import type { PersonId } from '../ids.ts';
import type { Instant, Span } from '../time.ts';
import { fromMs, latest, MINUTE_MS, plusMs, span, spanMs } from '../time.ts';
import type { EventOf, IncidentEvent, NotPaged } from './events.ts';
import { isPerson } from './events.ts';
import { SPARED } from '../people.ts';
import { passProgress, progressDeadline } from './progress.ts';
import { alarmAgain, climb } from './ladder.ts';
import {
  added,
  answered,
  changed,
  ended,
  failed,
  markSeen,
  pagesOf,
  released,
  seenBy,
  sent,
  supersededByAnswer,
  supersededBySign,
  timedOut,
  withoutNeed,
  withoutOldAlarms,
} from './page.ts';
import type { Page } from './page.ts';
import { delivered, undelivered } from './page-report.ts';
import { latePage, outstandingPages, settlePage } from './pages.ts';
import type { Facet, Incident } from './state.ts';

export type Escalation = {
  /** `off`: nobody is being looked for. `exhausted`: every level and round is used up, and the alarm repeats. */
  readonly status: 'off' | 'paging' | 'acknowledged' | 'exhausted';
  readonly round: number;
  readonly level: number;
  /** The ladder is used up after this round; rounds count on when it is started anew. */
  readonly lastRound: number;
  readonly levelAt: Instant;
  readonly waitMs: number;
  readonly pages: readonly Page[];
  readonly notPaged: readonly NotPaged[];
  /** In an exercise: who would have been called, and was not. */
  readonly spared: readonly string[];
  readonly acknowledged: readonly { readonly person: PersonId; readonly at: Instant }[];
  /** Since when somebody has it, without a gap; null while nobody does. */
  readonly hadSince: Instant | null;
  readonly declined: readonly PersonId[];
  /** Who has it but asked for one more; only somebody else's answer ends the paging then. */
  readonly seeking: PersonId | null;
  readonly alarms: number;
  readonly alarmAt: Instant;
  readonly calls: number;
  readonly progressAsks: number;
  readonly progressAskedAt: Instant | null;
  /** The last thing that any person did. */
  readonly lastHeardAt: Instant;
};

const begin: Escalation = {
  status: 'off',
  round: 0,
  level: -1,
  lastRound: 0,
  levelAt: fromMs(0),
  waitMs: 0,
  pages: [],
  notPaged: [],
  spared: [],
  acknowledged: [],
  hadSince: null,
  declined: [],
  seeking: null,
  alarms: 0,
  alarmAt: fromMs(0),
  calls: 0,
  progressAsks: 0,
  progressAskedAt: null,
  lastHeardAt: fromMs(0),
};

/** An exhausted incident raises its alarm again after so long, until somebody has it. */
export const ALARM_EVERY = span('10m');

function evolve(before: Escalation, event: IncidentEvent, book: Book): Escalation {
  const needed = withoutNeed(before.pages, event);
  const wanted = needed === before.pages ? before : { ...before, pages: needed };
  const known = 'notPaged' in event ? withSpared(wanted, event.notPaged) : wanted;
  const slice = isPerson(event.by) ? heard(known, event) : known;
  switch (event.type) {
    case 'levelPaged':
      return levelPaged(slice, event);
    case 'paged':
      return { ...slice, calls: event.call, pages: added(slice.pages, pagesOf(event, `c${event.call}`)) };
    case 'exhausted':
      return exhausted(slice, event);
    case 'progressAsked':
      return {
        ...slice,
        progressAsks: event.ask,
        progressAskedAt: event.at,
        pages: added(slice.pages, pagesOf(event, `p${event.ask}`)),
      };
    case 'pageSent':
      return { ...slice, pages: changed(slice.pages, event.page, (page) => sent(page, event)) };
    case 'pageFailed':
      return { ...slice, pages: failed(slice.pages, event) };
    case 'pageDelivered':
      return { ...slice, pages: delivered(slice.pages, event) };
    case 'pageUndelivered':
      return { ...slice, pages: undelivered(slice.pages, event, slice.status) };
    case 'acknowledged':
      return acknowledged(slice, event);
    case 'declined':
      return declined(slice, event.person);
    case 'helpAsked':
      return { ...slice, status: 'paging', seeking: whoSeeks(slice.acknowledged, event.person) };
    case 'acknowledgementLapsed':
      return { ...slice, status: 'paging', acknowledged: [], hadSince: null, seeking: null, progressAskedAt: null };
    case 'severityChanged':
      if (!wakes(book, event.to)) return slice;
      return { ...slice, pages: slice.pages.map((page) => (page.state === 'held' ? released(page, event.at) : page)) };
    case 'restored':
    case 'closed':
    case 'cancelled':
      return { ...slice, status: 'off', seeking: null, pages: ended(slice.pages) };
    case 'reopened':
      return { ...slice, status: 'paging', acknowledged: [], hadSince: null, seeking: null, declined: [] };
    default:
      return slice;
  }
}

function withSpared(slice: Escalation, notPaged: readonly NotPaged[]): Escalation {
  const fresh = notPaged.flatMap(({ who, why }) => (why === SPARED && !slice.spared.includes(who) ? [who] : []));
  return fresh.length === 0 ? slice : { ...slice, spared: [...slice.spared, ...fresh] };
}

function exhausted(slice: Escalation, event: EventOf<'exhausted'>): Escalation {
  const fresh = pagesOf(event, `a${event.alarm}`);
  const { alarm: alarms, at: alarmAt, notPaged } = event;
  const pages = withoutOldAlarms(added(timedOut(slice.pages), fresh), fresh);
  return { ...slice, status: 'exhausted', alarms, alarmAt, notPaged, pages };
}

function levelPaged(slice: Escalation, event: EventOf<'levelPaged'>): Escalation {
  const { round, level, lastRound, waitMs, notPaged } = event;
  const same = slice.round === round && slice.level === level;
  const before = same ? slice.pages : timedOut(slice.pages);
  const declined = slice.round === round ? slice.declined : [];
  const pages = added(before, pagesOf(event, `${round}.${level}`, { round, level }));
  return { ...slice, status: 'paging', round, level, lastRound, waitMs, levelAt: event.at, notPaged, declined, pages };
}

function acknowledged(slice: Escalation, event: EventOf<'acknowledged'>): Escalation {
  const others = slice.acknowledged.filter(({ person }) => person !== event.person);
  const pages = slice.pages.map((page) => answered(page, event.person, 'acknowledged'));
  const named = {
    ...slice,
    hadSince: slice.hadSince ?? event.at,
    acknowledged: [...others, { person: event.person, at: event.at }],
    declined: slice.declined.filter((person) => person !== event.person),
  };
  if (slice.seeking === event.person) return { ...named, pages };
  return { ...named, status: 'acknowledged', seeking: null, pages: pages.map(supersededByAnswer) };
}

/** Who said no no longer has it; where others do, one of them goes on seeking. */
function declined(slice: Escalation, person: PersonId): Escalation {
  const acknowledged = slice.acknowledged.filter((other) => other.person !== person);
  return {
    ...slice,
    acknowledged,
    hadSince: acknowledged.length === 0 ? null : slice.hadSince,
    seeking: slice.seeking === null ? null : whoSeeks(acknowledged, slice.seeking),
    declined: [...slice.declined.filter((other) => other !== person), person],
    pages: slice.pages.map((page) => answered(page, person, 'declined')),
  };
}

/** Only somebody who has it can need one more; whoever asks for the next level may be somebody else. */
const whoSeeks = (acknowledged: Escalation['acknowledged'], asked: PersonId): PersonId | null =>
  (acknowledged.find(({ person }) => person === asked) ?? acknowledged[0])?.person ?? null;

/** A sign of life answers the check-back, and what somebody has seen on one phone need not ring on the others. */
function heard(slice: Escalation, { at, by }: IncidentEvent): Escalation {
  const seen = markSeen(seenBy(slice.pages, by), by);
  const pages = slice.progressAskedAt === null ? seen : seen.map(supersededBySign);
  return { ...slice, lastHeardAt: at, progressAskedAt: null, pages };
}

/**
 * When the current level's turn is over: its wait after the first of its pages was taken over by a medium, so that a person
 * always has the full time to answer; at once when no address of the level can work.
 */
export function turnEnds(slice: Escalation): Instant {
  const pages = slice.pages.filter((page) => page.group === `${slice.round}.${slice.level}`);
  const sentAt = pages.flatMap((page) => (page.sentAt === null ? [] : [page.sentAt]));
  if (sentAt.length > 0)
    return plusMs(
      sentAt.reduce((a, b) => (b < a ? b : a)),
      slice.waitMs,
    );
  if (pages.length > 0 && pages.every(({ state }) => state === 'failed')) return slice.levelAt;
  const held = slice.pages.filter((page) => page.state === 'held').map((page) => page.at);
  const queued = pages.some((page) => page.state === 'queued');
  const from = !queued && held.length > 0 ? held.reduce((a, b) => (b < a ? b : a)) : slice.levelAt;
  return plusMs(latest(from, slice.levelAt), slice.waitMs);
}

function deadlines(incident: Incident): readonly Deadline[] {
  const { escalation: slice, lifecycle } = incident;
  const { id } = lifecycle;
  switch (slice.status) {
    case 'off':
      return [];
    case 'paging':
      return [
        { key: `${id}/ack/${slice.round}.${slice.level}`, at: turnEnds(slice), lane: 'page', facet: 'escalation' },
      ];
    case 'exhausted':
      return [
        {
          key: `${id}/alarm/${slice.alarms + 1}`,
          at: plusMs(slice.alarmAt, spanMs(ALARM_EVERY)),
          lane: 'page',
          facet: 'escalation',
        },
      ];
    case 'acknowledged':
      return progressDeadline(incident);
    default:
      return slice.status satisfies never;
  }
}

export const escalation: Facet<Escalation> = {
  begin,
  evolve,
  deadlines,
  outstanding: outstandingPages,
  settle: settlePage,
  late: latePage,
  pass(incident, deadline, moment) {
    const { status, round, level } = incident.escalation;
    if (status === 'acknowledged') return passProgress(incident, moment);
    const late = Math.max(0, Date.parse(moment.at) - Date.parse(deadline.at));
    if (status === 'exhausted') return alarmAgain(incident, moment);
    return climb(
      incident,
      { round, level: level + 1, why: 'nobody answered in time', lateMs: late < MINUTE_MS ? 0 : late },
      moment,
    );
  },
};

/** The least time that a level has, in ms: its own wait or the severity's `ack`, whichever is longer. */
export function waitOf(incident: Incident, wait: Span): number {
  const ack = severityOf(incident.book, incident.lifecycle.severity)?.ack;
  return Math.max(spanMs(wait), ack === undefined ? 0 : spanMs(ack));
}
