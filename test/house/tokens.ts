/**
 * The words of a TypeScript file, without its comments: enough to see what it imports and which globals it touches.
 * TypeScript 7 has no compiler API to ask, so this reads the text itself: strings, templates with their `${}`, regular
 * expressions and comments are told apart, everything else is a name, a number or one character.
 */
export type Token = {
  readonly kind: 'name' | 'number' | 'string' | 'template' | 'regex' | 'mark';
  /** Of a string and of the fixed parts of a template: what stands between the quotes, as written. */
  readonly text: string;
  readonly line: number;
};

const NAME = /[\p{ID_Start}$_#@][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /(?:0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d+)?)n?/iy;
const STRING = /'((?:\\[^]|[^'\\\n])*)'|"((?:\\[^]|[^"\\\n])*)"/y;
const SKIPPED = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/|^#![^\n]*)/y;
const REGEX = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const TEMPLATE_PART = /(?:\\[^]|\$(?!\{)|[^\\`$])*/y;

/** Words after which a slash begins a regular expression, though other words are followed by a division. */
const BEFORE_REGEX = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'void',
  'await',
  'yield',
  'throw',
  'else',
  'new',
]);

export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  /** For each open `${`: how many braces are open inside it. */
  const depths: number[] = [];
  let at = 0;
  let line = 1;

  /** Takes what the pattern finds here, counts its lines and steps over it. */
  function take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found === null) return null;
    at += found[0].length;
    line += found[0].split('\n').length - 1;
    return found;
  }

  function add(kind: Token['kind'], pattern: RegExp): boolean {
    const started = line;
    const found = take(pattern);
    if (found !== null) tokens.push({ kind, text: found[1] ?? found[2] ?? found[0], line: started });
    return found !== null;
  }

  /** The text of a template up to its end or its next `${`, and the mark that ended it. */
  function template(): void {
    add('template', TEMPLATE_PART);
    if (source[at] === '$') depths.push(0);
    at += source[at] === '$' ? 2 : 1;
  }

  function mark(character: string): void {
    const inside = depths.at(-1);
    if (inside !== undefined && character === '{') depths[depths.length - 1] = inside + 1;
    if (inside !== undefined && character === '}') {
      if (inside === 0) depths.pop();
      else depths[depths.length - 1] = inside - 1;
    }
    tokens.push({ kind: 'mark', text: character, line });
    at += 1;
    if (character === '}' && inside === 0) template();
  }

  while (at < source.length) {
    if (take(SKIPPED) !== null) continue;
    const character = source.charAt(at);
    if (character === '`') {
      at += 1;
      template();
    } else if (character === '/' && mayBeginRegex(tokens.at(-1)) && add('regex', REGEX)) continue;
    else if (!add('string', STRING) && !add('name', NAME) && !add('number', NUMBER)) mark(character);
  }
  return tokens;
}

function mayBeginRegex(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'name') return BEFORE_REGEX.has(before.text);
  return before.kind === 'mark' && before.text !== ')' && before.text !== ']';
}
