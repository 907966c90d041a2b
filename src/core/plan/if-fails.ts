import type { FunctionId, SystemId } from '../ids.ts';
import { functionId, systemId } from '../ids.ts';
import { span } from '../time.ts';
import type { Needed } from './depends.ts';
import { functionsHit, namedIn, needsOf, systemsNeeded } from './depends.ts';
import type { Place, RtoOf } from './order.ts';
import { recoveryOrder } from './order.ts';
import type { BusinessFunction, Need, Plan, System } from './schema.ts';
import { entry } from './schema.ts';

export type SystemHit = {
  readonly system: SystemId;
  readonly how: 'stops' | 'degraded';
  /** Milliseconds that batteries and the like carry it; 0: at once. */
  readonly afterMs: number;
};

/** The other systems that these failed ones take with them, the soonest first. A system hangs on systems as a function does. */
export function systemsHit(plan: Plan, failed: readonly SystemId[]): readonly SystemHit[] {
  const functions = Object.fromEntries(Object.entries(plan.systems).map(([id, it]) => [id, asFunction(it)]));
  return functionsHit({ ...plan, functions }, failed)
    .map(({ function: id, how, afterMs }) => ({ system: systemId(id), how, afterMs }))
    .filter(({ system }) => !failed.includes(system));
}

const asFunction = ({ name, needs = [] }: System): BusinessFunction => ({
  name,
  needs,
  rto: span('1h'),
  customer_facing: false,
  impact: [],
});

/** What names this system itself: the functions and systems that need it, and the systems whose recovery does. */
export function neededBy(plan: Plan, system: SystemId) {
  const needing = ([, it]: readonly [string, { readonly needs?: readonly Need[] }]) =>
    needsOf(it).some((need) => namedIn(need).includes(system));
  return {
    functions: Object.entries(plan.functions)
      .filter(needing)
      .map(([id]) => functionId(id)),
    systems: Object.entries(plan.systems)
      .filter(needing)
      .map(([id]) => systemId(id)),
    restores: Object.entries(plan.systems)
      .filter(([, { recovery }]) => recovery?.needs.includes(system) ?? false)
      .map(([id]) => systemId(id)),
  };
}

export type Ordered = Place & {
  /** What it has to do with the failure. */
  readonly part: 'failed' | 'hangs on it' | 'needed' | 'tool';
};

/**
 * The places of the recovery order that a failure is about. Of a system: itself, what stops with it, and the tools that bring
 * it back. Of a function: every system it hangs on, for one does not know yet which of them failed.
 */
export function orderWhenFails(
  plan: Plan,
  failed: { readonly system: SystemId } | { readonly function: FunctionId },
  rtoOf?: RtoOf,
): readonly Ordered[] {
  const parts = 'system' in failed ? partsOfSystem(plan, failed.system) : partsOfFunction(plan, failed.function);
  return recoveryOrder(plan, rtoOf).flatMap((place) => {
    const part = parts.get(place.system);
    return part === undefined ? [] : [{ ...place, part }];
  });
}

type Parts = ReadonlyMap<SystemId, Ordered['part']>;

function partsOfSystem(plan: Plan, system: SystemId): Parts {
  const stopped = systemsHit(plan, [system]).filter(({ how }) => how === 'stops');
  const tools = entry(plan.systems, system)?.recovery?.needs ?? [];
  return new Map<SystemId, Ordered['part']>([
    ...tools.map((tool) => [tool, 'tool'] as const),
    ...stopped.map((hit) => [hit.system, 'hangs on it'] as const),
    [system, 'failed'],
  ]);
}

function partsOfFunction(plan: Plan, id: FunctionId): Parts {
  const needed: readonly Needed[] = systemsNeeded(plan, entry(plan.functions, id) ?? {});
  const hard = needed.filter(({ kind }) => kind !== 'degraded');
  const tools = hard.flatMap(({ system }) => entry(plan.systems, system)?.recovery?.needs ?? []);
  return new Map<SystemId, Ordered['part']>([
    ...tools.map((tool) => [tool, 'tool'] as const),
    ...hard.map(({ system }) => [system, 'needed'] as const),
  ]);
}
