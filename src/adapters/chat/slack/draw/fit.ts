import type { RichTextBlock, RichTextElement, RichTextList, RichTextSection } from '@slack/types';
import { front, LIMITS, parted, weightOf } from './clamp.ts';
import type { Group, Line, More } from './lines.ts';
import { moreLine } from './lines.ts';

export type Room = More & { readonly blocks: number; readonly weight: number };

/** More groups than this are one long one: blocks are scarce. */
const MOST_GROUPS = 30;
/** Of the first line that does not fit as a whole, as much as one of these lengths. */
const PART_LENGTHS = [2_000, 1_000, 500, 200];

/** The groups as rich text, as far as there is room; what is left out is said. */
export function fitted(groups: readonly Group[], { blocks, weight, more }: Room): readonly RichTextBlock[] {
  const all = joined(groups.map((group) => group.flatMap((one) => shortened(one, LIMITS.text))));
  const lines = all.flat();
  const fits = (shown: readonly RichTextBlock[]) => shown.length <= blocks && weightOf(shown) <= weight;
  const most = countWithin(lines, weight);
  const whole = most === lines.length ? all.flatMap(richTexts) : undefined;
  if (whole !== undefined && fits(whole)) return whole;

  const withTail = (some: readonly Group[]) => [...some, [moreLine({ more })]].flatMap(richTexts);
  let [good, bad] = [0, most + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (fits(withTail(firstLines(all, middle)))) good = middle;
    else bad = middle;
  }
  const kept = firstLines(all, good);
  const next = lines.slice(good, good + 1);
  const parts = PART_LENGTHS.map((length) => next.flatMap((one) => shortened(one, length).slice(0, 1)));
  return parts.map((part) => withTail([...kept, part])).find(fits) ?? withTail(kept);
}

function joined(groups: readonly Group[]): readonly Group[] {
  const filled = groups.filter((group) => group.length > 0);
  if (filled.length <= MOST_GROUPS) return filled;
  return [...filled.slice(0, MOST_GROUPS - 1), filled.slice(MOST_GROUPS - 1).flat()];
}

/** How many lines may fit by their letters alone: what is far too long is not weighed whole again and again. */
function countWithin(lines: readonly Line[], weight: number): number {
  let length = 0;
  const over = lines.findIndex((one) => (length += sum(one.inlines)) > weight);
  return over === -1 ? lines.length : over;
}

function firstLines(groups: readonly Group[], count: number): readonly Group[] {
  let left = count;
  return groups.flatMap((group) => {
    const kept = group.slice(0, left);
    left -= kept.length;
    return kept.length === 0 ? [] : [kept];
  });
}

const lengthOf = (part: RichTextElement): number => {
  if (part.type === 'text') return part.text.length;
  return part.type === 'date' ? (part.fallback ?? '').length : 20;
};
const sum = (parts: readonly RichTextElement[]) => parts.reduce((length, part) => length + lengthOf(part), 0);

/** A line longer than this goes on in the next line. */
function shortened({ isPoint, inlines: parts }: Line, most: number): readonly Line[] {
  const lines: Line[] = [];
  let now: RichTextElement[] = [];
  const end = () => {
    if (now.length > 0) lines.push({ isPoint: isPoint && lines.length === 0, inlines: now });
    now = [];
  };
  for (const part of parts) {
    let rest: RichTextElement | undefined = part;
    while (rest !== undefined && sum(now) + lengthOf(rest) > most) {
      const room = most - sum(now);
      if (rest.type === 'text' && front(rest.text, room) !== '') {
        const [first, second]: readonly [string, string] = parted(rest.text, room);
        now.push({ ...rest, text: first });
        rest = second === '' ? undefined : { ...rest, text: second };
      }
      end();
    }
    if (rest !== undefined) now.push(rest);
  }
  end();
  return lines;
}

/** A group as one block, or more where it is longer than a block may be. */
function richTexts(group: Group): readonly RichTextBlock[] {
  const blocks: RichTextBlock[] = [];
  let lines: Line[] = [];
  let length = 0;
  const end = () => {
    if (lines.length > 0) blocks.push({ type: 'rich_text', elements: elementsOf(lines) });
    [lines, length] = [[], 0];
  };
  for (const one of group) {
    // One more for the line's end.
    const own = sum(one.inlines) + 1;
    if (length + own > LIMITS.text + 1) end();
    lines.push(one);
    length += own;
  }
  end();
  return blocks;
}

/** Neighbouring points are one list; neighbouring lines one section with line ends in it, as Slack itself writes them. */
function elementsOf(lines: readonly Line[]): (RichTextSection | RichTextList)[] {
  const elements: (RichTextSection | RichTextList)[] = [];
  for (const { isPoint, inlines: parts } of lines) {
    const last = elements.at(-1);
    const section: RichTextSection = { type: 'rich_text_section', elements: [...parts] };
    if (isPoint && last?.type === 'rich_text_list') last.elements.push(section);
    else if (isPoint) elements.push({ type: 'rich_text_list', style: 'bullet', elements: [section] });
    else if (last?.type === 'rich_text_section') last.elements.push({ type: 'text', text: '\n' }, ...parts);
    else elements.push(section);
  }
  return elements;
}
