import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { cut, front, longest, parted } from '../../../../../src/adapters/chat/slack/draw/clamp.ts';
import { words } from './hostile.ts';

describe('a text that is cut', () => {
  it.each([
    ['fits', 'abc', 3, 'abc'],
    ['is one too long', 'abcd', 3, 'ab…'],
    ['ends in a space', 'ab cd', 4, 'ab…'],
    ['ends in half a rocket', 'ab🚀', 4, 'ab🚀'],
    ['would halve a rocket', 'a🚀b', 3, 'a…'],
  ])('that %s', (_name, text, most, shown) => {
    expect(cut(text, most)).toBe(shown);
  });

  test('is never longer than asked, and never half a character', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 200 }), (raw, most) => {
        const text = raw.toWellFormed();
        expect(cut(text, most).length).toBeLessThanOrEqual(most);
        expect(cut(text, most).isWellFormed()).toBe(true);
        expect(front(text, most).isWellFormed()).toBe(true);
        expect(parted(text, most + 1).join('')).toBe(text);
        expect(parted(text, most + 1)[0].isWellFormed()).toBe(true);
      }),
    );
  });

  test('is parted at a space near the end', () => {
    expect(parted('one two three', 9)).toEqual(['one two t', 'hree']);
    expect(parted('one two three four', 15)).toEqual(['one two three ', 'four']);
    expect(parted('onetwothree', 6)).toEqual(['onetwo', 'three']);
  });

  test('is as long as fits', () => {
    expect(longest('abcdef', (part) => part.length <= 4)).toBe('abcd');
    expect(longest('🚀🚀', (part) => part.length <= 3)).toBe('🚀');
    expect(longest('abc', (part) => part === '')).toBe('');
  });
});
