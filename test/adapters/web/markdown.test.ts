import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOurMarkup } from '../../../src/adapters/web/markdown-guard.ts';
import { chaptersOf, markdown } from '../../../src/adapters/web/markdown.ts';

describe('Markdown of people', () => {
  it('stands below the headings of the page, whatever level it begins with', () => {
    const levels = (text: string) => [...markdown(text, { below: 2 }).markup.matchAll(/<h(\d)>/g)].map(([, n]) => n);
    expect(levels('# a\n\n## b\n\n> # c')).toEqual(['3', '4', '3']);
    expect(levels('### a\n\n#### b')).toEqual(['3', '4']);
    expect(levels('# a\n\n###### b')).toEqual(['3', '6']);
  });

  it.each([
    ['> within one another by the thousand', '>'.repeat(20_000)],
    ['lists within one another by the thousand', '1. '.repeat(7_000)],
    ['more than a document ever has', '_a_'.repeat(30_000)],
  ])('that is too much for its reader is shown as it is: %s', (_, text) => {
    const { markup } = markdown(text);
    expect(markup).toMatch(/^<p class="text">/);
    expect(markup.length).toBeGreaterThan(text.length);
  });

  it.each([
    '*a_',
    '_*a',
    '**a_',
    '*a__',
    '*_a_a',
    '_a.',
    '~_a',
    '[_a',
    '![_a',
    'a*_',
    '_a](',
    'a.',
    'a-',
    'a+.',
    '<a.',
    'http://a.,',
    '_a',
    '*a_ ',
    '> - ',
    '1. ',
    'a\n=\n',
  ])('that costs the square of its length is shown as it is, at once: %j again and again', (unit) => {
    const text = unit.repeat(20_000 / unit.length);
    expect(markdown(text).markup).toMatch(/^<p class="text">[^<]*<\/p>$/);
    expect(chaptersOf(text)).toHaveLength(1);
  });

  it.each([
    ['many paragraphs', 'Marcus *saw* it at `21:40`, and **Nina** called the carrier.\n\n'.repeat(300)],
    ['a long list', '- **what** happened, _when_ and [where](https://example.com/a_b)\n'.repeat(300)],
    ['a long table', `| a | b |\n|---|---|\n${'| order_of_restoration | *late* |\n'.repeat(500)}`],
    ['one long paragraph', 'Marcus *saw* it at `21:40`, and **Nina** called the carrier. '.repeat(80)],
  ])('that people write is read, however much of it there is: %s', (_, text) => {
    expect(markdown(text).markup).not.toContain('class="text"');
  });

  it('turns no text around, ticks no box, loads no picture', () => {
    expect(markdown('a\u202Eb').markup).toBe('<p>ab</p>\n');
    expect(markdown('- [x] done\n- [ ] open').markup).not.toContain('<input');
    expect(markdown('![x](https://example.com/x.png)').markup).not.toContain('<img');
  });

  it('names the column in each cell of a table, as text', () => {
    const { markup } = markdown('| <b>A</b> "x" | `B` |\n|---|---|\n| 1 | |');
    expect(markup).toContain('<td data-label="&lt;b&gt;A&lt;/b&gt; &quot;x&quot;"><span>1</span></td>');
    expect(markup).toContain('<td data-label="B" class="empty">');
  });
});

describe('hostile Markdown', () => {
  it.each([
    'a <kbd><img/src=x/onerror=alert(1)> x',
    'a <code>\n<form/id="evil"/action="/say"/method="post"><input/name="words"/value="start x"/>',
    'a <code>\n<meta/http-equiv="refresh"/content="0;url=//evil.example">',
    'a <pre> <meta/http-equiv=refresh/content=0;url=//evil.example>',
    'a <script> <button/form=anew/name=what/value="planted">x</button/>',
    'a <code> & < <b',
  ])('stays text: %j', (text) => {
    const { markup } = markdown(text);
    expect(markup).toMatch(/^<p>[^<]*<\/p>\n$/);
    expect(markup).not.toMatch(/<(?!\/?p>)/);
  });

  it('makes no tag that is not ours, ever', () => {
    const raw =
      '<code> <kbd> <pre> <script> </code> </pre> <a> <!-- --> <![CDATA[ <img/src=x/onerror=alert(1)> <form/id=evil/action=/say> <meta/http-equiv=refresh/content=0> <svg/onload=x>';
    const marks =
      '[a](javascript:x) ![a](x) <https://x.example> * _ ** ~~ ` \\ &lt; & " \' < > / = | www.x.example a@x.example word';
    const blocks = [
      ' ',
      '\n',
      '\n\n',
      '    ',
      '```\n',
      '```"><b>\n',
      '- ',
      '- [ ] ',
      '1. ',
      '> ',
      '# ',
      '\0',
      '\u202E',
    ];
    const whole = ['| a | <b> |\n|---|---|\n', '[a]: https://x.example "<b>"\n', '[a](https://x.example "t")'];
    const piece = fc.constantFrom(...raw.split(' '), ...marks.split(' '), ...blocks, ...whole);
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), fc.boolean(), (pieces, own) => {
        const { markup } = markdown(pieces.join(''), { below: 2, ...(own ? { own } : {}) });
        const tags = markup.match(/<[^>]*>?/g) ?? [];
        const isOurs =
          /^(?:<\/?(?:a|blockquote|br|code|del|em|h[3-6]|hr|li|ol|p|pre|span|strong|table|tbody|td|th|thead|tr|ul)>|<a href="(?:https?:\/\/|mailto:|#)[^"<>]*" rel="noreferrer">|<(?:code|p|table) class="[^"<>]*">|<ol start="\d+">|<th scope="col">|<td data-label="[^"<>]*"(?: class="empty")?>)$/i;
        expect(tags.filter((tag) => !isOurs.test(tag))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    '<p>a <em>b</em> &lt;c&gt;</p>\n<hr>\n',
    '<p>a<br>b</p>',
    '<a href="HTTPS://x.example/?a&amp;b" rel="noreferrer">x</a>',
    '<ol start="3">\n<li>x</li>\n</ol>',
    '<pre><code class="language-js">x</code></pre>',
    '<table class="many"><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td data-label="a" class="empty"><span></span></td></tr></tbody></table>',
  ])('is not what our own renderers make: %s', (markup) => {
    expect(isOurMarkup(markup)).toBe(true);
  });

  it.each([
    '<img src="x">',
    '<p/>',
    '<p onclick="x">',
    '<p>a',
    'a</p>',
    '<p><em>a</p></em>',
    '</main>',
    '<a>x</a>',
    '<a href="javascript:x" rel="noreferrer">x</a>',
    '<a href="https://x.example">x</a>',
    '<a href="https://x.example" rel="noreferrer" onclick="x">x</a>',
    '<td data-label="a"b="c"><span></span></td>',
    '<code class="language-"><b>">x</code>',
    'a < b',
    '<',
    '<!-- x -->',
    '<P>a</P>',
  ])('is found in what comes out, whatever the reader of Markdown does: %s', (markup) => {
    expect(isOurMarkup(markup)).toBe(false);
  });
});

describe('a text that is cut at its headings', () => {
  it('loses nothing but them, and is not cut within code', () => {
    expect(chaptersOf('before\n\n## One & `two`\n\ntext\n\n```\n## no\n```\n\n## Three\n')).toEqual([
      { title: undefined, text: 'before\n\n' },
      { title: 'One & two', text: expect.stringContaining('## no') },
      { title: 'Three', text: '' },
    ]);
  });
});
