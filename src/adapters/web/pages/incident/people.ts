import { nameOf, roleName } from '../../../../core/book.ts';
import type { Reading } from '../../../../core/incident/cards.ts';
import type { NextAction } from '../../../../core/incident/next.ts';
import { nextActions } from '../../../../core/incident/next.ts';
import { STANDING_WORDS, standingOf } from '../../../../core/incident/standing.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { due } from '../moment.ts';

/** Every role: who holds it, whether they have shown up, and their one next thing. Who has nothing to do is behind a fold. */
export function peoplePanel(incident: Incident, reading: Reading): Html {
  const actions = nextActions(incident);
  const { gaps } = incident.roles;
  if (actions.length === 0 && gaps.length === 0) return html``;
  const [busy, idle] = [actions.filter(isBusy), actions.filter((action) => !isBusy(action))];
  return html`<section class="panel" id="people">
    <h2>Who does what next</h2>
    <dl class="people">
      ${busy.map((action) => personRow(incident, action, reading))}
      ${gaps.map(
        (role) =>
          html`<dt><span dir="auto">${roleName(role)}</span> <span class="tag alarm">NOBODY</span></dt>
            <dd>Give it to somebody: <code>role ${role} @name</code></dd>`,
      )}
    </dl>
    ${
      idle.length === 0
        ? false
        : html`<details id="idle">
            <summary>${idle.length} with nothing to do now</summary>
            <dl class="people">${idle.map((action) => personRow(incident, action, reading))}</dl>
          </details>`
    }
  </section>`;
}

const isBusy = ({ words, person }: NextAction) => words !== '' || person === null;

function personRow(incident: Incident, action: NextAction, reading: Reading): Html {
  const { role, person, text, by } = action;
  const standing = person === null ? undefined : standingOf(incident, person);
  return html`<dt>
      <span dir="auto">${roleName(role)}</span>
      ${person === null ? false : html`<span class="faint" dir="auto">${nameOf(incident.book, person)}</span>`}
      ${standing === undefined || standing === 'here' ? false : html`<span class="tag ${standing === 'asked' ? 'warn' : ''}">${STANDING_WORDS[standing]}</span>`}
    </dt>
    <dd>
      <span dir="auto">${text}</span>
      ${by === null ? false : html`<span class="faint">by ${due(by, reading)}</span>`}
    </dd>`;
}
