import { html } from '../../html.ts';
import { page } from '../layout.ts';
import { HOW_TO_SIGN_IN, way } from './pieces.ts';

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
