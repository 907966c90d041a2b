import type { Moment } from '../aggregate.ts';
import { nameOf, wakes } from '../book.ts';
import { whoId, type WhoId } from '../ids.ts';
import type { Medium } from '../media.ts';
import type { Held, Reached } from '../people.ts';
import type { Policy } from '../plan/schema.ts';
import { waysAsked, whyThisOrder } from '../plan/media-down.ts';
import { LEVEL_WAIT } from '../plan/who.ts';
import { everyoneWithAPhone, numbersToCall, whoToPage } from '../people.ts';
import type { Instant } from '../time.ts';
import { latest, MINUTE_MS, plusMs } from '../time.ts';
import { waitOf } from './escalation.ts';
import type { Asks, IncidentChange, PlannedPage } from './events.ts';
import type { Incident } from './state.ts';

/** Between two media of one person there are at most two minutes when the page may wake people. */
const MOST_BETWEEN_MEDIA_MS = 2 * MINUTE_MS;

type Rung = { readonly round: number; readonly level: number; readonly why: string; readonly lateMs: number };

/** The incident's escalation policy; every plan has `default`. */
export function policyOf(incident: Incident): Policy {
  const { escalation } = incident.book.plan;
  const named = escalation[incident.lifecycle.policy] ?? escalation['default'];
  if (named === undefined) throw new Error('the plan has no default escalation policy');
  return named;
}

/** How the plan's targets are resolved for this incident, at this moment. */
export function asking(incident: Incident, moment: Moment, wakes = wakesPeople(incident)) {
  const { declined, seeking } = incident.escalation;
  return {
    at: moment.at,
    wakes,
    live: moment.live,
    holders: incident.roles.holders,
    drill: incident.lifecycle.kind === 'drill',
    failed: incident.lifecycle.kind === 'drill' ? [] : incident.lifecycle.systems,
    without: seeking === null ? declined : [...declined, seeking],
  };
}

/** A drill wakes nobody unless its severity does; the severity alone decides. */
export const wakesPeople = (incident: Incident) => wakes(incident.book, incident.lifecycle.severity);

/** Starts the ladder at its first level, in a round that was never used before. */
export function startLadder(incident: Incident, why: string, moment: Moment): readonly IncidentChange[] {
  const { escalation } = incident;
  const round = escalation.level < 0 ? 0 : escalation.round + 1;
  const fresh = {
    ...incident,
    escalation: { ...escalation, lastRound: round + Math.max(1, policyOf(incident).repeat) - 1 },
  };
  return climb(fresh, { round, level: 0, why, lateMs: 0 }, moment);
}

/**
 * Pages the given level, or the next one above it that reaches somebody now; when the rounds are used up, raises the
 * alarm. A level in which everybody is held by quiet hours, away or unreachable passes to the next at once (domain 2.6).
 */
export function climb(incident: Incident, from: Rung, moment: Moment): readonly IncidentChange[] {
  const { levels } = policyOf(incident);
  const { lastRound } = incident.escalation;
  const events: IncidentChange[] = [];
  let { round, level } = from;
  let anybodyHeld = incident.escalation.pages.some((page) => page.state === 'held');
  for (let rung = 0; rung < levels.length; rung += 1) {
    if (level >= levels.length) {
      round += 1;
      level = 0;
    }
    if (round > lastRound || levels.length === 0) break;
    const event = pageLevel(incident, { ...from, round, level }, moment);
    events.push(event);
    if (event.pages.some((page) => page.heldUntil === null))
      return [...events, ...secondLevel(incident, { ...from, round, level }, moment)];
    anybodyHeld ||= event.pages.length > 0;
    level += 1;
  }
  if (anybodyHeld && events.length > 0) return events;
  return [...events, exhausted(incident, moment)];
}

/** The worst severity pages levels 1 and 2 together at the start (domain 2.4). */
function secondLevel(incident: Incident, rung: Rung, moment: Moment): readonly IncidentChange[] {
  const together = incident.lifecycle.severity === 'sev1' && rung.level === 0 && rung.lateMs === 0;
  if (!together || policyOf(incident).levels[1] === undefined) return [];
  return [pageLevel(incident, { ...rung, level: 1, why: `${rung.why}; sev1 pages levels 1 and 2 together` }, moment)];
}

function pageLevel(incident: Incident, { round, level, why, lateMs }: Rung, moment: Moment) {
  const rule = policyOf(incident).levels[level];
  const waitMs = waitOf(incident, rule?.wait ?? LEVEL_WAIT);
  const { lastRound } = incident.escalation;
  const found = findPages(incident, { targets: rule?.page ?? [], by: rule?.by, waitMs }, moment);
  return { type: 'levelPaged', round, level, lastRound, waitMs, why, lateMs, ...found } as const;
}

/** Somebody said no: whoever stands in for them in this level is paged now; where nobody does, the next level is. */
export function replaceDecliner(incident: Incident, why: string, moment: Moment): readonly IncidentChange[] {
  const { round, level, pages, declined } = incident.escalation;
  const event = pageLevel(incident, { round, level, why, lateMs: 0 }, moment);
  const asked = new Set(pages.filter((page) => page.group === `${round}.${level}`).map((page) => page.person));
  const fresh = event.pages.filter(
    (page) => !asked.has(page.person) && !declined.some((person) => person === page.person),
  );
  if (fresh.some((page) => page.heldUntil === null)) return [{ ...event, pages: fresh }];
  return climb(incident, { round, level: level + 1, why, lateMs: 0 }, moment);
}

/** The alarm rings again, for everybody the policy can think of, with the numbers to call by hand. */
export const alarmAgain = (incident: Incident, moment: Moment): readonly IncidentChange[] => [
  exhausted(incident, moment),
];

function exhausted(incident: Incident, moment: Moment) {
  const policy = policyOf(incident);
  const last = policy.if_nobody;
  const targets = last?.page ?? everyoneWithAPhone(incident.book.plan).map(whoId);
  const ask = { ...asking(incident, moment), without: [] };
  const found = findPages(incident, { targets, by: last?.by, waitMs: 0, without: [] }, moment);
  const all = [...policy.levels.flatMap((level) => level.page), ...targets];
  return {
    type: 'exhausted',
    alarm: incident.escalation.alarms + 1,
    say: last?.say ?? 'Nobody has answered. The first person to answer runs the incident; Muster will guide you.',
    numbers: numbersToCall(incident.book.plan, all, ask),
    ...found,
  } as const;
}

type Search = {
  readonly targets: readonly WhoId[];
  readonly by: readonly Medium[] | undefined;
  /** How long the level has, in ms: its media are spread over it. */
  readonly waitMs: number;
  readonly without?: readonly string[];
  readonly wakes?: boolean;
};

/** Who of the targets is paged, by what and when; quiet hours hold a page back, they never lose it. */
export function findPages(incident: Incident, search: Search, moment: Moment) {
  const asked = asking(incident, moment, search.wakes ?? wakesPeople(incident));
  const ask = { ...asked, without: search.without ?? asked.without };
  const { reach, held, skipped } = whoToPage(incident.book.plan, search.targets, ask);
  const when = { from: moment.at, wakes: ask.wakes, secret: incident.lifecycle.private };
  const pages = [
    ...reach.flatMap((person) => waysOf(person, search, { ...when, heldUntil: null })),
    ...held.flatMap((person) => waysOf(person, search, { ...when, heldUntil: person.until })),
  ];
  return { pages, notPaged: skipped };
}

/** Who stood on the ladder so far and was not called because this is an exercise, by name. */
export const wouldHaveCalled = ({ escalation, book }: Incident): readonly string[] =>
  escalation.spared.map((id) => nameOf(book, id));

type When = {
  readonly from: Instant;
  readonly heldUntil: Instant | null;
  readonly wakes: boolean;
  /** What has failed is part of what a private incident is about: a page does not tell it. */
  readonly secret: boolean;
};

/**
 * A person's ways in order; a level's `by` overrides the order, unless it would leave them with none that works. What hangs
 * on a failed system comes last (R44).
 */
function waysOf(person: Reached | Held, search: Search, when: When): readonly PlannedPage[] {
  const ways = waysAsked(person.ways, search.by);
  const order = when.secret ? '' : whyThisOrder(ways);
  const via = [person.via, ...(person.outsideHours ? ['outside hours'] : []), ...(order === '' ? [] : [order])];
  const share = search.waitMs / Math.max(1, ways.length);
  const apartMs = when.wakes ? Math.min(share, MOST_BETWEEN_MEDIA_MS) : share;
  const start = when.heldUntil === null ? when.from : latest(when.from, when.heldUntil);
  return ways.map(({ medium, to }, nth) => ({
    person: person.person,
    name: person.name,
    medium,
    to,
    at: plusMs(start, Math.round(nth * apartMs)),
    heldUntil: when.heldUntil === null ? null : plusMs(start, Math.round(nth * apartMs)),
    via: via.join(', '),
  }));
}

export type Call = {
  readonly targets: readonly string[];
  readonly why: string;
  /** What it asks of them; left out when they are only told something. */
  readonly asks?: Asks;
  /** Whether quiet hours give way; the severity decides when it is left out. */
  readonly wakes?: boolean;
};

/** Pages people by name or role outside the ladder: a person asked for, a nudge, a check-back. */
export function callFor(incident: Incident, call: Call, moment: Moment) {
  const search = { targets: call.targets.map(whoId), by: undefined, waitMs: 5 * MINUTE_MS, without: [] };
  const found = findPages(incident, call.wakes === undefined ? search : { ...search, wakes: call.wakes }, moment);
  const asks = call.asks === undefined ? {} : { asks: call.asks };
  return { type: 'paged', call: incident.escalation.calls + 1, why: call.why, ...asks, ...found } as const;
}
