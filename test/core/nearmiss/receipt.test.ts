import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RECEIPT_BITS, WORDS_TO_CHOOSE_FROM, readReceipt, receiptOf } from '../../../src/core/nearmiss/receipt.ts';
import { FIRST, SECOND } from '../../../src/core/nearmiss/words.ts';

describe('a receipt code', () => {
  it('is four words of 7,776, about 51 bits: as much as the plan for near misses asks for', () => {
    expect(WORDS_TO_CHOOSE_FROM).toBe(7_776);
    expect(RECEIPT_BITS).toBeGreaterThan(51);
    expect(RECEIPT_BITS).toBeLessThan(52);
    expect(new Set(FIRST.flatMap((first) => SECOND.map((second) => first + second))).size).toBe(7_776);
    for (const word of [...FIRST, ...SECOND]) expect(word).toMatch(/^[a-z]{4}$/);
  });

  const throws = fc.array(fc.integer({ min: 0, max: 7_775 }), { minLength: 4, maxLength: 4 });

  it('is read back however somebody wrote it down', () => {
    const joint = fc.constantFrom(' ', '-', '', '  ', ', ', '\n', '.');
    fc.assert(
      fc.property(throws, joint, fc.boolean(), (numbers, between, loud) => {
        const receipt = receiptOf(numbers);
        const written = receipt.replaceAll(' ', between);
        expect(readReceipt(loud ? written.toUpperCase() : ` ${written} `)).toBe(receipt);
      }),
    );
  });

  it('differs whenever a throw does', () => {
    fc.assert(
      fc.property(throws, throws, (a, b) => {
        expect(receiptOf(a) === receiptOf(b)).toBe(a.join() === b.join());
      }),
    );
  });

  it.each(['', 'bluelake', 'bluelake bluelake bluelake lakeblue', 'x'.repeat(5_000), 'bluelake '.repeat(5)])(
    'is told from what is none: %j',
    (typed) => {
      expect(readReceipt(typed)).toBeUndefined();
    },
  );
});
