import type { z } from 'zod';
import { nearest } from '../nearest.ts';
import type { Path } from '../plan/finding.ts';
import { KNOWN_WORDS, playbookSchema } from './schema.ts';
import type { Playbook } from './schema.ts';

/** What is wrong with one value, in a sentence that says what to write instead. */
export type Issue = { readonly path: Path; readonly message: string };
export type ReadPlaybook =
  { readonly ok: true; readonly playbook: Playbook } | { readonly ok: false; readonly issues: readonly Issue[] };

/** Reads what YAML gave. Every issue has its place, and for a mistyped word the nearest right one. */
export function readPlaybook(value: unknown): ReadPlaybook {
  const read = playbookSchema.safeParse(value, { reportInput: true });
  if (read.success) return { ok: true, playbook: read.data };
  return { ok: false, issues: read.error.issues.flatMap(inWords) };
}

function inWords(issue: z.core.$ZodIssue): readonly Issue[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const name = String(path.at(-1) ?? 'the file');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: unknownWord(key, path) }));
    case 'invalid_type':
      return [{ path, message: wrongShape(name, issue.expected, issue.input) }];
    case 'invalid_value':
      return [
        { path, message: `\`${name}\` must be ${issue.values.map((one) => `\`${String(one)}\``).join(' or ')}.` },
      ];
    case 'invalid_key':
      return [{ path, message: `\`${name}\` cannot be a name here: use letters, digits and hyphens.` }];
    case 'invalid_union':
    case 'invalid_format':
    case 'too_small':
    case 'too_big':
    case 'custom':
    case 'not_multiple_of':
    case 'invalid_element':
      return [{ path, message: `\`${name}\`: ${issue.message}.` }];
    default:
      issue satisfies never;
      return [];
  }
}

function unknownWord(key: string, path: Path): string {
  const known = wordsAt(path);
  const [near] = nearest(key, known, { most: 1 });
  const help = near === undefined ? ` Known here: ${known.join(', ')}.` : ` Did you mean \`${near}\`?`;
  return `\`${key}\` is not a known word.${help}`;
}

function wordsAt(path: Path): readonly string[] {
  const names = path.filter((part) => typeof part === 'string');
  const last = names.at(-1);
  if (last === undefined) return KNOWN_WORDS.head;
  if (names.at(-2) === 'choices') return KNOWN_WORDS.choice;
  const blocks: Readonly<Record<string, readonly string[]>> = KNOWN_WORDS;
  return blocks[last] ?? KNOWN_WORDS.step;
}

const SHAPES: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'a block of keys and values',
  record: 'a block of keys and values',
  boolean: '`true` or `false`',
  number: 'a number',
  int: 'a whole number',
};

function wrongShape(name: string, expected: string, input: unknown): string {
  if (input === undefined) return `\`${name}\` is missing.`;
  return `\`${name}\` must be ${SHAPES[expected] ?? expected}.`;
}
