import { type Alias, type Document, isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Path } from '../../core/plan/finding.ts';

/** A mistake in the file itself, before it is a plan: always `L000` (unreadable) or `L003` (a key twice). */
export type YamlProblem = {
  readonly rule: 'L000' | 'L003';
  readonly line: number;
  readonly column: number;
  readonly path: Path;
  readonly message: string;
};
export type Spot = { readonly line: number; readonly column: number };
type SpotAt = (offset: number) => Spot;

/** A plan of 60 people has some 2,500 values; beyond these it is a mistake or an attack. */
const MOST_NODES = 50_000;
const MOST_IN_ONE = 2_000;
/** Followed ones; an alias bomb follows millions, and each costs a walk through the file. */
const MOST_ALIASES = 200;
export const DEEPEST = 40;
export const TOO_DEEP = 'This is nested too deeply to be a plan.';

type Said = { readonly rule: YamlProblem['rule']; readonly message: string };
type Walk = {
  readonly doc: Document.Parsed;
  readonly wrong: (node: unknown, path: Path, said: string | Said) => undefined;
  /** The nodes around this one, to find loops. */
  readonly above: unknown[];
  nodes: number;
  aliases: number;
};

/**
 * Copies a document into null, booleans, numbers, texts, lists and blocks; aliases are followed, their loops and bombs
 * refused, keys checked for being unique (the library's own check takes minutes on a hostile file).
 */
export function toPlain(doc: Document.Parsed, problems: YamlProblem[], spot: SpotAt): unknown {
  const wrong: Walk['wrong'] = (node, path, said) => {
    const what: Said = typeof said === 'string' ? { rule: 'L000', message: said } : said;
    problems.push({ ...what, ...spot(startOf(node)), path });
    return undefined;
  };
  return copy({ doc, wrong, above: [], nodes: 0, aliases: 0 }, doc.contents, []);
}

/** Where a node begins in the text. */
export function startOf(node: unknown): number {
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
  return range?.[0] ?? 0;
}

function copy(walk: Walk, node: unknown, path: Path): unknown {
  const { above, wrong } = walk;
  walk.nodes += 1;
  if (walk.nodes === MOST_NODES)
    wrong(node, [], `There are more than ${MOST_NODES} values in this file. That is not a plan.`);
  if (walk.nodes >= MOST_NODES) return undefined;
  if (isScalar(node)) return node.value;
  if (above.length > DEEPEST) return wrong(node, path, TOO_DEEP);
  if (above.includes(node)) return wrong(node, path, 'This alias contains itself.');
  above.push(node);
  const value = copyInside(walk, node, path);
  above.pop();
  return value;
}

function copyInside(walk: Walk, node: unknown, path: Path): unknown {
  if (isAlias(node)) return follow(walk, node, path);
  if (!isSeq(node) && !isMap(node)) return null;
  if (node.items.length > MOST_IN_ONE)
    return walk.wrong(node, path, `There are more than ${MOST_IN_ONE} entries in this one. That is not a plan.`);
  return isSeq(node) ? node.items.map((item, i) => copy(walk, item, [...path, i])) : copyMap(walk, node.items, path);
}

function follow(walk: Walk, alias: Alias, path: Path): unknown {
  walk.aliases += 1;
  if (walk.aliases === MOST_ALIASES)
    walk.wrong(alias, [], `There are more than ${MOST_ALIASES} aliases (*name) to follow. That is not a plan.`);
  if (walk.aliases >= MOST_ALIASES) return undefined;
  const target = alias.resolve(walk.doc);
  return target === undefined
    ? walk.wrong(alias, path, 'This alias (*name) points to nothing above it.')
    : copy(walk, target, path);
}

type Pair = { readonly key: unknown; readonly value: unknown };

function copyMap(walk: Walk, pairs: readonly Pair[], path: Path): unknown {
  const block = new Map<string, unknown>();
  for (const { key, value } of pairs) {
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name === undefined) walk.wrong(key, path, 'A key must be a plain word.');
    else if (block.has(name)) {
      const message = `\`${name.slice(0, 60)}\` is written twice in this block. One of the two would be lost.`;
      walk.wrong(key, [...path, name], { rule: 'L003', message });
    } else block.set(name, copy(walk, value, [...path, name]));
  }
  return Object.fromEntries(block);
}
