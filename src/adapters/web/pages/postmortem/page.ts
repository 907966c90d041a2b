import type { Incident } from '../../../../core/incident/state.ts';
import { passagesOf } from '../../../../core/postmortem/edit.ts';
import type { Passage } from '../../../../core/postmortem/edit.ts';
import { statusOf } from '../../../../core/postmortem/questions.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { markdown } from '../../markdown.ts';
import type { KeptReply } from '../../replies.ts';
import { hidden, replyHtml } from '../card-html.ts';
import type { Frame } from '../layout.ts';
import { page } from '../layout.ts';
import { moment } from '../moment.ts';
import type { ActionsParts } from './actions.ts';
import { actionsHtml } from './actions.ts';
import type { Section } from './chapters.ts';
import { sectionsOf } from './chapters.ts';
import type { Writing } from './part.ts';
import { factsHtml, fromTheRecord, isBlank, writeHtml } from './part.ts';

export type PostmortemParts = {
  readonly frame: Frame;
  readonly text: string;
  readonly writing: Writing;
  readonly actions: ActionsParts;
  /** The answer to the button that was pressed last. */
  readonly reply: KeptReply | undefined;
};

/** The postmortem to read: facts from the record, what people wrote, and what is left to write. */
export function postmortemPage({ frame, text, writing, actions, reply }: PostmortemParts): string {
  const { incident } = writing;
  const { id } = incident.lifecycle;
  const passages = passagesOf(text);
  const sections = sectionsOf(passages);
  const hasTitle = passages.some((passage) => passage.kind === 'facts' && passage.name === 'title');
  const shown = (section: Section) =>
    html`<section id="${section.id}">
      ${section.title === undefined ? false : html`<h2>${section.title}</h2>`}
      ${section.passages.map((passage) => passageHtml(passage, writing, actions))}
    </section>`;
  const [top, ...rest] = sections;
  const body = html`<p class="screen-only">
      <a href="/incidents/${id}">Back to ${id}</a> · <a href="/incidents/${id}/postmortem.md">Download as Markdown</a>
      <span class="faint">· Your browser prints it without menus and forms.</span>
    </p>
    ${replyHtml(reply, { formToken: frame.formToken }, { back: `/incidents/${id}/postmortem` })}
    <article class="postmortem">
      <div class="top">
        ${hasTitle ? false : html`<h1>Postmortem of ${id}</h1>`} ${top === undefined ? false : shown(top)}
        ${standing(passages, writing)}
      </div>
      ${contents(rest)}
      <div class="rest">${rest.map(shown)}</div>
    </article>`;
  return page({ title: `Postmortem of ${id}`, body, frame, incident: id, styles: ['postmortem'], wide: true });
}

function passageHtml(passage: Passage, writing: Writing, actions: ActionsParts): Html {
  if (passage.kind === 'write') return writeHtml(passage, writing);
  if (passage.kind === 'between') return markdown(passage.text, { below: 2 });
  if (passage.name === 'title') return markdown(passage.text);
  if (passage.name === 'actions')
    return html`<div class="facts" id="facts-actions">${fromTheRecord} ${actionsHtml(actions)}</div>`;
  return factsHtml(passage);
}

/** Where each section is, and which ones wait for people. */
function contents(sections: readonly Section[]): Html {
  const waits = ({ passages }: Section) => passages.some((passage) => passage.kind === 'write' && isBlank(passage));
  return html`<nav class="contents screen-only" aria-labelledby="contents">
    <h2 id="contents">Contents</h2>
    <ol>
      ${sections.map(
        (section) =>
          html`<li>
            <a href="#${section.id}">${section.title ?? ''}</a>${
              waits(section) ? html` <span class="faint">to write</span>` : false
            }
          </li>`,
      )}
    </ol>
  </nav>`;
}

/** How far the writing is, and whether the record has grown since the facts were written. */
function standing(passages: readonly Passage[], { incident, events, reading, formToken }: Writing): Html {
  const parts = passages.filter((passage) => passage.kind === 'write');
  const blank = parts.filter(isBlank).length;
  const status = parts.map(({ text }) => statusOf(text)).find((said) => said !== undefined);
  const at = events.findLast((event) => event.type === 'postmortemWritten')?.at;
  const left = blank === 0 ? 'every part has words of people' : `${blank} of ${parts.length} parts are still to write`;
  const when = at === undefined ? false : html`, of ${moment(at, reading)}`;
  return html`<div class="standing">
    <p>
      ${status === undefined ? false : html`<span class="tag">Status: <bdi>${status}</bdi></span> `}<em
        >From the record</em
      >
      marks what Muster wrote from what happened${when}; the rest is yours: ${left}.
    </p>
    ${grown(incident, events, formToken)}
  </div>`;
}

/** The postmortem's own story is not news about the incident; action items are shown as they stand now anyway. */
const NO_NEWS = new Set(['postmortemEdited', 'postmortemAsked', 'postmortemWritten', 'postmortemFailed']);

function grown(incident: Incident, events: Writing['events'], formToken: string): Html {
  const { aftermath, lifecycle } = incident;
  if (aftermath.wanted > aftermath.written)
    return html`<p class="screen-only">The facts are being written again; what people wrote stays.</p>`;
  const since = events.slice(events.findLastIndex((event) => event.type === 'postmortemWritten') + 1);
  const news = since.filter(({ type }) => !NO_NEWS.has(type)).length;
  if (news === 0) return html``;
  return html`<form method="post" action="/incidents/${lifecycle.id}/postmortem/say" class="screen-only" id="anew">
    ${hidden({ formToken })} <input type="hidden" name="words" value="postmortem ${lifecycle.id} --rewrite" />
    <span>${news === 1 ? 'One more thing was' : `${news} more things were`} recorded since.</span>
    <button>Bring the facts up to date</button> <span class="faint">What people wrote stays.</span>
  </form>`;
}
