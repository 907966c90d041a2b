import type { PersonId } from '../../../core/ids.ts';
import { hitText, titleOf, toneOf, whoHasIt } from '../../../core/incident/cards.ts';
import type { Reading } from '../../../core/incident/cards.ts';
import { nextRto } from '../../../core/incident/clocks.ts';
import type { Incident } from '../../../core/incident/state.ts';
import { nextUpdateAt } from '../../../core/incident/updates.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { actionsFor, whose, withHour } from './actions.ts';
import { buttonsHtml } from './card-html.ts';
import type { Frame } from './layout.ts';
import { due } from './moment.ts';

type Around = { readonly person: PersonId; readonly reading: Reading; readonly frame: Frame };

/** One that is open: what is hit, who has it, how long there is, and what whoever looks does next. */
export function openItem(incident: Incident, { person, reading, frame }: Around): Html {
  const { id, phase } = incident.lifecycle;
  const forms = { formToken: frame.formToken, here: id };
  const update = nextUpdateAt(incident);
  return html`<li class="card ${toneOf(incident)}" id="${id}">
    <h2>
      <a href="/incidents/${id}"><bdi>${titleOf(incident)}</bdi></a>
    </h2>
    <dl>
      <dt>${phase === 'open' ? 'What is down' : 'What was down'}</dt>
      <dd dir="auto">${hitText(incident)}</dd>
      <dt>State</dt>
      <dd dir="auto">
        <span class="tag ${phase === 'open' ? 'warn' : 'good'}">${phase}</span> ${whoHasIt(incident, reading)}
      </dd>
      ${limit(incident, reading)}
      ${
        update === undefined
          ? false
          : html`<dt>Next update</dt>
              <dd>${due(update, reading)}</dd>`
      }
    </dl>
    ${actionsFor(incident, person).map(
      (action) =>
        html`<p class="do">
            <strong>Next for ${whose(incident, action, person)}:</strong>
            <span dir="auto">${withHour(action, reading)}</span>
          </p>
          ${buttonsHtml(action.buttons, forms)}`,
    )}
  </li>`;
}

/** The first RTO of what is not back yet. */
function limit(incident: Incident, reading: Reading): Html {
  const first = nextRto(incident);
  if (first === undefined) return html``;
  const late = first.dueAt < reading.at;
  return html`<dt>Back by (RTO)</dt>
    <dd>${late ? html`<span class="tag alarm">PASSED</span> ` : false}${due(first.dueAt, reading)}</dd>`;
}

export function overItem(incident: Incident, reading: Reading): Html {
  const { id, phase, closedAt } = incident.lifecycle;
  return html`<li id="${id}">
    <a href="/incidents/${id}"><bdi>${titleOf(incident)}</bdi></a>
    <span class="faint">${phase}${closedAt === null ? false : html` ${due(closedAt, reading)}`}</span>
    ${incident.aftermath.file === null ? false : html`<a href="/incidents/${id}/postmortem">Postmortem</a>`}
  </li>`;
}
