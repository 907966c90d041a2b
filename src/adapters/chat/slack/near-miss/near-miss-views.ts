import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { aboutField, aboutName, readAbout } from '../../../../core/nearmiss/about.ts';
import type { Before } from '../../../../core/nearmiss/honest-words.ts';
import { RECEIPT_WORDS, SIGNED_WORDS, URGENT_WORDS } from '../../../../core/nearmiss/honest-words.ts';
import type { Preview } from '../../../../core/nearmiss/scrub.ts';
import type { Plan } from '../../../../core/plan/schema.ts';
import { cut, LIMITS } from '../draw/clamp.ts';
import { plain } from '../draw/times.ts';
import type { Draft } from './draft.ts';
import { BLOCKS, LIKELIHOOD_WORDS, MOST_HELP, MOST_WHAT } from './draft.ts';

/** What the modals of a near miss are known by; none of them is ever kept. */
export const FORM = 'nearmiss:form';
export const CONFIRM = 'nearmiss:confirm';
export const CHANGE = 'nearmiss-change';
/** Of Slack, for the options of one choice. */
const MOST_OPTIONS = LIMITS.options;

const words = (text: string, most: number) => ({
  type: 'plain_text' as const,
  text: cut(plain(text).trim() || '?', most),
  emoji: false,
});
const say = (text: string): KnownBlock => ({ type: 'section', text: words(text, LIMITS.text) });
const small = (text: string): KnownBlock => ({ type: 'context', elements: [words(text, LIMITS.text)] });
const header = (text: string): KnownBlock => ({ type: 'header', text: words(text, LIMITS.header) });

/** The form itself, behind the words that have to be read before. */
export function formView(plan: Plan, before: Before, draft?: Draft): ModalView {
  const intro = before.flatMap(({ title, says }) => [header(title), ...says.map(small)]);
  return {
    type: 'modal',
    callback_id: FORM,
    title: words('Report a near miss', LIMITS.viewTitle),
    submit: words('Show what is kept', LIMITS.viewTitle),
    close: words('Not now', LIMITS.viewTitle),
    clear_on_close: true,
    blocks: [
      say('Something nearly went wrong, and it did not. Tell it, so that it does not next time.'),
      ...intro,
      box(BLOCKS.what, 'What nearly happened?', { most: MOST_WHAT, text: draft?.texts.what, needed: true }),
      box(BLOCKS.stopped, 'What stopped it, or how was it noticed?', {
        most: MOST_HELP,
        text: draft?.texts.stopped,
        needed: true,
      }),
      choice(BLOCKS.about, 'What is it about?', {
        options: aboutOptions(plan),
        chosen: draft && aboutField(draft.about),
      }),
      choice(BLOCKS.likelihood, 'Could it come back?', {
        options: Object.entries(LIKELIHOOD_WORDS).map(([value, text]) => ({ text: words(text, 75), value })),
        chosen: draft?.likelihood ?? undefined,
      }),
      box(BLOCKS.help, 'What would help?', { most: MOST_HELP, text: draft?.texts.help, needed: false }),
      checks(draft),
      small(URGENT_WORDS),
      box(BLOCKS.name, 'Sign it with your name? Left empty it is anonymous', {
        most: 80,
        text: draft?.name ?? undefined,
        needed: false,
      }),
      small(SIGNED_WORDS),
    ],
  };
}

/** What would be kept, for a last look. The texts wait in the view itself: Muster has kept nothing yet. */
export function confirmView(plan: Plan, draft: Draft, found: Preview['found']): ModalView {
  const { texts, about, name, urgent } = draft;
  const taken =
    found.length === 0
      ? 'Nothing had to be taken out. Names and numbers that only insiders would recognise are still yours to leave out.'
      : `Taken out: ${[...new Set(found.map(({ kind }) => kind))].join(', ')}. Look whether something is left that only one person could know.`;
  return {
    type: 'modal',
    callback_id: CONFIRM,
    title: words('This is what is kept', LIMITS.viewTitle),
    submit: words('Report it', LIMITS.viewTitle),
    close: words('Throw it away', LIMITS.viewTitle),
    clear_on_close: true,
    private_metadata: JSON.stringify(draft),
    blocks: [
      small(taken),
      header('What nearly happened'),
      say(texts.what),
      header('What stopped it'),
      say(texts.stopped),
      ...(texts.help === '' ? [] : [header('What would help'), say(texts.help)]),
      small(
        `About: ${aboutName(about, plan)}. ${name === null ? 'Not signed.' : `Signed: ${name}.`}${urgent ? ' The receivers get it at once.' : ''}`,
      ),
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: CHANGE, text: words('Change it', LIMITS.buttonText), value: 'change' }],
      },
    ],
  };
}

/** The receipt, shown once. */
export const receiptView = (receipt: string, told?: { readonly reached: number; readonly of: number }): ModalView => ({
  type: 'modal',
  title: words('Thank you', LIMITS.viewTitle),
  close: words('I have written it down', LIMITS.viewTitle),
  blocks: [
    header(receipt),
    ...RECEIPT_WORDS.map(say),
    ...(told === undefined ? [] : [say(`The receivers are told now: ${told.reached} of ${told.of} could be reached.`)]),
  ],
});

/** Why it could not be; what was written is not lost while the form is still open. */
export const sorryView = (why: string): ModalView => ({
  type: 'modal',
  title: words('That did not work', LIMITS.viewTitle),
  close: words('Close', LIMITS.viewTitle),
  blocks: [say(why)],
});

type Box = { readonly most: number; readonly text: string | undefined; readonly needed: boolean };
const box = (block: string, label: string, { most, text, needed }: Box): KnownBlock => ({
  type: 'input',
  block_id: block,
  label: words(label, LIMITS.inputLabel),
  optional: !needed,
  element: {
    type: 'plain_text_input',
    action_id: 'text',
    multiline: most > 100,
    max_length: most,
    ...(text === undefined || text === '' ? {} : { initial_value: text }),
  },
});

type Choice = { readonly options: PlainTextOption[]; readonly chosen: string | undefined };
function choice(block: string, label: string, { options, chosen }: Choice): KnownBlock {
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'input',
    block_id: block,
    label: words(label, LIMITS.inputLabel),
    optional: true,
    element: {
      type: 'static_select',
      action_id: 'choice',
      options,
      ...(initial === undefined ? {} : { initial_option: initial }),
    },
  };
}

const CHECKS = {
  mayPublish: 'The lesson may be published, in the receivers’ own words',
  mayAsk: 'A question may wait for me under my code',
  urgent: 'This could hurt us today: tell the receivers at once',
  mayThank: 'If I sign: the digest may thank me by name',
} as const;

function checks(draft: Draft | undefined): KnownBlock {
  const options = Object.entries(CHECKS).map(([value, text]) => ({ text: words(text, 75), value }));
  const chosen = options.filter(({ value }) => draft?.[value as keyof typeof CHECKS] === true);
  return {
    type: 'input',
    block_id: BLOCKS.checks,
    label: words('As you like', LIMITS.inputLabel),
    optional: true,
    element: {
      type: 'checkboxes',
      action_id: 'checks',
      options,
      ...(chosen.length === 0 ? {} : { initial_options: chosen }),
    },
  };
}

/** Functions and systems of the plan, and two answers that name none. What does not fit into one choice is "not in the plan". */
function aboutOptions(plan: Plan): PlainTextOption[] {
  const fields = [
    aboutField({ none: 'rather not say' }),
    aboutField({ none: 'not in the plan' }),
    ...Object.keys(plan.functions).map((id) => aboutField({ function: id })),
    ...Object.keys(plan.systems).map((id) => aboutField({ system: id })),
  ];
  return fields
    .filter((field) => field.length <= 75)
    .slice(0, MOST_OPTIONS)
    .map((value) => ({ text: words(aboutName(readAbout(value), plan), 75), value }));
}
