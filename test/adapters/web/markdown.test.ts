import { describe, expect, it } from 'vitest';
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

describe('a text that is cut at its headings', () => {
  it('loses nothing but them, and is not cut within code', () => {
    expect(chaptersOf('before\n\n## One & `two`\n\ntext\n\n```\n## no\n```\n\n## Three\n')).toEqual([
      { title: undefined, text: 'before\n\n' },
      { title: 'One & two', text: expect.stringContaining('## no') },
      { title: 'Three', text: '' },
    ]);
  });
});
