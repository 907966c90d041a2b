import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { clean } from '../../../../../src/core/words/clean.ts';
import { mention, mrkdwn, visible } from '../../../../../src/adapters/chat/slack/draw/escape.ts';
import { words } from './hostile.ts';
import { markupIn } from './slack-rules.ts';

const J = '\u2060';

describe('a text in mrkdwn', () => {
  it.each([
    ['plain words', 'Phones are dead', 'Phones are dead'],
    ['the three characters', 'A & B < C > D', 'A &amp; B &lt; C &gt; D'],
    ['what looks escaped already', '&lt;!here&gt;', '&amp;lt;!here&amp;gt;'],
    ['a call to everybody', '<!channel>', '&lt;!channel&gt;'],
    ['a mention', '<@U0123>', '&lt;@U0123&gt;'],
    ['a link with a false name', '<http://evil.example|bank>', '&lt;http://evil.example|bank&gt;'],
    ['bold', '*now*', `${J}*now*`],
    ['names with underscores', 'tech_lead and 5*3', 'tech_lead and 5*3'],
    ['code', '`rm`', `${J}\`rm\``],
    ['a quote', '> no\n  > no', `${J}&gt; no\n  ${J}&gt; no`],
    ['a point', '- no\n1. no', `${J}- no\n${J}1. no`],
    ['an emoji', ':tada: at 14:05', `:${J}tada: at 14:05`],
    ['line ends of every kind', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['half a character', 'a\uD83Db', 'a\uFFFDb'],
    ['characters that turn the line around', 'a\u202Eb\u2066c\u0007', 'abc'],
  ])('shows %s as it is', (_name, text, shown) => {
    expect(mrkdwn(text)).toBe(shown);
  });

  test('has no markup in it, whatever the text, and says every character', () => {
    fc.assert(
      fc.property(words, (text) => {
        const shown = mrkdwn(text);
        expect(markupIn(shown)).toEqual([]);
        const back = shown.replaceAll(J, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
        expect(back).toBe(visible(text).replaceAll(J, ''));
      }),
    );
  });

  test('copied from Slack and said again, is the same words', () => {
    const read = clean(mrkdwn('*now* :tada: > x'), true);
    expect(read).toMatchObject({ ok: true, text: '*now* :tada: > x' });
  });
});

describe('a mention', () => {
  it.each([
    ['U012ABC', '<@U012ABC>'],
    ['W012ABC', '<@W012ABC>'],
    ['!channel', ''],
    ['U1> <!here', ''],
    ['', ''],
  ])('is of an account and of nothing else: %s', (id, shown) => {
    expect(mention(id)).toBe(shown);
  });
});
