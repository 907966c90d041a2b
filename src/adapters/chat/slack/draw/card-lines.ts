import type { Block, Field, Tone } from '../../../../core/card.ts';
import type { Press } from './buttons.ts';
import { cut } from './clamp.ts';
import type { Group, Line } from './lines.ts';
import { heading, labelled, line, point } from './lines.ts';
import { plain } from './times.ts';

/** What people type in front of Muster's words, unless the firm renamed it. */
export const COMMAND = '/incident';

/** What a screen reader speaks as "check mark", "warning" and "police car light": colour alone says nothing. */
export const SIGNS: Readonly<Record<Tone, string>> = { plain: '', good: '✅ ', warn: '⚠️ ', alarm: '🚨 ALARM: ' };

const MOST_CHOICES = 12;
const LONGEST_CHOICE = 40;

/** What a block of a card says, in lines. */
export function linesOf(block: Block, command: string): Group {
  switch (block.kind) {
    case 'text':
      return line(block.text);
    case 'facts':
      return block.facts.flatMap(([label, value]) => labelled(label, value));
    case 'list':
      return [...(block.heading === undefined ? [] : heading(block.heading)), ...block.items.flatMap(point)];
    case 'form':
      return howToType(block, command);
    default:
      return block satisfies never;
  }
}

export type Form = Extract<Block, { kind: 'form' }>;

/** The line that the answers complete, for who rather types, and what belongs where. */
export function howToType({ words, fields }: Form, command: string): Group {
  const places = fields.map(({ name }) => name.toUpperCase()).join(' ');
  const example: Line = {
    isPoint: false,
    inlines: [
      { type: 'text', text: 'Write it in one line: ' },
      { type: 'text', text: plain(`${command} ${words} ${places}`).trim(), style: { code: true } },
    ],
  };
  return [example, ...fields.flatMap((field) => point(`${field.label}${oneOf(field)}`))];
}

function oneOf({ choices }: Field): string {
  if (choices === undefined || choices.length === 0) return '';
  const some = choices.slice(0, MOST_CHOICES).map(({ value }) => cut(value, LONGEST_CHOICE));
  return ` (one of: ${some.join(', ')}${choices.length > MOST_CHOICES ? ', …' : ''})`;
}

/** The button that opens the form as a modal; a form that asks nothing needs none. */
export const fillIn = (blocks: readonly Block[]): readonly Press[] =>
  blocks
    .filter((block) => block.kind === 'form')
    .filter(({ words, fields }, n, all) => fields.length > 0 && all.findIndex((one) => one.words === words) === n)
    .map(({ words }) => ({ label: 'Fill in', words, form: true }));
