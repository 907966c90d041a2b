import { Marked } from 'marked';
import type { Html } from './html.ts';
import { escaped, trusted } from './html.ts';

/** Muster's own marks in a postmortem; they are of no use to a reader. */
const MARK = /^\s*<!-- muster:[^>]{0,120} -->\s*$/;
const SAFE_ADDRESS = /^(?:https?:\/\/|mailto:|#)/i;

const marked = new Marked({
  gfm: true,
  async: false,
  renderer: {
    html: ({ text }) => (MARK.test(text) ? '' : escaped(text)),
    // Pictures are not loaded: no page of the console asks anything of another machine.
    image: ({ text, href }) => escaped(`[picture: ${text || href}]`),
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      return SAFE_ADDRESS.test(href) ? `<a href="${escaped(href)}" rel="noreferrer">${text}</a>` : text;
    },
  },
});

/** Markdown as markup: raw HTML in it stays text, links lead only to web and mail addresses. */
export const markdown = (text: string): Html => trusted(marked.parse(text, { async: false }));
