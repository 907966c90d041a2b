import type { HeaderBlock, KnownBlock, RichTextElement } from '@slack/types';
import type { Card } from '../../../../core/card.ts';
import { cardText } from '../../../../core/card.ts';
import type { PersonId } from '../../../../core/ids.ts';
import { drawButtons } from './buttons.ts';
import { COMMAND, fillIn, linesOf, SIGNS } from './card-lines.ts';
import { cut, front, LIMITS, longest, weightOf } from './clamp.ts';
import { isUserId, mention, mrkdwn } from './escape.ts';
import { fitted } from './fit.ts';
import type { Group, More } from './lines.ts';
import { heading, line } from './lines.ts';
import { plain } from './times.ts';

/** A card with the people that it is for. */
export type ShownCard = Card & { readonly for?: readonly PersonId[] };

export type Drawing = More & {
  /** The Slack account of a person, if one is known. */
  readonly userOf: (person: PersonId) => string | undefined;
  /** What people type in front of Muster's words; `/incident` unless the firm renamed it. */
  readonly command?: string;
};

export type CardMessage = { readonly text: string; readonly blocks: KnownBlock[] };

/** More people than this are not called by a card: that is what a page is for. */
const MOST_MENTIONS = 30;

/**
 * A card as a message: blocks, and the same in plain words for notifications and screen readers. Whoever sends it turns
 * unfurling off; there is nothing else to take care of.
 */
export function cardMessage(card: ShownCard, { userOf, more, command = COMMAND }: Drawing): CardMessage {
  const users = [...new Set((card.for ?? []).map(userOf))].filter((id) => id !== undefined && isUserId(id));
  const called = users.slice(0, MOST_MENTIONS).filter((id) => id !== undefined);
  const { top, first } = titled(card);
  const buttons = drawButtons([...fillIn(card.blocks), ...card.buttons], { command });
  const groups: readonly Group[] = [first, ...card.blocks.map((block) => linesOf(block, command))];
  const people = fitted(called.length === 0 ? [] : [[callLine(called, users.length)]], { blocks: 1, weight: 4_000 });
  const below = fitted([buttons.lines], { blocks: 2, weight: 4_000 });
  const around = [...people, ...top, ...below, ...buttons.rows];
  const body = fitted(groups, {
    more,
    blocks: LIMITS.messageBlocks - around.length,
    weight: LIMITS.messageWeight - weightOf(around),
  });
  const blocks = [...people, ...top, ...body, ...below, ...buttons.rows];
  return { text: fallback(card, { called, more }), blocks };
}

const callLine = (called: readonly string[], all: number): Group[number] => ({
  isPoint: false,
  inlines: [
    ...called.flatMap((user_id, n): RichTextElement[] => [
      ...(n === 0 ? [] : [{ type: 'text' as const, text: ' ' }]),
      { type: 'user', user_id },
    ]),
    ...(all > called.length ? [{ type: 'text' as const, text: ` and ${all - called.length} more` }] : []),
  ],
});

/** A short title over something is a header; a long one, or one that is all there is, is said as a sentence. */
function titled({ title, tone, blocks, buttons }: Card): {
  readonly top: readonly HeaderBlock[];
  readonly first: Group;
} {
  const words = plain(title).trim() || 'Muster';
  const shown = `${SIGNS[tone]}${words}`;
  const inFull = `${SIGNS[tone]}${words === 'Muster' ? words : title.trim()}`;
  const isOver = blocks.length + buttons.length > 0;
  if (isOver && shown.length <= LIMITS.header && !shown.includes('\n'))
    return { top: [{ type: 'header', text: { type: 'plain_text', text: shown, emoji: false } }], first: [] };
  return { top: [], first: isOver ? heading(inFull) : line(inFull) };
}

/** Everything the card says, with the words behind each button. */
function fallback(card: Card, { called, more }: More & { readonly called: readonly string[] }): string {
  const people = called.length === 0 ? '' : `${called.map(mention).join(' ')}\n`;
  const tail = more === undefined ? '… (more in Muster)' : `… (more in Muster: ${mrkdwn(cut(more, 500))})`;
  const said = plain(cardText(card)).trim() || 'Muster';
  const fits = (text: string) =>
    text.length <= LIMITS.fallback && Buffer.byteLength(text, 'utf8') <= LIMITS.fallbackBytes;
  const some = front(said, LIMITS.fallback);
  const whole = `${people}${mrkdwn(some)}`;
  if (some === said && fits(whole)) return whole;
  return `${people}${mrkdwn(longest(some, (part) => fits(`${people}${mrkdwn(part)}${tail}`)))}${tail}`;
}
