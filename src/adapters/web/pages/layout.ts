import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { paceNote } from './pace.ts';

/** What every page of somebody who is signed in shows around its own part. */
export type Frame = {
  /** The name of whoever is signed in. */
  readonly name: string;
  readonly company: string;
  readonly formToken: string;
  /** What a person must know on every page: a refused plan, Muster's own illness. */
  readonly alarms: readonly string[];
  /** Only where phones are simulated is there a wall of them. */
  readonly hasPhoneWall: boolean;
  /** The clock of the incidents as the server sees it now, and how fast it runs; the page counts on from it. */
  readonly clock: { readonly now: string; readonly speed: number };
};

type Page = {
  readonly title: string;
  readonly body: Html;
  readonly frame?: Frame;
  /** The incident that the page is about; changes elsewhere do not concern it. */
  readonly incident?: string;
  /** Files of `assets/` that only this page needs, without their ending: `plan` is `plan.css`. */
  readonly styles?: readonly string[];
  /** The same for scripts: `words` is `words.js`. */
  readonly scripts?: readonly string[];
  /** Uses the whole width of a wide screen. */
  readonly wide?: boolean;
  /** Says when the page's part changed last: a page that changes by itself only when it is loaded is `still`. */
  readonly still?: boolean;
};

const PLACES = [
  ['/', 'Incidents'],
  ['/plan', 'Plan'],
  ['/near-misses', 'Near misses'],
  ['/pack', 'Pack'],
  ['/phones', 'Phones'],
] as const;

/** What a phone needs to put Muster on its home screen, where it can ring. */
const APP = html`<link rel="manifest" href="/muster.webmanifest" />
  <link rel="apple-touch-icon" href="/app-icon-180.png" />`;

/** A whole page. It needs no script; the one there brings the page up to date when something changed. */
export function page({ title, body, frame, incident, styles = [], scripts = [], wide, still }: Page): string {
  const about = incident === undefined ? html`` : html` data-incident="${incident}"`;
  const live = frame === undefined || still === true ? [] : ['console'];
  const clock = frame === undefined ? html`` : html` data-now="${frame.clock.now}" data-speed="${frame.clock.speed}"`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Muster</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        ${frame === undefined ? false : APP}
        ${['console', ...styles].map((name) => html`<link rel="stylesheet" href="/${name}.css" />`)}
        ${[...live, ...scripts].map((name) => html`<script type="module" src="/${name}.js"></script>`)}
      </head>
      <body class="${wide === true ? 'wide' : ''}">
        <a class="skip" href="#main">Skip to the page</a>
        ${header(frame)}
        <p id="news" class="unseen" role="status" aria-live="polite"></p>
        <main id="main" ${about} ${clock}>
          ${frame === undefined ? false : frame.alarms.map((say) => html`<p class="banner alarm"><strong>[!!]</strong> ${say}</p>`)}
          <p id="out" class="banner alarm" hidden>
            <strong>[!!]</strong> You are signed out. <a href="/sign-in" target="_blank">Sign in in another tab</a>;
            what you have typed stays here until you send it.
          </p>
          <p id="lost" class="banner warn" hidden>
            <strong>[!]</strong> Not connected: this page may be out of date. It tries again by itself.
          </p>
          ${frame === undefined ? false : paceNote(frame.clock.speed)} ${body}
        </main>
      </body>
    </html> `.markup;
}

function header(frame: Frame | undefined): Html {
  if (frame === undefined) return html`<header><span class="brand">Muster</span></header>`;
  const places = PLACES.filter(([to]) => to !== '/phones' || frame.hasPhoneWall);
  return html`<header>
    <nav aria-label="Muster">
      <a class="brand" href="/">Muster</a> ${places.map(([to, name]) => html`<a href="${to}">${name}</a> `)}
    </nav>
    <form method="post" action="/sign-out">
      <a href="/sign-in" class="who">${frame.name}, ${frame.company}</a>
      <input type="hidden" name="form" value="${frame.formToken}" /><button class="quiet">Sign out</button>
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
