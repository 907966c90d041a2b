import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { escaped, html } from '../../../src/adapters/web/html.ts';
import { markdown } from '../../../src/adapters/web/markdown.ts';
import type { WebWorld } from './web-world.ts';
import { formsIn, plain, webWorld } from './web-world.ts';

let world: WebWorld;
beforeAll(async () => {
  world = await webWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></head><body onload=alert(1)>',
  '<!-- --><svg/onload=alert(1)>',
  '&lt;b&gt; stays as it was typed',
  '[a](javascript:alert(1)) ![x](http://evil.example/x.png)',
  '`<b>` **bold** {{7*7}} ${7*7}',
];
const TAGS =
  /<(?!\/?(?:a|article|bdi|body|br|button|code|circle|dd|details|div|dl|dt|em|figcaption|figure|footer|form|g|h[1-6]|head|header|hr|html|input|label|legend|fieldset|li|line|link|main|meta|nav|noscript|ol|option|p|path|rect|script|section|select|small|span|strong|summary|sup|table|tbody|td|text|textarea|tspan|th|thead|time|title|tr|ul)[\s>/])(?!\/?svg[\s>])(?!!doctype html>)/i;

const OWN_SCRIPT = /<script type="module" src="\/[a-z-]+\.js"><\/script>/g;

describe('hostile text stays text', () => {
  it.each(HOSTILE)('as the title of an incident, on every page that shows it: %s', async (title) => {
    const { incident } = await world.say(
      'nina',
      `start "${title.replaceAll('"', '')}" and phones are in a loop --no-page`,
    );
    const id = incident ?? '';
    await world.say('nina', `note ${title}`, { in: id });
    await world.say('nina', `ack ${id}`);
    const written = world.heard(
      (n) => n.kind === 'appended' && n.stream === id && JSON.stringify(n.events).includes('postmortemWritten'),
    );
    await world.say('nina', `postmortem ${id} --rewrite`);
    await written;
    const nina = await world.signedIn('nina');
    for (const path of ['/', `/incidents/${id}`, '/phones', `/incidents/${id}/postmortem`]) {
      const { status, text } = await nina.get(path);
      expect(status).toBe(200);
      expect(text.replaceAll(OWN_SCRIPT, '')).not.toContain('<script');
      expect(text.slice(text.search(TAGS)).slice(0, 40), 'a tag of no page').toBe(text.slice(-1));
      expect(text).not.toMatch(/<[^>]*\son\w+\s*=/i);
      expect(text).not.toMatch(/(?:href|src)\s*=\s*"?\s*(?:javascript|data|http:)/i);
      expect(text).not.toContain('<img');
    }
    await world.say('nina', `cancel ${id} a test`);
  });

  it('keeps words of a button whole through a page and back', async () => {
    const words = `note "quotes" & 'more' <b> ünïcödé 日本`;
    const { text } = {
      text: html`<form action="/say"><input name="words" value="${words}" /><button>Go</button></form>`.markup,
    };
    expect(formsIn(text)[0]?.fields['words']).toBe(words);
  });

  it('turns no text around: direction overrides are gone, right-to-left letters stay', () => {
    expect(escaped('a\u202Ebad\u202C \u2066x\u2069 שלום')).toBe('abad x שלום');
  });

  it('is the same text again when it is read back, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const shown = html`<p title="${text}">${text}</p>`.markup;
        const kept = text.replaceAll(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\0]/g, '');
        expect(shown).toBe(`<p title="${escaped(text)}">${escaped(text)}</p>`);
        expect(plain(escaped(text))).toBe(kept);
        expect(escaped(text)).not.toMatch(/[<>"']/);
      }),
    );
  });

  it('is no markup in Markdown either, whatever it is', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...HOSTILE,
        '<',
        '>',
        '[',
        ']',
        '(',
        ')',
        '!',
        '`',
        '\n\n',
        '    ',
        '| a |\n|---|\n',
        '<a href="javascript:x">',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const { markup } = markdown(pieces.join(''));
        expect(markup).not.toMatch(/<(?:script|img|svg|iframe|style|object|embed|form|math|base|meta|link)\b/i);
        expect(markup).not.toMatch(/<[^>]*\son\w+\s*=/i);
        expect(markup).not.toMatch(/href\s*=\s*"\s*(?:javascript|data|vbscript)/i);
      }),
      { numRuns: 500 },
    );
  });
});

describe('Markdown', () => {
  it.each([
    ['**bold** and `code`', '<p><strong>bold</strong> and <code>code</code></p>'],
    ['<b>no</b>', '<p>&lt;b&gt;no&lt;/b&gt;</p>'],
    ['[a](https://example.com/?a=1&b=2)', '<p><a href="https://example.com/?a=1&amp;b=2" rel="noreferrer">a</a></p>'],
    ['[a](javascript:alert(1))', '<p>a</p>'],
    ['[a](JaVaScRiPt:alert(1))', '<p>a</p>'],
    ['![a picture](https://example.com/x.png)', '<p>[picture: a picture]</p>'],
    ['<!-- muster:facts:head sum=0a1b2c3d -->', ''],
    ['<!-- <script> -->', '&lt;!-- &lt;script&gt; --&gt;'],
  ])('of %j is %j', (text, wanted) => {
    expect(markdown(text).markup.trim()).toBe(wanted);
  });
});
