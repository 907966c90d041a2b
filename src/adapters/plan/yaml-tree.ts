import { type Document, Lexer, LineCounter, type Node, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Path } from '../../core/plan/finding.ts';
import { DEEPEST, type Spot, TOO_DEEP, type YamlProblem, startOf, toPlain } from './yaml-plain.ts';

export type YamlTree = {
  /** A tree of null, booleans, numbers, texts, lists and blocks, aliases resolved. */
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
  /** Where the path stands; the nearest block around it where it does not exist. */
  readonly spotOf: (path: Path) => Spot;
};

/** A plan of 60 people has some 10,000; beyond these it is a mistake or an attack. */
const MOST_WORDS = 400_000;

const SAY: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'A tab stands where spaces must stand. Indent with spaces only.',
  MULTIPLE_DOCS: 'There are several documents in this file (a line `---`). Write one plan in one file.',
  BAD_INDENT: 'This line does not stand under the one it belongs to: check the spaces at its start.',
  MISSING_CHAR: 'Something is not closed or not separated: look for a missing quote, bracket, comma or colon.',
  BLOCK_AS_IMPLICIT_KEY:
    'A key and its block do not fit here: check the spaces at the start of the lines, and the quotes.',
  MULTILINE_IMPLICIT_KEY: 'A key goes over two lines here: a colon or a quote is probably missing.',
  UNEXPECTED_TOKEN: 'YAML did not expect this here. A value with : or # or { in it needs quotes.',
  BAD_ALIAS: 'This alias (*name) points to nothing above it.',
  TAG_RESOLVE_FAILED: 'A tag (!name) stands here. A plan has none: write the plain value.',
};

/** Reads one file as YAML 1.2 core. Never throws: what cannot be read is a problem with a sentence. */
export function yamlTree(text: string): YamlTree {
  const lines = new LineCounter();
  const spot = (offset: number): Spot => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const refused = (message: string): YamlTree => ({
    value: undefined,
    problems: [{ rule: 'L000', line: 1, column: 1, path: [], message }],
    spotOf: () => ({ line: 1, column: 1 }),
  });
  let doc: Document.Parsed;
  try {
    const hostile = tooMuch(text);
    if (hostile !== undefined) return refused(hostile);
    // Keys are checked for being unique below: the library's own check takes seconds on a file of hostile length.
    doc = parseDocument(text, {
      lineCounter: lines,
      uniqueKeys: false,
      schema: 'core',
      version: '1.2',
      logLevel: 'error',
      prettyErrors: false,
    });
  } catch (fault) {
    return refused(fault instanceof RangeError ? TOO_DEEP : 'The file cannot be read as YAML.');
  }
  const problems = [...doc.errors, ...doc.warnings].slice(0, 20).map(({ code, message, pos }): YamlProblem => ({
    rule: 'L000',
    ...spot(pos[0]),
    path: [],
    message: /call stack|Stack overflow/.test(message)
      ? TOO_DEEP
      : (SAY[code] ?? `This cannot be read as YAML: ${message.split('\n')[0] ?? code}`),
  }));
  const value = problems.length > 0 ? undefined : toPlain(doc, problems, spot);
  return { value, problems, spotOf: (path) => spot(offsetOf(doc, path)) };
}

/** Looks at the words of a file before it is built into a tree: the builder takes minutes over a megabyte of brackets. */
function tooMuch(text: string): string | undefined {
  let words = 0;
  let open = 0;
  let onThisLine = 0;
  for (const word of new Lexer().lex(text)) {
    words += 1;
    if (word === '[' || word === '{') open += 1;
    else if (word === ']' || word === '}') open -= 1;
    else if (word === '-' || word === '?') onThisLine += 1;
    else if (word.endsWith('\n')) onThisLine = 0;
    if (open > DEEPEST || onThisLine > DEEPEST) return TOO_DEEP;
    if (words > MOST_WORDS) return 'There is far more in this file than in any plan.';
  }
  return undefined;
}

/** A value's own start, an entry's key, or the start of the nearest block around a path that does not exist. */
function offsetOf(doc: Document.Parsed, path: Path): number {
  let here: Node | null | undefined = doc.contents;
  let offset = 0;
  for (const part of path) {
    if (isAlias(here)) here = here.resolve(doc);
    if (isMap(here)) {
      const pair: { readonly key: unknown; readonly value: unknown } | undefined = here.items.find(
        ({ key }) => isScalar(key) && String(key.value) === part,
      );
      if (pair === undefined) return offset;
      offset = startOf(pair.key);
      here = isNode(pair.value) ? pair.value : null;
    } else if (isSeq(here) && typeof part === 'number') {
      const item: unknown = here.items[part];
      if (!isNode(item)) return offset;
      offset = startOf(item);
      here = item;
    } else return offset;
  }
  return offset;
}

const isNode = (value: unknown): value is Node => isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
