/** What an attribute may hold: whatever makes markup has escaped it. */
const VALUE = '[^"<>]*';
const PLAIN = 'a|blockquote|code|del|em|h[1-6]|li|ol|p|pre|span|strong|table|tbody|td|th|thead|tr|ul';
/** Written out: with the modifier `(?i:…)` the same text was once seen to match no more in a process that had run for long. */
const anyCase = (word: string) => word.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
/** Every tag that the renderers of `markdown.ts` make, letter for letter; there is no other one. */
const TAG = new RegExp(
  [
    `<(?<opened>(?!a>)(?:${PLAIN}))>`,
    `<\\/(?<closed>${PLAIN})>`,
    '<(?:br|hr)>',
    `<(?<link>a) href="(?:${anyCase('http')}[sS]?:\\/\\/|${anyCase('mailto')}:|#)${VALUE}" rel="noreferrer">`,
    `<(?<language>code) class="language-${VALUE}">`,
    '<(?<counted>ol) start="\\d{1,9}">',
    '<(?<wide>table) class="many">',
    '<(?<column>th) scope="col">',
    `<(?<cell>td) data-label="${VALUE}"(?: class="empty")?>`,
  ].join('|'),
  'y',
);

/**
 * Whether markup consists of nothing but text and the tags that Muster makes of Markdown, each opened one closed in its turn.
 * It judges what comes out, so it holds whatever the reader of Markdown does with what goes in.
 */
export function isOurMarkup(markup: string): boolean {
  const open: string[] = [];
  for (let at = markup.indexOf('<'); at >= 0; at = markup.indexOf('<', TAG.lastIndex)) {
    TAG.lastIndex = at;
    const found = TAG.exec(markup)?.groups;
    if (found === undefined) return false;
    const { closed, ...opening } = found;
    const opened = Object.values(opening).find((name) => name !== undefined);
    if (opened !== undefined) open.push(opened);
    if (closed !== undefined && open.pop() !== closed) return false;
  }
  return open.length === 0;
}
