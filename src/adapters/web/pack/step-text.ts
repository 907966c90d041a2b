import { audiencesOf, textOf } from '../../../core/playbook/run.ts';
import type { Choice, Step } from '../../../core/playbook/schema.ts';
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { box, line, nameIn, row, spaced } from './pieces.ts';
import type { Spoken } from './playbooks.ts';

/** What is to be done, as a sentence; another playbook by its title. */
export const stepText = (step: Step, { titleOf }: Spoken): string =>
  step.use !== undefined && step.do === undefined && step.title === undefined
    ? `Work through “${titleOf(step.use)}”${step.return === true ? ', then come back' : ''}`
    : (step.title ?? textOf(step));

/** Everything that belongs to a step besides its sentence: how, what to keep, choices, whom to tell, what if it does not work. */
export function stepNotes(step: Step, said: Spoken): Html {
  const { how = [], keep = [], choices = {} } = step;
  return html`${sentences(step, said).map((say) => html`<p>${say}</p>`)}
  ${
    how.length === 0
      ? false
      : html`<ul>
          ${how.map((one) => html`<li>${one}</li>`)}
        </ul>`
  }
  ${
    Object.keys(choices).length === 0
      ? false
      : html`<ul class="boxes">
          ${Object.entries(choices).map(
            ([name, choice]) => html`<li>${box} <strong>${spaced(name)}</strong>${choiceText(choice, said)}</li>`,
          )}
        </ul>`
  }
  ${keep.map((what) => html`<p class="keep">${line(what)}</p>`)} ${stuck(step, said)}`;
}

function sentences(step: Step, said: Spoken): readonly string[] {
  const { title, note, then } = step;
  const spoken = step.do ?? step.check ?? step.ask;
  const all = [
    title === undefined || spoken === undefined ? undefined : `${spoken}.`,
    ...actions(step, said),
    ...limits(step),
    note,
    then === undefined ? undefined : `Then ${stepName(then, said)}.`,
  ];
  return all.filter((one) => one !== undefined);
}

/** What hangs on a step: words to send, people to call, clocks to ask about, a wait, automation. */
function actions(step: Step, said: Spoken): readonly (string | undefined)[] {
  const { say, page, clock, wait, until, run } = step;
  return [
    say && `Tell ${audiencesOf(step).map(spaced).join(' or ')}, with the text “${spaced(say.template)}”.`,
    page && `Call ${names(page, said)}.`,
    clock && `Ask who decides whether these apply: ${clocksText(clock)}.`,
    wait && waitText(wait, { until, again: step.repeat === true }),
    run && `With Muster this runs by itself (${run}). Without it, do it by hand.`,
  ];
}

/** When a step is done at all, in which order, how often and how long. */
function limits({ only_if: fact, use_order: order, repeat_until: end, stop_at: stop, reminder }: Step) {
  const tried = stop === 'latest-start' ? 'in time for the recovery to fit into its RTO' : `after ${stop ?? ''}`;
  return [
    fact && `Only if: ${factText(fact)}.`,
    order &&
      `In the order of “In which order systems come back”${order === 'recovery' ? '' : ', from the last to the first'}.`,
    end && `Again and again until: ${factText(end)}.`,
    stop && `Stop trying ${tried}.`,
    reminder && `${reminder.after} later: ${reminder.say}.`,
  ];
}

const factText = (fact: string) => spaced(fact).replace('.', ': ');
const clocksText = (clock: NonNullable<Step['clock']>) =>
  clock === 'all' ? 'all notices by law and contract' : row(clock.map(spaced));

const waitText = (wait: string, { until, again }: { readonly until: string | undefined; readonly again: boolean }) =>
  wait === 'event'
    ? `Wait until ${until ?? 'it happens'}.`
    : `Wait ${wait}${until === undefined ? '' : `, or until ${until}`}${again ? '; look again each time' : ''}.`;

function choiceText(choice: Choice, said: Spoken): string {
  const parts = [
    choice.do ?? '',
    choice.approve === undefined ? '' : `with the yes of ${names(choice.approve, said)}`,
    choice.set_severity === undefined ? '' : `severity ${choice.set_severity}`,
    choice.private === true ? 'tell nobody who is not needed' : '',
    choice.page === undefined ? '' : `call ${names(choice.page, said)}`,
    choice.clock === undefined ? '' : `ask about ${clocksText(choice.clock)}`,
    choice.use === undefined
      ? ''
      : `work through “${said.titleOf(choice.use)}”${choice.return === true ? ' and come back' : ''}`,
    choice.goto === undefined ? '' : `go on with ${stepName(choice.goto, said)}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `: ${parts.join('; ')}`;
}

function stuck({ if_stuck: way }: Step, said: Spoken): Html {
  if (way === undefined) return html``;
  const parts = [
    way.do ?? '',
    way.page === undefined ? '' : `call ${names(way.page, said)}`,
    way.goto === undefined ? '' : `go on with ${stepName(way.goto, said)}`,
  ].filter((part) => part !== '');
  const after =
    way.after === undefined ? '' : way.after === 'system.rto' ? ' for the system’s RTO' : ` for ${way.after}`;
  return html`<p class="stuck"><strong>Stuck${after}?</strong> ${parts.join('; ')}.</p>`;
}

const stepName = (id: string, { numbers }: Spoken) => {
  const n = numbers.get(id);
  return n === undefined ? spaced(id) : `step ${n}`;
};

const names = (who: readonly string[], { plan }: Spoken) => row(who.map((id) => nameIn(plan, id)));
