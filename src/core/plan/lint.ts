import type { Instant } from '../time.ts';
import { dateOf } from '../time.ts';
import { type Finding, type Found, type Locate, inReadingOrder, placed } from './finding.ts';
import { alertSources } from './lint-alerts.ts';
import { functionTimes } from './lint-functions.ts';
import { chainEnds, emptyLevels, noPhone } from './lint-people.ts';
import { schedules } from './lint-schedules.ts';
import { remnants } from './lint-remnants.ts';
import { circularNeeds } from './lint-systems.ts';
import type { Plan } from './schema.ts';

/**
 * What plan check says of a plan that could be read: rules L007, L010, L023, L024, L029, L033, L046, L104, L105. L024 looks 14 days ahead of
 * `at`. A finding that the plan accepts (`accepted_gaps`) is silent until the end of the date given, in the company's zone.
 */
export function lint(plan: Plan, ask: { readonly at: Instant; readonly locate: Locate }): readonly Finding[] {
  const today = dateOf(ask.at, plan.plan.timezone);
  const found: readonly Found[] = [
    ...remnants(plan),
    ...noPhone(plan),
    ...chainEnds(plan),
    ...emptyLevels(plan, ask.at),
    ...schedules(plan),
    ...functionTimes(plan),
    ...circularNeeds(plan),
    ...alertSources(plan),
  ];
  return inReadingOrder(found.filter((one) => !isAccepted(plan, one, today)).map((one) => placed(one, ask.locate)));
}

/** Whether the plan says that it knows of this, and until when. */
export const isAccepted = (plan: Plan, { rule, path }: Found, today: string) =>
  plan.plan.accepted_gaps.some(
    (gap) => gap.rule === rule && today <= gap.until && (gap.item === undefined || path.includes(gap.item)),
  );
