import type { Token, Tokens, TokensList } from 'marked';
import { Marked } from 'marked';
import type { Html } from './html.ts';
import { escaped, html, trusted } from './html.ts';
import { isOurMarkup } from './markdown-guard.ts';

/** Muster's own marks in a postmortem; they are of no use to a reader. */
const MARK = /^\s*<!-- muster:[^>]{0,120} -->\s*$/;
const SAFE_ADDRESS = /^(?:https?:\/\/|mailto:|#)/i;
/** They have no look of their own and can turn the text around them. */
const TURNS_TEXT = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/**
 * How much the reader of Markdown may do for one text, in characters that it looks at. It looks at the rest of the text again
 * for each mark, so hostile texts cost the square of their length; a part of a postmortem that people wrote costs a tenth of this.
 */
const MOST_WORK = 10_000_000;
/** Looking for marks within a paragraph costs about five times as much as looking where it ends. */
const INLINE_COSTS = 5;
let workLeft = Infinity;

/** The first thing that the reader asks at each place of a text; false lets it go on as usual. */
function spend(work: number): false {
  workLeft -= work;
  if (workLeft < 0) throw new RangeError('this text takes too long to be read as Markdown');
  return false;
}

const marked = new Marked({
  gfm: true,
  async: false,
  tokenizer: {
    space: (rest) => spend(rest.length),
    escape: (rest) => spend(rest.length * INLINE_COSTS),
  },
  renderer: {
    // The reader holds what follows a raw `<code>`, `<kbd>`, `<pre>` or `<script>` for markup. Here it is text like all else.
    text(token) {
      if ('escaped' in token) token.escaped = false;
      return false;
    },
    html: ({ text }) => (MARK.test(text) ? '' : escaped(text)),
    // Pictures are not loaded: no page of the console asks anything of another machine.
    image: ({ text, href }) => escaped(`[picture: ${text || href}]`),
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      return SAFE_ADDRESS.test(href) ? `<a href="${escaped(href)}" rel="noreferrer">${text}</a>` : text;
    },
    // A box that nobody can tick is only its sign.
    checkbox: ({ checked }) => (checked ? '[x] ' : '[ ] '),
    // Each cell knows its column, so that a narrow screen can show a row as a list.
    table({ header, rows }) {
      const cells = (row: typeof header) => row.map(({ tokens }) => this.parser.parseInline(tokens));
      const head = cells(header).map((text) => `<th scope="col">${text}</th>`);
      const body = rows.map((row) => {
        const made = cells(row).map((text, nth) => cellOf(text, plainText(header[nth]?.tokens ?? [])));
        return `<tr>${made.join('')}</tr>`;
      });
      const wide = header.length > 5 ? ' class="many"' : '';
      return `<table${wide}><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table>\n`;
    },
  },
});

const cellOf = (text: string, label: string) =>
  `<td data-label="${escaped(label)}"${text === '' ? ' class="empty"' : ''}><span>${text}</span></td>`;

/** Words of tokens without their markup. */
const plainText = (tokens: readonly Token[]): string =>
  tokens
    .map((token) => ('tokens' in token && token.tokens !== undefined ? plainText(token.tokens) : textOf(token)))
    .join('');
const textOf = (token: Token): string => ('text' in token && typeof token.text === 'string' ? token.text : '');

/** The longest text of people that is read as Markdown, in characters: more than a part of a postmortem holds. */
const MOST_CHARACTERS = 25_000;
/** So much without a gap is no word and no address; in it, the reader looks for e-mail addresses from each letter on. */
const UNBROKEN = /\S{2001}/;
/** Texts that were made into markup before; some take long, and open pages ask for the same ones again and again. */
const kept = new Map<string, Html>();
const MOST_KEPT_CHARACTERS = 4_000_000;
let keptCharacters = 0;

type How = {
  /** Headings stand below this level: text of people's within a page that has headings of its own. */
  readonly below?: number;
  /** Muster's own text: everything of other people in it is escaped, so it may be as long as it is. */
  readonly own?: true;
};

/** Markdown as markup: raw HTML in it stays text, links lead only to web and mail addresses. */
export function markdown(text: string, how: How = {}): Html {
  const key = `${how.below ?? 0}${how.own === true} ${text}`;
  const before = kept.get(key);
  if (before !== undefined) return before;
  const made = unlessTooMuch(text, how, { make: () => read(text, how.below ?? 0), otherwise: () => asItIs(text) });
  keep(key, made);
  return made;
}

/** Keeps the newest; a text that is too long to be kept is made again each time. */
function keep(key: string, made: Html): void {
  kept.set(key, made);
  keptCharacters += sizeOf(key, made);
  for (const [oldest, markup] of kept) {
    if (keptCharacters <= MOST_KEPT_CHARACTERS) return;
    kept.delete(oldest);
    keptCharacters -= sizeOf(oldest, markup);
  }
}

const sizeOf = (key: string, { markup }: Html) => key.length + markup.length;

function read(text: string, below: number): Html {
  const tokens = marked.lexer(text.replaceAll(TURNS_TEXT, ''));
  const markup = marked.parser(below === 0 ? tokens : lowered(tokens, below));
  return isOurMarkup(markup) ? trusted(markup) : asItIs(text);
}

/**
 * Texts that are made to cost much are not read as Markdown, nor are thousands of brackets within one another: they are more
 * than its reader can hold.
 */
function unlessTooMuch<Made>(text: string, { own }: How, ways: Ways<Made>): Made {
  if (own !== true && (text.length > MOST_CHARACTERS || UNBROKEN.test(text))) return ways.otherwise();
  workLeft = own === true ? Infinity : MOST_WORK;
  try {
    return ways.make();
  } catch (error) {
    if (error instanceof RangeError) return ways.otherwise();
    throw error;
  }
}

type Ways<Made> = { readonly make: () => Made; readonly otherwise: () => Made };

const asItIs = (text: string) => html`<p class="text">${text}</p>`;

function lowered(tokens: TokensList, below: number): Tokens.Generic[] | TokensList {
  const headings: Tokens.Heading[] = [];
  void marked.walkTokens(tokens, (token) => {
    if (token.type === 'heading') headings.push(token as Tokens.Heading);
  });
  const by = Math.max(0, below + 1 - Math.min(6, ...headings.map(({ depth }) => depth)));
  for (const heading of headings) heading.depth = Math.min(6, heading.depth + by);
  return tokens;
}

export type Chapter = { readonly title: string | undefined; readonly text: string };

/** A text cut at its headings of the second level. What stands before the first has no title. */
export function chaptersOf(text: string): readonly Chapter[] {
  const chapters: { title: string | undefined; text: string }[] = [{ title: undefined, text: '' }];
  const blocks = unlessTooMuch(
    text,
    {},
    {
      make: () => marked.lexer(text).map(blockOf),
      otherwise: () => text.split(/^(?=## )/m).flatMap(cutByHand),
    },
  );
  for (const { title, raw } of blocks) {
    const last = chapters.at(-1);
    if (title !== undefined) chapters.push({ title, text: '' });
    else if (last !== undefined) last.text += raw;
  }
  return chapters;
}

type Block = { readonly title?: string; readonly raw: string };

const blockOf = (token: Token): Block =>
  token.type === 'heading' && token['depth'] === 2 ? { title: plainText([token]), raw: '' } : { raw: token.raw };

function cutByHand(piece: string): readonly Block[] {
  const [, title, rest = ''] = /^## ([^\n]*)([\s\S]*)$/.exec(piece) ?? [];
  return title === undefined ? [{ raw: piece }] : [{ title, raw: '' }, { raw: rest }];
}
