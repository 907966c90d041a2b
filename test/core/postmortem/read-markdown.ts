import { lexer } from 'marked';
import type { Token } from 'marked';

/** What a Markdown reader makes of a document: its skeleton, and whether anything foreign got into it. */
export type Skeleton = {
  readonly headings: readonly string[];
  /** Columns and rows of each table. */
  readonly tables: readonly string[];
  /** Tokens that no postmortem of ours has: links, images, code, HTML besides our marks. */
  readonly foreign: readonly string[];
};

const OURS = new Set([
  'space', 'heading', 'paragraph', 'text', 'table', 'list', 'list_item', 'blockquote', 'em', 'strong', 'escape', 'br', 'html',
]); // prettier-ignore

export function skeletonOf(markdown: string): Skeleton {
  const all = [...everyToken(lexer(markdown))];
  return {
    headings: all.flatMap((token) => (token.type === 'heading' ? [`${token['depth']} ${shape(token['text'])}`] : [])),
    tables: all.flatMap((token) =>
      token.type === 'table' ? [`${token['header'].length} × ${token['rows'].length}`] : [],
    ),
    foreign: all.flatMap((token) => (isOurs(token) ? [] : [`${token.type}: ${token.raw}`])),
  };
}

/** The heading of the document holds the title, which is theirs; only its beginning is ours. */
const shape = (text: string) => text.replace(/(INC-\d+:).*/s, '$1');
const isOurs = (token: Token) =>
  OURS.has(token.type) && (token.type !== 'html' || /^<!-- muster:[a-z: =0-9-]+ -->\s*$/.test(token.raw));

function* everyToken(tokens: readonly Token[]): Generator<Token> {
  for (const token of tokens) {
    yield token;
    if (token.type === 'table')
      for (const cell of [...token['header'], ...token['rows'].flat()]) yield* everyToken(cell.tokens);
    else if (token.type === 'list') yield* everyToken(token['items']);
    else if ('tokens' in token && token.tokens !== undefined) yield* everyToken(token.tokens);
  }
}
