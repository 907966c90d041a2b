import type { Beats } from '../../../core/alerts/heartbeats.ts';
import { isTroubled } from '../../../core/alerts/heartbeats.ts';
import { opensAs } from '../../../core/alerts/declaration.ts';
import type { Group } from '../../../core/alerts/group.ts';
import { proposalAbout, proposalButtons, proposalOutlook, proposalTitle } from '../../../core/alerts/proposals.ts';
import type { Book } from '../../../core/book.ts';
import type { Reading } from '../../../core/incident/cards.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { FormParts } from './card-html.ts';
import { buttonsHtml } from './card-html.ts';
import { due } from './moment.ts';

type Parts = { readonly book: Book; readonly reading: Reading; readonly forms: FormParts };

const MOST_SHOWN = 20;

/** What alerts propose: each with when it pages, and the two answers. */
export function proposedList(proposals: readonly Group[], { book, reading, forms }: Parts): Html {
  if (proposals.length === 0) return html``;
  const more = proposals.length - MOST_SHOWN;
  return html`<ul class="incidents" id="proposed">
    ${proposals.slice(0, MOST_SHOWN).map((group) => {
      const about = proposalAbout(group, book);
      const becomes = opensAs(group, book);
      return html`<li class="card warn" id="${group.id}">
        <h2>Proposed: <bdi>${proposalTitle(group)}</bdi></h2>
        <p dir="auto">${proposalOutlook(group, reading)}</p>
        ${becomes === '' ? false : html`<p dir="auto">${becomes}</p>`}
        ${about === '' ? false : html`<p dir="auto">About: ${about}</p>`}
        ${group.text === '' ? false : html`<p class="text faint" dir="auto">${group.text}</p>`}
        ${buttonsHtml(proposalButtons(group), forms)}
      </li>`;
    })}
    ${more > 0 ? html`<li>… and ${more} more: <code>alerts</code> shows them.</li>` : false}
  </ul>`;
}

/** What must report again and again, and when it did last. */
export function heartbeatList(beats: readonly Beats[], reading: Reading): Html {
  if (beats.length === 0) return html``;
  return html`<section class="panel" id="heartbeats">
    <h2>Heartbeats</h2>
    <ul>
      ${beats.map((one) => html`<li><bdi>${one.name}</bdi>: ${stateOf(one)} ${lastOf(one, reading)}</li>`)}
    </ul>
  </section>`;
}

function stateOf(one: Beats): Html {
  if (one.heardAt === null) return html`<span class="tag warn">never heard</span>`;
  if (!isTroubled(one)) return html`<span class="tag good">well</span>`;
  return html`<span class="tag alarm">${one.ok ? 'SILENT' : 'FAILED'}</span>`;
}

const lastOf = ({ heardAt }: Beats, reading: Reading): Html =>
  heardAt === null ? html`` : html`<span class="faint">last ${due(heardAt, reading)}</span>`;
