import type { Reading } from '../../../core/incident/cards.ts';
import { digestLine } from '../../../core/nearmiss/digest.ts';
import type { Digest } from '../../../core/nearmiss/events.ts';
import type { Trends } from '../../../core/nearmiss/trends.ts';
import type { Plan } from '../../../core/plan/schema.ts';
import type { Proposal, Shelved } from '../../../ports/near-misses.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Frame } from '../pages/layout.ts';
import { page } from '../pages/layout.ts';
import { table } from '../pages/table.ts';
import { problemHtml } from './open-pages.ts';
import { reportHtml } from './report-part.ts';

export type NearMissesView = {
  readonly frame: Frame;
  readonly plan: Plan;
  readonly reading: Reading;
  readonly trends: Trends;
  readonly digests: readonly Digest[];
  readonly hasWebForm: boolean;
  /** Only for receivers. */
  readonly reports: readonly Shelved[] | undefined;
  /** Only for whoever approves the plan. */
  readonly proposals: readonly Proposal[] | undefined;
  readonly problem: { readonly say: string; readonly text: string } | undefined;
};

export function nearMissesPage(view: NearMissesView): string {
  const { frame, hasWebForm, problem } = view;
  return page({
    title: 'Near misses',
    frame,
    still: true,
    styles: ['near-miss'],
    body: html`<h1>Near misses</h1>
      ${problemHtml(problem?.say)}
      ${
        problem === undefined || problem.text === ''
          ? false
          : html`<p class="faint">You wrote:</p>
              <p class="text panel" dir="auto">${problem.text}</p>`
      }
      ${hasWebForm ? html`<p><a class="button primary" href="/nearmiss">Report a near miss</a> <a href="/nearmiss/mailbox">What became of my report?</a></p>` : false}
      ${proposalsHtml(view)} ${reportsHtml(view)} ${digestsHtml(view)} ${trendsHtml(view.trends)}`,
  });
}

function reportsHtml({ reports, frame, plan, reading }: NearMissesView): Html {
  if (reports === undefined) return html``;
  const waiting = reports.filter(({ report }) => report.closedAt === null && !report.forgotten);
  const over = reports.filter((one) => !waiting.includes(one));
  const draw = (one: Shelved) => reportHtml(one, { formToken: frame.formToken, plan, reading });
  return html`<section>
    <h2>Reports for you to answer</h2>
    <p class="faint">Only the receivers see this. Who wrote is not known to anybody; do not try to find out.</p>
    ${waiting.length === 0 ? html`<p>None is open.</p>` : waiting.map(draw)}
    ${
      over.length === 0
        ? false
        : html`<details>
            <summary>Closed: ${over.length}</summary>
            ${over.map(draw)}
          </details>`
    }
  </section>`;
}

function proposalsHtml({ proposals, frame }: NearMissesView): Html {
  if (proposals === undefined || proposals.length === 0) return html``;
  return html`<section>
    <h2>Changes of the plan that wait for you</h2>
    ${proposals.map(
      ({ id, nth, reportedIn, kind, say, yaml }) =>
        html`<article class="card next">
          <h3>${say}</h3>
          <p class="faint">${kind}; this was reported in ${reportedIn}</p>
          ${yaml === '' ? false : html`<pre dir="auto">${yaml}</pre>`}
          <form method="post" action="/near-misses">
            <input type="hidden" name="form" value="${frame.formToken}" />
            <input type="hidden" name="id" value="${id}" />
            <input type="hidden" name="nth" value="${nth}" />
            <div class="ask">
              <label>Why <input name="text" maxlength="500" /></label>
            </div>
            <div class="buttons">
              <button class="primary" name="do" value="accept">Accept: it goes into the plan</button>
              <button name="do" value="reject">No change</button>
            </div>
          </form>
          <p class="faint">Muster does not write it into the plan’s file: put the accepted lines there yourself.</p>
        </article>`,
    )}
  </section>`;
}

const digestsHtml = ({ digests, plan }: NearMissesView): Html =>
  html`<section>
    <h2>What we learned</h2>
    ${
      digests.length === 0
        ? html`<p>
            Nothing is published yet. Lessons come out
            ${plan.near_miss.publish === 'never' ? 'never, says the plan' : plan.near_miss.publish}, once
            ${plan.near_miss.min_reports_to_publish} are ready: of fewer, somebody could be known.
          </p>`
        : digests.map(
            (digest) =>
              html`<article class="card good">
                <h3>${digest.period}</h3>
                <p>${digestLine(digest)}</p>
                <ul>
                  ${digest.lessons.map(({ month, text, status }) => html`<li><span class="faint">${month}, ${status}:</span> <span dir="auto">${text}</span></li>`)}
                </ul>
                ${digest.thanks.length === 0 ? false : html`<p>Thank you, ${digest.thanks.join(', ')}.</p>`}
              </article>`,
          )
    }
  </section>`;

function trendsHtml(trends: Trends): Html {
  const few = `too few to say (under ${trends.least})`;
  const { answeredInTime: inTime } = trends;
  return html`<section>
    <h2>Trends</h2>
    <dl>
      <dt>Changes of the plan</dt>
      <dd>${trends.changesAccepted}</dd>
      <dt>Days to the first answer, in the middle</dt>
      <dd>${trends.medianDaysToAnswer ?? few}</dd>
      <dt>Answered in time</dt>
      <dd>${inTime === null ? few : `${inTime.kept} of ${inTime.of}`}</dd>
      <dt>Reports so far</dt>
      <dd>${trends.reports ?? few}</dd>
    </dl>
    ${
      trends.changesByMonth.length === 0
        ? false
        : table(
            ['Month', 'Changes'],
            trends.changesByMonth.map(({ month, changes }) => ({ cells: [month, changes] })),
          )
    }
    ${
      trends.categories.length === 0
        ? false
        : table(
            ['What was behind it', 'Reports'],
            trends.categories.map(({ category, reports }) => ({ cells: [category, reports] })),
          )
    }
    <p class="faint">
      There is no figure here for a person, a team, a function or a system, and there will be none. More reports are no
      bad sign.
    </p>
  </section>`;
}
