import { FIRST, SECOND } from './words.ts';

/** A receipt code: four words, a space between. It is shown once and never kept; only its keyed hash is (domain 5.5). */
declare const brand: unique symbol;
export type Receipt = string & { readonly [brand]: true };

export const WORDS_IN_A_RECEIPT = 4;
export const WORDS_TO_CHOOSE_FROM = FIRST.length * SECOND.length;
/** How many yes-or-no questions a guesser has to get right: about 51.7. */
export const RECEIPT_BITS = WORDS_IN_A_RECEIPT * Math.log2(WORDS_TO_CHOOSE_FROM);

const LETTERS_OF_A_PART = 4;
const LETTERS_OF_A_WORD = 2 * LETTERS_OF_A_PART;
/** Longer than any code with whatever people put between its words. */
const LONGEST = 200;

/** The code of four throws, each a whole number from 0 to 7,775 that nobody can foresee. Throws for others: that is a bug. */
export function receiptOf(throws: readonly number[]): Receipt {
  if (throws.length !== WORDS_IN_A_RECEIPT) throw new Error(`a receipt has ${WORDS_IN_A_RECEIPT} words`);
  return throws.map(wordOf).join(' ') as Receipt;
}

function wordOf(n: number): string {
  const [first, second] = [FIRST[Math.floor(n / SECOND.length)], SECOND[n % SECOND.length]];
  if (first === undefined || second === undefined) throw new Error(`no word has the number ${n}`);
  return first + second;
}

/** The code that somebody typed, however they wrote it; undefined when it cannot be one of ours. */
export function readReceipt(typed: string): Receipt | undefined {
  const letters = typed
    .slice(0, LONGEST)
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
  if (letters.length !== WORDS_IN_A_RECEIPT * LETTERS_OF_A_WORD) return undefined;
  const parts = letters.match(/.{4}/g) ?? [];
  const isOurs = parts.every((part, i) => (i % 2 === 0 ? FIRST : SECOND).includes(part));
  const inWords = letters.match(/.{8}/g) ?? [];
  return isOurs ? (inWords.join(' ') as Receipt) : undefined;
}
