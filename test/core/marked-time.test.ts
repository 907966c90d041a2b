import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markDistance, markHour, readersZone, timeParts, withoutMarks } from '../../src/core/marked-time.ts';
import { byWhen, instant, shortTime, toMs } from '../../src/core/time.ts';
import { clean } from '../../src/core/words/clean.ts';
import '../support/seed.ts';

const AT = instant('2026-11-20T22:02:00Z');
const NOW = instant('2026-11-20T21:40:00Z');

describe('times for many readers', () => {
  test('keep the instant beside the words', () => {
    expect(timeParts(`due ${byWhen(AT, readersZone('America/Detroit'), NOW)}!`)).toEqual([
      { text: 'due ' },
      { at: toMs(AT), kind: 'time', plain: '17:02 EST' },
      { text: ', ' },
      { at: toMs(AT), kind: 'distance', plain: 'in 22 min' },
      { text: '!' },
    ]);
  });

  test('read the same in words as for one reader', () => {
    for (const now of [NOW, instant('2026-11-25T00:00:00Z'), instant('2028-01-01T00:00:00Z')])
      expect(withoutMarks(shortTime(AT, readersZone('Europe/Vienna'), now))).toBe(shortTime(AT, 'Europe/Vienna', now));
  });

  test('nobody can write one: the marks are taken out of what people say', () => {
    const forged = markHour(0, 'now') + markDistance(0, 'soon');
    const cleaned = clean(forged);
    expect(cleaned.ok && timeParts(cleaned.text).every((part) => 'text' in part)).toBe(true);
  });

  test('any text without marks is itself, and half a mark is never shown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = withoutMarks(text);
        expect(shown).not.toMatch(/[\uE000-\uE003]/);
        if (!/[\uE000-\uE003]/.test(text)) expect(shown).toBe(text);
      }),
    );
  });
});
