import type { PersonId } from '../../../../core/ids.ts';
import type { Reading } from '../../../../core/incident/cards.ts';
import { titleOf } from '../../../../core/incident/cards.ts';
import type { IncidentEvent } from '../../../../core/incident/events.ts';
import { isLive } from '../../../../core/incident/lifecycle.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import { timePictures } from '../../../../core/incident/time-picture.ts';
import { illness } from '../../../../core/incident/unread.ts';
import { shortTime } from '../../../../core/time.ts';
import type { Html } from '../../html.ts';
import { html, trusted } from '../../html.ts';
import type { KeptReply } from '../../replies.ts';
import { actionsFor, whose, withHour } from '../actions.ts';
import type { FormParts } from '../card-html.ts';
import { buttonsHtml, replyHtml, wordsBox } from '../card-html.ts';
import type { Frame } from '../layout.ts';
import { page } from '../layout.ts';
import { alsoPanel, closingPoints } from './also.ts';
import { byHandPanel, incidentStrip, incidentTitle } from './head.ts';
import { pagingPanel } from './paging.ts';
import { peoplePanel } from './people.ts';
import { sidesPanel } from './sides.ts';
import { stepsList } from './steps.ts';
import { timePicture } from './time-picture.ts';
import type { Filter } from './timeline.ts';
import { timelineList } from './timeline.ts';

/** Stands where each reader's own form token goes, in what all readers share. No token and no text can hold it. */
const TOKEN = '\u0001form\u0001';

export type SharedParts = {
  readonly incident: Incident;
  readonly events: readonly IncidentEvent[];
  readonly reading: Reading;
  readonly filter: Filter;
};

/** What is the same for all readers of one zone: made once, however many browsers are open. */
export type Shared = {
  readonly head: string;
  readonly strip: string;
  readonly left: string;
  readonly right: string;
  readonly below: string;
};

export function sharedParts({ incident, events, reading, filter }: SharedParts): Shared {
  const forms: FormParts = { formToken: TOKEN, here: incident.lifecycle.id };
  // What is over stands still: its clocks count to its end, and no further.
  const still = { ...reading, at: incident.lifecycle.closedAt ?? reading.at };
  const pictures = timePictures(incident, still.at);
  const ill = illness(incident);
  return {
    head: html`${ill === undefined ? false : html`<p class="banner alarm"><strong>[!!]</strong> ${ill}</p>`}
    ${incidentTitle(incident)} ${byHandPanel(incident)}`.markup,
    strip: incidentStrip(incident, reading).markup,
    left: html`${closingPoints(incident, forms)} ${stepsList(incident, { reading, forms })}`.markup,
    right: html`${
      pictures.length === 0
        ? false
        : html`<section class="panel" id="clocks">
            <h2>Time</h2>
            ${pictures.map((picture) => timePicture(picture, still))}
          </section>`
    }
    ${sidesPanel(incident, { reading, forms })} ${peoplePanel(incident, reading)} ${pagingPanel(incident, reading)}`
      .markup,
    below: timelineList({ incident, events, reading, filter }).markup,
  };
}

export type IncidentParts = {
  readonly frame: Frame;
  readonly person: PersonId;
  readonly reading: Reading;
  readonly incident: Incident;
  readonly shared: Shared;
  readonly reply: KeptReply | undefined;
};

/** One incident: what to do next first, then the situation, then everything else. */
export function incidentPage({ frame, person, reading, incident, shared, reply }: IncidentParts): string {
  const { id } = incident.lifecycle;
  const forms: FormParts = { formToken: frame.formToken, here: id };
  const own = (part: string) => trusted(part.replaceAll(TOKEN, frame.formToken));
  const body = html`${own(shared.head)}
    ${replyHtml(reply, forms, { back: `/incidents/${id}`, title: titleOf(incident) })}
    ${nextCards(incident, person, { reading, forms })} ${own(shared.strip)} ${JUMPS}
    <div class="columns">
      <div>
        ${wordsBox(`Words about ${id}`, { hint: 'note the carrier has been called', said: reply }, forms)}
        ${alsoPanel(incident, person, forms)} ${afterwards(incident)} ${own(shared.left)}
      </div>
      <div>${own(shared.right)}</div>
    </div>
    ${own(shared.below)}
    <p class="asof">As of ${shortTime(reading.at, reading.zone, reading.at)}.</p>`;
  const title = titleOf(incident);
  return page({ title, body, frame, incident: id, styles: ['incident'], scripts: ['words'], wide: true });
}

/** On a narrow screen everything stands one below the other: these lead there. */
const JUMPS = html`<nav class="jumps" aria-label="On this page">
  <a href="#steps">Steps</a> <a href="#clocks">Time</a> <a href="#sides">Situation</a> <a href="#people">People</a>
  <a href="#paging">Pages</a> <a href="#timeline">Timeline</a>
</nav>`;

type Around = { readonly reading: Reading; readonly forms: FormParts };

const nextCards = (incident: Incident, person: PersonId, { reading, forms }: Around): Html =>
  html`<div id="next">
    ${actionsFor(incident, person).map(
      (action) =>
        html`<section class="card next">
          <h2>Next for ${whose(incident, action, person)}</h2>
          <p class="text what" dir="auto">${withHour(action, reading)}</p>
          ${buttonsHtml(action.buttons, forms)}
        </section>`,
    )}
  </div>`;

function afterwards(incident: Incident): Html {
  const { lifecycle, aftermath } = incident;
  const { id } = lifecycle;
  if (aftermath.file !== null)
    return html`<p><a class="button" href="/incidents/${id}/postmortem">Postmortem of ${id}</a></p>`;
  return isLive(incident) ? html`` : html`<p>The postmortem of ${id} is being written; it appears here.</p>`;
}
