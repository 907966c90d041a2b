import type { SourceFile } from './layers.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Habits the house does not have, found in the words of a file. Each answers with `path:line what`. */
export type Habit = (file: SourceFile) => readonly string[];

type Sequence = { readonly words: readonly string[]; readonly say: string };

/** Ways to ask the machine for the time or for luck, as rows of words; `new Date()` is one, `new Date(ms)` is none. */
const CLOCKS_AND_DICE: readonly Sequence[] = [
  { words: ['Date', '.', 'now'], say: 'reads the clock' },
  { words: ['new', 'Date', '(', ')'], say: 'reads the clock' },
  { words: ['new', 'Date', ';'], say: 'reads the clock' },
  { words: ['performance', '.', 'now'], say: 'reads the clock' },
  { words: ['hrtime'], say: 'reads the clock' },
  { words: ['DateTime', '.', 'now'], say: 'reads the clock' },
  { words: ['DateTime', '.', 'local', '(', ')'], say: 'reads the clock' },
  { words: ['DateTime', '.', 'utc', '(', ')'], say: 'reads the clock' },
  { words: ['setTimeout', '('], say: 'waits by the clock' },
  { words: ['setInterval', '('], say: 'waits by the clock' },
  { words: ['Math', '.', 'random'], say: 'throws dice' },
  { words: ['randomUUID'], say: 'throws dice' },
  { words: ['getRandomValues'], say: 'throws dice' },
];

/** Tests use the product as it is: nothing is put in a module's place and no clock is faked. */
const MOCKS: readonly Sequence[] = [
  { words: ['vi', '.', 'mock', '('], say: 'mocks a module' },
  { words: ['vi', '.', 'doMock', '('], say: 'mocks a module' },
  { words: ['vi', '.', 'useFakeTimers', '('], say: 'fakes the timers' },
];

/** From here on a wait in a test is a sleep, in milliseconds; shorter ones let something else go first. */
const SLEEP_MS = 100;

const finds =
  (sequences: readonly Sequence[]): Habit =>
  ({ path, text }) => {
    const tokens = tokensOf(text);
    return tokens.flatMap((token, at) =>
      sequences
        .filter(({ words }) => words.every((word, offset) => isWord(tokens[at + offset], word)))
        .map(({ say }) => `${path}:${token.line} ${say}`),
    );
  };

const isWord = (token: Token | undefined, word: string) =>
  (token?.kind === 'name' || token?.kind === 'mark') && token.text === word;

export const readsClockOrDice: Habit = finds(CLOCKS_AND_DICE);
export const mocks: Habit = finds(MOCKS);

/** `setTimeout(go, 250)`, and `setTimeout(250)` of node:timers/promises. For a limit there is AbortSignal.timeout. */
export const sleeps: Habit = ({ path, text }) => {
  const tokens = tokensOf(text);
  return tokens.flatMap((token, at) => {
    if (!isWord(token, 'setTimeout') || !isWord(tokens[at + 1], '(')) return [];
    const waits = topLevelNumbers(tokens.slice(at + 1)).filter((ms) => ms >= SLEEP_MS);
    return waits.length > 0 ? [`${path}:${token.line} sleeps`] : [];
  });
};

/** The numbers that stand as arguments of the call that begins with the first token, not of calls inside it. */
function topLevelNumbers(call: readonly Token[]): readonly number[] {
  const numbers: number[] = [];
  let depth = 0;
  for (const token of call) {
    if (token.kind === 'mark' && '({['.includes(token.text)) depth += 1;
    if (token.kind === 'mark' && ')}]'.includes(token.text)) depth -= 1;
    if (depth === 0) break;
    if (depth === 1 && token.kind === 'number') numbers.push(Number(token.text.replaceAll('_', '')));
  }
  return numbers;
}

/** Somebody's own machine: a home folder, a scratch folder. Such a path means nothing on another one. */
const MACHINE_PATH = /(?:^|[\s"'`=(:])\/(?:work|root|tmp|home|Users)\/[\w.-]+/;

export const namesAMachine: Habit = ({ path, text }) =>
  text
    .split('\n')
    .flatMap((line, index) => (MACHINE_PATH.test(line) ? [`${path}:${index + 1} names a path of one machine`] : []));
