import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { cardText } from '../../src/core/card.ts';
import type { Reply } from '../../src/ports/door.ts';
import { LEADS, phonesDown, STRANGER, textAfter, words } from './door.ts';

const NASTY = [
  '<!channel> <@U0123ABC> <https://evil.example|click>',
  '@everyone @channel @here',
  '*bold* _it_ ~no~ `code` ```block```',
  '<script>alert(1)</script> <img src=x onerror=alert(1)>',
  "'; DROP TABLE events; --",
  '{{company}} ${process.env} %s %n',
  '../../etc/passwd \\\\fs01\\share C:\\Windows',
  '__proto__ constructor toString',
  '\u202Egnihton\u202C \u200B zero width',
  '🙂 ünïcödé 中文 עברית',
];

/** A reply as the door promises it: a card with a sentence, whatever was said. */
function isReply(reply: Reply) {
  expect(reply.card.title.trim()).not.toBe('');
  expect(reply.card.title.length).toBeLessThan(20_000);
  expect(cardText(reply.card)).not.toMatch(/\[object Object\]|\bundefined\b|\bNaN\b/);
  expect(JSON.parse(JSON.stringify(reply))).toEqual(reply);
}

describe('words that want to be something else', () => {
  it.each(NASTY)('stay words in the card, the timeline and the page: %s', async (text) => {
    const told = await phonesDown();
    const note = await told.say(`note ${text}`, LEADS);
    isReply(note);
    expect(note.code).toBe('done');
    // What a card says is plain text: whoever draws it escapes it. Nothing is taken out but what cannot be seen.
    expect(note.card.title.replaceAll(/\s+/g, ' ')).toContain(visible(text));
    expect((await textAfter(told, 'timeline')).replaceAll(/\s+/g, ' ')).toContain(visible(text));
    for (const { words: line } of note.card.buttons) expect(line).toMatch(/^[a-z-]+( INC-1)?( .*)?$/);
  });

  it.each(NASTY)('open an incident like any other: %s', async (text) => {
    const told = await phonesDown();
    const reply = await told.say(`start "${text.replaceAll('"', '')}"`, STRANGER);
    isReply(reply);
    expect(reply.code).toBe('done');
    for (const { words: line } of reply.card.buttons) expect(line).toMatch(/^[a-z]+ INC-2$/);
    expect(told.pager.sent.every(({ to }) => !to.includes('evil'))).toBe(true);
  });

  const visible = (text: string) =>
    text
      .replaceAll(/\p{Cf}/gu, '')
      .replaceAll('<!channel>', '@channel')
      .replaceAll('<@U0123ABC>', '@U0123ABC')
      .replaceAll('<https://evil.example|click>', 'click')
      .replaceAll(/\s+/g, ' ');
});

describe('whatever is typed', () => {
  const verb = fc.constantFrom(...Object.keys(words), ...Object.values(words).flatMap(({ aliases = [] }) => aliases));
  const piece = fc.oneof(
    fc.constantFrom(
      'INC-1',
      '1',
      '3',
      '99',
      '@nina',
      'me',
      'sev1',
      'files',
      'claims',
      'at',
      'since',
      'by',
      '9:40',
      '+20m',
      '--',
      '--all',
      '--for',
      '"',
      '“',
      '—',
      '\\',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  const line = fc
    .tuple(fc.oneof(verb, piece), fc.array(piece, { maxLength: 6 }))
    .map(([first, rest]) => [first, ...rest].join(' '));

  test('gets a card with a sentence, never an exception, from anybody', { timeout: 60_000 }, async () => {
    let told = await phonesDown();
    let said = 0;
    await fc.assert(
      fc.asyncProperty(line, fc.constantFrom(LEADS, 'tomas', STRANGER), async (typed, who) => {
        said += 1;
        if (said % 40 === 0) told = await phonesDown();
        isReply(await told.say(typed, who));
      }),
      { numRuns: 400 },
    );
  });

  test('every word with nonsense behind it is answered or refused with a sentence', { timeout: 60_000 }, async () => {
    for (const each of Object.keys(words)) {
      const told = await phonesDown();
      for (const rest of [
        'constructor',
        '__proto__ __proto__',
        '1 constructor',
        '-1 -1',
        '0',
        '999999999 999999999',
        '"',
        '1 1 1 1',
        '“”',
        '1 --x=y',
        '💥',
      ])
        isReply(await told.say(`${each} ${rest}`, LEADS));
    }
  });

  it.each([
    ['one word', 'x'.repeat(100_000)],
    ['a verb and a word', `note ${'x'.repeat(100_000)}`],
    ['words', `start ${'phone '.repeat(20_000)}`],
    ['quotes', `note ${'"'.repeat(100_000)}`],
    ['flags', `start ${'--sev 1 '.repeat(12_000)}`],
    ['brackets', `note ${'<@'.repeat(50_000)}`],
    ['spaces', ' '.repeat(100_000)],
  ])('100,000 characters are refused in one short sentence, or are nothing at all: %s', async (_name, typed) => {
    const told = await phonesDown();
    const reply = await told.say(typed, LEADS);
    isReply(reply);
    expect(cardText(reply.card).length).toBeLessThan(5_000);
    expect(['too-long', 'unknown-word', 'said']).toContain(reply.code);
  });

  test('a title of 300 letters still reads: nobody’s card grows with it', async () => {
    const told = await phonesDown();
    const reply = await told.say(`start ${'x'.repeat(300)}`, LEADS);
    expect(reply.code).toBe('done');
    expect(told.pager.sent.every(({ text }) => text.length < 1_600)).toBe(true);
  });
});
