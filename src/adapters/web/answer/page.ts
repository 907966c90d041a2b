import { answersTo } from '../../../core/answers.ts';
import { nameOf } from '../../../core/book.ts';
import type { Book } from '../../../core/book.ts';
import { asMessage } from '../../../core/card.ts';
import type { AnswerLook } from '../../../ports/answers.ts';
import type { Reply } from '../../../ports/door.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { page } from '../pages/layout.ts';

/** What a link in a message shows: what was sent, and one button for each answer. It signs nobody in. */
export function answerPage({ ticket, message, ending, done }: AnswerLook, book: Book): string {
  const name = nameOf(book, ticket.person);
  if (done !== undefined) return donePage(done, ticket.about);
  if (message === undefined)
    return plain(
      `${ticket.about}: nothing to answer`,
      html`<p>This is over, or somebody has taken it out. You need do nothing.</p>`,
    );
  const [first = '', ...rest] = message.text.split('\n');
  return plain(
    first,
    html`<p class="for">For ${name}</p>
      ${rest.filter((line) => !line.startsWith('Answer ACK')).map((line) => html`<p>${line}</p>`)}
      ${ending === undefined ? false : html`<p class="banner"><strong>${ending}</strong></p>`}
      <form method="post">
        ${answersTo(ticket.about).map(
          ({ digit, label }) => html`<p><button id="${digit}" name="digit" value="${digit}">${label}</button></p>`,
        )}
      </form>
      <p class="hint">You have not answered by this link yet. Opening this page tells nobody anything.</p>`,
  );
}

/** After a press, and whenever the link is opened again; `again`: it had been used, and this press did nothing. */
export function donePage({ ok, card }: Reply, about: string, again = false): string {
  if (!ok)
    return plain(
      'That did not work',
      html`<p><strong>${asMessage(card)}</strong></p>
        <p class="hint">Nothing was done. <a href="">Try again</a>, or <a href="/incidents/${about}">sign in</a>.</p>`,
    );
  return plain(
    again ? 'Answered already' : 'Answered',
    html`${again ? html`<p class="banner"><strong>This press did nothing.</strong> What was answered before stands:</p>` : false}
      <p><strong>${asMessage(card)}</strong></p>
      <p>${card.title}</p>
      <p class="hint">This link has been used. To say something else, <a href="/incidents/${about}">sign in</a>.</p>`,
  );
}

export const strangePage = (): string =>
  plain(
    'This link does not work',
    html`<p>It was changed on the way, is older than two weeks, or belongs to another Muster.</p>
      <p>Nothing was done. Answer by the message itself, or <a href="/sign-in">sign in</a>.</p>`,
  );

const plain = (title: string, body: Html) =>
  page({
    title,
    body: html`<h1>${title}</h1>
      ${body}`,
    styles: ['answer'],
  });
