import type { Plan } from '../plan/schema.ts';
import { namesOf } from './scrub-names.ts';
import type { Masked, Pattern } from './scrub-patterns.ts';
import { ADDRESSES, FIGURES, MARKS, PEOPLE } from './scrub-patterns.ts';

/** What the reporter confirms, and what was taken out of it. `was` is for their eyes only and is kept nowhere. */
export type Preview = {
  readonly scrubbed: string;
  readonly found: readonly { readonly kind: Masked; readonly was: string; readonly shown: string }[];
};

const OWN_MARK = new RegExp(
  `(${Object.values(MARKS)
    .map((mark) => mark.replaceAll(/[[\]]/g, String.raw`\$&`))
    .join('|')})`,
);
/** Each round takes something out, so that there is an end; nobody writes a text that needs three. */
const MOST_ROUNDS = 20;

/**
 * A text without people, numbers and addresses (domain 5.5): the people of the plan however they are spelt, and whatever looks
 * like a person, a mailbox, a telephone, a ticket, a date or an hour. Rather one word too many than one too few: the reporter
 * sees the result. What was scrubbed once is left alone the second time.
 */
export function scrub(text: string, plan: Plan): Preview {
  const found: Preview['found'][number][] = [];
  let now = cleaned(text);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = now;
    for (const look of looksOf(plan)) now = outsideMarks(now, (part) => look(part, take));
    now = cleaned(now);
    if (now === before) break;
  }
  return { scrubbed: now, found };

  function take(kind: Masked, was: string): string {
    const shown = MARKS[kind];
    if (!found.some((other) => other.was === was && other.kind === kind)) found.push({ kind, was, shown });
    return shown;
  }
}

type Take = (kind: Masked, was: string) => string;
type Look = (part: string, take: Take) => string;

const looksOf = (plan: Plan): readonly Look[] => [
  ...ADDRESSES.map(lookFor),
  (part, take) => namesOf(plan)(part, (was) => take('person', was)),
  ...PEOPLE.map(lookFor),
  ...FIGURES.map(lookFor),
];

const lookFor =
  ({ kind, find, isOne }: Pattern): Look =>
  (part, take) =>
    part.replaceAll(find, (was: string) => (isOne === undefined || isOne(was) ? take(kind, was) : was));

const outsideMarks = (text: string, change: (part: string) => string) =>
  text
    .split(OWN_MARK)
    .map((part, i) => (i % 2 === 1 ? part : change(part)))
    .join('');

/** Characters that cannot be seen could hide a name from the scrubber, or carry one. */
const cleaned = (text: string) =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\p{Cf}\p{Co}\p{Cn}\u034F\uFE00-\uFE0F]/gu, '')
    .normalize('NFKC')
    .replaceAll(/[\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .replaceAll(/[^\P{Cc}\n]/gu, ' ')
    .replaceAll(/[^\S\n]+/gu, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
