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

type Row = { readonly state: string; readonly cells: readonly (string | number | Html)[] };

/** On a narrow screen each row stands as a block, so that each cell carries its column's name. */
function table(heading: string, head: readonly string[], rows: readonly Row[]): Html {
  if (rows.length === 0) return html``;
  const heads = head.map((name) => html`<th scope="col">${name}</th>`);
  const body = rows.map(({ state, cells }) => {
    const shown = cells.map((cell, i) =>
      cell === '' ? html`<td class="empty"></td>` : html`<td data-label="${head[i] ?? ''}" dir="auto">${cell}</td>`,
    );
    return html`<tr class="state-${state.replaceAll(' ', '-')}">
      ${shown}
    </tr>`;
  });
  return html`<section>
    <h2>${heading}</h2>
    <table>
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </section>`;
}

export function stepsTable(incident: Incident, { at, zone }: Reading): Html {
  const rows = incidentView(incident, at).steps.map((step) => {
    const { number, title, role, owner, state, plannedMinutes, startedAt, doneAt } = step;
    const who = owner === null ? roleName(role) : `${roleName(role)} (${nameOf(incident.book, owner)})`;
    const taken = [startedAt, doneAt].filter((time) => time !== null).map((time) => shortTime(time, zone, at));
    const planned = plannedMinutes === null ? '' : `${plannedMinutes} min`;
    return { state, cells: [number, title, who, state, planned, taken.join(' to ')] };
  });
  return table('Steps', ['Number', 'Step', 'Who', 'State', 'Planned', 'Taken'], rows);
}

export function clocksTable(incident: Incident, { at, zone }: Reading): Html {
  const rows = incidentView(incident, at).clocks.map(({ kind, of, dueAt, state }) => {
    const name = incident.book.plan.functions[of]?.name ?? of;
    const label = kind === 'workaround' ? 'Workaround holds' : kind.toUpperCase();
    const shown = state === 'passed' ? html`<strong>PASSED</strong>` : state;
    return { state, cells: [label, name, byWhen(dueAt, zone, at), shown] };
  });
  return table('Clocks', ['Clock', 'Of', 'Until', 'State'], rows);
}

export function pagesTable({ escalation }: Incident, { at, zone }: Reading): Html {
  const { pages } = escalation;
  const rows = pages
    .toSorted((a, b) => ((a.sentAt ?? a.at) < (b.sentAt ?? b.at) ? 1 : -1))
    .slice(0, MOST_PAGES)
    .map((sent) => {
      const as = sent.level === null ? sent.via : `level ${sent.level + 1}, round ${(sent.round ?? 0) + 1}`;
      const attempt = sent.attempt > 1 ? ` (attempt ${sent.attempt})` : '';
      const state = `${sent.state}${attempt}${sent.reason === null ? '' : `: ${sent.reason}`}`;
      return {
        state: sent.state,
        cells: [sent.name, sent.medium, as, state, shortTime(sent.sentAt ?? sent.at, zone, at)],
      };
    });
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
