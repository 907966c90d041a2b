import { type FunctionId, type SystemId, functionId, systemId } from '../ids.ts';
import { type Span, spanMs } from '../time.ts';
import { hardNeeds } from './depends.ts';
import { type Plan, entry } from './schema.ts';

/** One place in the recovery order (domain 2.4). */
export type Place = {
  readonly system: SystemId;
  /**
   * `needed`: a function hangs on it. `tool`: nothing hangs on it but the recovery of others. `unlinked`: no function needs
   * it: link it or leave it?
   */
  readonly place: 'needed' | 'tool' | 'unlinked';
  /** Must be back so long after the impact started; absent for unlinked ones. */
  readonly needBy?: Span;
  /** The function whose RTO that is. */
  readonly for?: FunctionId;
  readonly why: string;
};

type NeedBy = { readonly ms: number; readonly span: Span; readonly for: FunctionId; readonly customer: boolean };
type NeedBys = ReadonlyMap<SystemId, NeedBy>;
/** RTO of a function now: in a peak, `peak_rto` replaces `rto`. */
export type RtoOf = (id: FunctionId) => Span | undefined;

const byRto =
  (plan: Plan): RtoOf =>
  (id) =>
    entry(plan.functions, id)?.rto;

/** When each system must be back: the smallest RTO of the functions that need it, handed down to what it needs itself. */
export function needBys(plan: Plan, rtoOf: RtoOf = byRto(plan)): NeedBys {
  const known = new Map<SystemId, NeedBy>();
  const sooner = (a: NeedBy, b: NeedBy | undefined) =>
    b === undefined || a.ms < b.ms || (a.ms === b.ms && a.customer && !b.customer);
  for (const [id, it] of Object.entries(plan.functions)) {
    const rto = rtoOf(functionId(id)) ?? it.rto;
    const asked: NeedBy = { ms: spanMs(rto), span: rto, for: functionId(id), customer: it.customer_facing };
    const open = [...hardNeeds(it)];
    for (let system = open.pop(); system !== undefined; system = open.pop()) {
      if (!sooner(asked, known.get(system))) continue;
      known.set(system, asked);
      open.push(...hardNeeds(entry(plan.systems, system)));
    }
  }
  return known;
}

/** What a system waits for: its hard needs, and what its recovery needs. */
const before = (plan: Plan, id: SystemId): readonly SystemId[] => {
  const system = entry(plan.systems, id);
  return [...hardNeeds(system), ...(system?.recovery?.needs ?? [])];
};

/** Tools of recovery take the hour of the earliest system that they restore, and hand it down. */
function toolBys(plan: Plan, needed: NeedBys): NeedBys {
  const tools = new Map<SystemId, NeedBy>();
  const open = [...needed].flatMap(([id, by]) =>
    (entry(plan.systems, id)?.recovery?.needs ?? []).map((tool) => [tool, by] as const),
  );
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [id, by] = next;
    const known = soonest(needed.get(id), tools.get(id));
    if (known !== undefined && known.ms <= by.ms) continue;
    tools.set(id, by);
    open.push(...before(plan, id).map((other) => [other, by] as const));
  }
  return tools;
}

/**
 * In which order to bring systems back: what others hang on first, then the earliest need-by, then customer-facing, then by
 * name; systems that no function needs come last. Circles (L046) are broken where it hurts least, and the reason says so.
 */
export function recoveryOrder(plan: Plan, rtoOf: RtoOf = byRto(plan)): readonly Place[] {
  const needed = needBys(plan, rtoOf);
  const tools = toolBys(plan, needed);
  const byOf = (id: SystemId) => soonest(needed.get(id), tools.get(id));
  const waiting = new Set(Object.keys(plan.systems).map(systemId));
  const order: Place[] = [];
  const sorted = () => [...waiting].toSorted((a, b) => compare(byOf(a), byOf(b)) || (a < b ? -1 : 1));
  const isFree = (id: SystemId) => !before(plan, id).some((other) => other !== id && waiting.has(other));
  const waitsForLess = (id: SystemId) =>
    !hardNeeds(entry(plan.systems, id)).some((other) => other !== id && waiting.has(other));
  while (waiting.size > 0) {
    const line = sorted();
    const next = line.find(isFree);
    const chosen = next ?? line.find(waitsForLess) ?? line[0];
    if (chosen === undefined) break;
    waiting.delete(chosen);
    const place = placeOf(plan, chosen, { needed, tools });
    order.push(
      next === undefined ? { ...place, why: `${place.why}; it waits in a circle with others, so begin here` } : place,
    );
  }
  return order;
}

const soonest = (a: NeedBy | undefined, b: NeedBy | undefined) =>
  a === undefined || (b !== undefined && b.ms < a.ms) ? b : a;

function compare(a: NeedBy | undefined, b: NeedBy | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a.ms - b.ms || Number(b.customer) - Number(a.customer);
}

function placeOf(plan: Plan, system: SystemId, by: { readonly needed: NeedBys; readonly tools: NeedBys }): Place {
  const needed = by.needed.get(system);
  const tool = by.tools.get(system);
  const name = (id: string) => entry(plan.systems, id)?.name ?? id;
  const functionName = (id: string) => entry(plan.functions, id)?.name ?? id;
  const forWhom = restoredBy(plan, system);
  if (needed !== undefined) {
    const users = Object.keys(plan.systems).filter(
      (id) => hardNeeds(entry(plan.systems, id)).includes(system) && by.needed.has(systemId(id)),
    );
    const held =
      users.length === 0 ? '' : `; ${users.map(name).join(', ')} ${users.length === 1 ? 'needs' : 'need'} it`;
    const why = `back within ${needed.span} for ${functionName(needed.for)}${held}`;
    return { system, place: 'needed', needBy: needed.span, for: needed.for, why };
  }
  if (tool !== undefined) {
    const restores = forWhom.length > 0 ? forWhom.map(name).join(', ') : 'what restores other systems';
    return {
      system,
      place: 'tool',
      needBy: tool.span,
      for: tool.for,
      why: `no function needs it, but the recovery of ${restores} does`,
    };
  }
  return { system, place: 'unlinked', why: 'no function needs it: link it to one or leave it for last?' };
}

const restoredBy = (plan: Plan, tool: SystemId) =>
  Object.entries(plan.systems)
    .filter(([, { recovery }]) => recovery?.needs.includes(tool) ?? false)
    .map(([id]) => id);
