import { plain, textOf } from '../../../../core/playbook/run.ts';
import type { Choice, Playbook, Step } from '../../../../core/playbook/schema.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { given, listed, whoLink } from './names.ts';
import type { PlanView } from './plan-page.ts';
import { factWords, playbookLink, stepFacts, stepLink } from './step-facts.ts';

/** One step: what to do, who does it, how long it takes, and what to do when it does not work. */
export function stepHtml(view: PlanView, playbook: Playbook, step: Step): Html {
  return html`<li id="step-${step.id}" class="step">
    <h3>${step.title ?? textOf(step)}</h3>
    ${step.title === undefined || step.title === textOf(step) ? '' : html`<p>${textOf(step)}</p>`}
    ${step.only_if === undefined ? '' : html`<p>Only if: ${factWords(step.only_if)}</p>`}
    ${step.note === undefined ? '' : html`<p><strong>Note:</strong> ${step.note}</p>`}
    ${step.how === undefined ? '' : bullets('How', step.how)} ${choicesHtml(view, playbook, step)}
    ${
      step.together === undefined
        ? ''
        : html`<ol class="steps">
            ${step.together.map((part) => stepHtml(view, playbook, part))}
          </ol>`
    }
    ${stepFacts(view, playbook, step)}
  </li>`;
}

const bullets = (label: string, items: readonly string[]): Html =>
  html`<p class="label">${label}</p>
    <ul>
      ${items.map((item) => html`<li>${item}</li>`)}
    </ul>`;

function choicesHtml(view: PlanView, playbook: Playbook, step: Step): Html {
  if (step.choices === undefined) return html``;
  return html`<ul class="choices">
    ${Object.entries(step.choices).map(
      ([name, choice]) => html`<li><strong>${plain(name)}:</strong> ${choiceWords(view, playbook, choice)}</li>`,
    )}
  </ul>`;
}

function choiceWords(view: PlanView, playbook: Playbook, choice: Choice): Html {
  const people = (ids: readonly string[]) => listed(ids.map((id) => whoLink(view.book, id)));
  const parts = [
    given(choice.do, (what) => html`${what}`),
    given(choice.set_severity, (severity) => html`it becomes ${severity}`),
    given(choice.private, () => html`it becomes private`),
    given(choice.clock, (all) => html`decide ${all === 'all' ? 'all clocks' : all.join(', ')}`),
    given(choice.page, (ids) => html`bring in ${people(ids)}`),
    given(choice.approve, (ids) => html`${people(ids)} must say yes`),
    given(choice.use, (id) => html`go through ${playbookLink(view, id, choice.return === true)}`),
    given(choice.goto, (id) => html`go on with ${stepLink(playbook, id)}`),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? html`go on` : html`${parts.map((part, i) => html`${i === 0 ? '' : '; '}${part}`)}`;
}
