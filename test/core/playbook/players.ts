import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { loadPlaybooks } from '../../../src/adapters/playbooks/load.ts';
import { chooseStep, checkStep, finishStep, happened, startStep } from '../../../src/core/playbook/act.ts';
import { addStep, clockDecided, enter, extendStep, tickExit } from '../../../src/core/playbook/arrange.ts';
import type { PlanNames } from '../../../src/core/playbook/check.ts';
import type { StepContext, StepDecision } from '../../../src/core/playbook/draft.ts';
import { passStepDeadline } from '../../../src/core/playbook/deadlines.ts';
import type { StepTimes } from '../../../src/core/playbook/deadlines.ts';
import { evolveRun } from '../../../src/core/playbook/evolve.ts';
import type { Stamped } from '../../../src/core/playbook/evolve-step.ts';
import type { StepEffect, StepEvent } from '../../../src/core/playbook/events.ts';
import { beginRun } from '../../../src/core/playbook/run.ts';
import type { Run } from '../../../src/core/playbook/run.ts';
import { playbookSchema } from '../../../src/core/playbook/schema.ts';
import type { Playbook } from '../../../src/core/playbook/schema.ts';
import { hookReturned, notPossible, skipStep, stuckStep, undoStep } from '../../../src/core/playbook/trouble.ts';
import { fromMs, instant, MINUTE_MS, toMs } from '../../../src/core/time.ts';

export const START = instant('2026-11-20T14:05:00Z');
export const TIMES: StepTimes = {
  from: START,
  rtoMs: 120 * MINUTE_MS,
  mtdMs: 480 * MINUTE_MS,
  latestStart: fromMs(toMs(START) + 60 * MINUTE_MS),
  systemRtoMs: 240 * MINUTE_MS,
};

const FOLDER = new URL('../../../playbooks/', import.meta.url).pathname;

export function builtIn(plan?: PlanNames): Readonly<Record<string, Playbook>> {
  const load = loadPlaybooks(FOLDER, plan === undefined ? {} : { plan });
  if (!load.ok) throw new Error(load.problems.map((one) => `${one.file}:${one.line} ${one.message}`).join('\n'));
  return load.playbooks;
}

/** A playbook written in the test. */
export const playbook = (yaml: string): Playbook => playbookSchema.parse(parse(yaml));
export const playbooks = (...texts: readonly string[]): Readonly<Record<string, Playbook>> =>
  Object.fromEntries(texts.map((text) => [playbook(text).playbook, playbook(text)]));
export const fileText = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** People working through playbooks: says lines of words as buttons do, keeps the record, and moves the clock. */
export type Play = {
  run: Run;
  at: number;
  readonly events: Stamped<StepEvent>[];
  readonly effects: StepEffect[];
  readonly playbooks: Readonly<Record<string, Playbook>>;
  facts: Record<string, boolean>;
  order: readonly string[];
  clocks: readonly string[];
};

export function play(
  known: Readonly<Record<string, Playbook>>,
  first: string,
  world: Partial<Pick<Play, 'facts' | 'order' | 'clocks'>> = {},
): Play {
  const now: Play = {
    run: beginRun,
    at: toMs(START),
    events: [],
    effects: [],
    playbooks: known,
    facts: { customer_facing: true },
    order: ['identity', 'files'],
    clocks: ['insurer-notice', 'ransom-payment-notice'],
    ...world,
  };
  take(now, enter(now.run, { playbook: first }, context(now)));
  return now;
}

export const context = (now: Play, by = 'marcus'): StepContext => ({
  at: fromMs(now.at),
  by,
  playbooks: now.playbooks,
  facts: now.facts,
  order: now.order,
  clocks: now.clocks,
});

export function take(now: Play, decision: StepDecision, by = 'marcus'): StepDecision {
  if (!decision.ok) return decision;
  for (const event of decision.events) {
    const stamped = { ...event, at: fromMs(now.at), by };
    now.events.push(stamped);
    now.run = evolveRun(now.run, stamped, now.playbooks);
  }
  now.effects.push(...decision.effects);
  return decision;
}

/** Says one line of words; answers the decision. */
export function say(now: Play, words: string, by = 'marcus'): StepDecision {
  return take(now, decide(now, words, by), by);
}

export function refusalOf(decision: StepDecision): string {
  if (decision.ok) throw new Error('was not refused');
  return decision.refusal.say;
}

export const pass = (now: Play, key: string) =>
  take(now, passStepDeadline(now.run, { key }, context(now, 'muster')), 'muster');
export const answerHook = (now: Play, step: number, given: { readonly run: number; readonly ok: boolean }) =>
  take(
    now,
    hookReturned(now.run, { step, ...given, text: given.ok ? '17 of 18 answered' : '' }, context(now, 'muster')),
    'muster',
  );

export function decide({ run, ...rest }: Play, words: string, by = 'marcus'): StepDecision {
  const [, verb = '', first = '', tail = ''] = /^(\S+)\s*(\S*)\s*(.*)$/.exec(words) ?? [];
  const step = Number(first);
  const told = context({ run, ...rest }, by);
  switch (verb) {
    case 'done':
      return finishStep(run, { step, note: tail }, told);
    case 'doing':
      return startStep(run, { step }, told);
    case 'check': {
      const [, answer = '', note = ''] = /^(yes|no|not possible)\s*(.*)$/.exec(tail) ?? [];
      return checkStep(run, { step, answer: answer as 'yes', note }, told);
    }
    case 'choose':
      return chooseStep(run, { step, choice: tail }, told);
    case 'happened':
      return happened(run, { step }, told);
    case 'stuck':
      return stuckStep(run, { step, why: tail }, told);
    case 'skip':
      return skipStep(run, { step, why: tail }, told);
    case 'impossible':
      return notPossible(run, { step, why: tail }, told);
    case 'undo':
      return undoStep(run, { step }, told);
    case 'extend':
      return extendStep(run, { step, ms: 10 * MINUTE_MS }, told);
    case 'exit':
      return tickExit(run, { exit: step }, told);
    case 'clock':
      return clockDecided(run, { clock: first }, told);
    case 'add':
      return addStep(run, { text: `${first} ${tail}` }, told);
    case 'enter':
      return enter(run, { playbook: first }, told);
    default:
      throw new Error(`no such words in the tests: ${words}`);
  }
}
