import { MOST_CHARACTERS } from '../../../core/nearmiss/report.ts';
import type { Preview } from '../../../core/nearmiss/scrub.ts';
import type { Letter, Mailbox } from '../../../core/nearmiss/thread.ts';
import { BATCH_HOUR } from '../../../core/nearmiss/weeks.ts';
import type { Instant } from '../../../core/time.ts';
import { dayAndTime } from '../../../core/time.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { page } from '../pages/layout.ts';
import { problemHtml } from './open-pages.ts';

type Parts = {
  /** The code that was typed. It goes from form to form and never into an address. */
  readonly code: string;
  readonly mailbox?: Mailbox | undefined;
  readonly problem?: string | undefined;
  /** A letter as it would be kept. */
  readonly letter?: Preview | undefined;
  readonly zone: string;
  /** Whether the plan has the open form too. */
  readonly hasForm: boolean;
};

/** What became of a report, for whoever has its code. */
export const mailboxPage = (parts: Parts): string =>
  page({
    title: 'Your report',
    styles: ['near-miss'],
    body: html`<h1>What became of your report</h1>
      ${problemHtml(parts.problem)}
      ${parts.mailbox === undefined ? codeForm(parts.code) : foundHtml(parts, parts.mailbox)}
      ${parts.hasForm ? html`<p><a href="/nearmiss">Report a near miss</a></p>` : false}`,
  });

const codeForm = (code: string): Html =>
  html`<form method="post" action="/nearmiss/mailbox" class="panel ask" autocomplete="off">
    <label
      >The four words of your code
      <input
        name="code"
        value="${code}"
        required
        maxlength="200"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
    /></label>
    <button class="primary" name="do" value="look">Look</button>
    <p class="faint">Nobody is told that you looked, and nothing is written down about it.</p>
  </form>`;

function foundHtml({ code, letter, zone }: Parts, mailbox: Mailbox): Html {
  return html`<section class="card ${mailbox.state === 'closed' ? 'good' : 'next'}">
      <h2>${statusLine(mailbox, zone)}</h2>
      ${mailbox.replyBy === null ? false : html`<p>You get an answer by ${dayAndTime(mailbox.replyBy as Instant, zone)}.</p>`}
      ${mailbox.asks ? html`<p><strong>The receivers ask you something.</strong></p>` : false}
      ${mailbox.changes.map(({ say, plan }) => html`<p>Changed: ${say} (decided on plan ${plan})</p>`)}
    </section>
    ${
      mailbox.what === ''
        ? false
        : html`<section class="panel">
            <h2>You wrote</h2>
            <p class="text" dir="auto">${mailbox.what}</p>
          </section>`
    }
    ${
      mailbox.letters.length === 0
        ? false
        : html`<section class="panel">
            <h2>Since then</h2>
            ${lettersHtml(mailbox.letters)}
          </section>`
    }
    ${mailbox.state === 'deleted' ? false : replyForm(code, letter)}`;
}

export const lettersHtml = (letters: readonly Letter[]): Html =>
  html`<ol class="bare">
    ${letters.map(
      ({ from, when, text }) =>
        html`<li>
          <p class="faint">${from === 'reporter' ? 'The reporter' : 'The receivers'}, ${when}</p>
          <p class="text" dir="auto">${text}</p>
        </li>`,
    )}
  </ol>`;

function statusLine({ state, status, week }: Mailbox, zone: string): string {
  switch (state) {
    case 'waiting':
      return `Received. It waits in memory for the batch at ${BATCH_HOUR}:00 (${zone}); look again after that.`;
    case 'deleted':
      return 'The talk was deleted. The lesson, if there was one, stays in the digest.';
    case 'open':
    case 'closed':
      return `Week ${week ?? ''}: ${status}`;
    default:
      return state satisfies never;
  }
}

function replyForm(code: string, letter: Preview | undefined): Html {
  const inside = `\n${letter?.scrubbed ?? ''}`;
  if (letter === undefined)
    // prettier-ignore
    return html`<form method="post" action="/nearmiss/mailbox" class="panel" autocomplete="off">
      <input type="hidden" name="code" value="${code}" />
      <label for="text">Write to the receivers, without a name</label>
      <textarea id="text" name="text" rows="4" maxlength="${MOST_CHARACTERS}" dir="auto" required>${inside}</textarea>
      <div class="buttons"><button name="do" value="preview">Show me what would be kept</button></div>
    </form>`;
  return html`<form method="post" action="/nearmiss/mailbox" class="card">
    <h2>What would be kept</h2>
    <p class="text" dir="auto">${letter.scrubbed}</p>
    ${letter.found.map(({ was, shown }) => html`<p class="faint"><bdi>${was}</bdi> became ${shown}</p>`)}
    <input type="hidden" name="code" value="${code}" />
    <input type="hidden" name="text" value="${letter.scrubbed}" />
    <div class="buttons">
      <button class="primary" name="do" value="send">Send it like this</button>
      <button name="do" value="look">Do not send it</button>
    </div>
  </form>`;
}
