import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import type { Graph, Kind } from './picture-graph.ts';
import type { Box, Layout, Line } from './picture-layout.ts';

const KINDS: Readonly<Record<Kind, string>> = {
  function: 'Function',
  system: 'System',
  vendor: 'Vendor',
  any: 'One of these will do',
};
const MARGIN = 2;

type Drawn = {
  readonly id: string;
  readonly title: string;
  readonly graph: Graph;
  readonly layout: Layout;
  readonly focus?: string;
};

/** The dependencies as a picture: each node a link to its own page; lines differ by dashes and by the words on them. */
export function pictureSvg({ id, title, graph, layout, focus }: Drawn): Html {
  const { width, height, boxes, lines } = layout;
  const counts = (kind: Kind) => graph.nodes.filter((node) => node.kind === kind).length;
  const desc = `${counts('function')} functions at the left, ${counts('system')} systems between, ${counts('vendor')} vendors at the right. A line leads from what needs something to what it needs. The list below the picture says the same.`;
  return html`<div class="scroll" role="region" aria-label="${title}" tabindex="0">
    <svg
      class="graph"
      viewBox="${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}"
      width="${width}"
      height="${height}"
      role="group"
      aria-labelledby="${id}-title ${id}-desc"
    >
      <title id="${id}-title">${title}</title>
      <desc id="${id}-desc">${desc}</desc>
      <defs>
        <marker id="${id}-end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
          <path class="head" d="M0 0L8 4L0 8z" />
        </marker>
      </defs>
      <g aria-hidden="true">${lines.map((line) => lineSvg(line, id))}</g>
      ${boxes.map((box) => boxSvg(box, graph, focus))}
      <g aria-hidden="true">${lines.map(labelSvg)}</g>
    </svg>
  </div>`;
}

const rounded = (n: number) => Math.round(n * 10) / 10;

function lineSvg({ edge, points }: Line, id: string): Html {
  const [first, ...rest] = points;
  if (first === undefined) return html``;
  const last = rest.at(-1) ?? first;
  // Corners are smoothed: each inner point pulls the curve, which passes between them.
  const curves = rest.slice(0, -1).map((point, i) => {
    const next = rest[i + 1] ?? last;
    const end = i === rest.length - 2 ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${rounded(point.x)} ${rounded(point.y)} ${rounded(end.x)} ${rounded(end.y)}`;
  });
  const path = `M${rounded(first.x)} ${rounded(first.y)}${curves.length === 0 ? `L${rounded(last.x)} ${rounded(last.y)}` : curves.join('')}`;
  return html`<path class="edge ${edge.kind}" d="${path}" marker-end="url(#${id}-end)" />`;
}

function labelSvg({ edge, label }: Line): Html {
  if (edge.label === '' || label === undefined) return html``;
  return html`<text class="label" x="${rounded(label.x)}" y="${rounded(label.y) + 4}" text-anchor="middle"
    >${edge.label}</text
  >`;
}

function boxSvg({ node, x, y, width, height, lines }: Box, graph: Graph, focus: string | undefined): Html {
  const [left, top] = [rounded(x - width / 2), rounded(y - height / 2)];
  const first = y - ((lines.length - 1) * 16) / 2 + 4;
  const here = node.key === focus ? ' focus' : '';
  const round = node.kind === 'function' ? 4 : node.kind === 'system' ? 12 : 0;
  const shape = html`<rect
      class="${node.kind}${here}"
      x="${left}"
      y="${top}"
      width="${width}"
      height="${height}"
      rx="${round}"
    />
    <text text-anchor="middle"
      >${lines.map((words, i) => html`<tspan x="${rounded(x)}" y="${rounded(first + i * 16)}">${words}</tspan> `)}</text
    >`;
  if (node.to === undefined) return html`<g class="node" aria-hidden="true">${shape}</g>`;
  const needs = graph.edges.filter((edge) => edge.from === node.key).length;
  const needed = graph.edges.filter((edge) => edge.to === node.key).length;
  const words = `${node.name}: ${KINDS[node.kind].toLowerCase()}, lines to ${needs}, from ${needed}`;
  return html`<a class="node" href="${node.to}" aria-label="${words}">${shape}</a>`;
}

/** What the dashes and shapes mean, in words. */
export const legend = (): Html =>
  html`<ul class="legend">
    <li>
      <span class="sample hard" aria-hidden="true"></span> full line: stops without it (<em>lasts</em>: so long it goes
      on)
    </li>
    <li>
      <span class="sample degraded" aria-hidden="true"></span> dashed line, <em>worse without</em>: goes on, but worse
    </li>
    <li><span class="sample vendor" aria-hidden="true"></span> dotted line: the vendor behind it</li>
    <li>square box at the left: function; round box: system; box with a dashed border: vendor</li>
  </ul>`;

/** The picture as text, for whoever cannot see it: everything with what it needs. */
export function graphList(graph: Graph): Html {
  const name = new Map(graph.nodes.map((node) => [node.key, node]));
  const words = (key: string): string => {
    const node = name.get(key);
    if (node === undefined) return key;
    if (node.kind !== 'any') return node.name;
    return `one of ${targets(key).join(' or ')}`;
  };
  const targets = (key: string): readonly string[] =>
    graph.edges.filter((edge) => edge.from === key).map((edge) => words(edge.to));
  const say = { hard: 'needs', degraded: 'works worse without', vendor: 'is behind it:' } as const;
  const items = graph.nodes
    .filter(({ kind }) => kind === 'function' || kind === 'system')
    .map((node) => {
      const own = graph.edges.filter((edge) => edge.from === node.key);
      return html`<li>
        <a href="${node.to ?? ''}"><bdi>${node.name}</bdi></a>
        (${KINDS[node.kind].toLowerCase()})${
          own.length === 0
            ? ' needs nothing that the plan names'
            : html`<ul>
                ${own.map(
                  (edge) =>
                    html`<li>
                      ${edge.kind === 'vendor' ? 'vendor:' : say[edge.kind]}
                      <bdi>${words(edge.to)}</bdi>${edge.lasts === undefined ? '' : ` (${edge.lasts})`}
                    </li>`,
                )}
              </ul>`
        }
      </li>`;
    });
  return html`<ul class="as-text">
    ${items}
  </ul>`;
}
