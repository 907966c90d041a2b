import { nameOf, roleName } from '../../../core/book.ts';
import type { Reading } from '../../../core/incident/cards.ts';
import type { IncidentEvent } from '../../../core/incident/events.ts';
import type { Incident } from '../../../core/incident/state.ts';
import { incidentView } from '../../../core/incident/view.ts';
import { byWhen, shortTime } from '../../../core/time.ts';
import { timeline } from '../../../core/timeline/timeline.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';

const MOST_PAGES = 100;
const MOST_ENTRIES = 500;

const table = (heading: string, head: readonly string[], rows: readonly Html[]): Html =>
  rows.length === 0
    ? html``
    : html`<section>
        <h2>${heading}</h2>
        <div class="wide">
          <table>
            <thead>
              <tr>
                ${head.map((name) => html`<th scope="col">${name}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${rows}
            </tbody>
          </table>
        </div>
      </section>`;

export function stepsTable(incident: Incident, { at, zone }: Reading): Html {
  const rows = incidentView(incident, at).steps.map(
    ({ number, title, role, owner, state, plannedMinutes, startedAt, doneAt }) => {
      const who = owner === null ? roleName(role) : `${roleName(role)} (${nameOf(incident.book, owner)})`;
      const times = [startedAt, doneAt].filter((time) => time !== null).map((time) => shortTime(time, zone, at));
      return html`<tr class="state-${state.replaceAll(' ', '-')}">
        <td>${number}</td>
        <td dir="auto">${title}</td>
        <td>${who}</td>
        <td>${state}</td>
        <td>${plannedMinutes === null ? '' : `${plannedMinutes} min`}</td>
        <td>${times.join(' to ')}</td>
      </tr>`;
    },
  );
  return table('Steps', ['', 'Step', 'Who', 'State', 'Planned', 'Taken'], rows);
}

export function clocksTable(incident: Incident, { at, zone }: Reading): Html {
  const rows = incidentView(incident, at).clocks.map(({ kind, of, dueAt, state }) => {
    const name = incident.book.plan.functions[of]?.name ?? of;
    const label = kind === 'workaround' ? 'Workaround holds' : kind.toUpperCase();
    return html`<tr class="state-${state}">
      <td>${label}</td>
      <td>${name}</td>
      <td>${byWhen(dueAt, zone, at)}</td>
      <td>${state === 'passed' ? html`<strong>PASSED</strong>` : state}</td>
    </tr>`;
  });
  return table('Clocks', ['Clock', 'Of', 'Until', 'State'], rows);
}

export function pagesTable({ escalation }: Incident, { at, zone }: Reading): Html {
  const { pages } = escalation;
  const rows = pages
    .slice(-MOST_PAGES)
    .toReversed()
    .map(
      (sent) =>
        html`<tr class="state-${sent.state.replaceAll(' ', '-')}">
          <td>${sent.name}</td>
          <td>${sent.medium}</td>
          <td>${sent.level === null ? sent.via : `level ${sent.level + 1}, round ${(sent.round ?? 0) + 1}`}</td>
          <td>
            ${sent.state}${sent.reason === null ? '' : `: ${sent.reason}`}${sent.attempt > 1 ? ` (attempt ${sent.attempt})` : ''}
          </td>
          <td>${shortTime(sent.sentAt ?? sent.at, zone, at)}</td>
        </tr>`,
    );
  const heading = pages.length > MOST_PAGES ? `The last ${MOST_PAGES} of ${pages.length} pages` : 'Pages';
  return table(heading, ['Who', 'Medium', 'As', 'State', 'At'], rows);
}

type Story = { readonly incident: Incident; readonly events: readonly IncidentEvent[]; readonly reading: Reading };

/** Newest first: what just happened is what people look for. */
export function timelineList({ incident, events, reading: { at, zone } }: Story): Html {
  const all = timeline({ book: incident.book, events });
  const entries = all.slice(-MOST_ENTRIES).toReversed();
  const older = all.length - entries.length;
  return html`<section>
    <h2>Timeline, newest first</h2>
    <ol class="timeline">
      ${entries.map(
        (entry) =>
          html`<li class="kind-${entry.kind}">
            <time datetime="${entry.at}">${shortTime(entry.at, zone, at)}</time> <span class="kind">${entry.kind}</span>
            <span class="by">${entry.by}</span> <span class="said" dir="auto">${entry.text}</span>
          </li>`,
      )}
    </ol>
    ${older > 0 ? html`<p>… and ${older} older entries.</p>` : false}
  </section>`;
}
