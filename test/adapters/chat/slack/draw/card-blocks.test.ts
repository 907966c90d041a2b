import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Tone } from '../../../../../src/core/card.ts';
import { button, card, facts, list, text } from '../../../../../src/core/card.ts';
import { personId } from '../../../../../src/core/ids.ts';
import { markHour } from '../../../../../src/core/marked-time.ts';
import { cardMessage } from '../../../../../src/adapters/chat/slack/draw/card-blocks.ts';
import { cut } from '../../../../../src/adapters/chat/slack/draw/clamp.ts';
import { inOneLine } from '../../../../../src/adapters/chat/slack/draw/times.ts';
import { hostileCards, shownCards } from './hostile.ts';
import { brokenRules, markupIn, textsOf, wordsOf } from './slack-rules.ts';

const nobody = { userOf: () => undefined };
const seen = (blocks: readonly unknown[]) => textsOf(blocks).join('');

describe('a card in Slack', () => {
  test('has its title, facts, lists, and buttons that carry their words', () => {
    const shown = card('INC-1 sev2 Major: Phones are dead', {
      tone: 'warn',
      blocks: [text('It began at noon.'), facts(['State', 'open'], ['', 'no label']), list(['one', 'two'], 'Next')],
      buttons: [button("I've got it", 'ack INC-1'), button("Can't", 'cant INC-1')],
    });
    const line = (...elements: object[]) => ({ type: 'rich_text_section', elements });
    const say = (words: string, style?: object) => ({ type: 'text', text: words, ...(style ? { style } : {}) });
    expect(cardMessage(shown, nobody).blocks).toEqual([
      {
        type: 'header',
        text: { type: 'plain_text', text: '⚠️ INC-1 sev2 Major: Phones are dead', emoji: false },
      },
      { type: 'rich_text', elements: [line(say('It began at noon.'))] },
      {
        type: 'rich_text',
        elements: [line(say('State', { bold: true }), say(': open'), say('\n'), say('no label'))],
      },
      {
        type: 'rich_text',
        elements: [
          line(say('Next', { bold: true })),
          { type: 'rich_text_list', style: 'bullet', elements: [line(say('one')), line(say('two'))] },
        ],
      },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: 'say:0',
            text: { type: 'plain_text', text: "I've got it", emoji: false },
            value: 'ack INC-1',
            style: 'primary',
          },
          {
            type: 'button',
            action_id: 'say:1',
            text: { type: 'plain_text', text: "Can't", emoji: false },
            value: 'cant INC-1',
          },
        ],
      },
    ]);
  });

  it.each<[Tone, string, string]>([
    ['plain', 'x', 'x'],
    ['good', '✅ x', '[ok] x'],
    ['warn', '⚠️ x', '[!] x'],
    ['alarm', '🚨 ALARM: x', '[!!] x'],
  ])('says its tone by a sign, in the message and in the notification: %s', (tone, shown, told) => {
    const message = cardMessage(card('x', { tone, blocks: [text('y')] }), nobody);
    expect(textsOf(message.blocks)[0]).toBe(shown);
    expect(message.text).toBe(`${told}\ny`);
  });

  it.each([
    ['one that is all there is', card('Noted.'), 'rich_text'],
    ['a long one', card('x'.repeat(151), { blocks: [text('y')] }), 'rich_text'],
    ['a short one over something', card('x', { blocks: [text('y')] }), 'header'],
    ['none', card('', { blocks: [text('y')] }), 'header'],
  ])('has its title: %s', (_name, shown, type) => {
    expect(cardMessage(shown, nobody).blocks[0]?.type).toBe(type);
    expect(seen(cardMessage(shown, nobody).blocks)).toContain(shown.title || 'Muster');
  });

  test('calls the people it is for, those that Slack knows, each once', () => {
    const shown = { ...card('Yours'), for: ['ann', 'bob', 'ann', 'eve'].map(personId) };
    const userOf = (person: string) => ({ ann: 'U0ANN', bob: 'W0BOB', eve: '!channel' })[person];
    const { blocks, text: told } = cardMessage(shown, { userOf });
    expect(JSON.stringify(blocks[0]).match(/"user_id":"\w+"/g)).toEqual(['"user_id":"U0ANN"', '"user_id":"W0BOB"']);
    expect(told).toBe('<@U0ANN> <@W0BOB>\nYours');
  });

  test('shows times to each reader in their zone, and in words where there are only words', () => {
    const at = markHour(Date.parse('2026-11-20T19:05:00Z'), '14:05 EST');
    const { blocks, text: told } = cardMessage(card(`By ${at}`, { blocks: [text(`again ${at}`)] }), nobody);
    expect(blocks[0]).toMatchObject({ text: { text: 'By 14:05 EST' } });
    expect(JSON.stringify(blocks[1])).toContain('"timestamp":1795201500');
    expect(told).toBe('By 14:05 EST\nagain 14:05 EST');
  });

  test('draws a form as the line to type, and a button that opens it', () => {
    const form = {
      kind: 'form',
      words: 'check INC-1',
      fields: [
        { name: 'step', label: 'Which step?' },
        { name: 'answer', label: 'Result', choices: ['yes', 'not possible'].map((value) => ({ value, label: value })) },
      ],
    } as const;
    const { blocks } = cardMessage(card('Something is missing', { blocks: [form] }), { ...nobody, command: '/inc' });
    expect(textsOf(blocks)).toEqual([
      'Something is missing',
      'Write it in one line: ',
      '/inc check INC-1 STEP ANSWER',
      'Which step?',
      'Result (one of: yes, not possible)',
      'Fill in',
    ]);
    expect(blocks.at(-1)).toMatchObject({ elements: [{ action_id: 'form:0', value: 'check INC-1' }] });
    const asksNothing = card('Say more', { blocks: [{ ...form, fields: [] }] });
    expect(wordsOf(cardMessage(asksNothing, nobody).blocks)).toEqual([]);
  });

  test('says the rest is in Muster when there is more than Slack takes, and keeps the buttons', () => {
    const shown = card('Timeline', {
      blocks: [list(Array.from({ length: 900 }, (_, n) => `entry ${n}`))],
      buttons: [button('Steps', 'steps INC-1')],
    });
    const { blocks, text: told } = cardMessage(shown, { ...nobody, more: 'https://muster.example/incidents/INC-1' });
    expect(seen(blocks)).toContain('… (more in Muster)');
    expect(JSON.stringify(blocks)).toContain('"url":"https://muster.example/incidents/INC-1"');
    expect(wordsOf(blocks)).toEqual(['steps INC-1']);
    expect(told).toMatch(/… \(more in Muster: https:\/\/muster\.example\/incidents\/INC-1\)$/);
    expect(brokenRules(blocks, { most: 50 })).toEqual([]);
  });
});

test('a text that does not fit beside heavy buttons is shown as far as there is room', () => {
  const heavy = Array.from({ length: 4 }, (_, n) => button(`${n}`, `note ${'x'.repeat(1200)}${n}`));
  const { blocks } = cardMessage(
    card('x', { blocks: Array.from({ length: 3 }, () => text('word '.repeat(590))), buttons: heavy }),
    nobody,
  );
  expect(seen(blocks)).toMatch(/word word … \(more in Muster\)/);
  expect(seen(blocks).length).toBeGreaterThan(6_000);
});

describe('the buttons of a card', () => {
  const drawn = (...all: ReturnType<typeof button>[]) => cardMessage(card('x', { buttons: all }), nobody).blocks;

  test('stand five in a row, and never more than can be seen at once', () => {
    const rows = drawn(...Array.from({ length: 27 }, (_, n) => button(`${n}`, `do ${n}`))).filter(
      (block) => block.type === 'actions',
    );
    expect(rows.map(({ elements }) => elements.length)).toEqual([5, 5, 5, 5, 5]);
  });

  test('that do not fit are lines to type', () => {
    const blocks = drawn(...Array.from({ length: 27 }, (_, n) => button(`Label ${n}`, `do ${n}`)));
    expect(seen(blocks)).toContain('Label 25: say /incident do 25Label 26: say /incident do 26');
  });

  test('with long labels are numbered, and the labels stand above in full', () => {
    const label = `Only we: ${'our system broke '.repeat(5)}`.trim();
    const [title, above, below] = textsOf(drawn(button(label, 'choose 1'), button(`${label}!`, 'choose 2')));
    expect([title, above, below]).toEqual(['x', `1. ${label}`, `2. ${label}!`]);
  });

  test('whose words are too long for Slack say where they are', () => {
    const blocks = drawn(button('Open another', `start ${'x'.repeat(2000)}`));
    expect(wordsOf(blocks)).toEqual([]);
    expect(seen(blocks)).toContain('Open another: too long for a button here, it is in Muster.');
  });

  it.each([
    ['ack INC-1', 'primary'],
    ['cancel INC-1 it was none', 'danger'],
    ['close INC-1 --anyway', 'danger'],
    ['steps INC-1', undefined],
    ['acked', undefined],
  ])('have a colour only where it helps: %s', (words, style) => {
    expect(drawn(button('x', words)).at(-1)).toMatchObject({ elements: [style === undefined ? {} : { style }] });
  });
});

const labelOf = (label: string, words: string) => cut(inOneLine(label) || inOneLine(words) || '?', 75);

describe('any card, however hostile or huge', () => {
  const userOf = (person: string) => (person.length % 2 === 0 ? `U${person.toUpperCase()}` : '<!channel>');
  const options = { userOf, more: 'https://muster.example/incidents/INC-1' };

  test('is a message that Slack takes', () => {
    fc.assert(
      fc.property(shownCards, (shown) => {
        const { blocks, text: told } = cardMessage(shown, options);
        expect(brokenRules(blocks, { most: 50 })).toEqual([]);
        expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(13_200);
        expect(told.length).toBeLessThanOrEqual(3000);
        expect(Buffer.byteLength(told)).toBeLessThanOrEqual(4000);
        expect(told.trim()).not.toBe('');
        expect(blocks).not.toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('mentions nobody but those it is for, and turns no text into markup', () => {
    fc.assert(
      fc.property(shownCards, (shown) => {
        const { blocks, text: told } = cardMessage(shown, options);
        const users = (shown.for ?? []).map(userOf).filter((id) => id.startsWith('U'));
        expect(markupIn(told, users)).toEqual([]);
        const called = [...JSON.stringify(blocks).matchAll(/"type":"user","user_id":"(\w+)"/g)].map(([, id]) => id);
        expect(users).toEqual(expect.arrayContaining(called));
        expect(JSON.stringify(blocks).match(/"url":"(?!https:\/\/muster\.example\/)/g)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  test('has every button, or says what to type, or how many more are in Muster', () => {
    fc.assert(
      fc.property(hostileCards, (shown) => {
        const { blocks } = cardMessage(shown, options);
        const there = wordsOf(blocks);
        const told = seen(blocks);
        if (!/… and \d+ more to choose from in Muster\./.test(told))
          for (const { label, words } of shown.buttons)
            expect(there.includes(words.toWellFormed()) || told.includes(labelOf(label, words))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
