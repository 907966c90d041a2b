import type { Audience, Obligation } from '../../../core/plan/schema.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Made } from './pieces.ts';
import { box, callables, callablesHtml, capital, factsHtml, line, nameIn, phonesHtml, row, spaced } from './pieces.ts';

/** Who is told, by whom, with whose yes; and texts to fill in. */
export const audiences = (made: Made): Html => {
  const { comms } = made.plan;
  return html`<section id="audiences">
    <h2>Who is told, and the words</h2>
    ${
      comms.never_say.length === 0
        ? false
        : html`<p>
            <strong>Never say, before it is approved:</strong> ${row(comms.never_say.map((words) => `“${words}”`))}
          </p>`
    }
    ${Object.entries(comms.audiences).map(([id, audience]) => audienceHtml(id, audience, made))}
    <h3>Texts to fill in</h3>
    ${Object.entries(comms.templates).map(
      ([id, text]) =>
        html`<div class="card">
          <h4>${capital(spaced(id))}</h4>
          <p class="template">${blanks(text)}</p>
        </div>`,
    )}
  </section>`;
};

const audienceHtml = (id: string, { owner, approver, channels, first_within: first, every }: Audience, made: Made) =>
  html`<div class="card">
    <h3>${capital(spaced(id))}</h3>
    ${factsHtml([
      ['Speaks', callablesHtml(callables(made, owner), phonesHtml)],
      [
        'Says yes first',
        approver === 'none' ? 'nobody: whoever speaks decides' : callablesHtml(callables(made, approver), phonesHtml),
      ],
      ['By', row(channels.map(({ channel, to }) => `${channel}: ${to}`))],
      ['First word', first === 'none' ? undefined : `within ${first}`],
      ['Then', every === undefined ? undefined : `every ${every}, even if nothing is new`],
    ])}
    <p>${box} ${line('Told at')} ${line('Next at')} ${line('Told at')} ${line('Next at')}</p>
  </div>`;

/** `{{since_local}}` becomes a blank with its name under it. */
const blanks = (text: string): readonly Html[] =>
  text
    .split(/\{\{(\w+)\}\}/)
    .map((part, i) => (i % 2 === 0 ? html`${part}` : html`<span class="gap">(${spaced(part)})</span>`));

/** What law and contract may ask for. People decide; nothing here is legal advice. */
export const obligations = (made: Made): Html =>
  Object.keys(made.plan.obligations).length === 0
    ? html``
    : html`<section id="obligations">
        <h2>Notices by law and contract</h2>
        <p>
          Not legal advice. Somebody decides whether each applies; write down the hour and the reason, also of a no.
        </p>
        ${Object.entries(made.plan.obligations).map(([id, it]) => obligationHtml(id, it, made))}
      </section>`;

const obligationHtml = (id: string, it: Obligation, made: Made): Html =>
  html`<div class="card">
    <h3>${capital(spaced(id))}</h3>
    ${factsHtml([
      ['To', it.to === undefined ? undefined : nameIn(made.plan, it.to)],
      ['When', it.applies_when],
      ['Within', it.within === undefined ? undefined : `${spaced(it.within)} from “${it.starts ?? 'the start'}”`],
      ['By contract', it.contract_within === undefined ? undefined : spaced(it.contract_within)],
      ['How', it.by],
      ['Source', row([it.law, it.source, it.use].filter((one) => one !== undefined))],
      ['Decides', callablesHtml(callables(made, it.decides), phonesHtml)],
    ])}
    <p>${box} applies ${box} does not ${line('Counted from')} ${line('Why')} ${line('Decided by')}</p>
  </div>`;
