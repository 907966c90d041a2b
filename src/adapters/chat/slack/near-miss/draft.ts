import { z } from 'zod';
import { readAbout } from '../../../../core/nearmiss/about.ts';
import type { About, Likelihood, Report, Texts } from '../../../../core/nearmiss/report.ts';
import { LIKELIHOODS } from '../../../../core/nearmiss/report.ts';
import type { FormValue } from '../transport/envelope.ts';

/** The blocks of the form. */
export const BLOCKS = {
  what: 'nm:what',
  stopped: 'nm:stopped',
  help: 'nm:help',
  about: 'nm:about',
  likelihood: 'nm:likelihood',
  checks: 'nm:checks',
  name: 'nm:name',
} as const;

/** A view remembers 3,000 characters, and what is shown for a last look has to be in it. */
export const MOST_WHAT = 1_200;
export const MOST_HELP = 400;
export const MOST_REMEMBERED = 3_000;

export const LIKELIHOOD_WORDS: Readonly<Record<(typeof LIKELIHOODS)[number], string>> = {
  today: 'Today',
  likely: 'Likely',
  rarely: 'Rarely',
};

/** A report before it is one, in the reporter's hands only. */
export type Draft = {
  readonly texts: Texts;
  readonly about: About;
  readonly likelihood: Likelihood;
  readonly mayPublish: boolean;
  readonly mayAsk: boolean;
  readonly urgent: boolean;
  readonly mayThank: boolean;
  /** Null where it is not signed. */
  readonly name: string | null;
};

type Values = Readonly<Record<string, FormValue>>;

const textOf = (value: FormValue | undefined): string => (typeof value === 'string' ? value.trim() : '');
const listOf = (value: FormValue | undefined): readonly string[] =>
  Array.isArray(value) ? (value as string[]) : [value ?? []].flat();

/** What is filled in. Who filled it in is not asked. */
export function draftOf(values: Values): Draft {
  const checks = listOf(values[BLOCKS.checks]);
  const name = textOf(values[BLOCKS.name]);
  const likelihood = LIKELIHOODS.find((one) => one === values[BLOCKS.likelihood]) ?? null;
  return {
    texts: {
      what: textOf(values[BLOCKS.what]),
      stopped: textOf(values[BLOCKS.stopped]),
      help: textOf(values[BLOCKS.help]),
    },
    about: readAbout(textOf(values[BLOCKS.about]) || 'none/rather not say'),
    likelihood,
    mayPublish: checks.includes('mayPublish'),
    mayAsk: checks.includes('mayAsk'),
    urgent: checks.includes('urgent'),
    mayThank: checks.includes('mayThank'),
    name: name === '' ? null : name,
  };
}

const about = z.union([
  z.strictObject({ function: z.string() }),
  z.strictObject({ system: z.string() }),
  z.strictObject({ none: z.enum(['not in the plan', 'rather not say']) }),
]);
const draft = z.strictObject({
  texts: z.strictObject({ what: z.string(), stopped: z.string(), help: z.string() }),
  about,
  likelihood: z.enum(LIKELIHOODS).nullable(),
  mayPublish: z.boolean(),
  mayAsk: z.boolean(),
  urgent: z.boolean(),
  mayThank: z.boolean(),
  name: z.string().nullable(),
});

/** What a view remembered; undefined when it was not made here. */
export function readDraft(remembered: string): Draft | undefined {
  try {
    const read = draft.safeParse(JSON.parse(remembered));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

export function reportOf({ name, mayThank, ...told }: Draft): Report {
  return name === null ? { ...told, kind: 'anonymous' } : { ...told, kind: 'named', name, mayThank };
}
