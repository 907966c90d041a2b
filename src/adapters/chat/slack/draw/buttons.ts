import type { ActionsBlock, Button as SlackButton } from '@slack/types';
import type { Button } from '../../../../core/card.ts';
import { cut, LIMITS, weightOf } from './clamp.ts';
import type { Line } from './lines.ts';
import { line, point, typed } from './lines.ts';
import { inOneLine } from './times.ts';

/** A button of a card; `form` asks for words first, in a modal. */
export type Press = Button & { readonly form?: true };

/** Rows of buttons, and lines for what does not fit on one. */
export type Rows = { readonly rows: readonly ActionsBlock[]; readonly lines: readonly Line[] };

type Ask = {
  /** What stands before words that are typed: `/incident`. */
  readonly command: string;
  /** Makes the ids of these buttons differ from others of the same view. */
  readonly of?: string;
  readonly rows?: number;
  /** How much of a message or view these buttons may take. */
  readonly weight?: number;
};

/** As many stand side by side on a phone held upright; so many rows can still be seen together with the card. */
const IN_A_ROW = 5;
const ROWS = 5;
/** Of a message's weight: room must be left for what the card says. */
const BUTTONS_WEIGHT = 6_000;
const LINES_WEIGHT = 2_500;
const LONGEST_TYPED = 300;

/** Each button carries its line of words. One that cannot be drawn is a line that says what to type; none is left out unsaid. */
export function drawButtons(
  all: readonly Press[],
  { command, of = '', rows = ROWS, weight: most = BUTTONS_WEIGHT }: Ask,
): Rows {
  const primary = all.find(({ words }) => /^ack\b/.test(words));
  const drawn: SlackButton[] = [];
  const inFull: Line[] = [];
  const toType: Press[] = [];
  let weight = 0;
  for (const press of all) {
    const label = inOneLine(press.label) || inOneLine(press.words) || '?';
    const isLong = label.length > LIMITS.buttonText;
    const shown = isLong ? `${drawn.length + 1}. ${label}` : label;
    const made = slackButton(press, { shown, id: `${of}${drawn.length}`, isPrimary: press === primary });
    const own = weightOf([{ type: 'actions', elements: [made] }]);
    const fits = drawn.length < rows * IN_A_ROW && weight + own <= most;
    if (!fits || press.words.trim() === '' || press.words.length > LIMITS.buttonValue) {
      toType.push({ ...press, label });
      continue;
    }
    weight += own;
    drawn.push(made);
    if (isLong) inFull.push(...point(cut(shown, LONGEST_TYPED)));
  }
  return { rows: rowsOf(drawn), lines: within([...inFull, ...toType.flatMap((press) => typedLine(press, command))]) };
}

type Look = { readonly shown: string; readonly id: string; readonly isPrimary: boolean };

function slackButton({ words, form }: Press, { shown, id, isPrimary }: Look): SlackButton {
  const style = isPrimary ? 'primary' : /^cancel\b|\s--anyway\b/.test(words) ? 'danger' : undefined;
  return {
    type: 'button',
    action_id: `${form === true ? 'form' : 'say'}:${id}`,
    text: { type: 'plain_text', text: cut(shown, LIMITS.buttonText), emoji: false },
    value: words.toWellFormed(),
    ...(style === undefined ? {} : { style }),
  };
}

const rowsOf = (drawn: readonly SlackButton[]): readonly ActionsBlock[] =>
  Array.from({ length: Math.ceil(drawn.length / IN_A_ROW) }, (_, row) => ({
    type: 'actions',
    elements: drawn.slice(row * IN_A_ROW, (row + 1) * IN_A_ROW),
  }));

function typedLine({ label, words }: Press, command: string): readonly Line[] {
  const short = cut(label, LIMITS.buttonText);
  if (words.trim() === '') return point(short);
  if (words.length > LONGEST_TYPED) return point(`${short}: too long for a button here, it is in Muster.`);
  return typed(`${short}: say `, `${command} ${words}`);
}

/** As many lines as there is room for, and how many are missing. */
function within(lines: readonly Line[]): readonly Line[] {
  let weight = 0;
  const kept = lines.filter((one) => (weight += JSON.stringify(one).length) <= LINES_WEIGHT);
  const left = lines.length - kept.length;
  return left === 0 ? kept : [...kept, ...line(`… and ${left} more to choose from in Muster.`)];
}
