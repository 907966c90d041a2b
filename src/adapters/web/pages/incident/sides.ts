import { nameOf } from '../../../../core/book.ts';
import { NOBODY_SAID } from '../../../../core/incident/sides-block.ts';
import type { Reading } from '../../../../core/incident/cards.ts';
import type { Side } from '../../../../core/incident/situation.ts';
import { SIDE_NAMES, sidesOf } from '../../../../core/incident/situation.ts';
import type { Incident } from '../../../../core/incident/state.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import type { FormParts } from '../card-html.ts';
import { buttonsHtml } from '../card-html.ts';
import { due, moment } from '../moment.ts';

type Around = { readonly reading: Reading; readonly forms: FormParts };

/** *Systems / Staff / Customers / Leadership*: state, owner and next time of each; never blank (R07). */
export const sidesPanel = (incident: Incident, around: Around): Html =>
  html`<section class="panel" id="sides">
    <h2>Situation</h2>
    <dl class="sides">${sidesOf(incident).map((side) => sideRow(incident, side, around))}</dl>
  </section>`;

function sideRow({ situation, book, lifecycle }: Incident, side: Side, { reading, forms }: Around): Html {
  const said = situation[side];
  const isOpen = lifecycle.phase === 'open';
  const say = isOpen
    ? buttonsHtml(
        [{ label: `Say how it stands: ${SIDE_NAMES[side].toLowerCase()}`, words: `situation ${lifecycle.id} ${side}` }],
        forms,
      )
    : html``;
  if (said === undefined)
    return html`<dt>${SIDE_NAMES[side]}</dt>
      <dd><strong>${NOBODY_SAID.toLowerCase()}</strong>${say}</dd>`;
  const owner = said.owner === null ? 'nobody by name' : nameOf(book, said.owner);
  const again =
    said.againAt === null
      ? html`nobody said when again`
      : said.againAt < reading.at && isOpen
        ? html`<span class="tag alarm">WAS DUE AGAIN</span> ${due(said.againAt, reading)}`
        : html`again ${due(said.againAt, reading)}`;
  return html`<dt>${SIDE_NAMES[side]}</dt>
    <dd>
      <span class="text" dir="auto">${said.text}</span>
      <p class="faint">${owner}, ${moment(said.at, reading)}; ${again}</p>
      ${say}
    </dd>`;
}
