import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { page } from '../layout.ts';
import type { Said } from './pieces.ts';
import { HOW_TO_SIGN_IN, hidden, said, way, whoField } from './pieces.ts';

export type SignIn = {
  /** The page that somebody wanted to see. */
  readonly to?: string | undefined;
  /** Whether the firm's identity provider is set up. */
  readonly hasFirm: boolean;
  /** What went wrong just now. */
  readonly say?: Said;
  /** Opens the fields for a recovery code. */
  readonly withCode?: boolean;
  /** Whom somebody typed just now. */
  readonly who?: string | undefined;
  /** They have just signed out, and are told that it worked. */
  readonly isOut?: boolean;
  /** The token of the page's forms. */
  readonly form: string;
};

/** What everybody sees who is not signed in, whatever they asked for. */
export const signInPage = ({ to, hasFirm, say, withCode, who = '', isOut, form }: SignIn): string =>
  page({
    title: 'Sign in',
    styles: ['sign-in'],
    body: html`<div class="entry">
      <h1>Sign in</h1>
      ${say === undefined ? false : said(say)}
      ${isOut === true ? html`<p role="status">You are signed out.</p>` : false}
      ${to === undefined || say !== undefined ? false : html`<p class="hint">Then you go on to the page you asked for.</p>`}
      ${hasFirm ? firm(to, say === undefined) : false}
      <section class="card" aria-labelledby="by-link">
        <h2 id="by-link">Get a link</h2>
        <form method="post" action="/sign-in/link" class="ask">
          ${hidden(form, to)} ${whoField('Your name, e-mail address or phone number', who)}
          <button class="${hasFirm && say === undefined ? '' : 'primary'}">Send me a link</button>
        </form>
        <p class="hint">It goes to your own phone or mailbox, as the plan has it. It works once, for 15 minutes.</p>
      </section>
      <details class="card" ${withCode === true ? html`open` : false}>
        <summary>Use a recovery code</summary>
        <form method="post" action="/sign-in/code" class="ask">
          ${hidden(form, to)} ${whoField('Your name or e-mail address', who)}
          <label
            >A code from your paper
            <input
              name="code"
              class="code"
              required
              maxlength="60"
              placeholder="XXXX-XXXX-XXXX-XXXX"
              autocomplete="off"
              autocapitalize="characters"
              spellcheck="false"
            />
          </label>
          <button>Sign in with this code</button>
        </form>
        <p class="hint">For when neither links nor your firm's account work. Each code works once.</p>
      </details>
      ${HOW_TO_SIGN_IN}
    </div>`,
  });

const firm = (to: string | undefined, isFirst: boolean): Html =>
  html`<p>
      <a class="button ${isFirst ? 'primary' : ''}" href="${way('/sign-in/firm', to)}"
        >Sign in with your firm's account</a
      >
    </p>
    <p class="or">or</p>`;
