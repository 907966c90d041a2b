import { html } from '../../html.ts';
import type { Frame } from '../layout.ts';
import { page } from '../layout.ts';

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
      <p><a class="button" href="/me/push">Let this phone ring</a></p>
      <section class="card" aria-labelledby="out">
        <h2 id="out">Leaving</h2>
        <div class="buttons">
          ${signOut(frame, '/sign-out', 'Sign out')}${signOut(frame, '/sign-out/everywhere', 'Sign out on all devices')}
        </div>
        <p class="hint">
          A telephone was lost, or somebody else sat at your desk? Sign out on all devices: they stop ringing too.
        </p>
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
