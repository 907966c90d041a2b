import { z } from 'zod';
import { isExact, readSpan } from '../time.ts';
import type { Span } from '../time.ts';

/** The format of a playbook file (domain 3.1), with one field of ours: `symptoms`, the words that people say. */

const line = z.string().trim().min(1, 'is empty').max(500, 'is longer than 500 letters');
const lines = z.array(line).min(1).max(40);
const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,47}$/, 'is not an id: write small letters, digits and hyphens, such as `call-carrier`');
const name = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,47}$/, 'is not a name: write small letters, digits, hyphens and underscores');

const isSpan = (text: string): text is Span => {
  const read = readSpan(text);
  return read !== undefined && isExact(read);
};
const SPAN_HELP = 'is not a length of time: write `15m`, `4h` or `2d`';
/** Months and business days have no fixed length; a step's time must have one. */
const span = z.string().refine(isSpan, SPAN_HELP);

/** `+30m` after the start, a share of the RTO or MTD, or the latest start of the recovery (domain 3.2). */
const BY = /^(?:\+\S+|(?:rto|mtd) (?:100|[1-9]\d?)%|latest-start)$/;
const by = z
  .string()
  .refine(
    (text) => BY.test(text) && (!text.startsWith('+') || isSpan(text.slice(1))),
    'is not a deadline: write `+30m`, `rto 50%`, `mtd 50%` or `latest-start`',
  );
const stopAt = z
  .string()
  .refine((text) => text === 'latest-start' || isSpan(text), 'write `latest-start` or a length of time such as `1h`');
const stuckAfter = z
  .string()
  .refine((text) => text === 'system.rto' || isSpan(text), 'write `system.rto` or a length of time such as `15m`');

/** `customer_facing`, or an earlier choice: `money.money-gone`. No code. */
const fact = z.string().regex(/^[a-z][a-z0-9_-]*(?:\.[A-Za-z0-9][A-Za-z0-9-]*)?$/, 'is not the name of a fact');
const targets = z.array(name).min(1).max(20);
/** `all`: every clock of the plan. */
const clocks = z.union([z.literal('all'), z.array(id).min(1).max(20)], 'write `all` or a list of clocks');

const say = z.strictObject({
  /** Several: the first that the plan knows. */
  audience: z.union([id, z.array(id).min(1).max(10)], 'write the name of an audience, or a list of them'),
  template: id,
  fill: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), line).exactOptional(),
});

const ifStuckFields = z.strictObject({
  after: stuckAfter.exactOptional(),
  do: line.exactOptional(),
  page: targets.exactOptional(),
  goto: id.exactOptional(),
});
const ifStuck = ifStuckFields.refine(
  (way) => way.do !== undefined || way.page !== undefined || way.goto !== undefined,
  'leads nowhere: give it `do`, `page` or `goto`',
);

const choiceFields = z.strictObject({
  goto: id.exactOptional(),
  use: id.exactOptional(),
  return: z.boolean().exactOptional(),
  set_severity: id.exactOptional(),
  private: z.literal(true).exactOptional(),
  clock: clocks.exactOptional(),
  do: line.exactOptional(),
  page: targets.exactOptional(),
  approve: targets.exactOptional(),
});
const choice = choiceFields
  .refine((one) => one.use !== undefined || one.return === undefined, '`return` needs `use`')
  .refine(
    (one) => one.goto === undefined || one.use === undefined || one.return === true,
    '`goto` and `use` together need `return: true`: one can only go to one place',
  );

const reminder = z.strictObject({ after: span, say: line });

const fields = {
  id,
  title: line.exactOptional(),
  do: line.exactOptional(),
  check: line.exactOptional(),
  ask: line.exactOptional(),
  run: name.exactOptional(),
  use: id.exactOptional(),
  say: say.exactOptional(),
  page: targets.exactOptional(),
  clock: clocks.exactOptional(),
  /** `event`: no time, only `until`. */
  wait: z
    .string()
    .refine((text) => text === 'event' || isSpan(text), 'write a length of time such as `30m`, or `event` with `until`')
    .exactOptional(),
  who: name.exactOptional(),
  takes: span.exactOptional(),
  by: by.exactOptional(),
  how: lines.exactOptional(),
  keep: lines.exactOptional(),
  only_if: fact.exactOptional(),
  then: id.exactOptional(),
  use_order: z.enum(['recovery', 'reverse-recovery']).exactOptional(),
  stop_at: stopAt.exactOptional(),
  reminder: reminder.exactOptional(),
  repeat: z.literal(true).exactOptional(),
  repeat_until: fact.exactOptional(),
  until: line.exactOptional(),
  note: line.exactOptional(),
  with: z.record(z.string(), z.union([z.string().max(500), z.number(), z.boolean()])).exactOptional(),
  return: z.literal(true).exactOptional(),
  if_stuck: ifStuck.exactOptional(),
  choices: z.record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/), choice).exactOptional(),
};

const MAIN_VERBS = ['do', 'check', 'ask', 'run', 'use', 'together'] as const;
const HANGING_VERBS = ['say', 'page', 'clock', 'wait'] as const;
export type Verb = (typeof MAIN_VERBS)[number] | (typeof HANGING_VERBS)[number];
/** The ten verbs of domain 3.1. */
export const VERBS: readonly Verb[] = [...MAIN_VERBS, ...HANGING_VERBS];

type AnyStep = { readonly [Field in Verb | keyof typeof fields | 'enough']?: unknown };

/** What a step's fields say against each other; each rule is one sentence. */
function stepProblems(step: AnyStep): readonly { readonly at: string; readonly say: string }[] {
  const main = MAIN_VERBS.filter((verb) => step[verb] !== undefined);
  const hanging = HANGING_VERBS.filter((verb) => step[verb] !== undefined);
  const needs = (field: keyof AnyStep, ok: boolean, what: string) =>
    step[field] !== undefined && !ok ? [{ at: field, say: `\`${field}\` belongs to ${what}` }] : [];
  const verbs = [...main, ...hanging];
  const problems = [
    ...(verbs.length === 0 ? [{ at: 'id', say: `says nothing to do: give it one of ${VERBS.join(', ')}` }] : []),
    ...(main.length > 1
      ? [{ at: main[1] ?? 'id', say: `has two main verbs, ${main.join(' and ')}: make it two steps` }]
      : []),
    ...(main.length === 0 && hanging.length > 1
      ? [{ at: hanging[1] ?? 'id', say: `has ${hanging.join(' and ')} but no main verb: add \`do\`` }]
      : []),
    ...(step.ask !== undefined && step.choices === undefined
      ? [{ at: 'ask', say: 'asks but offers no `choices`' }]
      : []),
    ...(step.wait === 'event' && step.until === undefined
      ? [{ at: 'wait', say: '`wait: event` needs `until`: which event?' }]
      : []),
  ];
  const worked = step.do !== undefined || step.check !== undefined;
  return [
    ...problems,
    ...needs('choices', step.ask !== undefined, '`ask`'),
    ...needs('until', step.wait !== undefined, '`wait`'),
    ...needs('repeat', step.wait !== undefined && step.wait !== 'event' && main.length === 0, 'a `wait` of its own'),
    ...needs('repeat_until', worked, '`do` or `check`'),
    ...needs('use_order', worked, '`do` or `check`'),
    ...needs('with', step.run !== undefined, '`run`'),
    ...needs('return', step.use !== undefined, '`use`'),
    ...needs('enough', step.together !== undefined, '`together`'),
    ...needs('wait', step.together === undefined && step.use === undefined, 'another step than `together` or `use`'),
    ...needs('then', step.ask === undefined, 'another step than `ask`: say `goto` in each choice'),
  ];
}

const part = z.strictObject(fields);
const whole = z.strictObject({
  ...fields,
  together: z.array(part.superRefine(checked)).min(2, 'needs two steps or more').max(20).exactOptional(),
  enough: z.int().min(1).exactOptional(),
});

function checked(step: AnyStep, context: z.RefinementCtx): void {
  for (const { at, say: message } of stepProblems(step)) context.addIssue({ code: 'custom', message, path: [at] });
}

const step = whole.superRefine((one, context) => {
  checked(one, context);
  if ((one.enough ?? 0) > (one.together?.length ?? 0))
    context.addIssue({ code: 'custom', message: 'asks for more than the steps it has', path: ['enough'] });
});

const objective = z.strictObject({ id, text: line, measure: line, target: line.exactOptional() });

export const playbookSchema = z.strictObject({
  playbook: id,
  title: line,
  use_when: line.exactOptional(),
  symptoms: lines.exactOptional(),
  severity: id.exactOptional(),
  private: z.boolean().exactOptional(),
  chat_may_be_watched: z.boolean().exactOptional(),
  chat_may_be_down: z.boolean().exactOptional(),
  policy: name.exactOptional(),
  rto_of: z
    .union([z.literal('affected'), z.array(id).min(1)], 'write `affected` or a list of functions')
    .exactOptional(),
  exercise: z.literal(true).exactOptional(),
  kind: id.exactOptional(),
  objectives: z.array(objective).min(1).exactOptional(),
  safety: lines.exactOptional(),
  steps: z.array(step).min(1, 'needs at least one step').max(60),
  exit: z
    .array(line)
    .max(20)
    .default(() => []),
});

/** The words known in each block, for "did you mean". */
export const KNOWN_WORDS = {
  head: Object.keys(playbookSchema.shape),
  step: Object.keys(whole.shape),
  choice: Object.keys(choiceFields.shape),
  if_stuck: Object.keys(ifStuckFields.shape),
  say: Object.keys(say.shape),
  reminder: Object.keys(reminder.shape),
  objectives: Object.keys(objective.shape),
} as const;

export type Playbook = z.output<typeof playbookSchema>;
export type Step = z.output<typeof step>;
export type Choice = z.output<typeof choice>;

/** The verb that decides when the step is done; `say`, `page`, `clock` and `wait` may hang on another. */
export function verbOf(one: Step): Verb {
  const found = VERBS.find((verb) => one[verb] !== undefined);
  if (found === undefined) throw new Error(`step ${one.id} has no verb`);
  return found;
}
