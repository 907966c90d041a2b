import { COMMANDER } from '../../../core/incident/roles.ts';
import type { Plan } from '../../../core/plan/schema.ts';
import { entry } from '../../../core/plan/schema.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Made } from './pieces.ts';
import { box, callables, callablesHtml, line, nameIn, phonesHtml } from './pieces.ts';

/** An incident without Muster: by phone, on paper, and into Muster afterwards. */
export const phoneTree = (made: Made): Html =>
  html`<section id="tree">
    <h2>An incident without Muster</h2>
    <ol class="tasks">
      <li>${box} Give it a name and a paper number: ${line('Number, such as P-1')} ${line('In a few words')}</li>
      <li>
        ${box} Call the first level below. Nobody within the time written there: the next level. At the end: begin
        again.
      </li>
      <li>
        ${box} Say:
        <q
          >This is (your name). (What is wrong) since (time). I need you to take it. Do you have it? Then call (the next
          person) and write down when.</q
        >
      </li>
      <li>${box} Whoever says “I have it” leads until the ${leaderName(made.plan)} takes over by saying so.</li>
      <li>
        ${box} Whoever was called calls two more: the owner of what is down, and the staff contact. Each call is a line
        on the log sheet.
      </li>
      <li>${box} A word to everybody who waits, on the hour agreed, even if nothing is new.</li>
      <li>
        ${box} Muster is back: <kbd>start (what is wrong) since 09:40</kbd>, then each line of the log sheet as
        <kbd>note 09:52 (what happened)</kbd>.
      </li>
    </ol>
    ${tree(made)}
  </section>`;

const leaderName = (plan: Plan) =>
  entry(plan.roles, COMMANDER) === undefined
    ? 'owner of the plan'
    : `incident commander (${nameIn(plan, entry(plan.roles, COMMANDER)?.who ?? '')})`;

/** The list that an incident pages unless its playbook names another. */
function tree(made: Made): Html {
  const policy = entry(made.plan.escalation, 'default');
  if (policy === undefined) return html``;
  return html`<ol class="levels">
    ${policy.levels.map(
      ({ page, wait }, i) =>
        html`<li class="level">
          <h3>${i + 1}. Call ${page.length > 1 ? 'all of these' : 'this one'}, wait ${wait}</h3>
          ${page.map((who) => callablesHtml(callables(made, who), phonesHtml))}
        </li>`,
    )}
    <li class="level">
      <h3>Nobody, after ${policy.repeat} rounds</h3>
      ${
        policy.if_nobody === undefined
          ? html`<p>Call everybody with a phone: see “People”.</p>`
          : html`${policy.if_nobody.say === undefined ? false : html`<p>${policy.if_nobody.say}</p>`}
            ${policy.if_nobody.page.map((who) => callablesHtml(callables(made, who), phonesHtml))}`
      }
    </li>
  </ol>`;
}
