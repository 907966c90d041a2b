import type { Book } from '../../../core/book.ts';
import { COMMANDER } from '../../../core/incident/roles.ts';
import type { Plan } from '../../../core/plan/schema.ts';
import { entry } from '../../../core/plan/schema.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { mostUrgentFirst, rtoAt } from './functions.ts';
import type { Made } from './pieces.ts';
import { box, callables, callablesHtml, line, nameIn, phonesHtml, whoHtml } from './pieces.ts';

/** So many functions fit on the sheet; the others follow in their own part. */
const MOST_FUNCTIONS = 5;
const MOST_CALLED = 3;

/** One sheet that is enough to begin with: what to do, whom to call, where to talk, what must go on. */
export function firstMinutes(made: Made, { plan }: Book): Html {
  return html`<section class="sheet" id="first">
    <h2>The first 15 minutes</h2>
    <p class="lead">Muster, chat and mail may be down. This sheet needs a phone and a pen.</p>
    <ol class="tasks">
      <li>${box} <strong>Is anybody in danger?</strong> Call the emergency services first.</li>
      <li>${box} <strong>Write down the time</strong> ${line('It began at')} ${line('What you see')}</li>
      <li>
        ${box} <strong>Call until somebody says “I have it”.</strong> The default list; the others are in “Who is
        called, then who”. ${levels(made)}
      </li>
      <li>${box} <strong>One person leads</strong> and does not repair. ${leader(made)} ${line('Leads now')}</li>
      ${outside(plan)}
      <li>${box} <strong>Keep these going</strong>, most urgent first. ${urgent(made)}</li>
      <li>${box} <strong>Tell staff</strong> what to do, and when they hear again. ${staff(made)}</li>
      ${dataStolen(made)}
      <li>${box} <strong>Take the playbook that fits</strong>, and write on the log sheet at the end.</li>
    </ol>
  </section>`;
}

/** Everybody of the default list, each once, at the first level that calls them. */
function levels(made: Made): Html {
  const policy = entry(made.plan.escalation, 'default');
  const all = (policy?.levels ?? []).flatMap(({ page }, i) =>
    page.flatMap((who) => callables(made, who)).map((callable) => ({ ...callable, level: i + 1 })),
  );
  const first = all.filter(({ name }, i) => all.findIndex((other) => other.name === name) === i);
  return html`<table class="calls">
    <thead>
      <tr>
        <th>Level</th>
        <th>Who</th>
        <th>Number</th>
        <th>Asked at, said</th>
      </tr>
    </thead>
    <tbody>
      ${first.map(
        ({ name, why, ways, level }) =>
          html`<tr>
            <td>${level}</td>
            <td>${whoHtml(name, why)}</td>
            <td>${phonesHtml(ways)}</td>
            <td class="blank"></td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Without a `roles` block whoever has it leads (domain 2.6). */
const leader = (made: Made) =>
  entry(made.plan.roles, COMMANDER) === undefined
    ? html`Whoever says “I have it” first leads.`
    : callablesHtml(callables(made, COMMANDER).slice(0, MOST_CALLED), phonesHtml);

function outside({ incident_bot: { out_of_band: way } }: Plan): Html {
  if (way === undefined) return html``;
  const { bridge, bridge_pin: pin, group } = way;
  return html`<li>
    ${box} <strong>Talk outside our own systems.</strong>
    ${bridge === undefined ? false : html`Phone bridge <span class="number">${bridge}</span>.`}
    ${pin === undefined ? false : html`PIN: ${pin}.`} ${group === undefined ? false : html`${group}.`}
  </li>`;
}

const urgent = (made: Made): Html =>
  html`<ul>
    ${mostUrgentFirst(made)
      .slice(0, MOST_FUNCTIONS)
      .map(
        ([id, it]) =>
          html`<li>
            <a href="#function-${id}"><strong>${it.name}</strong></a
            >, back within
            ${rtoAt(made, it)}${rtoAt(made, it) === it.rto ? '' : ' now in a peak'}${it.workaround === undefined ? '. No workaround is written down.' : html`: ${it.workaround.do}`}
          </li>`,
      )}
  </ul>`;

function staff(made: Made): Html {
  const audience = entry(made.plan.comms.audiences, 'staff');
  const never = made.plan.comms.never_say;
  const owner = audience === undefined ? undefined : callables(made, audience.owner)[0];
  return html`${owner === undefined || owner.ways.length === 0 ? false : callablesHtml([owner], phonesHtml)}
  ${never.length === 0 ? false : html`Never say, before it is approved: ${never.map((words) => `“${words}”`).join(', ')}.`}`;
}

/** Whoever insures the firm wants to be asked before others are brought in. */
function dataStolen(made: Made): Html {
  const insurers = Object.entries(made.plan.vendors).filter(([, { policy }]) => policy !== undefined);
  return html`${insurers.map(
    ([id, { consent_before: before }]) =>
      html`<li>
        ${box} <strong>Could data be stolen, seen or locked?</strong> Unplug the network, keep the power on, delete
        nothing. Then ${nameIn(made.plan, id)}: ${callables(made, id).map(({ ways }) => phonesHtml(ways))}
        ${before.length === 0 ? false : html`Ask them before: ${before.join(', ')}.`}
      </li>`,
  )}`;
}
