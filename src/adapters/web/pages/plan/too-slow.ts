import { functionId } from '../../../../core/ids.ts';
import type { FunctionId, SystemId } from '../../../../core/ids.ts';
import { peakAt } from '../../../../core/peaks.ts';
import { systemsNeeded } from '../../../../core/plan/depends.ts';
import type { Needed } from '../../../../core/plan/depends.ts';
import type { RtoOf } from '../../../../core/plan/order.ts';
import type { BusinessFunction, Plan, System } from '../../../../core/plan/schema.ts';
import { entry } from '../../../../core/plan/schema.ts';
import { spanMs } from '../../../../core/time.ts';
import type { Span } from '../../../../core/time.ts';
import type { PlanView } from './plan-page.ts';

/** The RTO of each function that holds at this moment: in a peak the shorter one. */
export const rtoNow =
  ({ book, reading }: Pick<PlanView, 'book' | 'reading'>): RtoOf =>
  (id) => {
    const it = entry(book.plan.functions, id);
    return peakAt(book.plan, reading.at) === undefined ? it?.rto : (it?.peak_rto ?? it?.rto);
  };

/** Whether it cannot do without this system and yet must be back before that can be restored. */
export function isTooSlow(
  { system, kind }: Needed,
  { plan, rto }: { readonly plan: Plan; readonly rto: Span | undefined },
) {
  const takes = entry(plan.systems, system)?.restore_time;
  return kind === 'hard' && takes !== undefined && rto !== undefined && spanMs(takes) > spanMs(rto);
}

export type TooSlow = { readonly function: FunctionId; readonly rto: Span; readonly systems: readonly SystemId[] };

/** Functions that must be back before a system that they cannot do without can be restored, in the order of the plan. */
export function tooSlow(plan: Plan, rtoOf: RtoOf): readonly TooSlow[] {
  return Object.entries(plan.functions).flatMap(([id, it]) => {
    const rto = rtoOf(functionId(id)) ?? it.rto;
    const systems = neededTooSlow(plan, it, rto);
    return systems.length === 0 ? [] : [{ function: functionId(id), rto, systems }];
  });
}

const neededTooSlow = (plan: Plan, it: BusinessFunction | System, rto: Span): readonly SystemId[] =>
  systemsNeeded(plan, it)
    .filter((needed) => isTooSlow(needed, { plan, rto }))
    .map(({ system }) => system);
