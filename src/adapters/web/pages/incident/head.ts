import { nameOf } from '../../../../core/book.ts';
import type { Reading } from '../../../../core/incident/cards.ts';
import { byHand } from '../../../../core/incident/by-hand.ts';
import { hitText, titleOf, toneOf, whoHasIt } from '../../../../core/incident/cards.ts';
import { nextRto } from '../../../../core/incident/clocks.ts';
import { clockStart } from '../../../../core/incident/lifecycle.ts';
import { COMMANDER } from '../../../../core/incident/roles.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import { nextUpdateAt } from '../../../../core/incident/updates.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { inWords, msBetween } from '../../../../core/time.ts';
import { timePictures } from '../../../../core/incident/time-picture.ts';
import { due, moment } from '../moment.ts';

export const incidentTitle = (incident: Incident): Html =>
  html`<h1 class="${toneOf(incident)}" id="title">
      <span class="tag ${incident.lifecycle.phase === 'open' ? 'warn' : 'good'}">${incident.lifecycle.phase}</span>
      <bdi>${titleOf(incident)}</bdi>
    </h1>
    ${incident.lifecycle.private ? html`<p class="banner">Private: only people who have a part in it can see it.</p>` : false}`;

/** What everybody asks first: who has it, how long there is left, when the next word comes. */
export function incidentStrip(incident: Incident, reading: Reading): Html {
  const { lifecycle, roles, book } = incident;
  const commander = roles.holders[COMMANDER];
  const update = nextUpdateAt(incident);
  return html`<dl class="strip" id="strip">
    <div class="${toneOf(incident)}">
      <dt>Who has it</dt>
      <dd dir="auto">${whoHasIt(incident, reading)}</dd>
    </div>
    <div>
      <dt>In charge</dt>
      <dd dir="auto">${commander === undefined ? 'nobody yet' : nameOf(book, commander)}</dd>
    </div>
    <div>
      <dt>${lifecycle.phase === 'open' ? 'What is down' : 'What was down'}</dt>
      <dd dir="auto">${hitText(incident)}</dd>
    </div>
    <div>
      <dt>Began</dt>
      <dd>${due(clockStart(lifecycle), reading)}</dd>
    </div>
    ${nextLimit(incident, reading)} ${willBeLate(incident, reading)}
    ${
      update === undefined
        ? false
        : html`<div>
            <dt>Next update</dt>
            <dd>${due(update, reading)}</dd>
          </div>`
    }
  </dl>`;
}

/** Whom to call when no page leaves or nobody has answered; a press on a number calls it, on a phone. */
export function byHandPanel(incident: Incident): Html {
  const found = byHand(incident);
  if (found === undefined) return html``;
  return html`<section class="banner alarm" id="by-hand" role="alert">
    <p><strong>[!!]</strong> ${found.heading}</p>
    <ol>
      ${found.lines.map((line) => html`<li dir="auto">${withCalls(line)}</li>`)}
    </ol>
  </section>`;
}

const NUMBER = /(\+\d[\d\s().-]{6,}\d)/;

function withCalls(line: string): readonly Html[] {
  return line
    .split(NUMBER)
    .map((part) =>
      NUMBER.test(part) ? html`<a href="tel:${part.replaceAll(/[^+\d]/g, '')}">${part}</a>` : html`${part}`,
    );
}

/** The RTO that comes first, or has passed, of what is not back yet. */
function nextLimit(incident: Incident, reading: Reading): Html {
  const first = nextRto(incident);
  if (first === undefined) return html``;
  const late = first.dueAt < reading.at;
  return html`<div class="${late ? 'alarm' : ''}">
    <dt>Back by (RTO)</dt>
    <dd>${late ? html`<strong>PASSED</strong> ` : false}${due(first.dueAt, reading)}</dd>
  </div>`;
}

/** Said before it happens: by the planned times of the open steps alone, the target will be missed. */
function willBeLate(incident: Incident, reading: Reading): Html {
  const late = timePictures(incident, reading.at)
    .flatMap(({ rto, plannedBack }) => (rto === null || plannedBack === null ? [] : [{ rto, plannedBack }]))
    .filter(({ rto, plannedBack }) => plannedBack > rto && rto > reading.at)
    .toSorted((a, b) => (a.rto < b.rto ? -1 : 1))[0];
  if (late === undefined) return html``;
  return html`<div class="alarm">
    <dt>As planned</dt>
    <dd>
      <strong>${inWords(msBetween(late.rto, late.plannedBack))} TOO LATE:</strong> the open steps are planned until
      ${moment(late.plannedBack, reading)}
    </dd>
  </div>`;
}
