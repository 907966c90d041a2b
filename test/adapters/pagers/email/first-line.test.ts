import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerIn } from '../../../../src/adapters/pagers/email/answer-word.ts';
import { firstLine } from '../../../../src/adapters/pagers/email/in/first-line.ts';
import { answersTo } from '../../../../src/core/answers.ts';

describe('the line that somebody wrote', () => {
  it.each([
    ['Gmail', 'ACK\n\nOn Fri, Nov 20, 2026 at 2:05 PM Muster <muster@firm.example> wrote:\n\n> INC-42', 'ACK'],
    ['Apple Mail', '\n\nAck\n\nSent from my iPhone\n\n> On 20 Nov 2026, at 14:05, Muster wrote:\n>\n> 1', 'Ack'],
    ['Outlook', 'CANT\r\n\r\n-----Original Message-----\r\nFrom: Muster\r\nSent: Friday', 'CANT'],
    ['Outlook on the web', 'ACK\n________________________________\nFrom: Muster <muster@firm.example>', 'ACK'],
    ['Outlook in German', '1\n\nVon: Muster <muster@firm.example>\nGesendet: Freitag', '1'],
    ['Thunderbird in German', 'ack\n\nAm 20.11.26 um 14:05 schrieb Muster:\n> INC-42', 'ack'],
    ['spaces and invisible marks in front', ' \u200b\n\u00a0\n\u202aACK\u202c \n', 'ACK'],
    ['a long mail', `ACK\n${'line\n'.repeat(10_000)}`, 'ACK'],
  ])('is found above what is quoted: %s', (_program, text, line) => {
    expect(firstLine(text)).toBe(line);
  });

  it.each([
    ['nothing', ''],
    ['only what is quoted', '> ACK'],
    ['Gmail, on one line', 'On Fri, Nov 20, 2026 at 2:05 PM Muster <muster@firm.example> wrote:\n> x\nACK'],
    ['Gmail, broken over three lines', 'On Fri, Nov 20, 2026 at 2:05 PM\nMuster <muster@firm.example>\nwrote:\n\nACK'],
    ['Apple Mail in German', 'Am 20.11.2026 um 14:05 schrieb Muster <muster@firm.example>:\n\n> x\nACK'],
    ['Outlook', '-----Original Message-----\nACK'],
    ['Outlook in German', '-----Ursprüngliche Nachricht-----\nACK'],
    ['a line of Outlook', '________________________________\nACK'],
    ['headers of Outlook', 'From: Muster\nACK'],
    ['headers of Outlook, bold', '*Von:* Muster\nACK'],
    ['a forwarded mail', 'Begin forwarded message:\n\nACK'],
    ['a forwarded mail of Gmail', '---------- Forwarded message ---------\nACK'],
    ['an answer below the quote', '> INC-42 sev2\n> phones\n\nACK'],
  ])('is none where only others speak: %s', (_name, text) => {
    expect(firstLine(text)).toBe('');
  });

  it('is one line whatever the text, and the reading ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(firstLine(text)).not.toMatch(/[\r\n]/);
      }),
    );
    for (const text of [
      'On 1'.repeat(50_000),
      `${' '.repeat(100_000)}wrote:`,
      'schrieb '.repeat(20_000),
      '>'.repeat(99_999),
    ])
      expect(firstLine(text).length).toBeLessThan(600);
  });
});

describe('an answer', () => {
  const ofPage = answersTo('INC-42');
  it.each([
    ['ACK', 'ACK'],
    ['ack.', 'ACK'],
    [' Ack! ', 'ACK'],
    ['ACK 42', 'ACK'],
    ['ack inc-42', 'ACK'],
    ['ACK #42', 'ACK'],
    ['1', 'ACK'],
    ['1)', 'ACK'],
    ['ack, on my way', 'ACK'],
    ['ACK - at the desk in ten minutes', 'ACK'],
    ['I have it', 'ACK'],
    ['I have it.', 'ACK'],
    ['CANT', 'CANT'],
    ["can't", 'CANT'],
    ['can’t: in a train', 'CANT'],
    ['I can’t', 'CANT'],
    ['2', 'CANT'],
    ['HELP', 'HELP'],
    ['needhelp 42', 'HELP'],
    ['3', 'HELP'],
    ['I have it and need one more', 'HELP'],
  ])('is read out of %j', (line, words) => {
    expect(answerIn(line, ofPage)).toBe(words);
  });

  it.each([
    '',
    'yes',
    'ok',
    'acknowledged',
    'ackack',
    'backpack',
    'not ack',
    'ack?',
    "ack, but I can't",
    'ack if nobody else does',
    'ack - not me',
    'ACK ich kann nicht',
    'ACK 43',
    'ack inc-43',
    'ack 42 and 43',
    '1 moment please',
    '1 of us should look',
    '11',
    '4',
    '1.5',
    '42',
    'help me understand what this is',
    'help?',
    'I have it on my list for tomorrow',
    'I have it not',
    'thanks, ACK',
    'INC-42 sev2: phones send callers in a loop',
    'Answer ACK 42 (I have it), CANT 42 (somebody else), HELP 42 (I need one more).',
    'reached',
    'start phones are down',
    'close INC-42',
    'АСК',
  ])('is not guessed out of %j', (line) => {
    expect(answerIn(line, ofPage)).toBeUndefined();
  });

  it('to a test is the one word of a test', () => {
    const ofTest = answersTo('TEST-7');
    for (const line of ['reached', '1', 'It reached me', 'REACHED 7']) expect(answerIn(line, ofTest)).toBe('REACHED');
    for (const line of ['ack', '2', '3', 'help']) expect(answerIn(line, ofTest)).toBeUndefined();
  });

  it('is only ever one of the words that the message offers', () => {
    const offered = /^(?:ACK|CANT|HELP)$/;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((more) => `ack ${more}`),
          fc.mixedCase(fc.constantFrom('ack', 'help', 'cant')),
        ),
        (line) => {
          const words = answerIn(line, ofPage);
          if (words !== undefined) expect(words).toMatch(offered);
        },
      ),
    );
  });

  it('is never there without its word at the very beginning', () => {
    const word = /^\s*(?:ack|cant|can.t|needhelp|help|[123]|i have it|i can.?t)\b/i;
    fc.assert(
      fc.property(fc.string(), (line) => {
        if (!word.test(line)) expect(answerIn(line, ofPage)).toBeUndefined();
      }),
    );
  });
});
