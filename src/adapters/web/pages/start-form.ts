import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { FormParts } from './card-html.ts';
import { hidden } from './card-html.ts';

/** The one thing that needs no knowledge of Muster: what is wrong, in a few words. */
export const startForm = (parts: FormParts): Html =>
  html`<form method="post" action="/say" class="words start" id="start-form">
    ${hidden(parts)}<input type="hidden" name="words" value="start" />
    <label for="start"><strong>What is wrong?</strong> A few words are enough.</label>
    <div class="row">
      <input
        id="start"
        name="field"
        autocomplete="off"
        maxlength="300"
        required
        placeholder="phones send callers in a loop"
      /><button>Start an incident</button>
    </div>
    <p class="faint">It pages people at once. Add <code>since 09:40</code> if you know when it began.</p>
  </form>`;
