import type { PersonId } from './ids.ts';

/**
 * What Muster says, as plain data. Slack, Teams, the console and the terminal each draw it their own way; nobody else knows
 * how a card looks. The tone is never the only signal: the words say it too.
 */
export type Tone = 'plain' | 'good' | 'warn' | 'alarm';

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'list'; readonly heading?: string; readonly items: readonly string[] }
  /** What to ask a person for, when words were missing; `words` is the line that the answers complete. */
  | { readonly kind: 'form'; readonly words: string; readonly fields: readonly Field[] };

export type Field = {
  readonly name: string;
  readonly label: string;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
};

/** A button carries a line of words; pressing it is typing them. */
export type Button = { readonly label: string; readonly words: string };

export type Card = {
  readonly title: string;
  readonly tone: Tone;
  readonly blocks: readonly Block[];
  readonly buttons: readonly Button[];
  /** Who is to see it: named in a way that calls them, where a platform can. The words name them too. */
  readonly for?: readonly PersonId[];
};

type Parts = { readonly tone?: Tone; readonly blocks?: readonly Block[]; readonly buttons?: readonly Button[] };

export const card = (title: string, { tone = 'plain', blocks = [], buttons = [] }: Parts = {}): Card => ({
  title,
  tone,
  blocks,
  buttons,
});
export const text = (words: string): Block => ({ kind: 'text', text: words });
export const facts = (...pairs: readonly (readonly [string, string])[]): Block => ({ kind: 'facts', facts: pairs });
export const list = (items: readonly string[], heading?: string): Block =>
  heading === undefined ? { kind: 'list', items } : { kind: 'list', heading, items };
export const button = (label: string, words: string): Button => ({ label, words });

/** The card as a text message: its own sentence, not the whole situation. */
export function asMessage({ title, blocks }: Card): string {
  const [own] = blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []));
  return own ?? title;
}

const SIGNS: Readonly<Record<Tone, string>> = { plain: '', good: '[ok] ', warn: '[!] ', alarm: '[!!] ' };

/** The card as lines of plain text, for a terminal or a text message. */
export function cardText(shown: Card): string {
  const lines = [`${SIGNS[shown.tone]}${shown.title}`, ...shown.blocks.flatMap(blockLines)];
  if (shown.buttons.length > 0) lines.push('', ...shown.buttons.map(({ label, words }) => `  [${label}]  ${words}`));
  return lines.join('\n');
}

function blockLines(block: Block): readonly string[] {
  switch (block.kind) {
    case 'text':
      return block.text.split('\n');
    case 'facts': {
      const width = Math.max(...block.facts.map(([label]) => label.length));
      return block.facts.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`);
    }
    case 'list':
      return [...(block.heading === undefined ? [] : [block.heading]), ...block.items.map((item) => `  - ${item}`)];
    case 'form':
      return [
        `Write it in one line: ${block.words} ${block.fields.map(({ name }) => name.toUpperCase()).join(' ')}`,
        ...block.fields.map(({ label }) => `  - ${label}`),
      ];
    default:
      return block satisfies never;
  }
}
