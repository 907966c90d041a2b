import { aboutField } from '../../../core/nearmiss/about.ts';
import type { Before } from '../../../core/nearmiss/honest-words.ts';
import { RECEIPT_WORDS, SIGNED_WORDS, URGENT_WORDS } from '../../../core/nearmiss/honest-words.ts';
import { MOST_CHARACTERS } from '../../../core/nearmiss/report.ts';
import type { Preview } from '../../../core/nearmiss/scrub.ts';
import type { Reported } from '../../../ports/near-misses.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { page } from '../pages/layout.ts';
import type { Typed } from './open-fields.ts';
import { ANSWERS, CHECKS, TEXTS } from './open-fields.ts';

type FormParts = {
  readonly before: Before;
  readonly functions: readonly { readonly id: string; readonly name: string }[];
  readonly typed: Typed;
  /** Why it could not be taken. */
  readonly problem?: string | undefined;
};

/** Pages that anybody may open: no cookie, no script, nothing from elsewhere, and nothing of the console around them. */
const openPage = (title: string, body: Html) => page({ title, body, styles: ['near-miss'] });

export const problemHtml = (problem: string | undefined): Html =>
  problem === undefined ? html`` : html`<p class="banner warn" role="alert"><strong>[!]</strong> ${problem}</p>`;

export const formPage = (parts: FormParts): string =>
  openPage(
    'Report a near miss',
    html`<h1>Report a near miss</h1>
      <p>Something nearly went wrong, and it did not. Tell it, so that it does not next time. You need not sign in.</p>
      ${problemHtml(parts.problem)}
      <section class="card next told" aria-label="Before you write">
        ${parts.before.map(
          ({ title, says }) =>
            html`<h2>${title}</h2>
              ${says.map((say) => html`<p>${say}</p>`)}`,
        )}
      </section>
      ${fieldsHtml(parts)}
      <p><a href="/nearmiss/mailbox">You have a code already? See what became of your report.</a></p>`,
  );

const fieldsHtml = ({ typed, functions }: FormParts): Html =>
  html`<form method="post" action="/nearmiss" class="panel" autocomplete="off">
    ${box({ name: 'what', label: 'What nearly happened?', text: typed.what, needed: true })}
    ${box({ name: 'stopped', label: 'What stopped it, or how was it noticed?', text: typed.stopped, needed: true })}
    <div class="ask">
      <label
        >Which function is it about?
        <select name="about">
          ${option(aboutField({ none: 'rather not say' }), 'Rather not say', typed.about)}
          ${option(aboutField({ none: 'not in the plan' }), 'Not in the plan', typed.about)}
          ${functions.map(({ id, name }) => option(aboutField({ function: id }), name, typed.about))}
        </select></label
      >
      <label
        >Or which system? Write it as you call it; left out is fine.
        <input name="system" value="${typed.system}" maxlength="80" autocomplete="off"
      /></label>
      <label
        >Could it come back?
        <select name="likelihood">
          ${option('', 'I cannot say', typed.likelihood)} ${option('today', 'Today', typed.likelihood)}
          ${option('likely', 'Likely', typed.likelihood)} ${option('rarely', 'Rarely', typed.likelihood)}
        </select></label
      >
    </div>
    ${box({ name: 'help', label: 'What would help?', text: typed.help, needed: false })}
    ${check('mayPublish', typed.mayPublish, 'The lesson may be published, in the receivers’ own words.')}
    ${check('mayAsk', typed.mayAsk, 'A question may wait for me under my code.')}
    ${check('urgent', typed.urgent, URGENT_WORDS)}
    <details ${typed.name === '' ? false : html`open`}>
      <summary>Sign it with your name</summary>
      <p>${SIGNED_WORDS}</p>
      <div class="ask">
        <label>Your name <input name="name" value="${typed.name}" maxlength="80" autocomplete="off" /></label>
      </div>
      ${check('mayThank', typed.mayThank, 'The digest may thank me by name.')}
    </details>
    <div class="buttons"><button class="primary" name="do" value="preview">Show me what would be kept</button></div>
    <p class="faint">Nothing is kept yet.</p>
  </form>`;

type Box = { readonly name: string; readonly label: string; readonly text: string; readonly needed: boolean };

function box({ name, label, text, needed }: Box): Html {
  // A browser drops the first line end in a box, so one more than the text has stands there.
  const inside = `\n${text}`;
  // prettier-ignore
  return html`<p><label for="${name}">${label}${needed ? ' (needed)' : ''}</label>
    <textarea id="${name}" name="${name}" rows="4" maxlength="${MOST_CHARACTERS}" dir="auto" ${needed ? html`required` : false}>${inside}</textarea></p>`;
}

const option = (value: string, label: string, chosen: string): Html =>
  html`<option value="${value}" ${value === chosen ? html`selected` : false}>${label}</option>`;

const check = (name: string, isOn: boolean, label: string): Html =>
  html`<p>
    <label class="tick"
      ><input type="checkbox" name="${name}" value="yes" ${isOn ? html`checked` : false} /> <span>${label}</span></label
    >
  </p>`;

type PreviewParts = {
  /** The texts as they would be kept. */
  readonly typed: Typed;
  readonly found: Preview['found'];
  readonly about: string;
  /** Lets this report be sent once. */
  readonly once: string;
  readonly problem?: string | undefined;
};

export const previewPage = ({ typed, found, about, once, problem }: PreviewParts): string =>
  openPage(
    'What would be kept',
    html`<h1>What would be kept</h1>
      ${problemHtml(problem)}
      ${
        found.length === 0
          ? html`<p>Nothing had to be taken out. Read it once more: would somebody know you by it?</p>`
          : html`<p>This was taken out:</p>
              <ul>
                ${found.map(({ was, shown }) => html`<li><bdi>${was}</bdi> became ${shown}</li>`)}
              </ul>
              <p>Read it once more: would somebody know you by what is left?</p>`
      }
      <section class="card">
        <dl>
          <dt>What nearly happened</dt>
          <dd class="text" dir="auto">${typed.what}</dd>
          <dt>What stopped it</dt>
          <dd class="text" dir="auto">${typed.stopped}</dd>
          ${
            typed.help === ''
              ? false
              : html`<dt>What would help</dt>
                  <dd class="text" dir="auto">${typed.help}</dd>`
          }
          <dt>About</dt>
          <dd>${about}</dd>
          <dt>Could it come back</dt>
          <dd>${typed.likelihood === '' ? 'not said' : typed.likelihood}</dd>
          <dt>May be published</dt>
          <dd>${typed.mayPublish ? 'yes, in the receivers’ words' : 'no'}</dd>
          <dt>May be asked</dt>
          <dd>${typed.mayAsk ? 'yes, through the code' : 'no'}</dd>
          <dt>Signed</dt>
          <dd>${typed.name.trim() === '' ? 'no: without a name' : typed.name}</dd>
          <dt>Sent at once</dt>
          <dd>${typed.urgent ? 'yes: the receivers see when it came' : 'no: with the daily batch'}</dd>
        </dl>
      </section>
      <form method="post" action="/nearmiss">
        <input type="hidden" name="once" value="${once}" />
        ${[...TEXTS, ...ANSWERS].map((name) => html`<input type="hidden" name="${name}" value="${typed[name]}" />`)}
        ${CHECKS.map((name) => (typed[name] ? html`<input type="hidden" name="${name}" value="yes" />` : false))}
        <div class="buttons">
          <button class="primary" name="do" value="send">Send it like this</button>
          <button name="do" value="change">Change it</button>
        </div>
      </form>`,
  );

export const receiptPage = ({ receipt, told }: Reported): string =>
  openPage(
    'Your code',
    html`<h1>Thank you. This is your code:</h1>
      <p class="card good"><strong id="receipt">${receipt}</strong></p>
      ${RECEIPT_WORDS.map((say) => html`<p>${say}</p>`)}
      ${
        told === undefined
          ? false
          : told.reached === 0
            ? html`<p class="banner alarm" role="alert">
                <strong>[!!]</strong> The receivers could not be reached now. If it can hurt us today, tell somebody by
                telephone.
              </p>`
            : html`<p>It was sent at once to ${told.reached} of ${told.of} receivers.</p>`
      }
      <p><a href="/nearmiss/mailbox">See what became of a report</a></p>`,
  );
