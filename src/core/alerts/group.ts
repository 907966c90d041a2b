import type { IncidentId } from '../ids.ts';
import type { By } from '../incident/events.ts';
import type { Instant } from '../time.ts';
import type { Alert } from './alert.ts';
import type { AlertChange, Fact, Item } from './events.ts';
import type { Hit } from './rules.ts';

/** So many troubles of a group are told apart; the others are counted. */
export const MOST_KEYS = 500;
/** So many of them have a line of their own on the timeline; the others are counted there. */
export const MOST_TOLD = 20;
/** So many lines wait for the timeline at most, should it be out of reach. */
const MOST_WAITING = 100;

/** One trouble. `nth` counts from 0; `flips` how often it changed between firing and resolved. */
export type Key = Item & { readonly at: Instant; readonly nth: number; readonly flips: number };

/** Alerts that belong together: a proposal (`AL-7`), or what came to an incident that was open already (`INC-5`). */
export type Group = {
  readonly id: string;
  readonly source: string;
  readonly stage: 'proposed' | 'opening' | 'opened' | 'dismissed';
  readonly title: string;
  readonly text: string;
  readonly link: string | null;
  readonly hit: Hit;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** When something of it was put on record last: a repeat is kept once a minute. */
  readonly seenAt: Instant;
  readonly withinMs: number;
  readonly pageAt: Instant | null;
  /** The number under which it is being opened. */
  readonly reserved: IncidentId | null;
  readonly incident: IncidentId | null;
  /** When its incident was opened. */
  readonly openedAt: Instant | null;
  /** Who said that it is an incident; null when nobody did. */
  readonly confirmedBy: By | null;
  readonly keys: Readonly<Record<string, Key>>;
  readonly more: number;
  /** Since when the source says that all of it is over; null while something fires. */
  readonly resolvedAt: Instant | null;
  /** Tries that failed, for what is owed now, and when the last one did. */
  readonly tries: number;
  readonly triedAt: Instant;
  /** Whoever is on call was told of it; tried again at `tellAt`. */
  readonly told: boolean;
  readonly tellTries: number;
  readonly tellAt: Instant;
  /** Facts that wait to be put on the incident's timeline, and the number of the next one. */
  readonly facts: readonly Fact[];
  readonly nextFact: number;
};

/** As a property: what a monitor calls `__proto__` is a key like any other. */
export const keyName = (key: string) => `k ${key}`;
export const keyOf = ({ keys }: Group, key: string): Key | undefined =>
  Object.hasOwn(keys, keyName(key)) ? keys[keyName(key)] : undefined;

/** How many troubles were ever seen in it. */
export const countOf = ({ keys, more }: Group): number => Object.keys(keys).length + more;
export const firingIn = ({ keys, more }: Group): number =>
  Object.values(keys).filter(({ state }) => state === 'firing').length + more;

type Began = Extract<AlertChange, { readonly type: 'proposed' | 'joined' }>;

export function beginGroup(event: Began & { readonly at: Instant }): Group {
  const { at, source, title, hit, withinMs } = event;
  const proposal = event.type === 'proposed' ? event : undefined;
  const empty: Group = {
    id: event.type === 'proposed' ? event.proposal : event.incident,
    source,
    stage: event.type === 'proposed' ? 'proposed' : 'opened',
    title,
    text: proposal?.text ?? '',
    link: proposal?.link ?? null,
    hit,
    firstAt: at,
    lastAt: at,
    seenAt: at,
    withinMs,
    pageAt: proposal?.pageAt ?? null,
    incident: event.type === 'joined' ? event.incident : null,
    reserved: null,
    openedAt: null,
    confirmedBy: null,
    keys: {},
    more: 0,
    resolvedAt: null,
    tries: 0,
    triedAt: at,
    told: event.type === 'joined',
    tellTries: 0,
    tellAt: at,
    facts: [],
    nextFact: 1,
  };
  return withItems(empty, event);
}

type Came = { readonly items: readonly Item[]; readonly more: number; readonly at: Instant };

/** The group with what came; its incident, if it has one, is owed a line for each change. */
export function withItems(group: Group, { items, more, at }: Came): Group {
  const keys = { ...group.keys };
  let nth = Object.keys(keys).length;
  const changed: Key[] = [];
  let isNew = more > 0;
  for (const item of items) {
    const known = keys[keyName(item.key)];
    const next: Key =
      known === undefined
        ? { ...item, at, nth: nth++, flips: 0 }
        : { ...known, state: item.state, at, flips: known.flips + 1 };
    isNew ||= known === undefined;
    keys[keyName(item.key)] = next;
    changed.push(next);
  }
  const total = group.more + more;
  const firing = total > 0 || Object.values(keys).some(({ state }) => state === 'firing');
  const resolvedAt = firing ? null : (group.resolvedAt ?? at);
  const next = { ...group, keys, more: total, resolvedAt, seenAt: at, lastAt: isNew ? at : group.lastAt };
  if (group.incident === null) return next;
  const over = resolvedAt !== null && group.resolvedAt === null;
  return withFacts(next, [...linesFor(changed, more), ...(over ? [allOver(next)] : [])]);
}

type Line = Omit<Fact, 'n'>;

function linesFor(changed: readonly Key[], more: number): readonly Line[] {
  const own = changed.filter(({ nth }) => nth < MOST_TOLD).map((key) => lineOf(key));
  const rest = (state: Alert['state'], besides: number): readonly Line[] => {
    const count = changed.filter((key) => key.nth >= MOST_TOLD && key.state === state).length + besides;
    return count === 0 ? [] : [{ key: '', state, title: '', count, all: false }];
  };
  return [...own, ...rest('firing', more), ...rest('resolved', 0)];
}

const lineOf = ({ key, state, title }: Key): Line => ({ key, state, title, count: 1, all: false });
const allOver = (group: Group): Line => ({ key: '', state: 'resolved', title: '', count: countOf(group), all: true });

function withFacts(group: Group, lines: readonly Line[]): Group {
  const fresh = lines.map((line, i): Fact => ({ ...line, n: group.nextFact + i }));
  const facts = [...group.facts, ...fresh];
  const few = facts.length > MOST_WAITING ? together(facts).slice(-MOST_WAITING) : facts;
  return { ...group, facts: few, nextFact: group.nextFact + lines.length };
}

/** Counts that follow each other are one line, under the number of the last. */
export function together(facts: readonly Fact[]): readonly Fact[] {
  const made: Fact[] = [];
  for (const fact of facts) {
    const last = made.at(-1);
    const isCount = (one: Fact) => one.key === '' && !one.all;
    if (last !== undefined && isCount(last) && isCount(fact) && last.state === fact.state)
      made[made.length - 1] = { ...fact, count: last.count + fact.count };
    else made.push(fact);
  }
  return made;
}

/** The group once its incident is open: the timeline gets what came so far. */
export function opened(group: Group, { incident, at }: { readonly incident: IncidentId; readonly at: Instant }): Group {
  const keys = Object.values(group.keys);
  const next: Group = { ...group, stage: 'opened', incident, openedAt: at, tries: 0 };
  const over = group.resolvedAt === null ? [] : [allOver(next)];
  return withFacts(next, [...linesFor(keys, group.more), ...over]);
}
