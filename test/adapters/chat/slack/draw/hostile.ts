import fc from 'fast-check';
import type { Block, Button, Card, Tone } from '../../../../../src/core/card.ts';
import { markDistance, markHour } from '../../../../../src/core/marked-time.ts';
import { personId } from '../../../../../src/core/ids.ts';
import type { ShownCard } from '../../../../../src/adapters/chat/slack/draw/card-blocks.ts';

const NASTY = [
  '<!channel>',
  '<!here|here>',
  '<@U0123456>',
  '<#C1|general>',
  '<http://evil.example|bank>',
  '&lt;!channel&gt;',
  '@channel',
  '*bold* _it_ ~no~ `code`',
  '```',
  '> quote',
  '\n> quote\n- point\n1. one',
  ':tada: :+1:',
  '\uD83D',
  '\uDE80',
  '🚀',
  '👩‍🚒',
  '\u202Eback\u2066',
  '\u0000\u0007\u001B[31m',
  '<!date^0^{time}|x>',
  '\uE000',
  '\uE0001795212345678\uE001<!here>\uE002',
  '\uE003-9999999999999999\uE001|^\uE002',
  '\\"',
  '\r\n',
  '   ',
  '表'.repeat(50),
];

/** Text as people, alerts and attackers write it: from nothing to far more than Slack takes. */
export const words: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(fc.oneof(fc.constantFrom(...NASTY), fc.string()), { maxLength: 6 }).map((all) => all.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '\n') },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...NASTY, 'a', 'word ', '&', '\n'), fc.integer({ min: 10, max: 3000 }))
      .map(([one, times]) => one.repeat(times)),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 0, max: 4e12 })
      .map((ms) => `by ${markHour(ms, '14:05 EST')}, ${markDistance(ms, 'in 22 min')}`),
  },
);

export const buttons: fc.Arbitrary<Button> = fc.record({ label: words, words });
const fields = fc.array(
  fc.record(
    {
      name: words,
      label: words,
      choices: fc.oneof(
        fc.array(fc.record({ value: words, label: words }), { maxLength: 4 }),
        fc
          .integer({ min: 0, max: 1500 })
          .map((count) => Array.from({ length: count }, (_, n) => ({ value: `p${n}`, label: `Person ${n}` }))),
      ),
    },
    { requiredKeys: ['name', 'label'] },
  ),
  { maxLength: 5 },
);
export const forms: fc.Arbitrary<Extract<Block, { kind: 'form' }>> = fc.record({
  kind: fc.constant('form'),
  words,
  fields,
});
const blocks: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('text'), text: words }),
  fc.record({ kind: fc.constant('facts'), facts: fc.array(fc.tuple(words, words), { maxLength: 15 }) }),
  fc.record({ kind: fc.constant('list'), heading: words, items: fc.array(words, { maxLength: 15 }) }),
  forms,
);

export const tones: fc.Arbitrary<Tone> = fc.constantFrom('plain', 'good', 'warn', 'alarm');
export const hostileCards: fc.Arbitrary<Card> = fc.record({
  title: words,
  tone: tones,
  blocks: fc.oneof(
    { weight: 3, arbitrary: fc.array(blocks, { maxLength: 6 }) },
    {
      weight: 1,
      arbitrary: fc.tuple(blocks, fc.integer({ min: 1, max: 120 })).map(([one, n]) => Array(n).fill(one) as Block[]),
    },
  ),
  buttons: fc.oneof(
    { weight: 3, arbitrary: fc.array(buttons, { maxLength: 8 }) },
    { weight: 1, arbitrary: fc.array(buttons, { minLength: 20, maxLength: 60 }) },
  ),
});
export const shownCards: fc.Arbitrary<ShownCard> = fc
  .tuple(hostileCards, fc.array(fc.integer({ min: 1, max: 80 }), { maxLength: 60 }))
  .map(([card, people]) => ({ ...card, for: people.map((n) => personId(`p${n}`)) }));
