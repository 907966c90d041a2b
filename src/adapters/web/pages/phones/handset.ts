import type { Reading } from '../../../../core/incident/cards.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import type { Entry, Handset } from '../../phone-wall/handsets.ts';
import { isOpen } from '../../phone-wall/standing.ts';
import { hidden } from '../card-html.ts';
import type { Frame } from '../layout.ts';
import { messageHtml, saidHtml } from './message.ts';

/** So many stand open at least, newest first; those behind can be opened; older ones are only counted. */
const MOST_OPEN = 2;
const MOST_SHOWN = 30;

type Parts = { readonly frame: Frame; readonly reading: Reading };

/** One person's phones. Its name is a link to itself: with the focus there, or on anything else of the card, its keys work. */
export function handsetHtml(handset: Handset, parts: Parts): Html {
  const { id, name, role, entries, open, answers } = handset;
  const recent = entries.slice(0, MOST_SHOWN);
  const newest = recent.filter((entry, nth) => nth < MOST_OPEN || isNewestToAnswer(entry, recent.slice(0, nth)));
  const behind = recent.filter((entry) => !newest.includes(entry));
  const older = entries.length - recent.length;
  const shown = (some: readonly Entry[]) => some.map((entry) => entryHtml(entry, { ...parts, handset }));
  return html`<article class="handset ${open > 0 ? 'asked' : ''}" id="phone-${id}" aria-labelledby="phone_name-${id}">
    <header class="who">
      <h2>
        <a id="phone_name-${id}" href="#phone_name-${id}"><bdi>${name}</bdi></a>
      </h2>
      ${role === '' ? false : html`<p class="faint">${role}</p>`}
      ${open > 0 ? html`<p class="tag warn">[!] ${open} not answered</p>` : html`<p class="tag">nothing to answer</p>`}
    </header>
    <ol class="screen bare">
      ${shown(newest)}
    </ol>
    ${
      behind.length === 0
        ? false
        : html`<details id="phone_behind-${id}">
            <summary>${behind.length} before ${behind.length === 1 ? 'that' : 'those'}</summary>
            <ol class="screen bare">
              ${shown(behind)}
            </ol>
            ${older > 0 ? html`<p class="faint">… and ${older} older.</p>` : false}
          </details>`
    }
    ${answers ? textBox(handset, parts) : html`<p class="faint">A vendor's desk: it answers by other ways.</p>`}
  </article>`;
}

/** The newest message of each incident that waits for an answer is never hidden behind others. */
const isNewestToAnswer = (entry: Entry, newer: readonly Entry[]) =>
  asks(entry) !== undefined && !newer.some((other) => asks(other) === asks(entry));
/** The incident about which an entry waits for an answer. */
const asks = (entry: Entry) =>
  entry.kind === 'message' && isOpen(entry.message.standing) ? entry.message.incident : undefined;

const entryHtml = (entry: Entry, parts: Parts & { readonly handset: Handset }): Html =>
  entry.kind === 'message' ? messageHtml(entry.message, parts) : saidHtml(entry.said, parts.reading);

const textBox = ({ id, name }: Handset, { frame }: Parts): Html =>
  html`<form id="phone_text-${id}" class="text-box" method="post" action="/phones/answer" data-wall>
    ${hidden({ formToken: frame.formToken })}<input type="hidden" name="person" value="${id}" />
    <label for="phone_words-${id}">Text message from ${name}</label>
    <div>
      <input
        id="phone_words-${id}"
        name="text"
        required
        maxlength="600"
        autocomplete="off"
        autocapitalize="off"
        placeholder="ACK 42"
      /><button>Send</button>
    </div>
  </form>`;
