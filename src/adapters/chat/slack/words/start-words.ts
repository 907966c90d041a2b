import { z } from 'zod';
import type { Instant } from '../../../../core/time.ts';
import { fromMs, msBetween, SECOND_MS } from '../../../../core/time.ts';
import { MOST_CHARACTERS } from '../../../../core/words/clean.ts';
import { WATCH_AHEAD_MS } from '../../../../core/words/moment.ts';
import { quote } from '../../../../core/words/tokens.ts';
import type { FormValues } from '../draw/form-modal.ts';
import { answersOf, FORM_CALLBACK, readFormMetadata } from '../draw/form-modal.ts';
import type { FormEnvelope } from '../transport/envelope.ts';

export const START_CALLBACK = 'start';

/** The start modal's fields, by the id of their block. */
export const START_BLOCKS = {
  what: 'start:what',
  hit: 'start:hit',
  severity: 'start:severity',
  since: 'start:since',
  more: 'start:more',
} as const;

/** A title that still reads on a phone, as commands/start.ts takes it. */
export const LONGEST_WHAT = 300;
/** A line of words holds so many names beside what is wrong. */
export const MOST_HIT = 20;

/** Chosen values carry their kind in front, so that no id of the plan can be taken for another thing. */
export const HIT = { function: 'function:', system: 'system:' } as const;
export const SEVERITY = 'is:';
/** The first choice for how bad it is: Muster decides by the playbook. */
export const LET_MUSTER_DECIDE = 'unsaid';
export const MORE = ['private', 'drill', 'new'] as const;

export type StartAnswers = {
  readonly text: string;
  readonly functions: readonly string[];
  readonly systems: readonly string[];
  /** Undefined when Muster is to decide. */
  readonly severity: string | undefined;
  readonly since: Instant | undefined;
  readonly more: readonly (typeof MORE)[number][];
};

/** What was filled into the start modal so far. */
export function startAnswers(values: FormValues): StartAnswers {
  const hit = many(values[START_BLOCKS.hit]);
  const of = (kind: string) => hit.flatMap((value) => (value.startsWith(kind) ? [value.slice(kind.length)] : []));
  const severity = one(values[START_BLOCKS.severity]);
  const more = many(values[START_BLOCKS.more]);
  return {
    text: inOneLine(one(values[START_BLOCKS.what])),
    functions: of(HIT.function),
    systems: of(HIT.system),
    severity: severity.startsWith(SEVERITY) ? severity.slice(SEVERITY.length) : undefined,
    since: secondsOf(one(values[START_BLOCKS.since])),
    more: MORE.filter((each) => more.includes(each)),
  };
}

/** The line of words that the start modal's answers are, every value in quotes, and where it was opened. */
export function startWords(
  values: FormValues,
  metadata: string,
): { readonly words: string; readonly channel: string | null } {
  const { text, functions, systems, severity, since, more } = startAnswers(values);
  const words = [
    'start',
    ...more.map((each) => `--${each}`),
    ...functions.map((id) => `--function ${quote(id)}`),
    ...systems.map((id) => `--system ${quote(id)}`),
    ...(severity === undefined ? [] : [`--sev ${quote(severity)}`]),
    ...(text === '' ? [] : [quote(text)]),
    ...(since === undefined ? [] : [`since ${since}`]),
  ];
  return { words: words.join(' '), channel: readStartMetadata(metadata).channel };
}

const startMetadata = z.object({ channel: z.string().nullable() });
export type StartMetadata = z.infer<typeof startMetadata>;

export function readStartMetadata(text: string): StartMetadata {
  try {
    return startMetadata.parse(JSON.parse(text));
  } catch {
    return { channel: null };
  }
}

/** What is wrong in the start modal, by block id. Without `now` the hour of the beginning is left to the word itself. */
export function startErrors(values: FormValues, now?: Instant): Readonly<Record<string, string>> | undefined {
  const { text, since } = startAnswers(values);
  const errors: Record<string, string> = {};
  if (text === '') errors[START_BLOCKS.what] = 'What is wrong? A few words are enough.';
  else if (text.length > LONGEST_WHAT)
    errors[START_BLOCKS.what] =
      `That is ${text.length} letters. Say it in at most ${LONGEST_WHAT}, and the rest as a note afterwards.`;
  if (since !== undefined && now !== undefined && msBetween(now, since) > WATCH_AHEAD_MS)
    errors[START_BLOCKS.since] = 'That is in the future. Say when it began, or leave it empty.';
  return Object.keys(errors).length === 0 ? undefined : errors;
}

/**
 * What is wrong in a modal of Muster's, by block id, so that Slack shows it beside the field and keeps the modal open.
 * Undefined when nothing is. Pure: the transport asks it before it keeps anything.
 */
export function checkForm(
  { callbackId, metadata, values }: Pick<FormEnvelope, 'callbackId' | 'metadata' | 'values'>,
  now?: Instant,
): Readonly<Record<string, string>> | undefined {
  if (callbackId === START_CALLBACK) return startErrors(values, now);
  const form = callbackId === FORM_CALLBACK ? readFormMetadata(metadata) : undefined;
  if (form === undefined) return undefined;
  const blocks = Object.keys(values).filter((block) => block.startsWith('answer:'));
  const empty = blocks.filter((block) => many(values[block]).join(' ').trim() === '');
  if (empty.length > 0) return Object.fromEntries(empty.map((block) => [block, 'This one is needed.']));
  const tooLong = answersOf(values, form).length - MOST_CHARACTERS;
  const [longest] = blocks.toSorted((a, b) => many(values[b]).join(' ').length - many(values[a]).join(' ').length);
  if (tooLong <= 0 || longest === undefined) return undefined;
  return { [longest]: `That is ${tooLong} letters too long. Say the rest with "note" afterwards.` };
}

type Value = FormValues[string] | undefined;
const many = (value: Value): readonly string[] => (value === undefined || value === null ? [] : [value].flat());
const one = (value: Value): string => many(value)[0] ?? '';
const inOneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** A picker's seconds since the epoch. */
function secondsOf(text: string): Instant | undefined {
  return /^\d{1,11}$/.test(text) ? fromMs(Number(text) * SECOND_MS) : undefined;
}
