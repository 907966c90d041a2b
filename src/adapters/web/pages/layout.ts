import type { Html } from '../html.ts';
import { html } from '../html.ts';

/** What every page of somebody who is signed in shows around its own part. */
export type Frame = {
  /** The name of whoever is signed in. */
  readonly name: string;
  readonly company: string;
  readonly formToken: string;
  /** What a person must know on every page: a refused plan, Muster's own illness. */
  readonly alarms: readonly string[];
};

type Page = {
  readonly title: string;
  readonly body: Html;
  readonly frame?: Frame;
  /** The incident that the page is about; changes elsewhere do not concern it. */
  readonly incident?: string;
};

/** A whole page. It needs no script; the one there is loads the page again when something changed. */
export function page({ title, body, frame, incident }: Page): string {
  const about = incident === undefined ? html`` : html` data-incident="${incident}"`;
  const live = frame === undefined ? html`` : html`<script src="/console.js" defer></script>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Muster</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/console.css" />
        ${live}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the page</a>
        ${header(frame)}
        <main id="main" ${about}>
          ${frame === undefined ? false : frame.alarms.map((say) => html`<p class="banner alarm"><strong>[!!]</strong> ${say}</p>`)}
          <p id="changed" class="banner" role="status" hidden>Something changed. <a href="">Load it</a></p>
          ${body}
        </main>
      </body>
    </html> `.markup;
}

function header(frame: Frame | undefined): Html {
  if (frame === undefined) return html`<header><span class="brand">Muster</span></header>`;
  return html`<header>
    <nav aria-label="Muster">
      <a class="brand" href="/">Muster</a> <a href="/">Incidents</a> <a href="/phones">Phones</a>
    </nav>
    <form method="post" action="/sign-out">
      <span>${frame.name}, ${frame.company}</span> <input type="hidden" name="form" value="${frame.formToken}" /><button
        class="quiet"
      >
        Sign out
      </button>
    </form>
  </header>`;
}

/** A page that only says something, to whoever it may be. */
export const plainPage = (title: string, sentences: readonly string[]) =>
  page({
    title,
    body: html`<h1>${title}</h1>
      ${sentences.map((say) => html`<p>${say}</p>`)}`,
  });
