import { oneLine } from '../timeline/names.ts';

/**
 * Markdown that is safe to write. Only this file makes it: from our own words in the source, and from other people's words
 * escaped, so that a title or a note can never become a heading, a table, a link or HTML (design 6, "hostile text").
 */
export type Md = { readonly md: string };

/** Other people's words as they are, in one line. Every character that CommonMark or GitHub gives a meaning loses it. */
export function escaped(text: string): string {
  return (
    oneLine(text)
      .replaceAll('\\', '\\\\')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll(/[`*_{}[\]#|~$@]/g, '\\$&')
      // No link is made of an address in a note: it is read, not clicked.
      .replaceAll('://', '\\://')
      .replaceAll(/www\./gi, (found) => `${found.slice(0, 3)}\\.`)
      // At the beginning of a line or a list item these would start a list, a rule or a heading.
      .replace(/^[-+=:]/, '\\$&')
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
  );
}

/** Our Markdown with other people's words in it: what is put in is escaped, unless it is Markdown of ours. */
export function m(ours: TemplateStringsArray, ...theirs: readonly (string | number | Md)[]): Md {
  const put = theirs.map((part) => (typeof part === 'object' ? part.md : escaped(String(part))));
  return { md: ours.map((text, nth) => text + (put[nth] ?? '')).join('') };
}

export const joined = (parts: readonly Md[], between: string): Md => ({ md: parts.map(({ md }) => md).join(between) });
/** Blocks with an empty line between them. */
export const blocks = (parts: readonly Md[]): Md => joined(parts, '\n\n');

type Cell = string | Md;
const cell = (one: Cell) => (typeof one === 'object' ? one.md : escaped(one)) || ' ';
const row = (cells: readonly Cell[]) => `| ${cells.map(cell).join(' | ')} |`;

export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): Md {
  const rule = `| ${head.map(() => '---').join(' | ')} |`;
  return { md: [row(head), rule, ...rows.map(row)].join('\n') };
}

export const list = (items: readonly Cell[]): Md => ({ md: items.map((item) => `- ${cell(item)}`).join('\n') });

/** Words in full, line by line, as a quotation. */
export function quotation(text: string): Md {
  const lines = text.split(/\r\n|[\r\n\u0085\u2028\u2029]/).map((line) => escaped(line));
  // Two spaces at the end keep the line break where it was.
  return {
    md: lines
      .map((line) => (line === '' ? '>' : `> ${line}`))
      .join('  \n')
      .replaceAll(/^>  $/gm, '>'),
  };
}
