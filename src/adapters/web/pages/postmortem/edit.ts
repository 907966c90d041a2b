import type { Block } from '../../../../core/card.ts';
import type { IncidentId } from '../../../../core/ids.ts';
import { MOST_CHARACTERS } from '../../../../core/postmortem/edit.ts';
import { partTitle } from '../../../../core/postmortem/questions.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { markdown } from '../../markdown.ts';
import { blocksHtml } from '../card-html.ts';
import type { Frame } from '../layout.ts';
import { page } from '../layout.ts';

export type EditParts = {
  readonly frame: Frame;
  readonly id: IncidentId;
  readonly name: string;
  /** What stands in the box. */
  readonly text: string;
  /** Names the text that the writer had in front of them when they began. */
  readonly loaded: string;
  /** Why it was not saved. */
  readonly problem?: string;
  /** How the text will look, with the private hints to its writer. */
  readonly preview?: readonly Block[];
  /** Somebody else's text, saved meanwhile, and whose. */
  readonly other?: { readonly text: string; readonly by: string };
};

/** The box for one part. A page of its own, so that nothing is loaded over what somebody types. */
export function editPage(parts: EditParts): string {
  const { frame, id, name, problem } = parts;
  const title = partTitle(name);
  const body = html`<p><a href="/incidents/${id}/postmortem#part-${name}">Back to the postmortem of ${id}</a></p>
    <h1>Edit: ${title}</h1>
    ${
      problem === undefined
        ? false
        : html`<p class="banner warn" role="alert">
            <strong>[!] Not saved.</strong> ${problem} Your text is in the box below.
          </p>`
    }
    ${previewHtml(parts)} ${otherHtml(parts)} ${formHtml(parts)} ${rules}`;
  const styles = ['postmortem'];
  return page({ title: `Edit: ${title}, ${id}`, body, frame, styles, scripts: ['postmortem'], still: true });
}

function formHtml({ frame, id, name, text, loaded, other, problem, preview }: EditParts): Html {
  const isUnsaved = problem !== undefined || preview !== undefined || other !== undefined;
  return html`<form
    method="post"
    action="/incidents/${id}/postmortem/edit/${name}"
    class="writing"
    data-unsaved="${isUnsaved ? 'yes' : 'no'}"
  >
    <input type="hidden" name="form" value="${frame.formToken}" />
    <input type="hidden" name="loaded" value="${loaded}" />
    <label for="text">${other === undefined ? 'Your text, in Markdown' : 'Your text: put the two together here'}</label>
    ${box({ id: 'text', text, name: 'text' })}
    <p class="faint" id="text-hint">
      An empty line begins a paragraph, "- " a list, "### " a heading, **two stars** make bold. Write under the
      questions or take them out. At most ${MOST_CHARACTERS.toLocaleString('en')} characters.
    </p>
    <div class="buttons">
      <button class="primary" name="do" value="save">Save</button>
      <button name="do" value="preview">Preview</button>
      ${other === undefined ? false : html`<button name="do" value="both">Put both texts into the box</button>`}
      <a class="button" href="/incidents/${id}/postmortem#part-${name}">Leave it as it was</a>
    </div>
  </form>`;
}

type Box = { readonly id: string; readonly text: string; readonly name?: string };

/** A browser drops the first line end in a box, so one more than the text has stands there. */
function box({ id, text, name }: Box): Html {
  const rows = Math.min(30, Math.max(6, text.split('\n').length + 3));
  const kind = name === undefined ? html`readonly` : html`name="${name}" aria-describedby="text-hint"`;
  const inside = `\n${text}`;
  // prettier-ignore
  return html`<textarea id="${id}" rows="${rows}" dir="auto" ${kind}>${inside}</textarea>`;
}

function previewHtml({ preview, text, frame }: EditParts): Html {
  if (preview === undefined) return html``;
  return html`<section class="card" id="preview">
    <h2>Preview: not saved yet</h2>
    <div class="yours">${text.trim() === '' ? html`<p class="faint">Nothing.</p>` : markdown(text, { below: 2 })}</div>
    ${blocksHtml(preview, { formToken: frame.formToken })}
  </section>`;
}

const otherHtml = ({ other }: EditParts): Html =>
  other === undefined
    ? html``
    : html`<section class="card warn">
        <h2>[!] ${other.by} saved this part while you were writing</h2>
        <p>Nothing is lost: theirs is here, yours is in the box below it. What you save then replaces theirs.</p>
        <label for="other">As it is now</label>
        ${box({ id: 'other', text: other.text })}
      </section>`;

/** Domain 5.2: the four lines that are shown to the writer. */
const rules: Html = html`<div class="panel rules">
  <h2>In the spirit of</h2>
  <ul>
    <li>Events and conditions, not character.</li>
    <li>What was seen and known then, not what we know now.</li>
    <li>What happened, not what did not happen.</li>
    <li>The system can change; people cannot be fixed.</li>
  </ul>
</div>`;

/** Gives somebody whose text cannot be taken their words back, whoever they are. */
export const keptPage = (title: string, say: string, text: string): string =>
  page({
    title,
    body: html`<h1>${title}</h1>
      <p>${say}</p>
      ${
        text === '' ? false : html`<label for="kept">Nothing was saved. You wrote:</label> ${box({ id: 'kept', text })}`
      }`,
    styles: ['postmortem'],
  });
