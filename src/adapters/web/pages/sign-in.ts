import { html } from '../html.ts';
import { page } from './layout.ts';

/** One button, and nothing is used up by looking: scanners of mail and chat open links too. */
export const signInPage = (name: string, link: string): string =>
  page({
    title: 'Sign in',
    body: html`<h1>Sign in to Muster</h1>
      <form method="post" action="/sign-in">
        <input type="hidden" name="t" value="${link}" />
        <p><button class="primary">Sign in as ${name}</button></p>
      </form>
      <p>Not ${name}? Then this link is not for you: close this page.</p>`,
  });
