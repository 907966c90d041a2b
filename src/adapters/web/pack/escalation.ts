import type { Policy } from '../../../core/plan/schema.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Made } from './pieces.ts';
import { callables, callablesHtml } from './pieces.ts';

/** Every escalation policy, level by level, each name with its numbers. */
export const escalation = (made: Made): Html =>
  html`<section id="escalation">
    <h2>Who is called, then who</h2>
    <p>
      Within a level call everybody. A schedule names whoever had the turn when this was printed; “People” and “Roles”
      say who follows.
    </p>
    ${Object.entries(made.plan.escalation).map(([id, policy]) => policyHtml(id, policy, made))} ${severities(made)}
  </section>`;

const policyHtml = (id: string, { levels, repeat, if_nobody: nobody }: Policy, made: Made): Html =>
  html`<div class="card">
    <h3>Policy ${id}</h3>
    ${levels.map(
      ({ page, wait }, i) =>
        html`<h4>Level ${i + 1}: ${page.join(', ')}. Wait ${wait}.</h4>
          ${page.map((who) => callablesHtml(callables(made, who)))}`,
    )}
    <h4>Nobody after ${repeat} ${repeat === 1 ? 'round' : 'rounds'}</h4>
    ${
      nobody === undefined
        ? html`<p>Call everybody with a phone.</p>`
        : html`${nobody.say === undefined ? false : html`<p>${nobody.say}</p>`}
          ${nobody.page.map((who) => callablesHtml(callables(made, who)))}`
    }
  </div>`;

const severities = ({ plan }: Made): Html =>
  html`<h3>How bad is it?</h3>
    <ul>
      ${Object.entries(plan.severities).map(
        ([id, { name, means, wake, update_every: every }]) =>
          html`<li>
            <strong>${id} ${name}</strong>: ${means}. ${wake ? 'Wakes people.' : 'Wakes nobody.'} A word every ${every}.
          </li>`,
      )}
    </ul>`;
