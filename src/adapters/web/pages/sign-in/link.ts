import { html } from '../../html.ts';
import { page } from '../layout.ts';
import { PRESS_ONCE_MORE, hidden, said } from './pieces.ts';

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
