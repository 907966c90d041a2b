import { Lexer, LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import type { Path } from '../../core/plan/finding.ts';

export type Spot = { readonly line: number; readonly column: number };
export type YamlProblem = Spot & { readonly message: string };
export type YamlText =
  | { readonly ok: true; readonly value: unknown; readonly spotOf: (path: Path) => Spot }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

/** A long playbook has some 600 words in YAML's sense; beyond these it is a mistake or an attack. */
const MOST_WORDS = 40_000;
const DEEPEST = 12;
const TOO_DEEP = 'This is nested too deeply to be a playbook.';

const SAY: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'A tab stands where spaces must stand. Indent with spaces only.',
  MULTIPLE_DOCS: 'There are several documents in this file (a line `---`). Write one playbook in one file.',
  BAD_INDENT: 'This line does not stand under the one it belongs to: check the spaces at its start.',
  MISSING_CHAR: 'Something is not closed or not separated: look for a missing quote, bracket, comma or colon.',
  DUPLICATE_KEY: 'This key is written twice in one block. One of the two would be lost.',
  BLOCK_AS_IMPLICIT_KEY: 'A key and its block do not fit here: check the spaces and the quotes.',
  MULTILINE_IMPLICIT_KEY: 'A key goes over two lines here: a colon or a quote is probably missing.',
  UNEXPECTED_TOKEN: 'YAML did not expect this here. Text with : or # or { in it needs quotes.',
  TAG_RESOLVE_FAILED: 'A tag (!name) stands here. A playbook has none: write the plain value.',
};

/** Reads one text as YAML 1.2 core. Never throws: what cannot be read is a problem with a place and a sentence. */
export function yamlText(text: string): YamlText {
  const hostile = tooMuch(text);
  if (hostile !== undefined) return refused(hostile);
  const lines = new LineCounter();
  try {
    const doc = parseDocument(text, { lineCounter: lines, schema: 'core', version: '1.2', logLevel: 'error', prettyErrors: false });
    const spot = (offset: number): Spot => {
      const { line, col } = lines.linePos(offset);
      return { line: Math.max(1, line), column: Math.max(1, col) };
    };
    const problems = [...doc.errors, ...doc.warnings].slice(0, 20).map(({ code, message, pos }) => ({
      ...spot(pos[0]),
      message: SAY[code] ?? `This cannot be read as YAML: ${message.split('\n')[0] ?? code}`,
    }));
    const all = [...problems, ...aliases(doc, spot)];
    if (all.length > 0) return { ok: false, problems: all };
    return { ok: true, value: doc.toJS(), spotOf: (path) => spot(offsetOf(doc, path)) };
  } catch (fault) {
    return refused(fault instanceof RangeError ? TOO_DEEP : 'The file cannot be read as YAML.');
  }
}

const refused = (message: string): YamlText => ({ ok: false, problems: [{ line: 1, column: 1, message }] });

/** Looks at the words before they are built into a tree: a tree of a hostile file takes minutes. */
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
    if (words > MOST_WORDS) return 'There is far more in this file than in any playbook.';
  }
  return undefined;
}

/** Aliases make bombs, and nobody needs them in a playbook. A key that is a list or block is no word either. */
function aliases(doc: Document.Parsed, spot: (offset: number) => Spot): readonly YamlProblem[] {
  const found: YamlProblem[] = [];
  visit(doc, {
    Alias: (_, node) => {
      found.push({ ...spot(node.range?.[0] ?? 0), message: 'An alias (*name) stands here. Write the value out.' });
      return visit.BREAK;
    },
    Pair: (_, { key }) => {
      if (isScalar(key)) return undefined;
      found.push({ line: 1, column: 1, message: 'A key must be a plain word.' });
      return visit.BREAK;
    },
  });
  return found;
}

/** An entry's key, a value's start, or the start of the nearest block around a path that does not exist. */
function offsetOf(doc: Document.Parsed, path: Path): number {
  let here: unknown = doc.contents;
  let offset = startOf(here);
  for (const part of path) {
    if (isMap(here)) {
      const pair = here.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (pair === undefined) return offset;
      offset = startOf(pair.key);
      here = pair.value;
    } else if (isSeq(here) && typeof part === 'number') {
      here = here.items[part];
      if (here === undefined) return offset;
      offset = startOf(here);
    } else return offset;
  }
  return offset;
}

const startOf = (node: unknown): number =>
  isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0;
