import type { Instant, Span } from '../time.ts';
import { DAY_MS, plusMs, plusSpan } from '../time.ts';
import { plainInstant } from '../wall.ts';
import type { Found } from './finding.ts';
import { peopleOf } from './schedule.ts';
import type { Plan } from './schema.ts';
import { entry } from './schema.ts';

/** Who may have the break-glass pack, and whether the printed copies are fresh enough (R69, L077). */

/**
 * People who would be called, or who call others: a role, a level or a schedule names them, the plan is theirs, or they hold a
 * printed copy anyway. The pack holds everybody's private numbers, so nobody else may have it.
 */
export function mayHavePack(plan: Plan, person: string): boolean {
  const { owner, approved_by: approved } = plan.plan;
  const paged = Object.values(plan.escalation).flatMap(({ levels, if_nobody: nobody }) => [
    ...levels.flatMap(({ page }) => page),
    ...(nobody?.page ?? []),
  ]);
  const named = [
    owner,
    approved,
    ...paged,
    ...Object.keys(plan.roles),
    ...(plan.incident_bot.offline_pack?.holders ?? []),
  ];
  return named.some((who) => who !== undefined && standFor(plan, who).includes(person));
}

/** The people behind a name of the plan: the role's deputies and the schedule's turns too. */
function standFor(plan: Plan, who: string): readonly string[] {
  const role = entry(plan.roles, who);
  const schedule = entry(plan.schedules, who);
  return [
    ...(entry(plan.people, who) === undefined ? [] : [who]),
    ...(role === undefined ? [] : [role.who, ...role.deputies]),
    ...(schedule === undefined ? [] : peopleOf(schedule)),
  ];
}

/** When the printed copies were last handed out, and until when they are good; undefined while the plan does not say. */
export function printedCopies(plan: Plan): { readonly at: Instant; readonly until: Instant } | undefined {
  const pack = plan.incident_bot.offline_pack;
  if (pack?.last === undefined) return undefined;
  const at = plainInstant(pack.last, plan.plan.timezone);
  return { at, until: after(at, pack.every, plan.plan.timezone) };
}

/** Business days are counted as seven days for five: near enough for paper. */
function after(at: Instant, every: Span, zone: string): Instant {
  const [, days] = /(\d+)bd/.exec(every) ?? [];
  return days === undefined ? plusSpan(at, every, zone) : plusMs(at, Math.ceil((Number(days) * 7) / 5) * DAY_MS);
}

/** L077: no printed copy, an old one, or only one person who has it. */
export function packFindings(plan: Plan, at: Instant): readonly Found[] {
  const pack = plan.incident_bot.offline_pack;
  const path = ['incident_bot', 'offline_pack'];
  const found = (message: string, suggestion: string): Found => ({
    rule: 'L077',
    level: 'warn',
    path,
    message,
    suggestion,
  });
  if (pack === undefined || pack.holders.length === 0)
    return [
      found(
        'Nobody holds a printed copy.',
        'Print the pack for two people or more, and name them under `incident_bot.offline_pack.holders`.',
      ),
    ];
  const [only, ...others] = pack.holders;
  const copies = printedCopies(plan);
  return [
    ...(only !== undefined && others.length === 0
      ? [found('One person alone holds a printed copy.', 'Give a copy to somebody who lives elsewhere.')]
      : []),
    ...(copies === undefined
      ? [found('The plan does not say when the copies were printed.', 'Write the day under `last`.')]
      : copies.until <= at
        ? [
            found(
              `The printed copies are from ${pack.last ?? ''}, older than ${pack.every}.`,
              'Print the pack again, hand it out, and write the day under `last`.',
            ),
          ]
        : []),
  ];
}
