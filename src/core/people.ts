import { type Candidate, type Live, inTurn, onCall } from './oncall.ts';
import { type PersonId, type SystemId, type WhoId, personId, whoId } from './ids.ts';
import { type MediaDown, mediaDown, upFirst } from './plan/media-down.ts';
import { mayBeDrilled } from './plan/outsiders.ts';
import { absence, isAway, isOutsideHours, quietUntil } from './plan/presence.ts';
import { BOT, type Person, type Plan, type Way, entry } from './plan/schema.ts';
import { doubtAbout } from './reach/proofs.ts';
import { type Instant, dayAndTime } from './time.ts';

/** Who is to be paged, and how: people, roles, schedules and vendors of the plan become persons with ways (domain 2.4, 2.6). */
export type Ask = {
  readonly at: Instant;
  /** Whether the severity may break quiet hours. */
  readonly wakes: boolean;
  readonly live: Live;
  /** Who holds a role in this incident; wins over the plan. */
  readonly holders: Readonly<Record<string, PersonId>>;
  /** People and vendors who already said that they cannot. */
  readonly without: readonly string[];
  /** An exercise: nobody outside the firm is reached unless they agreed to it (domain 6.2, D2). */
  readonly drill?: boolean;
  /** The systems that have failed: what needs one of them is tried last (R44). */
  readonly failed?: readonly SystemId[];
};
/** Why somebody is not called in an exercise; whoever reads the record finds by it who would have been. */
export const SPARED = 'an exercise calls nobody outside who has not agreed to it';

/** `hangsOn`: the name of the failed system that this way needs. `doubt`: it failed twice since it was last proved. */
export type ReachedBy = Omit<Way, 'outside'> & { readonly hangsOn?: string; readonly doubt?: string };
export type Reached = {
  /** Id of a person or a vendor. */
  readonly person: string;
  readonly name: string;
  /** In the person's own order, but doubtful ones later, and those that hang on a failed system last. */
  readonly ways: readonly ReachedBy[];
  /** Why this one, in plain words: `tech lead`, `it-primary, on call until Mon 30 Nov 08:00 EST`. */
  readonly via: string;
  /** To be said on the card; it stops no page. */
  readonly outsideHours: boolean;
};
/** Asleep: to be paged at `until`, or when the severity rises. */
export type Held = Reached & { readonly until: Instant };
export type Skipped = { readonly who: string; readonly why: string };
export type WhoToPage = {
  readonly reach: readonly Reached[];
  readonly held: readonly Held[];
  readonly skipped: readonly Skipped[];
};

export { isAway, quietUntil } from './plan/presence.ts';

/** Resolves targets to persons. Nobody appears twice; who is left out is in `held` or `skipped`, with the reason. */
export function whoToPage(plan: Plan, targets: readonly WhoId[], ask: Ask): WhoToPage {
  const reach: Reached[] = [];
  const held: Held[] = [];
  const skipped: Skipped[] = [];
  const taken = new Set<string>();
  const down = mediaDown(plan, ask.failed ?? []);
  for (const target of new Set(targets)) {
    const got = resolve(plan, target, ask);
    if ('why' in got) skipped.push({ who: target, why: got.why });
    else if (ask.drill === true && !mayBeDrilled(plan, got.person)) skipped.push({ who: got.person, why: SPARED });
    else if (!taken.has(got.person)) {
      taken.add(got.person);
      const { until, ...reached } = got;
      const who: Reached = { ...reached, ways: waysWith(down, got, ask.live) };
      if (until === undefined) reach.push(who);
      else held.push({ ...who, until });
    }
  }
  return { reach, held, skipped };
}

/** Everyone with a telephone, in the plan's order: whom to page when nobody answered and the plan does not say. */
export const everyoneWithAPhone = (plan: Plan): readonly WhoId[] =>
  Object.entries(plan.people)
    .filter(([, person]) => person.reach.some(isPhone))
    .map(([id]) => whoId(id));

/** Names and numbers to call by hand, when no provider works: a line for each person, those asleep too. */
export function numbersToCall(plan: Plan, targets: readonly WhoId[], ask: Ask): readonly string[] {
  const { reach, held, skipped } = whoToPage(plan, targets, ask);
  const numbers = ({ ways }: Reached) =>
    [...new Set(ways.filter(isPhone).map(({ to, label }) => (label === undefined ? to : `${to} (${label})`)))].join(
      ', ',
    );
  const line = (who: Reached) => `${who.name} (${who.via}): ${numbers(who) || 'no number in the plan'}`;
  return [
    ...reach.map(line),
    ...held.map((who) => `${line(who)}, quiet until ${dayAndTime(who.until, plan.plan.timezone)}`),
    ...skipped.map(({ who, why }) => `${who}: not called, ${why}`),
  ];
}

const PHONES: readonly string[] = ['call', 'sms', 'desk'];
const isPhone = ({ medium }: Pick<Way, 'medium'>) => PHONES.includes(medium);

type Got = (Reached & { readonly until: Instant | undefined }) | { readonly why: string };

function waysWith(down: MediaDown, { person, ways }: Reached, { reach }: Live): readonly ReachedBy[] {
  return upFirst(
    ways.map((way) => {
      const hangsOn = down.get(way.medium);
      const doubt = doubtAbout(reach, { ...way, person });
      return { ...way, ...(hangsOn === undefined ? {} : { hangsOn }), ...(doubt === undefined ? {} : { doubt }) };
    }),
  );
}

const cannot = (name: string) => `${name} said they cannot`;

function resolve(plan: Plan, target: WhoId, ask: Ask): Got {
  const person = entry(plan.people, target);
  if (person !== undefined) return ofPerson(plan, personId(target), ask);
  if (entry(plan.roles, target) !== undefined || entry(ask.holders, target) !== undefined)
    return ofRole(plan, target, ask);
  if (entry(plan.schedules, target) !== undefined) return ofSchedule(plan, target, ask);
  const vendor = entry(plan.vendors, target);
  if (vendor === undefined) return { why: 'not in the plan' };
  if (ask.without.includes(target)) return { why: cannot(vendor.name) };
  if (vendor.reach.length === 0) return { why: `the plan has no way to reach ${vendor.name}` };
  const outsideHours = isOutsideHours(vendor.hours, plan.plan.timezone, ask.at);
  return {
    person: target,
    name: vendor.name,
    ways: vendor.reach.map(plainWay),
    via: 'vendor',
    outsideHours,
    until: undefined,
  };
}

const plainWay = ({ medium, to, label }: Way): Omit<Way, 'outside'> => ({
  medium,
  to,
  ...(label === undefined ? {} : { label }),
});

/** One who was found, awake or not; a reason when the plan has no way to reach them. */
function found(plan: Plan, candidate: { readonly person: PersonId; readonly via: string }, ask: Ask): Got {
  const person = entry(plan.people, candidate.person);
  if (person === undefined) return { why: `${candidate.person} is not in the plan` };
  if (person.reach.length === 0) return { why: `the plan has no way to reach ${person.name}` };
  return {
    person: candidate.person,
    name: person.name,
    ways: person.reach.map(plainWay),
    via: candidate.via,
    outsideHours: isOutsideHours(person.hours, person.timezone, ask.at),
    until: ask.wakes ? undefined : quietUntil(person, ask.at),
  };
}

/** A plain person: the cover when away, else skipped (domain 2.6). */
function ofPerson(plan: Plan, id: PersonId, ask: Ask): Got {
  const person = entry(plan.people, id);
  if (person === undefined) return { why: 'not in the plan' };
  if (ask.without.includes(id)) return { why: cannot(person.name) };
  const gone = absence(person, ask.at);
  if (gone === undefined) return found(plan, { person: id, via: 'named in the plan' }, ask);
  const { cover } = gone.entry;
  const stands = cover === undefined ? undefined : entry(plan.people, cover);
  const until = dayAndTime(gone.to, person.timezone);
  if (cover === undefined || stands === undefined)
    return { why: `${person.name} is away until ${until}, and nobody covers` };
  if (isAway(stands, ask.at))
    return { why: `${person.name} is away until ${until}, and so is the cover, ${stands.name}` };
  if (ask.without.includes(cover)) return { why: `${person.name} is away until ${until}; ${cannot(stands.name)}` };
  return found(plan, { person: cover, via: `covers for ${person.name}` }, ask);
}

/** A role: holder, the cover of one who is away, deputies in order; the first who is awake, else the first is held. */
function ofRole(plan: Plan, role: string, ask: Ask): Got {
  let asleep: Got | undefined;
  let nobody: Got | undefined;
  const words = role.replaceAll('_', ' ');
  for (const { person, why } of holdersOf(plan, role, ask)) {
    if (!isFree(plan, person, ask)) continue;
    const got = found(plan, { person, via: why === '' ? words : `${words}, ${why}` }, ask);
    if ('why' in got) nobody ??= got;
    else if (got.until === undefined) return got;
    else asleep ??= got;
  }
  return asleep ?? nobody ?? { why: `nobody can take ${words}: holder and deputies are away or said they cannot` };
}

const isFree = (plan: Plan, id: PersonId, ask: Ask) => {
  const person = entry(plan.people, id);
  return person !== undefined && !isAway(person, ask.at) && !ask.without.includes(id);
};

/** All who could stand for a role, in the order in which they are asked; the deputies' own covers come last. */
function* holdersOf(plan: Plan, role: string, ask: Ask): Generator<Candidate> {
  const planned = entry(plan.roles, role);
  const holder = entry(ask.holders, role) ?? planned?.who;
  if (holder !== undefined && holder !== BOT) {
    yield { person: holder, why: '' };
    yield* coverOf(plan, holder, ask.at);
  }
  const deputies = (planned?.deputies ?? []).filter((id) => id !== holder);
  const holderName = holder === undefined || holder === BOT ? 'the bot' : nameOf(plan, holder);
  for (const person of deputies) yield { person, why: `deputy for ${holderName}` };
  for (const person of deputies) yield* coverOf(plan, person, ask.at);
}

const nameOf = (plan: Plan, id: PersonId) => entry(plan.people, id)?.name ?? id;

function* coverOf(plan: Plan, id: PersonId, at: Instant): Generator<Candidate> {
  const person: Person | undefined = entry(plan.people, id);
  const cover = person === undefined ? undefined : absence(person, at)?.entry.cover;
  if (person !== undefined && cover !== undefined) yield { person: cover, why: `covers for ${person.name}` };
}

/** A schedule: who is on call; the next in turn only after a no, never for being asleep (domain 2.6). */
function ofSchedule(plan: Plan, schedule: string, ask: Ask): Got {
  const { at, live } = ask;
  const candidates = inTurn(plan, schedule, { at, live });
  const [first] = candidates;
  const next = candidates.find(({ person }) => !ask.without.includes(person));
  if (first === undefined)
    return { why: `nobody is on call in ${schedule}: ${onCall(plan, schedule, { at, live }).why}` };
  if (next === undefined) return { why: `everyone in ${schedule} is away or said they cannot` };
  if (next !== first) return found(plan, { person: next.person, via: `${schedule}, ${next.why}` }, ask);
  const { until } = onCall(plan, schedule, { at, live });
  const zone = entry(plan.schedules, schedule)?.timezone ?? plan.plan.timezone;
  return found(plan, { person: next.person, via: `${schedule}, on call until ${dayAndTime(until, zone)}` }, ask);
}
