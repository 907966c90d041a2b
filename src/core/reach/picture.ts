import type { Live } from '../oncall.ts';
import { mayBeDrilled } from '../plan/outsiders.ts';
import type { Plan, Policy, Way } from '../plan/schema.ts';
import { entry } from '../plan/schema.ts';
import { whoToPage } from '../people.ts';
import type { Instant } from '../time.ts';
import { dayAndTime } from '../time.ts';
import { mediumWord } from '../timeline/paging-words.ts';
import type { Reachability, WayProof } from './proofs.ts';
import { ageWords, doubtAbout, isFresh, isKnown, proofOf, proofWords } from './proofs.ts';

/** The first two levels are who counts when it begins. */
const FIRST_LEVELS = 2;
/** Names on a line that is read at a start. */
const MOST_NAMED = 6;

type WayState = { readonly way: Way; readonly proof: WayProof };

/** Every way of somebody in the plan with what is known of it, in their own order. */
export function waysKnown(plan: Plan, reach: Reachability, person: string): readonly WayState[] {
  const ways = (entry(plan.people, person) ?? entry(plan.vendors, person))?.reach ?? [];
  return ways.map((way) => ({ way, proof: proofOf(reach, { ...way, person }) }));
}

type Asked = { readonly at: Instant; readonly live: Live };

/** Who would be paged by the first two levels now, waking whoever sleeps; without those of other firms, who are never tested. */
export function firstAsked(plan: Plan, policy: Policy, { at, live }: Asked): readonly string[] {
  const targets = policy.levels.slice(0, FIRST_LEVELS).flatMap(({ page }) => page);
  const { reach } = whoToPage(plan, targets, { at, wakes: true, live, holders: {}, without: [] });
  return reach.map(({ person }) => person);
}

type Line = {
  readonly plan: Plan;
  /** People and vendors of the first levels; those of other firms are left out here. */
  readonly people: readonly string[];
  readonly reach: Reachability | undefined;
  readonly at: Instant;
  readonly zone: string;
};

/**
 * `Fri 27 Nov 16:40 EST: 3 of 5 people of level 1 and 2 proved reachable this month; not: Bob Lund (never)`. A proof counts for 31
 * days. Undefined where nobody keeps proofs, or nobody could be tested.
 */
export function reachLine({ plan, people, reach, at, zone }: Line): string | undefined {
  const tested = [...new Set(people)].filter((id) => mayBeDrilled(plan, id));
  if (reach === undefined || tested.length === 0) return undefined;
  if (!isKnown(reach))
    return 'Nobody was ever proved reachable. "testpage" tests your own ways, "testpage all" everybody\'s.';
  const all = tested.map((id) => ({ id, ways: waysKnown(plan, reach, id) }));
  const proved = all.filter(({ ways }) => ways.some(({ proof }) => isFresh(proof, at)));
  const notes = all.flatMap(({ id, ways }) => {
    const why = troubleOf(reach, { id, ways }, at);
    return why === undefined ? [] : [`${nameIn(plan, id)} (${why})`];
  });
  const named = notes.slice(0, MOST_NAMED).join(', ');
  const more = notes.length > MOST_NAMED ? ` and ${notes.length - MOST_NAMED} more` : '';
  const not = notes.length === 0 ? '' : `; not: ${named}${more}`;
  return `${dayAndTime(at, zone)}: ${proved.length} of ${all.length} people of level 1 and 2 proved reachable this month${not}`;
}

const nameIn = (plan: Plan, id: string) => (entry(plan.people, id) ?? entry(plan.vendors, id))?.name ?? id;

type Known = { readonly id: string; readonly ways: readonly WayState[] };

/** `never`, `last 45 days ago`, `SMS failed twice`; undefined for one whose ways are well. */
function troubleOf(reach: Reachability, { id, ways }: Known, at: Instant): string | undefined {
  const failed = ways.flatMap(({ way }) => {
    const doubt = doubtAbout(reach, { ...way, person: id });
    return doubt === undefined ? [] : [`${mediumWord(way.medium)} ${doubt}`];
  });
  const last = lastProof(ways);
  const age =
    last === undefined ? ['never'] : isFresh(last.proof, at) ? [] : [`last ${ageWords(last.proof.provedAt ?? at, at)}`];
  const all = [...failed, ...age];
  return all.length === 0 ? undefined : all.join(', ');
}

function lastProof(ways: readonly WayState[]): WayState | undefined {
  const proved = ways.filter(({ proof }) => proof.provedAt !== null);
  return proved.toSorted((a, b) => ((a.proof.provedAt ?? '') < (b.proof.provedAt ?? '') ? 1 : -1))[0];
}

/** `proved 3 days ago by SMS`, `never proved`: one person in a few words, for where they are paged; empty before any test. */
export function personProved(
  plan: Plan,
  live: Live,
  { person, at }: { readonly person: string; readonly at: Instant },
) {
  const { reach } = live;
  if (reach === undefined || !isKnown(reach) || !mayBeDrilled(plan, person)) return '';
  const ways = waysKnown(plan, reach, person);
  const last = lastProof(ways);
  const doubts = ways.flatMap(({ way }) => {
    const doubt = doubtAbout(reach, { ...way, person });
    return doubt === undefined ? [] : [`${mediumWord(way.medium)} ${doubt}`];
  });
  const proved =
    last === undefined
      ? 'never proved'
      : `proved ${ageWords(last.proof.provedAt ?? at, at)} by ${mediumWord(last.way.medium)}`;
  return [proved, ...doubts].join('; ');
}

/** `chat proved 3 days ago; SMS never proved`: every way of one person. */
export function waysProved(
  plan: Plan,
  reach: Reachability,
  { person, at }: { readonly person: string; readonly at: Instant },
) {
  const ways = waysKnown(plan, reach, person);
  return ways.map(({ way, proof }) => `${mediumWord(way.medium)} ${proofWords(proof, at)}`).join('; ');
}
