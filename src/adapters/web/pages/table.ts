import type { Html } from '../html.ts';
import { html } from '../html.ts';

export type Cell = string | number | Html;
export type Row = {
  readonly cells: readonly Cell[];
  /** What the row is about, so that links and live updates find it. */
  readonly id?: string;
  /** Becomes the class `state-…`. */
  readonly state?: string;
};

/** On a narrow screen each row stands as a block, so that each cell carries its column's name. Use it inside a section. */
export function table(heads: readonly string[], rows: readonly Row[]): Html {
  return html`<table>
    <thead>
      <tr>
        ${heads.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => rowHtml(heads, row))}
    </tbody>
  </table>`;
}

function rowHtml(heads: readonly string[], { cells, id, state }: Row): Html {
  const name = id === undefined ? html`` : html` id="${id}"`;
  const look = state === undefined ? html`` : html` class="state-${state.replaceAll(' ', '-')}"`;
  return html`<tr${name}${look}>
    ${cells.map((cell, i) =>
      isEmpty(cell)
        ? html`<td class="empty"></td>`
        : html`<td data-label="${heads[i] ?? ''}"><div dir="auto">${cell}</div></td>`,
    )}
  </tr>`;
}

const isEmpty = (cell: Cell) => cell === '' || (typeof cell === 'object' && cell.markup === '');
