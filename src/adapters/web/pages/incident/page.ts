import type { Card } from '../../../core/card.ts';
import type { PersonId } from '../../../core/ids.ts';
import { situation, titleOf } from '../../../core/incident/cards.ts';
import type { Reading } from '../../../core/incident/cards.ts';
import type { IncidentEvent } from '../../../core/incident/events.ts';
import type { Incident } from '../../../core/incident/state.ts';
import { shortTime } from '../../../core/time.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { actionsFor, whose, withHour } from './actions.ts';
import type { FormParts } from './card-html.ts';
import { blocksHtml, buttonsHtml, cardHtml, wordsBox } from './card-html.ts';
import { clocksTable, pagesTable, stepsTable, timelineList } from './incident-tables.ts';
import type { Frame } from './layout.ts';
import { page } from './layout.ts';

export type IncidentParts = {
  readonly frame: Frame;
  readonly person: PersonId;
  readonly reading: Reading;
  readonly incident: Incident;
  readonly events: readonly IncidentEvent[];
  readonly reply: Card | undefined;
};

/** One incident: what to do next first, then the situation, then everything else. */
export function incidentPage({ frame, person, reading, incident, events, reply }: IncidentParts): string {
  const { id, private: isPrivate } = incident.lifecycle;
  const forms: FormParts = { formToken: frame.formToken, here: id };
  const shown = situation(incident, reading);
  const body = html`<h1 class="${shown.tone}"><bdi>${titleOf(incident)}</bdi></h1>
    ${isPrivate ? html`<p class="banner">Private: only people who have a part in it can see it.</p>` : false}
    ${nextCards(incident, person, { reading, forms })} ${reply === undefined ? false : cardHtml(reply, forms)}
    ${wordsBox(`Words about ${id}`, 'note the carrier has been called', forms)}
    <section class="card ${shown.tone}">
      <h2>Situation</h2>
      ${blocksHtml(shown.blocks, forms)}
    </section>
    ${postmortemLink(incident)} ${stepsTable(incident, reading)} ${clocksTable(incident, reading)}
    ${pagesTable(incident, reading)} ${timelineList({ incident, events, reading })}
    <p class="asof">As of ${shortTime(reading.at, reading.zone, reading.at)}.</p>`;
  return page({ title: titleOf(incident), body, frame, incident: id });
}

type Around = { readonly reading: Reading; readonly forms: FormParts };

const nextCards = (incident: Incident, person: PersonId, { reading, forms }: Around): Html =>
  html`${actionsFor(incident, person).map(
    (action) =>
      html`<section class="card next">
        <h2>Next for ${whose(incident, action, person)}</h2>
        <p class="text" dir="auto">${withHour(action, reading)}</p>
        ${buttonsHtml(action.buttons, forms)}
      </section>`,
  )}`;

const postmortemLink = ({ lifecycle, aftermath }: Incident): Html =>
  aftermath.file === null
    ? html``
    : html`<p>
        <a href="/incidents/${lifecycle.id}/postmortem">Postmortem of ${lifecycle.id}</a>, revision ${aftermath.written}
      </p>`;
