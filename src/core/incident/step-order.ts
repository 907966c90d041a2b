import { refuse } from '../aggregate.ts';
import { checkStep, chooseStep, finishStep, happened, noStep, startStep } from '../playbook/act.ts';
import type { Answer } from '../playbook/act.ts';
import { addStep, assignStep, enter, extendStep, keepFor, moveStep, tickExit } from '../playbook/arrange.ts';
import type { StepContext, StepDecision } from '../playbook/draft.ts';
import { findStep } from '../playbook/run.ts';
import type { Run } from '../playbook/run.ts';
import { notPossible, skipStep, stuckStep, undoStep } from '../playbook/trouble.ts';

/** What somebody wants done with a step; `step` is a number as people say it, or the step's id. */
export type StepOrder =
  | { readonly do: 'start' | 'undo' | 'confirm'; readonly step: string }
  | { readonly do: 'done' | 'happened'; readonly step: string; readonly note: string; readonly keep: readonly string[] }
  | { readonly do: 'check'; readonly step: string; readonly answer: Answer; readonly note: string }
  | { readonly do: 'choose'; readonly step: string; readonly choice: string; readonly note: string }
  | { readonly do: 'stuck' | 'skip' | 'not possible'; readonly step: string; readonly why: string }
  | { readonly do: 'assign'; readonly step: string; readonly person: string }
  | { readonly do: 'extend'; readonly step: string; readonly ms: number }
  | { readonly do: 'keep'; readonly step: string; readonly items: readonly string[] }
  | { readonly do: 'move'; readonly step: string; readonly before: string }
  | { readonly do: 'add'; readonly text: string; readonly who?: string; readonly after?: number }
  | { readonly do: 'exit'; readonly exit: number }
  | { readonly do: 'enter'; readonly playbook: string };

/** What the step machine answers to an order. */
export function askMachine(run: Run, order: StepOrder, context: StepContext): StepDecision {
  switch (order.do) {
    case 'add':
      return addStep(run, order, context);
    case 'exit':
      return tickExit(run, order, context);
    case 'enter':
      return enter(run, order, context);
    default: {
      const asked = 'before' in order ? [order.step, order.before] : [order.step];
      const unknown = asked.find((words) => findStep(run, words) === undefined);
      return unknown === undefined
        ? askOf(run, { order, step: numberOf(run, order.step) }, context)
        : noSuchStep(run, unknown);
    }
  }
}

type OnStep = { readonly order: Extract<StepOrder, { readonly step: string }>; readonly step: number };

function askOf(run: Run, { order, step }: OnStep, context: StepContext): StepDecision {
  switch (order.do) {
    case 'start':
    case 'confirm':
      return startStep(run, { step }, context);
    case 'undo':
      return undoStep(run, { step }, context);
    case 'done':
      return finishStep(run, { step, note: order.note, keep: order.keep }, context);
    case 'happened':
      return happened(run, { step, note: order.note }, context);
    case 'check':
      return checkStep(run, { step, answer: order.answer, note: order.note }, context);
    case 'choose':
      return chooseStep(run, { step, choice: order.choice, note: order.note }, context);
    case 'stuck':
      return stuckStep(run, { step, why: order.why }, context);
    case 'skip':
      return skipStep(run, { step, why: order.why }, context);
    case 'not possible':
      return notPossible(run, { step, why: order.why }, context);
    case 'assign':
      return assignStep(run, { step, person: order.person }, context);
    case 'extend':
      return extendStep(run, { step, ms: order.ms }, context);
    case 'keep':
      return keepFor(run, { step, items: order.items }, context);
    case 'move':
      return moveStep(run, { step, before: numberOf(run, order.before) }, context);
    default:
      return order satisfies never;
  }
}

/** Called for steps that are there. */
const numberOf = (run: Run, words: string) => findStep(run, words)?.n ?? 0;

/** The machine's own refusal, which names the steps that are open, with the words that were said. */
function noSuchStep(run: Run, words: string): StepDecision {
  const { code, say } = noStep(run, 0).refusal;
  const said = /^\d{1,9}$/.test(words) ? words : `"${words.slice(0, 40)}"`;
  return refuse(
    code,
    say.replace('step 0', () => `step ${said}`),
  );
}
