import { clean, type Mention, type Refused } from './clean.ts';

/**
 * One piece of a line. `text` is what it says (quotes and escapes taken off), `start` and `end` its place in the cleaned
 * line, so that free text can be given back as it was written.
 */
export type Token = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** In quotes or after a backslash: only text, never a flag, a time or an incident. */
  readonly literal: boolean;
  readonly mention?: Mention;
  /** The quoted value of `--flag="two words"`. */
  readonly value?: string;
};
export type Tokens = { readonly ok: true; readonly line: string; readonly tokens: readonly Token[] };

/** The quote that opens, and those that may close it: the first kind found wins (phones mix straight and curly ones). */
const DOUBLE: Readonly<Record<string, readonly string[]>> = {
  '"': ['"', '”'],
  '“': ['”', '"'],
  '”': ['”', '"'],
  '„': ['“', '”', '"'],
  '«': ['»'],
  '»': ['«'],
};
const SINGLE: Readonly<Record<string, string>> = { "'": "'", '‘': '’', '’': '’' };
const SPACE = /\s/;
/** What may stand right behind a closing single quote; a letter there makes it an apostrophe. */
const AFTER_SINGLE = /[\s.,;:!?)\]]/;
/** A backslash at the start of a word before one of these says: take it as text. Elsewhere it is only a backslash (`\\fs01`). */
const ESCAPABLE = /["'“”„«»‘’@—–-]/;
const FLAG_ASSIGN = /^(?:--|[—–])[\p{L}\p{N}-]{1,40}=$/u;
const PLAIN_MENTION = /^@(\p{L}[\p{L}\p{N}._-]{0,60}?)[.,;:!?)]*$/u;

/** Splits a line into tokens. Never throws; a line over the limit is refused, an unclosed quote runs to the line's end. */
export function tokens(line: string, entities = false): Tokens | Refused {
  const cleaned = clean(line, entities);
  if (!cleaned.ok) return cleaned;
  const { text, mentions } = cleaned;
  const found: Token[] = [];
  let at = 0;
  let nextMention = 0;
  while (at < text.length) {
    if (SPACE.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    while (nextMention < mentions.length && (mentions[nextMention]?.start ?? 0) < at) nextMention += 1;
    const mention = mentions[nextMention];
    const token =
      mention?.start === at
        ? { text: mention.mention.text, start: at, end: mention.end, literal: false, mention: mention.mention }
        : (quoted(text, at) ?? bare(text, at, mention?.start ?? text.length));
    found.push(token);
    at = token.end;
  }
  return { ok: true, line: text, tokens: found };
}

/** A text as one token, for lines of words that a button carries. */
export const quote = (text: string) => `"${text.replace(/[\\"”]/g, '\\$&')}"`;

function quoted(text: string, at: number): Token | undefined {
  const end = closing(text, at);
  if (end === undefined) return undefined;
  const inner = text.slice(at + 1, end).replace(/\\([\\"'“”„«»‘’])/g, '$1');
  return { text: inner, start: at, end: Math.min(end + 1, text.length), literal: true };
}

/** Where the quote that opens at `at` ends; undefined when none opens there. */
function closing(text: string, at: number): number | undefined {
  const single = SINGLE[text.charAt(at)];
  if (single !== undefined) return closingSingle(text, at, single);
  for (const close of DOUBLE[text.charAt(at)] ?? []) {
    const end = unescaped(text, close, at + 1);
    if (end !== -1) return end;
  }
  return DOUBLE[text.charAt(at)] ? text.length : undefined;
}

/** An unclosed single quote is an apostrophe (`'til`), not a quotation to the end of the line. */
function closingSingle(text: string, at: number, close: string): number | undefined {
  let end = unescaped(text, close, at + 1);
  while (end !== -1) {
    const behind = text.charAt(end + 1);
    if (end > at + 1 && (behind === '' || AFTER_SINGLE.test(behind))) return end;
    end = unescaped(text, close, end + 1);
  }
  return undefined;
}

function unescaped(text: string, close: string, from: number): number {
  for (let i = from; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === close) return i;
  }
  return -1;
}

function bare(text: string, at: number, stop: number): Token {
  const literal = text.charAt(at) === '\\' && ESCAPABLE.test(text.charAt(at + 1));
  const start = literal ? at + 1 : at;
  let end = literal ? start + 1 : start;
  while (end < text.length && end !== stop && !SPACE.test(text.charAt(end))) {
    end += 1;
    if (text.charAt(end - 1) === '=' && !literal && end - start <= 44 && FLAG_ASSIGN.test(text.slice(start, end))) {
      const value = quoted(text, end);
      if (value) return { text: text.slice(start, end - 1), start, end: value.end, literal, value: value.text };
    }
  }
  const word = text.slice(start, end);
  const name = literal ? undefined : PLAIN_MENTION.exec(word)?.[1];
  if (name === undefined) return { text: word, start, end, literal };
  return { text: `@${name}`, start, end, literal, mention: { from: 'plain', name, text: `@${name}` } };
}
