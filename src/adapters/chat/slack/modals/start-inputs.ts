import type { Checkboxes, InputBlock, PlainTextInput, PlainTextOption, StaticSelect } from '@slack/types';
import type { Book } from '../../../../core/book.ts';
import { severityIds, severityName } from '../../../../core/book.ts';
import { toMs } from '../../../../core/time.ts';
import { front, LIMITS } from '../draw/clamp.ts';
import { inOneLine } from '../draw/times.ts';
import type { StartAnswers } from '../words/start-words.ts';
import { LET_MUSTER_DECIDE, LONGEST_WHAT, MORE, SEVERITY, START_BLOCKS } from '../words/start-words.ts';
import { hitInput } from './hit-input.ts';
import { input, label, plainText, PREVIEW } from './input.ts';

const MORE_LABELS: Readonly<Record<(typeof MORE)[number], readonly [label: string, says: string]>> = {
  private: ['Private', 'Only those who have a part in it can see it'],
  drill: ['Exercise', 'Every page says so, and nobody outside the firm is called'],
  new: ['Another one', 'Not the same as anything that is open: do not ask me'],
};

/** Every field of the start modal, filled in as far as somebody has. */
export const startInputs = (book: Book, answers: StartAnswers): readonly InputBlock[] => [
  whatInput(answers),
  ...hitInput(book, answers),
  severityInput(book, answers),
  sinceInput(answers),
  moreInput(answers),
];

function whatInput({ text }: StartAnswers): InputBlock {
  const initial = front(inOneLine(text), LONGEST_WHAT);
  return { ...WHAT, element: { ...WHAT_ELEMENT, ...(initial === '' ? {} : { initial_value: initial }) } };
}

const WHAT = {
  type: 'input',
  block_id: START_BLOCKS.what,
  label: label('What is wrong?'),
  hint: plainText('A few words are enough. Press Enter to see below who will be paged.', LIMITS.inputHint),
  dispatch_action: true,
} as const;
const WHAT_ELEMENT = {
  type: 'plain_text_input',
  action_id: `${PREVIEW}what`,
  max_length: LONGEST_WHAT,
  placeholder: plainText('Phones send callers in a loop', 150),
  dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
  focus_on_load: true,
} satisfies PlainTextInput;

function severityInput(book: Book, { severity }: StartAnswers): InputBlock {
  const unsaid = { text: plainText('Let Muster decide', LIMITS.optionText), value: LET_MUSTER_DECIDE };
  const named = severityIds(book).map((id) => ({
    text: plainText(severityName(book, id), LIMITS.optionText),
    value: SEVERITY + id,
  }));
  const options = [unsaid, ...named].filter(({ value }) => value.length <= LIMITS.optionValue).slice(0, LIMITS.options);
  const element: StaticSelect = {
    type: 'static_select',
    action_id: `${PREVIEW}severity`,
    options,
    initial_option: options.find(({ value }) => value === `${SEVERITY}${severity ?? ''}`) ?? unsaid,
  };
  return input(START_BLOCKS.severity, 'How bad is it?', { element });
}

const sinceInput = ({ since }: StartAnswers): InputBlock => ({
  type: 'input',
  block_id: START_BLOCKS.since,
  label: label('When did it begin?'),
  hint: plainText('Leave it empty if it has just begun, or if you do not know.', LIMITS.inputHint),
  optional: true,
  element: {
    type: 'datetimepicker',
    action_id: 'since',
    ...(since === undefined ? {} : { initial_date_time: Math.floor(toMs(since) / 1000) }),
  },
});

function moreInput({ more }: StartAnswers): InputBlock {
  const options = MORE.map((value): PlainTextOption => {
    const [name, says] = MORE_LABELS[value];
    return { value, text: plainText(name, LIMITS.optionText), description: plainText(says, LIMITS.optionText) };
  });
  const initial = options.filter(({ value }) => more.some((each) => each === value));
  const element: Checkboxes = {
    type: 'checkboxes',
    action_id: `${PREVIEW}more`,
    options,
    ...(initial.length === 0 ? {} : { initial_options: initial }),
  };
  return input(START_BLOCKS.more, 'What kind of incident?', { element });
}
