import type { EdgeLabel, GraphLabel, NodeLabel } from '@dagrejs/dagre';
import type { Edge, Graph, Node } from './picture-graph.ts';

type Point = { readonly x: number; readonly y: number };
/** All in units of the picture; `x` and `y` are the middle. */
export type Box = Point & {
  readonly node: Node;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly string[];
};
export type Line = { readonly edge: Edge; readonly points: readonly Point[]; readonly label?: Point };
export type Layout = {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
};

const BOX_WIDTH = 148;
const LINE_HEIGHT = 16;
const LETTERS = { function: 18, system: 20, vendor: 20, any: 20 } as const;
const MOST_LINES = 4;
const LETTER_WIDTH = 6.4;
/** Edges of this weight hold functions at the left border and vendors at the right one. */
const HOLDS = 50;

/** Finds a place for everything. dagre is loaded when the first picture is drawn, for it takes a while. */
export async function layoutOf({ nodes, edges }: Graph): Promise<Layout> {
  const { Graph: DagreGraph, layout } = await import('@dagrejs/dagre');
  const graph = new DagreGraph<GraphLabel, NodeLabel, EdgeLabel>({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 12, ranksep: 30, edgesep: 8, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  graph.setNode('left', { width: 1, height: 1 });
  graph.setNode('right', { width: 1, height: 1 });
  const sized = nodes.map((node) => ({ node, ...sizeOf(node) }));
  for (const { node, width, height } of sized) {
    graph.setNode(node.key, { width, height });
    if (node.kind === 'function') graph.setEdge('left', node.key, { weight: HOLDS });
    if (node.kind === 'vendor') graph.setEdge(node.key, 'right', { weight: HOLDS });
    // What nothing leads to stands behind the functions, not among them.
    if (node.kind === 'system' && !edges.some(({ to }) => to === node.key))
      graph.setEdge('left', node.key, { minlen: 2 });
  }
  for (const [n, { from, to, label }] of edges.entries())
    graph.setEdge(
      from,
      to,
      { width: label.length * LETTER_WIDTH, height: label === '' ? 0 : LINE_HEIGHT, labelpos: 'c' },
      `e${n}`,
    );
  layout(graph);
  const boxes = sized.map(({ node, width, height, lines }) => {
    const { x = 0, y = 0 } = graph.node(node.key);
    return { node, lines, width, height, x, y };
  });
  const lines = edges.map((edge, n): Line => {
    const { points = [], x, y } = graph.edge(edge.from, edge.to, `e${n}`);
    return { edge, points, ...(x === undefined || y === undefined ? {} : { label: { x, y } }) };
  });
  const { width = 0, height = 0 } = graph.graph();
  return { width: Math.ceil(width), height: Math.ceil(height), boxes, lines };
}

function sizeOf({ kind, name }: Node) {
  const lines = wrapped(name, LETTERS[kind]);
  if (kind === 'any') return { lines, width: 84, height: 26 };
  return { lines, width: BOX_WIDTH, height: 20 + lines.length * LINE_HEIGHT };
}

/** Words in lines of a box; what does not fit is cut off, the whole name is in the list below and on the node's page. */
export function wrapped(name: string, letters: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words(name, letters)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), `${(lines[MOST_LINES - 1] ?? '').slice(0, letters - 1)}…`];
}

const words = (name: string, letters: number): readonly string[] =>
  name.split(/\s+/).flatMap((word) => word.match(new RegExp(`.{1,${letters}}`, 'gu')) ?? []);
