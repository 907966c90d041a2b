import type { PublicStatus, PublicThread } from '../../../core/incident/public-status.ts';
import { HISTORY_DAYS } from '../../../core/incident/public-status.ts';
import type { Instant } from '../../../core/time.ts';
import { dayAndTime } from '../../../core/time.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';

/** For everybody, without signing in: what approved words say, and nothing of Muster around them. The same text every time. */
export const statusPage = ({ title, open, past }: PublicStatus, zone: string): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/console.css" />
        <link rel="stylesheet" href="/status.css" />
        <link rel="alternate" type="application/json" href="/status.json" />
      </head>
      <body>
        <main id="main" class="status">
          <h1><bdi>${title}</bdi></h1>
          ${open.length === 0 ? nothingOpen(past.length) : noticesOpen(open.length)}
          ${open.map((thread) => threadHtml(thread, zone, html`<h2>${nameOf(thread)}</h2>`))}
          ${
            past.length === 0
              ? false
              : html`<h2 class="earlier">Earlier, in the last ${HISTORY_DAYS} days</h2>
                  ${past.map((thread) => threadHtml(thread, zone, html`<h3>${nameOf(thread)}</h3>`))}`
          }
        </main>
      </body>
    </html> `.markup;

/** Muster knows what was published, and not how things are: silence here is no assurance, so there is no green sign. */
const nothingOpen = (past: number): Html =>
  html`<p class="card state">
    ${past === 0 ? `Nothing has been published in the last ${HISTORY_DAYS} days.` : 'No notice is open. The latest is below.'}
  </p>`;

const noticesOpen = (open: number): Html =>
  html`<p class="card warn state">
    <strong>[!]</strong> ${open === 1 ? 'Something is' : 'Some things are'} not as usual.
  </p>`;

const nameOf = ({ audience, nextAt, isOver }: PublicThread) =>
  `For ${audience.replaceAll(/[-_]/g, ' ')}${isOver ? ': over' : nextAt === null ? ': no further update is planned' : ''}`;

const threadHtml = ({ nextAt, updates }: PublicThread, zone: string, heading: Html): Html =>
  html`<article class="card ${nextAt === null ? '' : 'warn'}">
    ${heading}
    ${nextAt === null ? false : html`<p class="next">Next update by ${time(nextAt, zone)}, even if there is no news.</p>`}
    <ol class="updates">
      ${updates.map(
        ({ at, text }) =>
          html`<li>
            <p class="at">${time(at, zone)}</p>
            <p class="text" dir="auto">${text}</p>
          </li>`,
      )}
    </ol>
  </article>`;

const time = (at: Instant, zone: string): Html => html`<time datetime="${at}">${dayAndTime(at, zone)}</time>`;
