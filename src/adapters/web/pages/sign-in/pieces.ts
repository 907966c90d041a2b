import type { Html } from '../../html.ts';
import { html } from '../../html.ts';

export const HOW_TO_SIGN_IN = html`<p class="hint">
  Nothing works? Whoever runs Muster makes a link on its own machine: <code>npx muster sign-in YOUR-ID</code>
</p>`;

/** Why a button has to be pressed once more. */
export const PRESS_ONCE_MORE =
  'This page was open for a long time, another site sent you here, or your browser keeps no cookies of this site. Nothing was done yet.';

export type Said = { readonly title: string; readonly sentences: readonly string[] };

/** What went wrong, or has to be done once more. */
export const said = ({ title, sentences }: Said): Html =>
  html`<div class="card warn" role="alert">
    <p><strong>[!] ${title}</strong></p>
    ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
  </div>`;

/** An address, and the page to go on to behind it. */
export const way = (path: string, to: string | undefined) =>
  to === undefined ? path : `${path}?to=${encodeURIComponent(to)}`;

/** What each form of these pages carries: its token, and the page to go on to. */
export const hidden = (form: string, to: string | undefined) =>
  html`<input type="hidden" name="form" value="${form}" />${
      to === undefined ? false : html`<input type="hidden" name="to" value="${to}" />`
    }`;

/** Who it is, in their own words. */
export const whoField = (label: string, who: string): Html =>
  html`<label
    >${label}
    <input
      name="who"
      value="${who}"
      required
      maxlength="200"
      autocomplete="username"
      autocapitalize="off"
      spellcheck="false"
    />
  </label>`;
