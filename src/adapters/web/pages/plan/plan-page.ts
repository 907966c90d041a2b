import type { Book } from '../../../../core/book.ts';
import type { Reading } from '../../../../core/incident/cards.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import type { Frame } from '../layout.ts';
import { page } from '../layout.ts';

/** What every page about the plan is made from. */
export type PlanView = { readonly frame: Frame; readonly book: Book; readonly reading: Reading };

const SECTIONS = [
  ['/plan', 'Overview'],
  ['/plan/functions', 'Functions'],
  ['/plan/systems', 'Systems'],
  ['/plan/picture', 'Picture'],
  ['/plan/order', 'Recovery order'],
  ['/plan/paging', 'Who is paged'],
  ['/plan/people', 'People'],
  ['/plan/vendors', 'Vendors'],
  ['/plan/playbooks', 'Playbooks'],
] as const;
export type Section = (typeof SECTIONS)[number][0];

type Parts = {
  readonly title: string;
  readonly section: Section;
  readonly body: Html;
  readonly wide?: boolean;
  /** Told of every change and fetched again; the other pages are read, and stay as they were loaded. */
  readonly live?: boolean;
};

/** A page of the plan under the row of its sections. */
export function planPage({ frame }: Pick<PlanView, 'frame'>, { title, section, body, wide, live }: Parts): string {
  const tabs = SECTIONS.map(([to, name]) => {
    const here = to === section ? html` aria-current="page"` : html``;
    return html`<a href="${to}" ${here}>${name}</a>`;
  });
  return page({
    title,
    frame,
    styles: ['plan'],
    still: live !== true,
    ...(wide === undefined ? {} : { wide }),
    body: html`<nav class="tabs screen-only" aria-label="The plan">${tabs}</nav>
      ${body}`,
  });
}

export type Missing = {
  readonly section: Section;
  /** `function`, `system`, `playbook`. */
  readonly kind: string;
  readonly asked: string;
  /** What it may have been instead: address and name. */
  readonly near: readonly (readonly [to: string, name: string])[];
};

/** Nothing in the plan has the name of the address; perhaps it had before the last edit. */
export function missingPage(view: Pick<PlanView, 'frame'>, { section, kind, asked, near }: Missing): string {
  const shown = asked.length > 60 ? `${asked.slice(0, 60)}…` : asked;
  const meant =
    near.length === 0
      ? html``
      : html`<p>Did you mean</p>
          <ul>
            ${near.map(([to, name]) => html`<li><a href="${to}">${name}</a></li>`)}
          </ul>`;
  const body = html`<h1>Not in the plan</h1>
    <p>The plan in force has no ${kind} <bdi>${shown}</bdi>. An edit may have renamed it or taken it out.</p>
    ${meant}
    <p><a href="${section}">All there are</a></p>`;
  return planPage(view, { title: 'Not in the plan', section, body });
}
