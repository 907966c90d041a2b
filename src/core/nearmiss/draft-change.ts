import { aboutName } from './about.ts';
import type { Plan } from '../plan/schema.ts';
import type { ChangeKind } from './events.ts';
import type { About } from './report.ts';

/** A proposed change as the receiver finds it filled in: a sentence, and the lines of the plan to begin with. */
export type DraftChange = { readonly say: string; readonly yaml: string };

/** What a report suggests for the plan. Nothing of the reporter's words is in it: those are not for the plan's history. */
export function draftChange(kind: ChangeKind, about: About, plan: Plan): DraftChange {
  const name = aboutName(about, plan);
  const [id, block] =
    'function' in about
      ? [about.function, 'functions']
      : 'system' in about
        ? [about.system, 'systems']
        : ['ID', 'functions'];
  switch (kind) {
    case 'dependency':
      return {
        say: `Write down what ${name} needs.`,
        yaml: lines(`${block}:`, `  ${id}:`, '    needs: [SYSTEM]   # add to what is there'),
      };
    case 'accepted gap':
      return {
        say: `Accept a gap for ${name}, until a date.`,
        yaml: lines(
          'plan:',
          '  accepted_gaps:',
          `    - { rule: L000, item: ${id}, why: "…", by: ${plan.plan.owner}, until: 2099-12-31 }`,
        ),
      };
    case 'phone test':
      return {
        say: 'Test the phone menu for this.',
        yaml: lines(
          'phone_tests:',
          '  TEST:',
          '    cases:',
          '      - { id: CASE, at: open, press: [], expect: "…", within: 60s }',
        ),
      };
    case 'step':
      return {
        say: `Add a step to the playbook for ${name}.`,
        yaml: lines('steps:', '  - id: STEP', '    do: "…"', '    who: tech_lead', '    takes: 10m'),
      };
    case 'exercise':
      return {
        say: `Exercise what happens when ${name} fails.`,
        yaml: lines(
          'exercises:',
          '  EXERCISE:',
          '    kind: tabletop',
          ...('none' in about ? [] : [`    ${block === 'functions' ? 'function' : 'system'}: ${id}`]),
          '    every: 3mo',
        ),
      };
    case 'other':
      return { say: '', yaml: '' };
    default:
      return kind satisfies never;
  }
}

const lines = (...all: readonly string[]) => all.join('\n');
