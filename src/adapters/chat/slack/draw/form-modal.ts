import type { InputBlock, KnownBlock, ModalView, PlainTextOption, StaticSelect } from '@slack/types';
import { z } from 'zod';
import type { Card, Field } from '../../../../core/card.ts';
import type { Form } from './card-lines.ts';
import { COMMAND, howToType, linesOf } from './card-lines.ts';
import { cut, LIMITS } from './clamp.ts';
import { fitted } from './fit.ts';
import type { Group } from './lines.ts';
import { heading } from './lines.ts';
import { inOneLine, plain } from './times.ts';

/** What a modal remembers: the words that its answers complete, and where they are said. */
const metadata = z.object({
  words: z.string(),
  /** The incident whose channel it was opened in. */
  here: z.string().optional(),
  channel: z.string().optional(),
});
export type FormMetadata = z.infer<typeof metadata>;

export const FORM_CALLBACK = 'words';
/** Nobody looks through more than a thousand people or systems. */
const MOST_OPTIONS = 1_000;
/** Of a view's size, for the options of one field. */
const OPTIONS_BYTES = 60_000;
/** Of a view's blocks and of its size, for what stands before its fields. */
const MOST_INTRO = 20;
const INTRO_BYTES = 60_000;

const plainText = (text: string, most: number) => ({
  type: 'plain_text' as const,
  text: cut(inOneLine(text) || '?', most),
  emoji: false,
});

/** The form of a card as a modal; undefined when the card asks for nothing. */
export function formModal(card: Card, at: Omit<FormMetadata, 'words'>, command = COMMAND): ModalView | undefined {
  const form = card.blocks.find((block) => block.kind === 'form');
  if (form === undefined) return undefined;
  const title = inOneLine(card.title);
  const isShort = title !== '' && title.length <= LIMITS.viewTitle;
  const remembered = JSON.stringify({ ...at, words: form.words } satisfies FormMetadata);
  const inputs = inputsOf(form, remembered);
  const groups: readonly Group[] = [
    isShort ? [] : heading(card.title),
    ...card.blocks.flatMap((block) => (block.kind === 'form' ? [] : [linesOf(block, command)])),
    inputs.length === 0 ? howToType(form, command) : [],
  ];
  const intro: readonly KnownBlock[] = fitted(groups, { blocks: MOST_INTRO, weight: LIMITS.messageWeight });
  const frame = {
    type: 'modal',
    callback_id: FORM_CALLBACK,
    title: plainText(isShort ? title : 'Muster', LIMITS.viewTitle),
  } as const;
  const blocks = [...intro, ...inputs];
  if (inputs.length === 0) return { ...frame, blocks, close: plainText('Close', LIMITS.viewTitle) };
  return {
    ...frame,
    private_metadata: remembered,
    blocks,
    submit: plainText('Send', LIMITS.viewTitle),
    close: plainText('Not now', LIMITS.viewTitle),
  };
}

/** The id of a field's block, for saying what is wrong with its answer. */
export const answerBlock = (n: number, { name }: Field): string => cut(`answer:${n}:${name.toWellFormed()}`, LIMITS.id);

/** None where Slack could not hold them: then the modal says how to type the line. */
function inputsOf(form: Form, remembered: string): readonly InputBlock[] {
  const inputs = form.fields.map((field, n) => inputOf(field, { n, form }));
  const fits =
    remembered.length <= LIMITS.metadata &&
    inputs.length <= LIMITS.viewBlocks - MOST_INTRO &&
    bytesOf(inputs) <= LIMITS.viewBytes - INTRO_BYTES;
  return fits ? inputs : [];
}

const bytesOf = (all: unknown) => Buffer.byteLength(JSON.stringify(all), 'utf8');

type Place = { readonly n: number; readonly form: Form };

function inputOf(field: Field, { n, form }: Place): InputBlock {
  const { options, hint } = optionsOf(field, form);
  return {
    type: 'input',
    block_id: answerBlock(n, field),
    label: plainText(field.label, LIMITS.inputLabel),
    ...(hint === undefined ? {} : { hint: plainText(hint, LIMITS.inputHint) }),
    element:
      options === undefined
        ? { type: 'plain_text_input', action_id: 'answer', max_length: LIMITS.inputLength, multiline: isProse(field) }
        : options,
  };
}

/** Fields in which people say it in their own words, in several lines if they like. */
const isProse = ({ name }: Field) => name === 'text' || name === 'words';

/** A list to choose from; none where Slack could not hold a value, and what is not in it said in the hint. */
function optionsOf({ choices = [] }: Field, { words }: Form): { options?: StaticSelect; hint?: string } {
  if (choices.length === 0) return {};
  const values = new Set(choices.map(({ value }) => value));
  if (values.size < choices.length || [...values].some((value) => value === '' || value.length > LIMITS.optionValue))
    return { hint: `One of: ${choices.map(({ value }) => value).join(', ')}` };
  let bytes = 0;
  const options = choices
    .slice(0, MOST_OPTIONS)
    .map(optionOf)
    .filter((option) => (bytes += bytesOf(option) + 1) <= OPTIONS_BYTES);
  const select = { type: 'static_select', action_id: 'answer' } as const;
  if (options.length <= LIMITS.options) return { options: { ...select, options } };
  const left = choices.length - options.length;
  return {
    options: { ...select, option_groups: grouped(options) },
    ...(left === 0
      ? {}
      : { hint: `${left} more are not shown. To choose one of them, close this and type: ${words} NAME` }),
  };
}

/** A label that had to be cut has its value below it: two of them may begin alike. */
const optionOf = ({ value, label }: NonNullable<Field['choices']>[number]): PlainTextOption => ({
  text: plainText(label, LIMITS.optionText),
  value: value.toWellFormed(),
  ...(plain(label).length > LIMITS.optionText ? { description: plainText(value, LIMITS.optionText) } : {}),
});

const grouped = (options: readonly PlainTextOption[]): NonNullable<StaticSelect['option_groups']> =>
  Array.from({ length: Math.ceil(options.length / LIMITS.options) }, (_, n) => {
    const from = n * LIMITS.options;
    const part = options.slice(from, from + LIMITS.options);
    return { label: plainText(`${from + 1} to ${from + part.length}`, LIMITS.optionText), options: part };
  });

/** What came back with a modal; undefined when it was not made here. */
export function readFormMetadata(text: string): FormMetadata | undefined {
  try {
    const read = metadata.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

export type FormValues = Readonly<Record<string, string | readonly string[] | null>>;

/**
 * The line of words that the answers complete: as they were written, behind the words, in the order of the fields; the same
 * line that the console makes. Not in quotes: `by 15:00` in an answer is a time, and `not possible` two words.
 */
export function answersOf(values: FormValues, { words }: Pick<FormMetadata, 'words'>): string {
  const answers = Object.entries(values)
    .flatMap(([block, value]) => {
      const n = /^answer:(\d{1,3}):/.exec(block)?.[1];
      return n === undefined || value === null ? [] : [{ n: Number(n), text: [value].flat().join(' ').trim() }];
    })
    .toSorted((a, b) => a.n - b.n)
    .map(({ text }) => text);
  return [words, ...answers].join(' ').trim();
}
