import type { z } from 'zod';
import { type Found, type Path, pathText } from './finding.ts';
import { isBlock } from './leaves.ts';

/** The plain question behind a field that is missing, and the rule that asks it. `*` stands for any id. */
const QUESTIONS: readonly (readonly [pattern: string, rule: string, question: string])[] = [
  ['plan.owner', 'L008', 'Who keeps this plan true? Add `owner`.'],
  ['plan.timezone', 'L008', 'In which time zone does the company live? Add `timezone`, such as America/Detroit.'],
  ['functions.*.rto', 'L032', 'How long can you be without it? Add `rto`, such as 4h.'],
  ['people.*.reach', 'L000', 'How can this person be reached? Add `reach`, such as [ { call: "+1 616 555 0101" } ].'],
  ['roles.*.who', 'L000', 'Who holds this role? Add `who`.'],
  ['comms.audiences.*.owner', 'L068', 'Who sends to this audience? Add `owner`.'],
  [
    'comms.audiences.*.approver',
    'L067',
    'Who may say yes to a message to this audience? Add `approver`, or `approver: none`.',
  ],
  ['obligations.*.decides', 'L079', 'Who decides whether this clock runs? Add `decides`.'],
  ['obligations.*.starts', 'L079', 'From which moment does this limit count? Add `starts`, such as discovered.'],
  ['hooks.*.key', 'L000', 'With which secret is this call signed? Add `key: secret:NAME`.'],
];

const fits = (pattern: string, path: Path) => {
  const parts = pattern.split('.');
  return parts.length === path.length && parts.every((part, i) => part === '*' || part === path[i]);
};

function missing(path: Path): Found {
  const asked = QUESTIONS.find(([pattern]) => fits(pattern, path));
  const parent = pathText(path.slice(0, -1));
  const key = String(path.at(-1) ?? '');
  const lack = `\`${parent}\` has no \`${key}\`.`;
  return {
    rule: asked?.[1] ?? 'L000',
    level: 'error',
    path,
    message: asked ? `${lack} ${asked[2]}` : `${lack} Add it.`,
  };
}

/** The value at a path of what YAML gave; undefined when there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const part of path) {
    if (Array.isArray(here) && typeof part === 'number') here = here[part];
    else if (isBlock(here) && Object.hasOwn(here, part)) here = here[part];
    else return undefined;
  }
  return here;
}

const SHAPES: Readonly<Record<string, string>> = {
  object: 'a block of keys and values',
  record: 'a block of keys and values',
  array: 'a list',
};

/** One zod issue in words. `value` is what the schema was given, `base` where that stands in the plan. */
export function inWords(issue: z.core.$ZodIssue, value: unknown, base: Path): readonly Found[] {
  const inside = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const path = [...base, ...inside];
  const error = (rule: string, message: string): Found => ({ rule, level: 'error', path, message });
  if (issue.code === 'unrecognized_keys') {
    const lines = issue.message.split('\n');
    return issue.keys.map((key, i) => ({ ...error('L001', lines[i] ?? ''), path: [...path, key] }));
  }
  const given = valueAt(value, inside);
  if (given === undefined) return [missing(path)];
  if (given === null) return [error('L000', `\`${pathText(path)}\` is empty. Give it a value or take the line out.`)];
  if (issue.code === 'custom') {
    const { rule, suggestion } = issue.params ?? {};
    const found = error(typeof rule === 'string' ? rule : 'L000', issue.message);
    return [typeof suggestion === 'string' ? { ...found, suggestion } : found];
  }
  if (issue.code === 'invalid_type')
    return [error('L000', `\`${pathText(path)}\` must be ${SHAPES[issue.expected] ?? `a ${issue.expected}`}.`)];
  if (issue.code === 'too_small')
    return [error('L000', `\`${pathText(path)}\` is an empty list. Put at least one entry in.`)];
  if (issue.code === 'too_big') return [error('L000', `\`${pathText(path)}\` is too long.`)];
  return [error('L000', `\`${pathText(path)}\` cannot be read: ${issue.message}.`)];
}
