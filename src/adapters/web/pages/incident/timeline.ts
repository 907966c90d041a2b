import type { Reading } from '../../../../core/incident/cards.ts';
import type { IncidentEvent } from '../../../../core/incident/events.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import type { Kind, TimelineEntry } from '../../../../core/timeline/entry.ts';
import { ofKinds, timeline, withoutDetails } from '../../../../core/timeline/timeline.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { moment } from '../moment.ts';

const MOST_ENTRIES = 500;

/** What the timeline can be narrowed to; the name stands in the address. */
export const FILTERS = {
  all: ['What happened', undefined],
  said: ['Notes and decisions', ['note', 'decision', 'message', 'observed']],
  work: ['Steps and work', ['action', 'decision']],
  pages: ['Pages', ['page']],
  clocks: ['Clocks', ['clock']],
  everything: ['Everything', undefined],
} as const satisfies Readonly<Record<string, readonly [string, readonly Kind[] | undefined]>>;
export type Filter = keyof typeof FILTERS;

export const readFilter = (asked: unknown): Filter =>
  typeof asked === 'string' && Object.hasOwn(FILTERS, asked) ? (asked as Filter) : 'all';

type Story = {
  readonly incident: Incident;
  readonly events: readonly IncidentEvent[];
  readonly reading: Reading;
  readonly filter: Filter;
};

/** Newest first: what just happened is what people look for. */
export function timelineList({ incident, events, reading, filter }: Story): Html {
  const [, kinds] = FILTERS[filter];
  const whole = timeline({ book: incident.book, events });
  const all = filter === 'everything' ? whole : of(whole, kinds);
  const entries = all.slice(-MOST_ENTRIES).toReversed();
  const older = all.length - entries.length;
  return html`<section class="panel" id="timeline">
    <h2>Timeline, newest first</h2>
    <p class="filters">
      Show: ${Object.entries(FILTERS).map(([name, [label]]) => filterLink(incident, name, { label, filter }))}
    </p>
    ${entries.length === 0 ? html`<p>Nothing of this kind yet.</p>` : false}
    <ol class="bare timeline">
      ${withIds(entries).map(
        ({ entry, id }, i) =>
          html`<li id="${id}" class="kind-${entry.kind}" ${i === 0 ? html`data-newest="${id}"` : false}>
            <p class="faint">
              ${moment(entry.at, reading)} <span class="tag">${entry.kind}</span> <span dir="auto">${entry.by}</span>
            </p>
            <p class="text" dir="auto">${entry.text}</p>
          </li>`,
      )}
    </ol>
    ${older > 0 ? html`<p>… and ${older} older entries; the postmortem has them all.</p>` : false}
  </section>`;
}

/** An entry keeps its id while newer ones come: the number of its event, and which of that event's entries it is. */
function withIds(entries: readonly TimelineEntry[]) {
  const times = new Map<number, number>();
  return entries.map((entry) => {
    const nth = (times.get(entry.source) ?? 0) + 1;
    times.set(entry.source, nth);
    return { entry, id: `entry-${entry.source}-${nth}` };
  });
}

/** Muster's own plumbing is left out unless everything is asked for. */
const of = (whole: readonly TimelineEntry[], kinds: readonly Kind[] | undefined) =>
  kinds === undefined ? withoutDetails(whole).told : ofKinds(whole, kinds);

function filterLink({ lifecycle }: Incident, name: string, { label, filter }: { label: string; filter: Filter }): Html {
  const to =
    name === 'all' ? `/incidents/${lifecycle.id}#timeline` : `/incidents/${lifecycle.id}?show=${name}#timeline`;
  return name === filter ? html`<strong aria-current="true">${label}</strong> ` : html`<a href="${to}">${label}</a> `;
}
