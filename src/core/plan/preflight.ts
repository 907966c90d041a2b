import type { Medium } from '../media.ts';
import { NO_OVERRIDES } from '../oncall.ts';
import type { Reached, WhoToPage } from '../people.ts';
import { whoToPage } from '../people.ts';
import { waysKnown } from '../reach/picture.ts';
import type { Reachability } from '../reach/proofs.ts';
import { isFresh } from '../reach/proofs.ts';
import { DAY_MS, HOUR_MS, type Instant, dateOf, dayAndTime, earliest, fromMs, plusMs, toMs } from '../time.ts';
import { mediumWord } from '../timeline/paging-words.ts';
import type { Finding, Found } from './finding.ts';
import { isAccepted } from './lint.ts';
import { behind, emptyLevels } from './lint-people.ts';
import { isOutsider, mayBeDrilled } from './outsiders.ts';
import { mediaMissing, nobodyRung } from './preflight-media.ts';
import { quietUntil } from './presence.ts';
import { type Plan, type Policy, type Way, entry } from './schema.ts';

const DAYS_AHEAD = 14;
const HOURS_AHEAD = DAYS_AHEAD * 24;
/** A proof older than that says little about a number. */
const PROVED_WITHIN_DAYS = 90;

/** One thing that would not work, or a weak spot, in a sentence. */
export type Preflighted = { readonly level: Finding['level']; readonly say: string };

export type PreflightAsk = {
  readonly at: Instant;
  /** Whether something carries messages to this address of a real person; undefined where every phone is simulated: then all are well. */
  readonly carried: ((way: Pick<Way, 'medium' | 'to'>) => boolean) | undefined;
  readonly reach: Reachability | undefined;
  /** Media that a simulated phone takes beside real ones; none where it is left out. */
  readonly simulated?: readonly Medium[];
};

/** One level of one policy. */
type Level = {
  readonly plan: Plan;
  readonly id: string;
  readonly nth: number;
  readonly page: Policy['levels'][number];
};

/**
 * What of this plan would not work if something happened now or in the next 14 days, the worst first: `error` is a level that
 * reaches nobody, `warn` a weak spot, `info` a suggestion. Quiet for what the plan accepts (`accepted_gaps`). Besides rules of
 * `plan check` there are L025 and L026 (domain 2.5), L101 to L103, L106 and L107: they look at hours and providers, which a plan does not know.
 */
export function preflightPlan(plan: Plan, ask: PreflightAsk): readonly Found[] {
  const levels = Object.entries(plan.escalation).flatMap(([id, policy]) =>
    policy.levels.map((page, nth): Level => ({ plan, id, nth, page })),
  );
  const found = [
    ...emptyLevels(plan, ask.at),
    ...levels.flatMap(withoutPhone),
    ...levels.flatMap((level) => notCarried(level, ask)),
    ...(ask.carried === undefined
      ? []
      : [...nobodyRung(plan, ask.carried), ...mediaMissing(plan, ask.carried, ask.simulated ?? [])]),
    ...Object.keys(plan.escalation).flatMap((id) => unproved(plan, id, ask)),
    ...Object.keys(plan.escalation).flatMap((id) => asleep(plan, id, ask.at)),
    ...Object.keys(plan.escalation).flatMap((id) => ofOne(plan, id)),
    ...untested(plan),
  ];
  const today = dateOf(ask.at, plan.plan.timezone);
  const open = found.filter((one) => !isAccepted(plan, one, today));
  return (['error', 'warn', 'info'] as const).flatMap((level) => open.filter((one) => one.level === level));
}

const placeOf = ({ id, nth }: Pick<Level, 'id' | 'nth'>) => ({
  path: ['escalation', id, 'levels', nth, 'page'],
  words: `Level ${nth + 1} of \`${id}\``,
});

/** Everybody that this level may come to. */
const peopleAt = ({ plan, page: { page } }: Level): readonly string[] => [
  ...new Set(page.flatMap((target) => behind(plan, target))),
];

const known = (plan: Plan, id: string) => entry(plan.people, id) ?? entry(plan.vendors, id);
const namesOf = (plan: Plan, ids: readonly string[]) => ids.map((id) => known(plan, id)?.name ?? id).join(', ');

const PHONES: readonly Medium[] = ['call', 'sms'];

/** L010 of a whole level: one person without a telephone is told by `plan check`. */
function withoutPhone(level: Level): readonly Found[] {
  const people = peopleAt(level);
  const hasPhone = (id: string) => known(level.plan, id)?.reach.some(({ medium }) => PHONES.includes(medium)) === true;
  if (people.some(hasPhone)) return [];
  const { path, words } = placeOf(level);
  const message = `${words} has nobody with a phone: ${namesOf(level.plan, people)}. Nobody there is rung or texted.`;
  return [{ rule: 'L010', level: 'error', path, message, suggestion: 'Add a number: { call: "+1 616 555 0101" }.' }];
}

/** L026: whoever has only media that no provider carries is not reached, whatever the plan says. */
function notCarried(level: Level, { carried }: PreflightAsk): readonly Found[] {
  if (carried === undefined) return [];
  const people = peopleAt(level);
  const lost = people.filter((id) => known(level.plan, id)?.reach.some(carried) === false);
  if (lost.length === 0) return [];
  const { path, words } = placeOf(level);
  const each = lost.map((id) => {
    const media = [...new Set(known(level.plan, id)?.reach.map(({ medium }) => mediumWord(medium)))].join(' and ');
    return `${namesOf(level.plan, [id])} has only ${media}`;
  });
  const all = lost.length === people.length;
  const message = `${words} ${all ? 'reaches nobody' : 'reaches fewer than it says'}: ${each.join('; ')}, and nothing that carries it is set up.`;
  return [{ rule: 'L026', level: all ? 'error' : 'warn', path, message }];
}

/** L101: where messages really leave, a level of which nobody answered one for 90 days may be a list of old numbers. */
function unproved(plan: Plan, id: string, { carried, reach, at }: PreflightAsk): readonly Found[] {
  if (carried === undefined || reach === undefined) return [];
  const isProved = (person: string) =>
    waysKnown(plan, reach, person).some(({ proof }) => isFresh(proof, at, PROVED_WITHIN_DAYS * DAY_MS));
  const levels = (entry(plan.escalation, id)?.levels ?? []).flatMap((page, nth) => {
    const people = peopleAt({ plan, id, nth, page }).filter((person) => mayBeDrilled(plan, person));
    return people.length === 0 || people.some(isProved) ? [] : [nth + 1];
  });
  if (levels.length === 0) return [];
  const message = `Nobody of level ${levels.join(', ')} of \`${id}\` was proved reachable in ${PROVED_WITHIN_DAYS} days. Say "testpage all".`;
  return [{ rule: 'L101', level: 'warn', path: ['escalation', id], message }];
}

type Night = { readonly from: Instant; readonly to: Instant };

/** L025: hours in which everybody of a level has quiet hours, for severities that wake nobody. */
function asleep(plan: Plan, id: string, at: Instant): readonly Found[] {
  const policy = entry(plan.escalation, id);
  const mild = Object.entries(plan.severities).filter(([, { wake }]) => !wake);
  if (policy === undefined || mild.length === 0) return [];
  const hours = policy.levels.map((page, nth) => hoursAsleep({ plan, id, nth, page }, at));
  return hours.flatMap((nights, nth): readonly Found[] => {
    const [first] = nights;
    if (first === undefined) return [];
    const others = hours.filter((_, other) => other !== nth);
    const alone = others.every((sleep) => sleep.some(({ from, to }) => from <= first.from && first.from < to));
    const zone = plan.plan.timezone;
    const times = nights.length === 1 ? '' : `, and ${nights.length - 1} more times in ${DAYS_AHEAD} days`;
    const { path, words } = placeOf({ id, nth });
    const then = alone
      ? 'so does every other level: nobody is paged until then'
      : 'its pages wait, and the next level is paged instead';
    const message = `${words} sleeps ${dayAndTime(first.from, zone)} to ${dayAndTime(first.to, zone)}${times}. For ${mild.map(([name]) => name).join(' and ')}, which wake nobody, ${then}.`;
    return [{ rule: 'L025', level: 'warn', path, message }];
  });
}

/** Looked at hour by hour: a stretch begins on a full hour and ends when the first of them wakes up. */
function hoursAsleep(level: Level, at: Instant): readonly Night[] {
  const { plan, page } = level;
  const sleepers = peopleAt(level).flatMap((id) => entry(plan.people, id) ?? []);
  const nights: Night[] = [];
  const full = fromMs(Math.ceil(toMs(at) / HOUR_MS) * HOUR_MS);
  for (let hour = 0; hour < HOURS_AHEAD; hour += 1) {
    const from = hour === 0 ? at : plusMs(full, (hour - 1) * HOUR_MS);
    const last = nights.at(-1);
    // Cheap looks first: the rotation is only asked about hours in which somebody of it sleeps.
    if ((last !== undefined && from < last.to) || !sleepers.some((one) => quietUntil(one, from) !== undefined))
      continue;
    const ask = { at: from, wakes: false, live: NO_OVERRIDES, holders: {}, without: [] };
    const wakesAt = endOfSleep(whoToPage(plan, page.page, ask));
    if (wakesAt === undefined) continue;
    if (last !== undefined && last.to === from) nights[nights.length - 1] = { ...last, to: wakesAt };
    else nights.push({ from, to: wakesAt });
  }
  return nights;
}

const endOfSleep = ({ reach, held }: Pick<WhoToPage, 'held'> & { readonly reach: readonly Reached[] }) =>
  reach.length > 0 || held.length === 0 ? undefined : earliest(...held.map(({ until }) => until));

/** L102: whoever is a level all alone is also ill, on a train, or asleep. A desk of another firm is no single person. */
function ofOne(plan: Plan, id: string): readonly Found[] {
  const policy = entry(plan.escalation, id);
  const alone = (policy?.levels ?? []).flatMap((page, nth) => {
    const people = peopleAt({ plan, id, nth, page });
    const [only] = people;
    return people.length !== 1 || only === undefined || isOutsider(plan, only) ? [] : [{ nth, only }];
  });
  if (alone.length === 0) return [];
  const words = alone.map(({ nth, only }) => `level ${nth + 1} (${namesOf(plan, [only])})`).join(', ');
  const message = `One person alone is ${words} of \`${id}\`: whoever is on a train then has nobody beside them.`;
  return [{ rule: 'L102', level: 'info', path: ['escalation', id], message }];
}

/** L103: a suggestion, for a plan that asks for no tests. */
const untested = (plan: Plan): readonly Found[] =>
  plan.incident_bot.test_pages !== undefined
    ? []
    : [
        {
          rule: 'L103',
          level: 'info',
          path: ['incident_bot', 'test_pages'],
          message:
            'Nobody is tested by itself. Add `incident_bot: { test_pages: { every: 1w, at: "Tue 10:00" } }` and old numbers show up before they are needed.',
        },
      ];
