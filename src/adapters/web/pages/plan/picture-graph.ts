import { systemId } from '../../../../core/ids.ts';
import { functionsHit, needsOf, systemsNeeded } from '../../../../core/plan/depends.ts';
import { systemsHit } from '../../../../core/plan/if-fails.ts';
import type { Need, Plan } from '../../../../core/plan/schema.ts';
import { entry } from '../../../../core/plan/schema.ts';
import { functionAddress, systemAddress } from './names.ts';
import { spanWords } from './span-words.ts';

export type Kind = 'function' | 'system' | 'vendor' | 'any';
export type Node = {
  readonly key: string;
  readonly kind: Kind;
  readonly name: string;
  /** Where the node's own page is; a group has none. */
  readonly to?: string;
};
export type Edge = {
  readonly from: string;
  readonly to: string;
  readonly kind: 'hard' | 'degraded' | 'vendor';
  /** Words on the line. A full line without words: it stops at once. */
  readonly label: string;
  /** How long one can do without it. */
  readonly lasts?: string;
};
export type Graph = { readonly nodes: readonly Node[]; readonly edges: readonly Edge[] };

/** What depends on what: functions, systems, groups of which one will do, and the vendors behind the systems. */
export function graphOf(plan: Plan): Graph {
  const nodes = new Map<string, Node>();
  const edges = new Map<string, Edge>();
  const put = (node: Node) => void nodes.set(node.key, node);
  const link = (edge: Edge) => void edges.set(`${edge.from} ${edge.to} ${edge.kind}`, edge);
  for (const [id, { name }] of Object.entries(plan.functions))
    put({ key: `function.${id}`, kind: 'function', name, to: functionAddress(id) });
  for (const [id, { name }] of Object.entries(plan.systems))
    put({ key: `system.${id}`, kind: 'system', name, to: systemAddress(id) });
  const join = (from: string, need: Need) => {
    if (!('any' in need)) return link({ from, to: `system.${need.system}`, ...lineOf(need) });
    const [only] = need.any;
    if (only !== undefined && need.any.length === 1)
      return link({ from, to: `system.${only}`, kind: 'hard', label: '' });
    const key = `any.${need.any.toSorted().join('.')}`;
    put({ key, kind: 'any', name: 'one of these' });
    link({ from, to: key, kind: 'hard', label: '' });
    for (const id of need.any) link({ from: key, to: `system.${id}`, kind: 'hard', label: '' });
  };
  for (const [id, it] of Object.entries(plan.functions)) for (const need of needsOf(it)) join(`function.${id}`, need);
  for (const [id, it] of Object.entries(plan.systems)) {
    for (const need of needsOf(it)) join(`system.${id}`, need);
    const vendor = it.vendor === undefined ? undefined : entry(plan.vendors, it.vendor);
    if (vendor === undefined) continue;
    put({ key: `vendor.${it.vendor}`, kind: 'vendor', name: vendor.name, to: `/plan/vendors#vendor-${it.vendor}` });
    link({ from: `system.${id}`, to: `vendor.${it.vendor}`, kind: 'vendor', label: '' });
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()].filter(({ to }) => nodes.has(to)) };
}

function lineOf({ kind, survives }: Exclude<Need, { readonly any: unknown }>): Omit<Edge, 'from' | 'to'> {
  const worse = kind === 'degraded' ? ['worse without'] : [];
  if (survives === undefined) return { kind, label: worse.join('') };
  const lasts = `lasts ${spanWords(survives)}`;
  return { kind, label: [...worse, lasts].join(', '), lasts };
}

/** The part of the picture that one function or system is about: what it hangs on, what hangs on it, and their vendors. */
export function around(plan: Plan, key: string): Graph {
  const { nodes, edges } = graphOf(plan);
  const kept = new Set([key, ...below(plan, key), ...above(plan, key)]);
  const isNeeded = ({ key: node, kind }: Node) =>
    kept.has(node) ||
    (kind === 'any' &&
      edges.some((edge) => edge.to === node && kept.has(edge.from)) &&
      edges.some((edge) => edge.from === node && kept.has(edge.to)));
  const inner = new Set(nodes.filter(isNeeded).map((node) => node.key));
  const vendors = edges.flatMap((edge) => (edge.kind === 'vendor' && inner.has(edge.from) ? [edge.to] : []));
  const all = new Set([...inner, ...vendors]);
  return {
    nodes: nodes.filter((node) => all.has(node.key)),
    edges: edges.filter(({ from, to }) => all.has(from) && all.has(to)),
  };
}

function below(plan: Plan, key: string): readonly string[] {
  const [kind, id] = parted(key);
  const it = kind === 'function' ? entry(plan.functions, id) : entry(plan.systems, id);
  return it === undefined ? [] : systemsNeeded(plan, it).map(({ system }) => `system.${system}`);
}

function above(plan: Plan, key: string): readonly string[] {
  const [kind, id] = parted(key);
  if (kind !== 'system') return [];
  return [
    ...functionsHit(plan, [systemId(id)]).map((hit) => `function.${hit.function}`),
    ...systemsHit(plan, [systemId(id)]).map((hit) => `system.${hit.system}`),
  ];
}

const parted = (key: string) => [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)] as const;
