import type { Reading } from '../../../core/incident/cards.ts';
import { aboutName } from '../../../core/nearmiss/about.ts';
import { draftChange } from '../../../core/nearmiss/draft-change.ts';
import { CATEGORIES, CHANGE_KINDS, STATUSES } from '../../../core/nearmiss/events.ts';
import type { NearMiss } from '../../../core/nearmiss/state.ts';
import type { Thread } from '../../../core/nearmiss/thread.ts';
import type { Plan } from '../../../core/plan/schema.ts';
import { byWhen } from '../../../core/time.ts';
import type { Shelved } from '../../../ports/near-misses.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { lettersHtml } from './mailbox-page.ts';

type Around = { readonly formToken: string; readonly plan: Plan; readonly reading: Reading };

/** One report as its receivers see it, with everything that they can do. */
export function reportHtml({ report, thread }: Shelved, around: Around): Html {
  const about = 'none' in report.about ? report.about.none : `about ${aboutName(report.about, around.plan)}`;
  return html`<article class="card ${report.missed && report.answeredAt === null ? 'alarm' : ''}" id="${report.id}">
    <h3>
      ${report.week}: ${about}
      <span class="tag">${report.status}</span>
      ${report.urgent ? html`<span class="tag alarm">said to be urgent</span>` : false}
    </h3>
    ${report.answeredAt === null ? html`<p>Answer ${byWhen(report.replyBy, around.reading.zone, around.reading.at)}${report.missed ? ': that was promised, and has passed' : ''}.</p>` : false}
    ${report.unread && report.answeredAt !== null ? html`<p><strong>The reporter has written again.</strong></p>` : false}
    ${thread === undefined ? html`<p class="faint">The talk was deleted.</p>` : textsHtml(report, thread)}
    ${report.changes.map(({ say, decided }) => html`<p>Proposed: ${say} ${decided === null ? '(waits for the approver)' : decided.accepted ? `(accepted, plan ${decided.plan})` : `(no change: ${decided.why})`}</p>`)}
    ${thread === undefined ? false : formsHtml(report, around)}
  </article>`;
}

const textsHtml = ({ likelihood, mayPublish }: NearMiss, { texts, letters, signed }: Thread): Html =>
  html`<dl>
      <dt>What nearly happened</dt>
      <dd class="text" dir="auto">${texts.what}</dd>
      <dt>What stopped it</dt>
      <dd class="text" dir="auto">${texts.stopped}</dd>
      ${
        texts.help === ''
          ? false
          : html`<dt>What would help</dt>
              <dd class="text" dir="auto">${texts.help}</dd>`
      }
      <dt>Could it come back</dt>
      <dd>${likelihood ?? 'not said'}</dd>
      <dt>Lesson</dt>
      <dd>${mayPublish ? 'may be published in your own words' : 'must not be published'}</dd>
      ${
        signed === null
          ? false
          : html`<dt>Signed</dt>
              <dd>${signed.name} (not checked)</dd>`
      }
    </dl>
    ${letters.length === 0 ? false : lettersHtml(letters)}`;

function formsHtml(report: NearMiss, { formToken, plan }: Around): Html {
  const hidden = html`<input type="hidden" name="form" value="${formToken}" /><input
      type="hidden"
      name="id"
      value="${report.id}"
    />`;
  const draft = draftChange('dependency', report.about, plan);
  return html`<form method="post" action="/near-misses">
      ${hidden} ${textBox(`answer-${report.id}`, 'Your answer: what we decided, and why', '')}
      <div class="ask">
        <label
          >How it stands
          <select name="status">
            ${STATUSES.map((one) => option(one, one === (report.status === 'received' ? 'looking' : report.status)))}
          </select></label
        >
      </div>
      ${
        report.mayAsk
          ? html`<p>
              <label class="tick"
                ><input type="checkbox" name="asks" value="yes" /> <span>It asks the reporter something</span></label
              >
            </p>`
          : html`<p class="faint">This reporter takes no questions.</p>`
      }
      <div class="buttons"><button class="primary" name="do" value="answer">Answer</button></div>
    </form>
    <details>
      <summary>Sort it, write its lesson, propose a change</summary>
      <form method="post" action="/near-misses">
        ${hidden}
        <div class="ask">
          <label
            >What was behind it
            <select name="category">
              ${CATEGORIES.map((one) => option(one, one === report.category))}
            </select></label
          >
        </div>
        <div class="buttons"><button name="do" value="sort">Sort</button></div>
      </form>
      ${
        report.mayPublish
          ? html`<form method="post" action="/near-misses">
              ${hidden}
              ${textBox(`lesson-${report.id}`, 'The lesson, in your own words: no names, "somebody in operations", no dates', report.lesson ?? '')}
              <div class="buttons"><button name="do" value="write">Keep the lesson for the digest</button></div>
            </form>`
          : false
      }
      <form method="post" action="/near-misses">
        ${hidden}
        <div class="ask">
          <label
            >Kind of change
            <select name="kind">
              ${CHANGE_KINDS.map((one) => option(one, one === 'dependency'))}
            </select></label
          >
          <label>What shall change <input name="text" maxlength="300" value="${draft.say}" /></label>
        </div>
        ${linesBox(`yaml-${report.id}`, draft.yaml)}
        <div class="buttons"><button name="do" value="propose">Propose it to the plan’s approver</button></div>
        <details>
          <summary>Lines for the other kinds</summary>
          ${CHANGE_KINDS.filter((kind) => kind !== 'dependency' && kind !== 'other').map((kind) => draftHtml(kind, draftChange(kind, report.about, plan)))}
        </details>
      </form>
    </details>`;
}

const draftHtml = (kind: string, { say, yaml }: { readonly say: string; readonly yaml: string }): Html =>
  html`<p>${kind}: ${say}</p>
    <pre>${yaml}</pre>`;

const option = (value: string, isChosen: boolean): Html =>
  html`<option value="${value}" ${isChosen ? html`selected` : false}>${value}</option>`;

// A browser drops the first line end in a box, so one more than the text has stands there.
// prettier-ignore
const textBox = (id: string, label: string, text: string): Html =>
  html`<label for="${id}">${label}</label><textarea id="${id}" name="text" rows="4" maxlength="2000" dir="auto" required>${`\n${text}`}</textarea>`;

// prettier-ignore
const linesBox = (id: string, text: string): Html =>
  html`<label for="${id}">Lines of the plan to begin with</label><textarea id="${id}" name="yaml" rows="5" maxlength="4000" spellcheck="false">${`\n${text}`}</textarea>`;
