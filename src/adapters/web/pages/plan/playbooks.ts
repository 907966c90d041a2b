import { severityName } from '../../../../core/book.ts';
import type { Playbook, Step } from '../../../../core/playbook/schema.ts';
import type { Html } from '../../html.ts';
import { html } from '../../html.ts';
import { facts, given, playbookAddress, whoLink } from './names.ts';
import type { PlanView } from './plan-page.ts';
import { planPage } from './plan-page.ts';
import { stepHtml } from './step.ts';

/** `/plan/playbooks`: what there is to follow, those for exercises apart. */
export function playbooksPage(view: PlanView): string {
  const all = Object.entries(view.book.playbooks);
  const list = (entries: typeof all) =>
    html`<ul class="bare playbooks">
      ${entries.map(
        ([id, it]) =>
          html`<li class="panel" id="playbook-${id}">
            <h3>
              <a href="${playbookAddress(id)}"><bdi>${it.title}</bdi></a>
            </h3>
            ${it.use_when === undefined ? '' : html`<p>When: ${it.use_when}</p>`}
            <p class="faint">
              ${stepsInWords(it.steps)}${it.severity === undefined ? '' : `, begins as ${severityName(view.book, it.severity)}`}
            </p>
          </li>`,
      )}
    </ul>`;
  const real = all.filter(([, it]) => it.exercise !== true);
  const exercises = all.filter(([, it]) => it.exercise === true);
  const body = html`<h1>Playbooks</h1>
    <section id="incidents">
      <h2>For incidents</h2>
      ${real.length === 0 ? html`<p>There are none.</p>` : list(real)}
    </section>
    ${
      exercises.length === 0
        ? ''
        : html`<section id="exercises">
            <h2>For exercises</h2>
            ${list(exercises)}
          </section>`
    }`;
  return planPage(view, { title: 'Playbooks', section: '/plan/playbooks', body });
}

/** Those that there is something to do in, as an incident counts them: what only holds others together is none. */
function stepsInWords(steps: readonly Step[]): string {
  const doable = (use: string | undefined) => (use === undefined ? 1 : 0);
  const count = steps
    .flatMap(({ together, use }): readonly number[] => together?.map((part) => doable(part.use)) ?? [doable(use)])
    .reduce((sum, one) => sum + one, 0);
  return count === 1 ? '1 step' : `${count} steps`;
}

/** `/plan/playbooks/phone-misrouting`: one playbook to read, and to print. */
export function playbookPage(view: PlanView, id: string, it: Playbook): string {
  const { book } = view;
  const body = html`<article class="playbook">
    <h1><bdi>${it.title}</bdi></h1>
    ${it.safety === undefined ? '' : bulleted('Safety first', 'safety', it.safety)}
    ${facts([
      ['Use it when', it.use_when],
      ['Begins as', given(it.severity, (id) => severityName(book, id))],
      ['Private', it.private === true ? 'yes: only those with a part in it know of it' : undefined],
      ['Chat', chat(it)],
      [
        'Pages',
        it.policy === undefined ? undefined : html`policy <a href="/plan/paging#policy-${it.policy}">${it.policy}</a>`,
      ],
      ['Name', id],
    ])}
    <section id="steps">
      <h2>Steps</h2>
      <ol class="steps">
        ${it.steps.map((step) => stepHtml(view, it, step))}
      </ol>
    </section>
    ${it.exit.length === 0 ? '' : bulleted('It is over when', 'exit', it.exit)}
    ${it.objectives === undefined ? '' : bulleted('What it shall show', 'objectives', it.objectives.map(objective))}
    ${
      it.symptoms === undefined
        ? ''
        : html`<section id="symptoms">
            <h2>Words by which Muster finds it</h2>
            <p>${it.symptoms.join('; ')}</p>
          </section>`
    }
    <p class="faint">Owner of the plan: ${whoLink(book, book.plan.plan.owner)}.</p>
  </article>`;
  return planPage(view, { title: it.title, section: '/plan/playbooks', body });
}

const chat = (it: Playbook): string | undefined =>
  [
    ...(it.chat_may_be_watched === true ? ['may be read by an attacker: talk elsewhere'] : []),
    ...(it.chat_may_be_down === true ? ['may be down: use the phones'] : []),
  ].join('; ') || undefined;

const objective = ({ text, measure, target }: NonNullable<Playbook['objectives']>[number]) =>
  `${text} (measured: ${measure}${target === undefined ? '' : `, target ${target}`})`;

const bulleted = (heading: string, id: string, items: readonly string[]): Html =>
  html`<section id="${id}">
    <h2>${heading}</h2>
    <ul>
      ${items.map((item) => html`<li>${item}</li>`)}
    </ul>
  </section>`;
