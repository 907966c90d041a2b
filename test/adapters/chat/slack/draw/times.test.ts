import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { markDistance, markHour } from '../../../../../src/core/marked-time.ts';
import { inlines, inOneLine, plain, timesMrkdwn } from '../../../../../src/adapters/chat/slack/draw/times.ts';
import { words } from './hostile.ts';
import { markupIn } from './slack-rules.ts';

const MS = Date.parse('2026-11-20T19:05:00.400Z');
const SECONDS = 1_795_201_500;
const hour = markHour(MS, '14:05 EST');
const distance = markDistance(MS, 'in 22 min');

describe('a marked time', () => {
  it.each([
    ['an hour of the day', hour, '{time}', '14:05 EST'],
    [
      'an hour of another day',
      markHour(MS, 'Sat 21 Nov 06:00 EST'),
      '\u200B{date_short_pretty} {time}',
      'Sat 21 Nov 06:00 EST',
    ],
    ['a distance', distance, '\u200B{ago}', 'in 22 min'],
  ])('is each reader’s own: %s', (_name, marked, format, fallback) => {
    expect(inlines(`by ${marked}!`)).toEqual([
      { type: 'text', text: 'by ' },
      { type: 'date', timestamp: SECONDS, format, fallback },
      { type: 'text', text: '!' },
    ]);
    expect(timesMrkdwn(`by ${marked}!`, 3000)).toBe(`by <!date^${SECONDS}^${format}|${fallback}>!`);
  });

  test('is words where Slack shows only words', () => {
    expect(plain(`by ${hour}, ${distance}`)).toBe('by 14:05 EST, in 22 min');
    expect(inOneLine(`by\n ${hour} `)).toBe('by 14:05 EST');
  });

  it.each([
    ['before 1970', markHour(-5000, '14:05')],
    ['far beyond', markHour(9e15, '14:05')],
  ])('that Slack could not show is its words: %s', (_name, marked) => {
    expect(inlines(marked)).toEqual([{ type: 'text', text: '14:05' }]);
    expect(timesMrkdwn(marked, 3000)).toBe('14:05');
  });

  test('without words is nothing', () => {
    expect(inlines(markHour(MS, ''))).toEqual([]);
  });
});

describe('mrkdwn with times', () => {
  test('is never longer than asked, never cuts an entity or a time, and holds no other markup', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 0, max: 400 }), (text, most) => {
        const shown = timesMrkdwn(text, most);
        expect(shown.length).toBeLessThanOrEqual(most);
        expect(markupIn(shown)).toEqual([]);
        expect(shown).not.toMatch(/&(?!(?:amp|lt|gt);)/);
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
  });

  it.each([
    [40, `ab <!date^${SECONDS}^{time}|14:05 EST> c`],
    [39, `ab <!date^${SECONDS}^{time}|14:05 EST>…`],
    [38, 'ab …'],
    [3, 'ab…'],
    [0, ''],
  ])('in %d characters', (most, shown) => {
    expect(timesMrkdwn(`ab ${hour} c`, most)).toBe(shown);
  });
});
