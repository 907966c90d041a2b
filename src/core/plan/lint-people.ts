import type { PersonId, WhoId } from '../ids.ts';
import { NO_OVERRIDES, shifts } from '../oncall.ts';
import { whoToPage } from '../people.ts';
import { DAY_MS, type Instant, dayAndTime, plusMs } from '../time.ts';
import type { Found, Path } from './finding.ts';
import { absences } from './presence.ts';
import { peopleOf } from './schedule.ts';
import { BOT, type Plan, type Policy, entry } from './schema.ts';

const DAYS_AHEAD = 14;

/** Every person and vendor that a target may come to: holder and deputies, all of a rotation and its overrides. */
export function behind(plan: Plan, target: WhoId): readonly string[] {
  const role = entry(plan.roles, target);
  if (role !== undefined) return [role.who, ...role.deputies].filter((id) => id !== BOT);
  const schedule = entry(plan.schedules, target);
  if (schedule !== undefined) return peopleOf(schedule);
  return [target];
}

type Paged = { readonly where: string; readonly targets: readonly WhoId[] };
const pagesOf = (id: string, policy: Policy): readonly Paged[] => [
  ...policy.levels.map(({ page }, i) => ({ where: `at level ${i + 1} of \`${id}\``, targets: page })),
  { where: `when nobody answers \`${id}\``, targets: policy.if_nobody?.page ?? [] },
];

/** L010: whoever may be paged needs a telephone that Muster can ring or text. */
export function noPhone(plan: Plan): readonly Found[] {
  const told = new Map<string, Found>();
  for (const [id, policy] of Object.entries(plan.escalation)) {
    for (const { where, targets } of pagesOf(id, policy)) {
      for (const who of targets.flatMap((target) => behind(plan, target))) {
        const person = entry(plan.people, who);
        const known = person ?? entry(plan.vendors, who);
        if (
          known === undefined ||
          told.has(who) ||
          known.reach.some(({ medium }) => medium === 'call' || medium === 'sms')
        )
          continue;
        const media = [...new Set(known.reach.map(({ medium }) => medium))].join(' and ');
        const has = media === '' ? 'has no way to be reached' : `has only ${media}`;
        told.set(who, {
          rule: 'L010',
          level: 'error',
          path: [person === undefined ? 'vendors' : 'people', who, 'reach'],
          message: `${known.name} is paged ${where} but ${has}. If that is down nobody gets through.`,
          suggestion: 'Add a mobile number: { call: "+1 616 555 0101" }.',
        });
      }
    }
  }
  return [...told.values()];
}

/** L023: levels must say what happens when nobody answers; a short list ends with everyone with a phone. */
export function chainEnds(plan: Plan): readonly Found[] {
  return Object.entries(plan.escalation).flatMap(([id, policy]): readonly Found[] => {
    if (policy.written === 'list' || (policy.if_nobody?.page.length ?? 0) > 0) return [];
    return [
      {
        rule: 'L023',
        level: 'error',
        path: ['escalation', id, 'if_nobody'],
        message: `If nobody answers \`${id}\`, nothing happens. Add \`if_nobody\`.`,
        suggestion: 'if_nobody: { page: [ids of everyone who could help], by: [sms, call] }',
      },
    ];
  });
}

/** Instants in a stretch at which somebody's being there may change: leave begins or ends, or a turn does. */
function changes(
  plan: Plan,
  targets: readonly WhoId[],
  stretch: { readonly from: Instant; readonly to: Instant },
): readonly Instant[] {
  const leaves = Object.values(plan.people).flatMap(absences);
  const turns = targets
    .filter((target) => entry(plan.schedules, target) !== undefined)
    .flatMap((schedule) => shifts(plan, schedule, { ...stretch, live: NO_OVERRIDES }));
  const edges = [...leaves, ...turns.map(({ from, until }) => ({ from, to: until }))].flatMap(({ from, to }) => [
    from,
    to,
  ]);
  return [...new Set([stretch.from, ...edges.filter((at) => at > stretch.from && at < stretch.to)])].toSorted();
}

/** Where the targets of a level stand: a short list has no `levels`. */
const levelPath = (id: string, policy: Policy, level: number): Path =>
  policy.written === 'list' ? ['escalation', id, level] : ['escalation', id, 'levels', level, 'page'];

/** L024: a level that comes to nobody at some time in the next 14 days; quiet hours do not count here. */
export function emptyLevels(plan: Plan, at: Instant): readonly Found[] {
  const stretch = { from: at, to: plusMs(at, DAYS_AHEAD * DAY_MS) };
  const found: Found[] = [];
  for (const [id, policy] of Object.entries(plan.escalation)) {
    for (const [i, { page }] of policy.levels.entries()) {
      if (page.every((target) => entry(plan.vendors, target)?.reach.length === 0)) continue; // L010 tells it
      const [first] = gaps(plan, page, stretch);
      if (first !== undefined) found.push(emptyLevel(plan, first, { level: i, id, path: levelPath(id, policy, i) }));
    }
  }
  return found;
}

type Gap = { readonly from: Instant; readonly to: Instant; readonly ends: boolean; readonly why: string };

function gaps(
  plan: Plan,
  targets: readonly WhoId[],
  stretch: { readonly from: Instant; readonly to: Instant },
): readonly Gap[] {
  const edges = changes(plan, targets, stretch);
  const all: Gap[] = [];
  for (const [i, from] of edges.entries()) {
    const to = edges[i + 1] ?? stretch.to;
    const why = whyEmpty(plan, targets, from);
    if (why === undefined) continue;
    const last = all.at(-1);
    if (last !== undefined && last.to === from) all[all.length - 1] = { ...last, to, ends: to < stretch.to };
    else all.push({ from, to, ends: to < stretch.to, why });
  }
  return all;
}

const NO_HOLDERS: Readonly<Record<string, PersonId>> = {};

/** Why these targets come to nobody at an instant; undefined when they come to somebody. */
function whyEmpty(plan: Plan, targets: readonly WhoId[], at: Instant): string | undefined {
  const ask = { at, wakes: true, live: NO_OVERRIDES, holders: NO_HOLDERS, without: [] };
  const { reach, skipped } = whoToPage(plan, targets, ask);
  return reach.length > 0 ? undefined : skipped.map(({ why }) => why).join('; ');
}

function emptyLevel(
  plan: Plan,
  gap: Gap,
  where: { readonly id: string; readonly level: number; readonly path: Path },
): Found {
  const zone = plan.plan.timezone;
  const to = gap.ends ? `to ${dayAndTime(gap.to, zone)}` : 'for the rest of the next 14 days';
  return {
    rule: 'L024',
    level: 'error',
    path: where.path,
    message: `Level ${where.level + 1} of \`${where.id}\` is empty ${dayAndTime(gap.from, zone)} ${to}: ${gap.why}.`,
    suggestion: 'Name a `cover` for who is away, or page one more person at this level.',
  };
}
