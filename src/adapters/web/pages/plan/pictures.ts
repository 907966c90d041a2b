import type { Book } from '../../../../core/book.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import type { Graph } from './picture-graph.ts';
import { around, graphOf } from './picture-graph.ts';
import { layoutOf } from './picture-layout.ts';
import { graphList, legend, pictureSvg } from './picture.ts';
import type { PlanView } from './plan-page.ts';
import { planPage } from './plan-page.ts';

/** More than this nobody reads in one picture, and drawing it would hold up the pages that Muster sends. */
const MOST_NODES = 90;
const MOST_EDGES = 220;

/** The pictures of one plan. They are drawn when first asked for, and kept until the plan changes. */
export interface Pictures {
  whole(book: Book): Promise<Html>;
  /** `focus`: `function.claims` or `system.files`. */
  around(book: Book, focus: string): Promise<Html>;
}

export function pictures(): Pictures {
  let hash: string | undefined;
  let drawn = new Map<string, Promise<Html>>();

  function kept(book: Book, key: string, draw: () => Promise<Html>): Promise<Html> {
    if (hash !== book.hash) drawn = new Map();
    hash = book.hash;
    const known = drawn.get(key);
    if (known !== undefined) return known;
    const fresh = draw();
    drawn.set(key, fresh);
    return fresh;
  }

  return {
    whole: (book) => kept(book, '', () => whole(graphOf(book.plan))),
    around: (book, focus) => kept(book, focus, () => partly(around(book.plan, focus), focus)),
  };
}

const isTooBig = ({ nodes, edges }: Graph) => nodes.length > MOST_NODES || edges.length > MOST_EDGES;

async function whole(graph: Graph): Promise<Html> {
  if (graph.nodes.every(({ kind }) => kind === 'function')) return html``;
  const title = 'What depends on what';
  return html`<section id="picture">
      <h2>Functions, systems, vendors</h2>
      ${
        isTooBig(graph)
          ? html`<p class="banner">
              <strong>[!]</strong> ${graph.nodes.length} boxes are too many for one picture. The page of each function
              and system has its own.
            </p>`
          : html`${legend()}
              <label class="fit screen-only"><input type="checkbox" id="fit" /> All at once, smaller</label>
              ${pictureSvg({ id: 'whole', title, graph, layout: await layoutOf(graph) })}`
      }
    </section>
    <section id="as-text">
      <h2>The same as text</h2>
      ${graphList(graph)}
    </section>`;
}

async function partly(graph: Graph, focus: string): Promise<Html> {
  if (graph.edges.length === 0 || isTooBig(graph)) return html``;
  const title = 'What it hangs on, and what hangs on it';
  return html`<section id="picture">
    <h2>${title}</h2>
    ${pictureSvg({ id: 'part', title, graph, layout: await layoutOf(graph), focus })}
    <details>
      <summary>What the lines mean, and the same as text</summary>
      ${legend()} ${graphList(graph)}
    </details>
  </section>`;
}

/** `/plan/picture`: functions, systems and vendors, and the lines between them. */
export const picturePage = (view: PlanView, picture: Html): string =>
  planPage(view, {
    title: 'Picture of the dependencies',
    section: '/plan/picture',
    wide: true,
    body: html`<h1>What depends on what</h1>
      ${picture.markup === '' ? html`<p>The plan names no systems, so there is nothing to draw.</p>` : picture}`,
  });
