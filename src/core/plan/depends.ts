import { type FunctionId, type SystemId, functionId, systemId } from '../ids.ts';
import { spanMs } from '../time.ts';
import { type Need, type Plan, entry } from './schema.ts';

/** Who needs what (domain 2.4, Dependencies). */
type Needy = { readonly needs?: readonly Need[] };

export const needsOf = (it: Needy | undefined): readonly Need[] => it?.needs ?? [];

/** The systems that a need names. */
export const namedIn = (need: Need): readonly SystemId[] => ('any' in need ? need.any : [need.system]);

export const isHard = (need: Need) => 'any' in need || need.kind === 'hard';

/** The systems something cannot do without, members of an any-group included. */
export const hardNeeds = (it: Needy | undefined): readonly SystemId[] => needsOf(it).filter(isHard).flatMap(namedIn);

export type Needed = {
  readonly system: SystemId;
  /** `any`: another of its group will do. The strongest reason found on any path. */
  readonly kind: 'hard' | 'any' | 'degraded';
  /** What leads there: `claims → files → hypervisor` without the first. */
  readonly through: readonly SystemId[];
};

const STRENGTH = { degraded: 0, any: 1, hard: 2 } as const;
const weaker = (a: Needed['kind'], b: Needed['kind']) => (STRENGTH[a] < STRENGTH[b] ? a : b);

type Edge = { readonly needed: Needed; readonly of: Needy };

/** What something names itself, seen through what led there. */
const named = ({ needed, of }: Edge): readonly Needed[] =>
  needsOf(of).flatMap((need) => {
    const kind = 'any' in need ? (need.any.length > 1 ? 'any' : 'hard') : need.kind;
    return namedIn(need).map((system) => ({ system, kind: weaker(needed.kind, kind), through: needed.through }));
  });

/** Every system that a function, or a system, hangs on, nearest first. */
export function systemsNeeded(plan: Plan, it: Needy): readonly Needed[] {
  const best = new Map<SystemId, Needed>();
  const start: Needed = { system: systemId(''), kind: 'hard', through: [] };
  let edge: readonly Edge[] = [{ needed: start, of: it }];
  while (edge.length > 0) {
    const next: Edge[] = [];
    for (const found of edge.flatMap(named)) {
      const { system, kind } = found;
      const known = best.get(system);
      if (known !== undefined && STRENGTH[known.kind] >= STRENGTH[kind]) continue;
      const through = known?.through ?? found.through;
      best.set(system, { system, kind, through });
      next.push({ needed: { system, kind, through: [...through, system] }, of: entry(plan.systems, system) ?? {} });
    }
    edge = next;
  }
  return [...best.values()];
}

export type Hit = {
  readonly function: FunctionId;
  /** It stops, or it goes on worse. */
  readonly how: 'stops' | 'degraded';
  /** Milliseconds that batteries and the like carry it after the failure; 0: at once. */
  readonly afterMs: number;
};

/** The functions that these failed systems take with them, the soonest first. A group fails when all of its members do. */
export function functionsHit(plan: Plan, failed: readonly SystemId[]): readonly Hit[] {
  const stops = lasting(plan, failed, isHard);
  const worse = lasting(plan, failed, () => true);
  const hits: Hit[] = [];
  for (const [id, it] of Object.entries(plan.functions)) {
    const hard = stops(needsOf(it));
    const any = worse(needsOf(it));
    if (hard < Infinity) hits.push({ function: functionId(id), how: 'stops', afterMs: hard });
    else if (any < Infinity) hits.push({ function: functionId(id), how: 'degraded', afterMs: any });
  }
  return hits.toSorted((a, b) => (a.how === b.how ? a.afterMs - b.afterMs : a.how === 'stops' ? -1 : 1));
}

/** How long something with these needs lasts after the failure, in milliseconds; Infinity: it is not hit. */
function lasting(
  plan: Plan,
  failed: readonly SystemId[],
  counts: (need: Need) => boolean,
): (needs: readonly Need[]) => number {
  const known = new Map<string, number>();
  const system = (id: SystemId): number => {
    if (failed.includes(id)) return 0;
    const before = known.get(id);
    if (before !== undefined) return before;
    known.set(id, Infinity);
    const lasts = all(needsOf(entry(plan.systems, id)));
    known.set(id, lasts);
    return lasts;
  };
  const one = (need: Need): number => {
    if ('any' in need) return Math.max(...need.any.map(system));
    return system(need.system) + (need.survives === undefined ? 0 : spanMs(need.survives));
  };
  const all = (needs: readonly Need[]): number => Math.min(Infinity, ...needs.filter(counts).map(one));
  return all;
}

/**
 * Systems that can never start because they wait for each other, each circle once, as a path that ends where it began (L046).
 * A group is no circle as long as one of its members can start.
 */
export function circles(plan: Plan): readonly (readonly SystemId[])[] {
  const stuck = unstartable(plan);
  const told = new Set<SystemId>();
  const found: (readonly SystemId[])[] = [];
  for (const start of stuck) {
    const path: SystemId[] = [];
    let here: SystemId | undefined = start;
    while (here !== undefined && !told.has(here) && !path.includes(here)) {
      path.push(here);
      here = blocker(plan, here, stuck);
    }
    if (here !== undefined && path.includes(here)) found.push([...path.slice(path.indexOf(here)), here]);
    for (const id of path) told.add(id);
  }
  return found;
}

/** Systems that cannot be started in any order. */
function unstartable(plan: Plan): ReadonlySet<SystemId> {
  const stuck = new Set(Object.keys(plan.systems).map(systemId));
  for (let before = -1; before !== stuck.size;) {
    before = stuck.size;
    for (const id of stuck) if (blocker(plan, id, stuck) === undefined) stuck.delete(id);
  }
  return stuck;
}

/** The first need of a system that is among the stuck ones and has no way around it. */
function blocker(plan: Plan, id: SystemId, stuck: ReadonlySet<SystemId>): SystemId | undefined {
  const blocking = needsOf(entry(plan.systems, id)).find(
    (need) => isHard(need) && namedIn(need).every((other) => stuck.has(other)),
  );
  return blocking === undefined ? undefined : namedIn(blocking)[0];
}
