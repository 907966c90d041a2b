import type { Book } from '../../../core/book.ts';
import { nameOf } from '../../../core/book.ts';
import type { Reading } from '../../../core/incident/cards.ts';
import { fromNow, shortTime } from '../../../core/time.ts';
import { html } from '../html.ts';
import type { WebPhone } from '../parts.ts';
import type { Frame } from './layout.ts';
import { page } from './layout.ts';

const MOST_MESSAGES = 200;

type PhonesParts = {
  readonly frame: Frame;
  readonly book: Book;
  readonly reading: Reading;
  readonly phones: readonly WebPhone[];
};

/** What arrived on the simulated phones, newest first. */
export function phonesPage({ frame, book, reading: { at, zone }, phones }: PhonesParts): string {
  const shown = phones.slice(-MOST_MESSAGES).toReversed();
  const body = html`<h1>Simulated phones</h1>
    <p>No message leaves this machine: what Muster would have sent stands here, newest first.</p>
    ${shown.length === 0 ? html`<p>Nothing has arrived yet. Start an incident, and it will.</p>` : false}
    <ol class="phones">
      ${shown.map(
        (message) =>
          html`<li class="card">
            <p class="head">
              <strong>${nameOf(book, message.person)}</strong> ${message.medium} ${message.to}
              <time datetime="${message.at}">${shortTime(message.at, zone, at)} (${fromNow(message.at, at)})</time>
              <a href="/incidents/${message.incident}">${message.incident}</a>
            </p>
            <p class="text" dir="auto">${message.text}</p>
          </li>`,
      )}
    </ol>`;
  return page({ title: 'Simulated phones', body, frame });
}
