import type { Book } from '../../../core/book.ts';
import { COMMANDER } from '../../../core/incident/roles.ts';
import type { Plan } from '../../../core/plan/schema.ts';
import { BOT, entry } from '../../../core/plan/schema.ts';
import type { Playbook, Step } from '../../../core/playbook/schema.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import type { Made } from './pieces.ts';
import { box, line, nameIn, row, spaced } from './pieces.ts';
import { stepText, stepNotes } from './step-text.ts';

/** Playbooks for real trouble, in the order of their titles; exercises are only named. */
export const playbooks = (made: Made, { playbooks: all }: Book): Html => {
  const sorted = Object.values(all).toSorted((a, b) => (a.title < b.title ? -1 : 1));
  const exercises = sorted.filter(({ exercise }) => exercise === true);
  const real = sorted.filter(({ exercise }) => exercise !== true);
  return html`<section id="playbooks">
      <h2>Playbooks</h2>
      <ul class="contents">
        ${real.map(
          ({ playbook, title, use_when: when }) =>
            html`<li><a href="#playbook-${playbook}">${title}</a>${when === undefined ? false : html`: ${when}`}</li>`,
        )}
      </ul>
      ${
        exercises.length === 0
          ? false
          : html`<p class="why">Exercises, not printed here: ${row(exercises.map(({ title }) => title))}.</p>`
      }
    </section>
    ${real.map((one) => playbookHtml(one, made.plan, all))}`;
};

function playbookHtml(it: Playbook, plan: Plan, all: Book['playbooks']): Html {
  const numbers = numbered(it);
  const titleOf = (id: string) => entry(all, id)?.title ?? id;
  const said = { numbers, titleOf, plan };
  return html`<section class="playbook" id="playbook-${it.playbook}">
    <h2>${it.title}</h2>
    ${it.use_when === undefined ? false : html`<p class="lead">${it.use_when}</p>`}
    <p>${line('Date')} ${line('Began at')} ${line('Leads')} ${line('Severity')}</p>
    ${it.private === true ? html`<p><strong>Tell nobody who is not needed.</strong></p>` : false}
    ${it.chat_may_be_watched === true ? html`<p><strong>Somebody may be reading our chat and mail.</strong> Talk by phone.</p>` : false}
    ${(it.safety ?? []).map((say) => html`<p><strong>${say}</strong></p>`)}
    <ol class="steps">
      ${it.steps.map((step) => stepHtml(step, said))}
    </ol>
    ${
      it.exit.length === 0
        ? false
        : html`<h3>It is over when</h3>
            <ul class="boxes">
              ${it.exit.map((exit) => html`<li>${box} ${exit}</li>`)}
            </ul>`
    }
  </section>`;
}

/** What the words of a step refer to: numbers of its playbook, titles of others, the plan's people. */
export type Spoken = {
  readonly numbers: ReadonlyMap<string, string>;
  readonly titleOf: (playbook: string) => string;
  readonly plan: Plan;
};

/** `4`, and `4b` for the second part of a step that is done together. */
function numbered({ steps }: Playbook): ReadonlyMap<string, string> {
  const parts = (step: Step, n: number) =>
    (step.together ?? []).map((part, i) => [part.id, `${n}${LETTERS[i] ?? ''}`] as const);
  return new Map(steps.flatMap((step, i) => [[step.id, String(i + 1)] as const, ...parts(step, i + 1)]));
}
const LETTERS = 'abcdefghijklmnopqrst';

function stepHtml(step: Step, said: Spoken): Html {
  const { together } = step;
  return html`<li class="step">
    <div class="task">
      <p>
        ${box} <strong>${said.numbers.get(step.id) ?? ''}. ${stepText(step, said)}</strong>
        <span class="why">${whoDoes(step, said.plan)}</span>
      </p>
      ${stepNotes(step, said)}
      ${
        together === undefined
          ? html`<p class="when">${line('Began')} ${line('Done')} ${line('By')}</p>`
          : html`<p class="why">
              ${
                step.enough === undefined ? 'All of these, side by side:' : `Any ${step.enough} of these, side by side:`
              }
            </p>`
      }
    </div>
    ${
      together === undefined
        ? false
        : html`<ol class="steps">
            ${together.map((part) => stepHtml(part, said))}
          </ol>`
    }
  </li>`;
}

/** `tech lead (Marcus Feld), 15m, by +20m`. A role that the plan leaves out falls to the commander. */
function whoDoes({ who = COMMANDER, takes, by, together }: Step, plan: Plan): string {
  const role = entry(plan.roles, who) ?? entry(plan.roles, COMMANDER);
  const holder = role === undefined || role.who === BOT ? undefined : nameIn(plan, role.who);
  const name = who === 'anyone' ? 'anyone' : `${spaced(who)}${holder === undefined ? '' : ` (${holder})`}`;
  return row([
    ...(together === undefined ? [name] : []),
    ...(takes === undefined ? [] : [`takes ${takes}`]),
    ...(by === undefined ? [] : [byText(by)]),
  ]);
}

/** `+30m` → `within 30m of the start`. */
function byText(by: string): string {
  if (by.startsWith('+')) return `within ${by.slice(1)} of the start`;
  if (by === 'latest-start') return 'in time for the recovery to fit into its RTO';
  const [clock = '', share = ''] = by.split(' ');
  return `before ${share} of the ${clock.toUpperCase()} has gone`;
}
