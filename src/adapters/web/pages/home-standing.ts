import type { Book } from '../../../core/book.ts';
import type { Reading } from '../../../core/incident/cards.ts';
import { dateOf } from '../../../core/time.ts';
import { overdueUpkeep } from '../../../core/upkeep/overdue.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { RefusedPlan } from '../parts.ts';
import type { MediumHealth } from '../media-health.ts';
import { counting, moment } from './moment.ts';

type Parts = {
  readonly reading: Reading;
  readonly book: Book;
  readonly refused: RefusedPlan | null;
  readonly missing: readonly string[];
  readonly media: readonly MediumHealth[];
};

const MOST_OVERDUE = 8;

/** How the plan and Muster itself stand: what is in force, what is not set up, what is overdue, whether pages go out. */
export const standing = (parts: Parts): Html =>
  html`<section class="panel" id="standing">
    <h2>Plan and readiness</h2>
    ${planInForce(parts)} ${mediaList(parts)} ${overdueList(parts)} ${missingList(parts.missing)}
  </section>`;

function planInForce({ book, refused, reading }: Parts): Html {
  const { company, version } = book.plan.plan;
  return html`<dl>
    <dt>Plan</dt>
    <dd>
      <a href="/plan" dir="auto">${company}</a>, ${version === undefined ? 'no version' : `version ${version}`}
      <span class="faint">(${book.hash.slice(0, 8)})</span>
    </dd>
    <dt>Last edit</dt>
    <dd>
      ${
        refused === null
          ? html`<span class="tag good">in force</span>`
          : html`<span class="tag alarm">REFUSED</span> ${moment(refused.at, reading)}:
              <span dir="auto">${refused.first}</span>`
      }
    </dd>
  </dl>`;
}

function mediaList({ media }: Parts): Html {
  return html`<h3>Ways to reach people</h3>
    <ul>
      <li>This console: <span class="tag good">works</span></li>
      ${
        media.length === 0
          ? html`<li>No page has gone out since Muster was started.</li>`
          : media.map(
              ({ medium, ok }) =>
                html`<li>
                  ${medium}:
                  ${ok ? html`<span class="tag good">the last page was taken over</span>` : html`<span class="tag alarm">THE LAST PAGE FAILED</span>`}
                </li>`,
            )
      }
    </ul>`;
}

function overdueList({ book, reading }: Parts): Html {
  const all = overdueUpkeep(book.plan, reading.at);
  if (all.length === 0)
    return html`<h3>Upkeep of the plan</h3>
      <p>Nothing is overdue.</p>`;
  const zone = book.plan.plan.timezone;
  return html`<h3>Overdue in the plan's upkeep: ${all.length}</h3>
    <ul>
      ${all.slice(0, MOST_OVERDUE).map(({ what, last, due }) => {
        if (due === null || last === null)
          return html`<li><span dir="auto">${what}</span>: <strong>never done</strong></li>`;
        return html`<li>
          <span dir="auto">${what}</span>: was due ${dateOf(due, zone)}, ${counting(due, reading)}; last
          ${dateOf(last, zone)}
        </li>`;
      })}
    </ul>
    ${all.length > MOST_OVERDUE ? html`<p class="faint">… and ${all.length - MOST_OVERDUE} more on the plan's page.</p>` : false}`;
}

const missingList = (missing: readonly string[]): Html =>
  missing.length === 0
    ? html``
    : html`<h3>Not set up yet</h3>
        <ul>
          ${missing.map((say) => html`<li dir="auto">${say}</li>`)}
        </ul>`;
