import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Frame } from './layout.ts';
import { page } from './layout.ts';

const HOW_TO_SIGN_IN = html`<p class="hint">
  Nothing works? Whoever runs Muster makes a link on its own machine: <code>npx muster sign-in YOUR-ID</code>
</p>`;

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

/** Why a button has to be pressed once more. */
export const PRESS_ONCE_MORE =
  'This page was open for a long time, another site sent you here, or your browser keeps no cookies of this site. Nothing was done yet.';

type Said = { readonly title: string; readonly sentences: readonly string[] };

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
          ${hidden(form, to)}
          <label
            >Your name, e-mail address or phone number
            <input
              name="who"
              value="${who}"
              required
              maxlength="200"
              autocomplete="username"
              autocapitalize="off"
              spellcheck="false"
            />
          </label>
          <button class="${hasFirm && say === undefined ? '' : 'primary'}">Send me a link</button>
        </form>
        <p class="hint">It goes to your own phone or mailbox, as the plan has it. It works once, for 15 minutes.</p>
      </section>
      <details class="card" ${withCode === true ? html`open` : false}>
        <summary>Use a recovery code</summary>
        <form method="post" action="/sign-in/code" class="ask">
          ${hidden(form, to)}
          <label
            >Your name or e-mail address
            <input
              name="who"
              value="${who}"
              required
              maxlength="200"
              autocomplete="username"
              autocapitalize="off"
              spellcheck="false"
            />
          </label>
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

const said = ({ title, sentences }: Said): Html =>
  html`<div class="card warn" role="alert">
    <p><strong>[!] ${title}</strong></p>
    ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
  </div>`;

/** The answer to everybody who asked for a link, whether or not one was sent. */
export const sentPage = ({
  to,
  sentences,
}: {
  readonly to: string | undefined;
  readonly sentences: readonly string[];
}): string =>
  page({
    title: 'Look at your phone',
    styles: ['sign-in'],
    body: html`<div class="entry">
      <h1>Look at your phone</h1>
      ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
      <p><a class="button" href="${way('/sign-in', to)}">Another way to sign in</a></p>
      ${HOW_TO_SIGN_IN}
    </div>`,
  });

const way = (path: string, to: string | undefined) =>
  to === undefined ? path : `${path}?to=${encodeURIComponent(to)}`;

const firm = (to: string | undefined, isFirst: boolean): Html =>
  html`<p>
      <a class="button ${isFirst ? 'primary' : ''}" href="${way('/sign-in/firm', to)}"
        >Sign in with your firm's account</a
      >
    </p>
    <p class="or">or</p>`;

const hidden = (form: string, to: string | undefined) =>
  html`<input type="hidden" name="form" value="${form}" />${
      to === undefined ? false : html`<input type="hidden" name="to" value="${to}" />`
    }`;

type Link = {
  readonly name: string;
  readonly link: string;
  readonly to: string | undefined;
  readonly form: string;
  /** The button was pressed, and has to be once more. */
  readonly again: boolean;
};

/** One button, and nothing is used up by looking: scanners of mail and chat open links too. */
export const linkPage = ({ name, link, to, form, again }: Link): string =>
  page({
    title: 'Sign in',
    styles: ['sign-in'],
    body: html`<div class="entry">
      <h1>Sign in to Muster</h1>
      ${again ? said({ title: 'Press once more', sentences: [PRESS_ONCE_MORE] }) : false}
      <form method="post" action="/sign-in">
        <input type="hidden" name="t" value="${link}" />${hidden(form, to)}
        <p><button class="primary">Sign in as ${name}</button></p>
      </form>
      <p class="hint">Not ${name}? Then this link is not for you: close this page.</p>
    </div>`,
  });

type Account = {
  readonly frame: Frame;
  readonly to: string | undefined;
  readonly codesLeft: number;
  /** The person's id, for the word of the command line. */
  readonly person: string;
  /** A recovery code was used just now. */
  readonly withCode: boolean;
};

/** What somebody sees at `/sign-in` who is signed in. */
export const accountPage = ({ frame, to, codesLeft, person, withCode }: Account): string =>
  page({
    title: 'Signed in',
    styles: ['sign-in'],
    frame,
    still: true,
    body: html`<div class="entry">
      <h1>You are signed in as ${frame.name}</h1>
      ${withCode ? html`<p>The recovery code that you used is used up.</p>` : false}
      <p>${codes(codesLeft)}</p>
      ${
        codesLeft > 2
          ? false
          : html`<p class="hint">
              Whoever runs Muster prints eight new ones: <code>npx muster recovery-codes ${person}</code>
            </p>`
      }
      <p>
        <a class="button primary" href="${to ?? '/'}"
          >${to === undefined ? 'To the incidents' : 'To the page you asked for'}</a
        >
      </p>
      <section class="card" aria-labelledby="out">
        <h2 id="out">Leaving</h2>
        <div class="buttons">
          ${signOut(frame, '/sign-out', 'Sign out')}${signOut(frame, '/sign-out/everywhere', 'Sign out on all devices')}
        </div>
        <p class="hint">A telephone was lost, or somebody else sat at your desk? Sign out on all devices.</p>
      </section>
    </div>`,
  });

const codes = (left: number) =>
  left === 0
    ? 'You have no recovery codes.'
    : left === 1
      ? 'One recovery code is left.'
      : `${left} recovery codes are left.`;

const signOut = ({ formToken }: Frame, action: string, label: string) =>
  html`<form method="post" action="${action}">
    <input type="hidden" name="form" value="${formToken}" /><button>${label}</button>
  </form>`;
