import { companyZone } from '../book.ts';
import type { Facts } from '../measures/facts.ts';
import { namingOf, labelOf, wordsOf } from '../timeline/names.ts';
import type { Holders, Naming } from '../timeline/names.ts';
import type { TimelineOptions } from '../timeline/timeline.ts';
import { dateTime, shortTime } from '../time.ts';
import type { Instant } from '../time.ts';

/** How a postmortem speaks: of roles, in the company's time and UTC; in a private incident without anybody's words. */
export type Speech = {
  readonly timeline: TimelineOptions;
  readonly zone: string;
  readonly naming: Naming;
  readonly title: string;
  /** A person as the role they had at that moment. */
  role(person: string, at: Instant): string;
  /** What a person wrote, names replaced; empty in a private incident. */
  words(text: string): string;
  /** `2026-11-20 14:05`, company time. */
  when(at: Instant): string;
  /** `2026-11-20 14:05 (19:05 UTC)`; `not recorded` for a moment that nobody noted. */
  both(at: Instant | null): string;
  /** Since when it lasted: where nobody noted the start, that is said, and from when the clocks count instead. */
  since: string;
};

export const HELD_BACK = 'held back: the incident is private';

export function speechOf(facts: Facts): Speech {
  const { book, events } = facts;
  const options = { roles: true, factsOnly: facts.private };
  const naming = namingOf({ book, events }, { roles: true, withheld: facts.private });
  const zone = companyZone(book);
  const last = holdersAt(facts, null);
  const both = (at: Instant | null) => (at === null ? 'not recorded' : `${dateTime(at, zone)} (${utc(at, zone)} UTC)`);
  return {
    timeline: options,
    zone,
    naming,
    title: wordsOf(naming, last, facts.declared.title) || (facts.private ? 'private incident' : 'without a title'),
    role: (person, at) => labelOf(naming, { id: person, holders: holdersAt(facts, at) }),
    words: (text) => wordsOf(naming, last, text),
    when: (at) => dateTime(at, zone),
    both,
    since: facts.impactStartedAt === null ? `not recorded; ${fromReport(facts, zone)}` : both(facts.impactStartedAt),
  };
}

/** `counted from the first report, 05:57 EST`; with its day when it was declared on another one. */
const fromReport = ({ declared }: Facts, zone: string) =>
  `counted from the first report, ${shortTime(declared.firstReportedAt, zone, declared.at)}`;

/** The day is told again only where it is another one in UTC. */
function utc(at: Instant, zone: string): string {
  const [day, time] = dateTime(at, 'UTC').split(' ');
  return day === dateTime(at, zone).split(' ')[0] ? (time ?? '') : `${day ?? ''} ${time ?? ''}`;
}

function holdersAt({ events }: Facts, until: Instant | null): Holders {
  let holders: Holders = {};
  for (const event of events) {
    if (until !== null && event.at > until) break;
    if (event.type === 'rolesAssigned') holders = event.holders;
    if (event.type === 'roleAssigned') holders = { ...holders, [event.role]: event.person };
  }
  return holders;
}
