import type { Card } from '../../../core/card.ts';
import { titleOf, toneOf, whoHasIt } from '../../../core/incident/cards.ts';
import type { Reading } from '../../../core/incident/cards.ts';
import { isLive } from '../../../core/incident/lifecycle.ts';
import type { Incident } from '../../../core/incident/state.ts';
import type { PersonId } from '../../../core/ids.ts';
import { fromNow, shortTime } from '../../../core/time.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { actionsFor, whose, withHour } from './actions.ts';
import { buttonsHtml, cardHtml, hidden, wordsBox } from './card-html.ts';
import type { Frame } from './layout.ts';
import { page } from './layout.ts';

const MOST_OPEN = 100;
const MOST_OVER = 10;

export type HomeParts = {
  readonly frame: Frame;
  readonly person: PersonId;
  readonly reading: Reading;
  /** Those that this person may know of, newest first. */
  readonly incidents: readonly Incident[];
  readonly missing: readonly string[];
  readonly reply: Card | undefined;
};

/** The list of what is open, and the box for words. */
export function homePage(parts: HomeParts): string {
  const { frame, reading, incidents, missing, reply } = parts;
  const forms = { formToken: frame.formToken };
  const live = incidents.filter(isLive);
  const over = incidents.filter((one) => !isLive(one)).slice(0, MOST_OVER);
  const more = live.length - MOST_OPEN;
  const body = html`<h1>${live.length === 0 ? 'Nothing is open' : `${live.length} open`}</h1>
    ${missing.length === 0 ? false : html`<p class="banner">${missing.join(' ')}</p>`}
    ${reply === undefined ? false : cardHtml(reply, forms)}
    <ul class="incidents">
      ${live.slice(0, MOST_OPEN).map((one) => item(one, parts))}
    </ul>
    ${more > 0 ? html`<p>… and ${more} more.</p>` : false}
    <form method="post" action="/say" class="words start">
      ${hidden(forms)}<input type="hidden" name="words" value="start" />
      <label for="start">What is wrong? A few words are enough.</label>
      <div>
        <input
          id="start"
          name="field"
          autocomplete="off"
          maxlength="300"
          required
          placeholder="phones send callers in a loop"
        /><button>Start an incident</button>
      </div>
    </form>
    ${wordsBox('Or any words', 'help', forms)}
    ${
      over.length === 0
        ? false
        : html`<h2>The last that are over</h2>
            <ul class="incidents">
              ${over.map((one) => overItem(one, reading))}
            </ul>`
    }
    <p class="asof">As of ${shortTime(reading.at, reading.zone, reading.at)}.</p>`;
  return page({ title: 'Incidents', body, frame });
}

function item(incident: Incident, { person, reading, frame }: HomeParts): Html {
  const { id, phase } = incident.lifecycle;
  const forms = { formToken: frame.formToken, here: id };
  return html`<li class="card ${toneOf(incident)}">
    <a href="/incidents/${id}"><bdi>${titleOf(incident)}</bdi></a>
    <p>State: ${phase}. ${whoHasIt(incident, reading)}</p>
    ${actionsFor(incident, person).map(
      (action) =>
        html`<p>Next for ${whose(incident, action, person)}: ${withHour(action, reading)}</p>
          ${buttonsHtml(action.buttons, forms)}`,
    )}
  </li>`;
}

function overItem(incident: Incident, { at, zone }: Reading): Html {
  const { id, phase, closedAt } = incident.lifecycle;
  const when = closedAt === null ? '' : ` ${shortTime(closedAt, zone, at)} (${fromNow(closedAt, at)})`;
  return html`<li>
    <a href="/incidents/${id}"><bdi>${titleOf(incident)}</bdi></a> ${phase}${when}
  </li>`;
}
