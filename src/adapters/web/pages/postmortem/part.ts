import { nameOf } from '../../../../core/book.ts';
import type { Card } from '../../../../core/card.ts';
import type { Reading } from '../../../../core/incident/cards.ts';
import type { IncidentEvent } from '../../../../core/incident/events.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import type { Passage } from '../../../../core/postmortem/edit.ts';
import { openQuestions, ownWords, partTitle, questionLine } from '../../../../core/postmortem/questions.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { markdown } from '../../markdown.ts';
import { cardHtml } from '../card-html.ts';
import { moment } from '../moment.ts';

type Facts = Extract<Passage, { readonly kind: 'facts' }>;
type Write = Extract<Passage, { readonly kind: 'write' }>;

/** The heading of a section is the second level of the page; whatever people write stands below it. */
const BELOW = { below: 2 } as const;

/** What Muster wrote from the events, and says so. */
export const factsHtml = ({ name, text }: Facts): Html =>
  html`<div class="facts" id="facts-${name}">${fromTheRecord} ${markdown(text, { ...BELOW, own: true })}</div>`;

export const fromTheRecord: Html = html`<p class="source">
  <span class="tag" title="Muster writes this from what happened. It cannot be edited here.">From the record</span>
</p>`;

export type Writing = {
  readonly incident: Incident;
  readonly events: readonly IncidentEvent[];
  readonly reading: Reading;
  readonly mayEdit: boolean;
  readonly formToken: string;
  /** The answer to what was saved last, and in which part. */
  readonly saved: { readonly part: string; readonly card: Card } | undefined;
};

/** Nobody has written there yet: there is nothing but the questions. */
export const isBlank = ({ name, text }: Write) => ownWords(name, text) === '';

/** What is left to people: what they wrote, the questions that are open, and the way to write. */
export function writeHtml(part: Write, writing: Writing): Html {
  const { name, text, markdown: source } = part;
  const blank = isBlank(part);
  const open = openQuestions(name, text);
  return html`<div class="yours${blank ? ' blank' : ''}" id="part-${name}">
    ${sourceLine(part, writing)}
    ${writing.saved?.part === name ? cardHtml(writing.saved.card, { formToken: writing.formToken }) : false}
    ${blank ? html`<p class="faint">Nothing is written here yet.</p>` : markdown(without(source, open), BELOW)}
    ${questionsList(open, blank ? 'The questions:' : 'Still open:')}
  </div>`;
}

function sourceLine(part: Write, { incident, events, reading, mayEdit }: Writing): Html {
  const blank = isBlank(part);
  const last = lastEdit(events, part.name);
  const to = `/incidents/${incident.lifecycle.id}/postmortem/edit/${part.name}`;
  return html`<p class="source">
    <span
      ><span class="tag">Yours to write</span> ${
        last === undefined
          ? false
          : html`<span class="faint screen-only"
              >last written by ${nameOf(incident.book, last.by)}, ${moment(last.at, reading)}</span
            >`
      }</span
    >
    ${
      mayEdit
        ? html`<a class="button screen-only" href="${to}"
            >${blank ? 'Write' : 'Edit'}<span class="unseen">: ${partTitle(part.name)}</span></a
          >`
        : false
    }
  </p>`;
}

/** Who saved this part last, in the console. */
export const lastEdit = (events: readonly IncidentEvent[], name: string) =>
  events.findLast((event) => event.type === 'postmortemEdited' && event.section === name);

const questionsList = (open: readonly string[], heading: string): Html =>
  open.length === 0
    ? html``
    : html`<p class="asked">${heading}</p>
        <ul class="asked">
          ${open.map((question) => html`<li>${question}</li>`)}
        </ul>`;

/** Open questions stand in a list of their own, not between the answers. */
function without(text: string, open: readonly string[]): string {
  const lines = new Set(open.map(questionLine));
  return text
    .split('\n')
    .filter((line) => !lines.has(line.trim()))
    .join('\n');
}
