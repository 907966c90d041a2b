import { describe, expect, test } from 'vitest';
import { button, card, cardText, facts, list, text } from '../../src/core/card.ts';
import type { Block } from '../../src/core/card.ts';

describe('a card as plain text', () => {
  test('has everything: title, text, facts in a column, lists with a heading, buttons with their words', () => {
    const shown = card('INC-1', {
      tone: 'warn',
      blocks: [
        text('one\ntwo'),
        facts(['State', 'open'], ['Who has it', 'Ann']),
        list(['a', 'b'], 'Next'),
        list(['c']),
      ],
      buttons: [button("I've got it", 'ack INC-1')],
    });
    expect(cardText(shown)).toBe(
      [
        '[!] INC-1',
        'one',
        'two',
        '  State       open',
        '  Who has it  Ann',
        'Next',
        '  - a',
        '  - b',
        '  - c',
        '',
        "  [I've got it]  ack INC-1",
      ].join('\n'),
    );
  });

  test.each([
    ['plain', 'x'],
    ['good', '[ok] x'],
    ['warn', '[!] x'],
    ['alarm', '[!!] x'],
  ] as const)('says its tone in signs, for those who see no colour: %s', (tone, words) => {
    expect(cardText(card('x', { tone }))).toBe(words);
  });

  test('shows a form as the line that would say the same', () => {
    const form: Block = {
      kind: 'form',
      words: 'assign INC-1',
      fields: [
        { name: 'step', label: 'Which step?' },
        { name: 'who', label: 'To whom?' },
      ],
    };
    expect(cardText(card('Something is missing', { blocks: [form] }))).toBe(
      'Something is missing\nWrite it in one line: assign INC-1 STEP WHO\n  - Which step?\n  - To whom?',
    );
  });

  test('with nothing in it is its title', () => {
    expect(cardText(card('Noted.', { blocks: [facts(), list([])] }))).toBe('Noted.');
  });
});
