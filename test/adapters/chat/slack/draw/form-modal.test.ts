import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Block, Field } from '../../../../../src/core/card.ts';
import { card, text } from '../../../../../src/core/card.ts';
import {
  answerBlock,
  answersOf,
  formModal,
  readFormMetadata,
} from '../../../../../src/adapters/chat/slack/draw/form-modal.ts';
import { hostileCards, words } from './hostile.ts';
import { brokenRules, textsOf } from './slack-rules.ts';

const SIDE: Field = {
  name: 'side',
  label: 'Which side?',
  choices: ['systems', 'staff'].map((value) => ({ value, label: value })),
};
const WORDS: Field = { name: 'words', label: 'How does it stand?' };
const asks = (fields: readonly Field[], said = 'situation INC-1', title = 'How do they stand?') =>
  card(title, {
    blocks: [{ kind: 'form', words: said, fields } satisfies Block, text('For example: situation staff fine')],
  });
const inputsOf = (shown: ReturnType<typeof formModal>) =>
  (shown?.blocks ?? []).flatMap((block) => ('element' in block ? [block] : []));

describe('a form as a modal', () => {
  test('asks for each field, and remembers the words and the place', () => {
    const shown = formModal(asks([SIDE, WORDS]), { here: 'INC-1', channel: 'C1' });
    expect(shown).toMatchObject({
      type: 'modal',
      callback_id: 'words',
      title: { text: 'How do they stand?' },
      submit: { text: 'Send' },
      close: { text: 'Not now' },
    });
    expect(readFormMetadata(shown?.private_metadata ?? '')).toEqual({
      words: 'situation INC-1',
      here: 'INC-1',
      channel: 'C1',
    });
    expect(inputsOf(shown)).toMatchObject([
      {
        block_id: 'answer:0:side',
        label: { text: 'Which side?' },
        element: { type: 'static_select', options: [{ value: 'systems' }, { value: 'staff' }] },
      },
      { block_id: 'answer:1:words', element: { type: 'plain_text_input', multiline: true } },
    ]);
    expect(textsOf(shown?.blocks)[0]).toBe('For example: situation staff fine');
  });

  test('with a long title says it in full above the fields', () => {
    const title = 'Hand over incident commander: to whom?';
    const shown = formModal(asks([WORDS], 'handoff INC-1', title), {});
    expect(shown?.title.text).toBe('Muster');
    expect(textsOf(shown?.blocks)[0]).toBe(title);
  });

  test('is none for a card that asks nothing', () => {
    expect(formModal(card('Noted.'), {})).toBeUndefined();
  });

  it.each([
    ['no field at all', asks([])],
    ['words that Slack could not remember', asks([WORDS], `note ${'x'.repeat(3000)}`)],
    ['more fields than a modal holds', asks(Array.from({ length: 90 }, () => WORDS))],
  ])('says how to type it when there is %s', (_name, shown) => {
    const modal = formModal(shown, {});
    expect(inputsOf(modal)).toEqual([]);
    expect(modal?.submit).toBeUndefined();
    expect(textsOf(modal?.blocks).join('')).toContain('Write it in one line: ');
  });

  const choices = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ value: `p${n}`, label: `Person ${n}` }));
  const optionCounts = (shown: ReturnType<typeof formModal>) =>
    inputsOf(shown).map(({ element }) =>
      element.type === 'static_select'
        ? (element.option_groups ?? [{ options: element.options ?? [] }]).map(({ options }) => options.length)
        : [],
    );

  it.each([
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])('offers all of %d choices', (count, groups) => {
    expect(optionCounts(formModal(asks([{ ...SIDE, choices: choices(count) }]), {}))).toEqual([groups]);
  });

  test('says how many choices it does not show, and how to say them', () => {
    const modal = formModal(asks([{ ...SIDE, choices: choices(2000) }], 'handoff INC-1'), {});
    const shown = optionCounts(modal)
      .flat()
      .reduce((sum, one) => sum + one, 0);
    expect(textsOf(modal?.blocks).join('\n')).toContain(
      `${2000 - shown} more are not shown. To choose one of them, close this and type: handoff INC-1 NAME`,
    );
  });

  test('asks for a choice in words when a value is longer than Slack holds, and names them', () => {
    const long = 'v'.repeat(76);
    const [input] = inputsOf(formModal(asks([{ ...SIDE, choices: [{ value: long, label: 'x' }] }]), {}));
    expect(input).toMatchObject({ element: { type: 'plain_text_input' }, hint: { text: `One of: ${long}` } });
  });

  test('whatever the card, is a modal that Slack takes', () => {
    fc.assert(
      fc.property(hostileCards, words, (shown, channel) => {
        const modal = formModal(shown, { channel });
        expect(modal !== undefined).toBe(shown.blocks.some(({ kind }) => kind === 'form'));
        if (modal === undefined) return;
        expect(brokenRules(modal.blocks, { most: 100 })).toEqual([]);
        expect(modal.title.text.length).toBeGreaterThan(0);
        expect(modal.title.text.length).toBeLessThanOrEqual(24);
        expect(modal.private_metadata?.length ?? 0).toBeLessThanOrEqual(3000);
        expect(Buffer.byteLength(JSON.stringify(modal))).toBeLessThanOrEqual(250_000);
        expect(modal.submit === undefined).toBe(inputsOf(modal).length === 0);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the line of words that answers make', () => {
  const at = (n: number, field: Field) => answerBlock(n, field);

  it.each([
    [
      'in the order of the fields',
      { [at(1, WORDS)]: 'all fine by 15:00', [at(0, SIDE)]: 'staff' },
      'situation INC-1 staff all fine by 15:00',
    ],
    ['ten fields in', { [at(10, WORDS)]: 'last', [at(9, SIDE)]: 'first' }, 'situation INC-1 first last'],
    ['without what was not answered', { [at(0, SIDE)]: null, [at(1, WORDS)]: ' x ' }, 'situation INC-1 x'],
    ['without what is no answer', { other: 'y', [at(0, SIDE)]: 'staff' }, 'situation INC-1 staff'],
    ['with several answers to one field', { [at(0, SIDE)]: ['a', 'b'] }, 'situation INC-1 a b'],
    ['with nothing behind it', {}, 'situation INC-1'],
  ])('is %s', (_name, values, said) => {
    expect(answersOf(values, { words: 'situation INC-1' })).toBe(said);
  });

  it.each(['', '{', 'null', '[]', '{"words":1}'])('is none of a modal that is not ours: %j', (text_) => {
    expect(readFormMetadata(text_)).toBeUndefined();
  });
});
