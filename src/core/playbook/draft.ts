import type { Refusal } from '../aggregate.ts';
import type { Instant } from '../time.ts';
import { evolveRun } from './evolve.ts';
import type { StepEffect, StepEvent } from './events.ts';
import type { Run } from './run.ts';
import type { Playbook } from './schema.ts';

/** What a decision is told of the world. */
export type StepContext = {
  readonly at: Instant;
  /** A person, or `muster`. */
  readonly by: string;
  /** Those that the incident keeps its copy of. */
  readonly playbooks: Readonly<Record<string, Playbook>>;
  /** For `only_if` and `repeat_until`: `customer_facing`, `restored` … A fact that is missing is not known. */
  readonly facts: Readonly<Record<string, boolean>>;
  /** The affected systems in the order of recovery, for `use_order`. */
  readonly order: readonly string[];
  /** The clocks that the plan has; others are not asked about. */
  readonly clocks: readonly string[];
};

export type StepDecision =
  | { readonly ok: true; readonly events: readonly StepEvent[]; readonly effects: readonly StepEffect[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** A decision in the making: the run as it will be, and what led there. Lives for one call only. */
export type Draft = {
  run: Run;
  /** Steps that the flow has come to in this decision; a ring that no person stops ends here. */
  visits: number;
  readonly events: StepEvent[];
  readonly effects: StepEffect[];
  readonly context: StepContext;
};

export function draft(run: Run, context: StepContext): Draft {
  return { run, visits: 0, events: [], effects: [], context };
}

export function record(now: Draft, event: StepEvent): void {
  const { at, by, playbooks } = now.context;
  now.events.push(event);
  now.run = evolveRun(now.run, { ...event, at, by }, playbooks);
}

export const settled = ({ events, effects }: Draft): StepDecision => ({ ok: true, events, effects });

/** Whether a fact holds; undefined when nobody knows. An earlier choice counts as a fact. */
export const factOf = ({ run, context }: Draft, name: string): boolean | undefined =>
  context.facts[name] ?? run.chosen[name];
