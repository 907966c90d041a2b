import type { RichTextElement } from '@slack/types';
import { inlines, plain } from './times.ts';

/** One line of a card, or one point of a list. */
export type Line = { readonly isPoint: boolean; readonly inlines: readonly RichTextElement[] };

const made = (isPoint: boolean, parts: readonly RichTextElement[]): readonly Line[] =>
  parts.some((part) => part.type !== 'text' || part.text.trim() !== '') ? [{ isPoint, inlines: parts }] : [];

/** Nothing to be seen is no line. */
export const line = (text: string): readonly Line[] => made(false, inlines(text));
export const heading = (text: string): readonly Line[] => made(false, inlines(text, { bold: true }));
export const point = (text: string): readonly Line[] => made(true, inlines(text));
/** `Label: value`, the label bold. */
export const labelled = (label: string, value: string): readonly Line[] =>
  label.trim() === '' ? line(value) : made(false, [...inlines(label, { bold: true }), ...inlines(`: ${value}`)]);
/** A line to be typed, exactly so. */
export const typed = (before: string, words: string): readonly Line[] => [
  { isPoint: true, inlines: [...inlines(before), { type: 'text', text: plain(words), style: { code: true } }] },
];

/** Where the rest of it is. */
export type More = {
  /** A page of the console, if it has an address that people can reach. */
  readonly more?: string | undefined;
};

/** `… (more in Muster)`, with the link if there is one. */
export function moreLine({ more }: More): Line {
  const words = 'more in Muster';
  const link: RichTextElement = isLink(more) ? { type: 'link', url: more, text: words } : { type: 'text', text: words };
  return { isPoint: false, inlines: [{ type: 'text', text: '… (' }, link, { type: 'text', text: ')' }] };
}

/** No page of Muster has a longer address. */
const LONGEST_LINK = 500;
const isLink = (url: string | undefined): url is string =>
  url !== undefined && /^https?:\/\/[^\s<>|]+$/.test(url) && url.length <= LONGEST_LINK;

/** Lines that belong together; each group is a block of its own, with air around it. */
export type Group = readonly Line[];
