import type { Book } from '../../../../core/book.ts';
import type { Reading } from '../../../../core/incident/cards.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import type { Handset } from '../../phone-wall/handsets.ts';
import { roleOf } from '../../phone-wall/handsets.ts';
import type { Frame } from '../layout.ts';
import { page } from '../layout.ts';
import { startForm } from '../start-form.ts';
import type { ClockShown } from './clock.ts';
import { clockHtml } from './clock.ts';
import { handsetHtml } from './handset.ts';

export type PhonesParts = {
  readonly frame: Frame;
  readonly book: Book;
  readonly reading: Reading;
  /** On which something arrived, those that are asked first. */
  readonly handsets: readonly Handset[];
  readonly clock: ClockShown;
};

/** The wall of simulated phones. It needs no script: every key is a button of a form. */
export function phonesPage(parts: PhonesParts): string {
  const { frame, handsets } = parts;
  const body = html`<h1>Simulated phones</h1>
    <p class="faint">
      Nobody real is reached: what Muster sends to people stands here, and you answer in their place. Each card is one
      person: choose it by the name, and its keys are 1, 2 and 3 of your keyboard.
    </p>
    ${clockHtml(parts)} ${handsets.length === 0 ? nothingYet(frame) : whoIsAsked(handsets)}
    <noscript>
      <p class="banner quiet">
        Without a script this page changes when you load it again. <a href="/phones">Load it again</a>
      </p>
    </noscript>
    <div class="handsets">${handsets.map((handset) => handsetHtml(handset, parts))}</div>
    ${others(parts)}`;
  return page({ title: 'Simulated phones', body, frame, wide: true, styles: ['phones'], scripts: ['phones'] });
}

function whoIsAsked(handsets: readonly Handset[]): Html {
  const open = handsets.filter((handset) => handset.open > 0);
  if (open.length === 0) return html`<p><strong>[ok]</strong> No message waits for an answer.</p>`;
  return html`<p class="asked">
    <strong>[!] Not answered yet:</strong>
    ${open.map(({ id, name }, i) => html`${i === 0 ? '' : ', '}<a href="#phone_name-${id}">${name}</a>`)}.
  </p>`;
}

const nothingYet = ({ formToken }: Frame): Html =>
  html`<section class="panel">
    <h2>Nothing has arrived yet</h2>
    <p>Start an incident, and the phones of whoever is on call ring here.</p>
    ${startForm({ formToken })}
    <p>Or look at <a href="/">what is open</a>.</p>
  </section>`;

/** Whoever has had no message: a line each, out of the way. */
function others({ book, handsets }: PhonesParts): Html {
  const had = new Set(handsets.map(({ id }) => id));
  const rest = Object.entries(book.plan.people).filter(([id]) => !had.has(id));
  if (rest.length === 0) return html``;
  const many = rest.length === 1 ? '1 person has had no message' : `${rest.length} people have had no message`;
  return html`<details class="others" id="others">
    <summary>${many}</summary>
    <ul>
      ${rest.map(([id, { name }]) => {
        const role = roleOf(book, id);
        return html`<li id="without-${id}">
          <bdi>${name}</bdi>${role === '' ? '' : html` <span class="faint">${role}</span>`}
        </li>`;
      })}
    </ul>
  </details>`;
}
