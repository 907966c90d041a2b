import { randomBytes } from 'node:crypto';
import type { Block, Button, Card, Field, Tone } from '../../../core/card.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { KeptReply } from '../replies.ts';

/** What each form of a page carries: the session's token, and the incident that the page is about. */
export type FormParts = { readonly formToken: string; readonly here?: string };

/** The tone in words; colour is never the only signal. */
const SIGNS: Readonly<Record<Tone, string>> = { plain: '', good: '[ok] ', warn: '[!] ', alarm: '[!!] ' };

export const cardHtml = (card: Card, parts: FormParts): Html =>
  html`<section class="card ${card.tone}">
    <h2>${SIGNS[card.tone] === '' ? false : html`<strong>${SIGNS[card.tone]}</strong>`}<bdi>${card.title}</bdi></h2>
    ${blocksHtml(card.blocks, parts)} ${buttonsHtml(card.buttons, parts)}
  </section>`;

export const blocksHtml = (blocks: readonly Block[], parts: FormParts): Html =>
  html`${blocks.map((block) => blockHtml(block, parts))}`;

export const buttonsHtml = (buttons: readonly Button[], parts: FormParts): Html =>
  buttons.length === 0
    ? html``
    : html`<div class="buttons">
        ${buttons.map(
          ({ label, words }) =>
            html`<form method="post" action="/say">
              ${hidden(parts)} <input type="hidden" name="words" value="${words}" /><button title="${words}">
                ${label}
              </button>
            </form>`,
        )}
      </div>`;

function blockHtml(block: Block, parts: FormParts): Html {
  switch (block.kind) {
    case 'text':
      return html`<p class="text" dir="auto">${block.text}</p>`;
    case 'facts':
      return html`<dl>
        ${block.facts.map(
          ([label, value]) =>
            html`<dt>${label}</dt>
              <dd dir="auto">${value}</dd>`,
        )}
      </dl>`;
    case 'list':
      return html`${block.heading === undefined ? false : html`<h3>${block.heading}</h3>`}
        <ul>
          ${block.items.map((item) => html`<li dir="auto">${item}</li>`)}
        </ul>`;
    case 'form':
      return askFor(block.words, block.fields, parts);
    default:
      return block satisfies never;
  }
}

/** A form for the words that were missing; the answers are put behind the words, in their order. */
export const askFor = (words: string, fields: readonly Field[], parts: FormParts): Html =>
  html`<form method="post" action="/say" class="ask">
    ${hidden(parts)}
    <input type="hidden" name="words" value="${words}" />
    ${fields.map((field) => html`<label>${field.label} ${inputFor(field)}</label>`)}
    <button>Send</button>
  </form>`;

const inputFor = ({ choices }: Field): Html =>
  choices === undefined
    ? html`<input name="field" required autocomplete="off" maxlength="4000" />`
    : html`<select name="field" required>
        ${choices.map(({ value, label }) => html`<option value="${value}">${label}</option>`)}
      </select>`;

/** Pressing twice is one delivery: it is named when the page is made. */
export const hidden = ({ formToken, here }: FormParts): Html =>
  html`<input type="hidden" name="form" value="${formToken}" /><input
      type="hidden"
      name="delivery"
      value="${randomBytes(9).toString('base64url')}"
    />
    ${here === undefined ? false : html`<input type="hidden" name="here" value="${here}" />`}`;

type Around = {
  /** The page without the answer. */
  readonly back: string;
  /** What the page is about: an answer need not say it again. */
  readonly title?: string;
};

/**
 * The answer to what was said last. What was done is one line, for the page around it shows
 * the rest; what was asked for, or refused, is the whole card.
 */
export const replyHtml = (reply: KeptReply | undefined, parts: FormParts, { back, title }: Around): Html =>
  reply === undefined
    ? html``
    : html`<div id="reply" tabindex="-1" role="status" data-ok="${String(reply.ok)}">
        ${reply.code === 'done' ? doneHtml(reply.card, parts, title) : cardHtml(reply.card, parts)}
        <p class="faint screen-only"><a href="${back}">Put the answer away</a></p>
      </div>`;

function doneHtml(done: Card, parts: FormParts, title: string | undefined): Html {
  const [first, ...rest] = done.blocks;
  const says = done.title === title && first?.kind === 'text';
  const line = says ? first.text : done.title;
  const more = says ? rest : done.blocks;
  return html`<section class="card good">
    <p class="text" dir="auto"><strong>[ok]</strong> ${line}</p>
    ${
      more.length === 0
        ? false
        : html`<details>
            <summary>The whole answer</summary>
            ${blocksHtml(more, parts)}
          </details>`
    }
  </section>`;
}

type Box = {
  readonly hint: string;
  /** A line that was refused stands in the box again, to be mended. */
  readonly said: KeptReply | undefined;
};

/** The box for words. */
export const wordsBox = (label: string, { hint, said }: Box, parts: FormParts): Html =>
  html`<form method="post" action="/say" class="words" id="say">
    ${hidden(parts)}
    <label for="words">${label}</label>
    <div class="row">
      <div class="field">
        <input
          id="words"
          name="words"
          autocomplete="off"
          autocapitalize="off"
          maxlength="4000"
          required
          placeholder="${hint}"
          value="${said?.ok === false ? said.words : ''}"
        />
      </div>
      <button>Say</button>
    </div>
  </form>`;
