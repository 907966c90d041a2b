import type { KnownBlock, ModalView } from '@slack/types';
import type { Book } from '../../../../core/book.ts';
import { LIMITS } from '../draw/clamp.ts';
import { fitted } from '../draw/fit.ts';
import { heading, line, point } from '../draw/lines.ts';
import type { StartAnswers, StartMetadata } from '../words/start-words.ts';
import { START_CALLBACK } from '../words/start-words.ts';
import { plainText, PREVIEW } from './input.ts';
import { startInputs } from './start-inputs.ts';

export type StartModal = {
  readonly book: Book;
  /** What is filled in already. */
  readonly answers: StartAnswers;
  readonly metadata: StartMetadata;
  /** Who will be paged and how, one sentence each. */
  readonly preview: readonly string[];
  /** Where the whole of it stands, if it does not fit. */
  readonly more: string | undefined;
};

const PREVIEW_ROOM = { blocks: 6, weight: 8_000 } as const;

/** The start of an incident as a modal: what is wrong, what more is known, and whom it will page, before anybody is. */
export function startModal({ book, answers, metadata, preview, more }: StartModal): ModalView {
  return {
    type: 'modal',
    callback_id: START_CALLBACK,
    private_metadata: JSON.stringify(metadata),
    title: plainText('Start an incident', LIMITS.viewTitle),
    submit: plainText('Start', LIMITS.viewTitle),
    close: plainText('Not now', LIMITS.viewTitle),
    blocks: [...startInputs(book, answers), ...previewBlocks(answers, { preview, more })],
  };
}

function previewBlocks(
  { text }: StartAnswers,
  { preview, more }: Pick<StartModal, 'preview' | 'more'>,
): readonly KnownBlock[] {
  const until = text === '' ? line('As long as you have not said what is wrong:') : [];
  const groups = [[...heading('Who will be paged, and how'), ...until, ...preview.flatMap(point)]];
  return [
    { type: 'divider' },
    ...fitted([...groups, line('Nobody is paged before you press Start.')], { ...PREVIEW_ROOM, more }),
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: `${PREVIEW}look`,
          text: plainText('Show who will be paged', LIMITS.buttonText),
          value: 'look',
        },
      ],
    },
  ];
}
