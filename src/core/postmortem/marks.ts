/** The marks that part what Muster writes anew from what people write. Each stands on a line of its own. */
export type Mark = { readonly kind: 'facts' | 'write'; readonly name: string; readonly sum: string | null };

const OPEN = /^<!-- muster:(facts|write):([a-z][a-z-]{0,39})(?: sum=([0-9a-f]{8}))? -->$/;
const END = '<!-- muster:end -->';

export function readMark(line: string): Mark | undefined {
  const [, kind, name, sum] = OPEN.exec(line.trim()) ?? [];
  if (kind === undefined || name === undefined) return undefined;
  return { kind: kind === 'facts' ? 'facts' : 'write', name, sum: sum ?? null };
}
export const isEnd = (line: string) => line.trim() === END;

/** A part that Muster writes; the checksum in its mark tells later whether a person changed it. */
export const factsPart = (name: string, text: string) =>
  `<!-- muster:facts:${name} sum=${checksum(text)} -->\n\n${text}\n\n${END}`;
/** A part that people write; Muster never touches it again. */
export const writePart = (name: string, text: string) =>
  [`<!-- muster:write:${name} -->`, ...writeLines(text)].join('\n');

/** What stands under the opening mark of a part for people: their text between empty lines, and the end mark. */
export const writeLines = (text: string): readonly string[] =>
  text === '' ? ['', END] : ['', ...shielded(text).split('\n'), '', END];

/**
 * People may write a mark of ours as text. A backslash in front keeps it from being one, and Markdown shows the rest as it
 * was written; `unshielded` takes it off again, so that every text comes back as it went in.
 */
export const shielded = (text: string) => everyLine(text, /^(\s*)(\\*<!-- muster:)/, '$1\\$2');
export const unshielded = (text: string) => everyLine(text, /^(\s*)\\(\\*<!-- muster:)/, '$1$2');

const everyLine = (text: string, pattern: RegExp, by: string) =>
  text
    .split('\n')
    .map((line) => line.replace(pattern, by))
    .join('\n');

/**
 * FNV-1a, 32 bits, over the text without its layout: an editor that lines up tables or changes line ends has not changed
 * what it says. It tells an edit from none and guards against nothing else.
 */
export function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const unit of withoutLayout(text)) {
    hash ^= unit.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

export const withoutLayout = (text: string) =>
  text
    .replaceAll(/[ \t]*\r?\n\s*/g, '\n')
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(/ ?\| ?/g, '|')
    .replaceAll(/-{3,}/g, '---')
    .trim();
