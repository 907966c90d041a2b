import { type Token, tokensOf } from './tokens.ts';

/** One place where a file names another: `import`, `export … from`, or `import()`; `computed` is an `import(expression)`. */
export type Import = {
  readonly form: 'import' | 'export' | 'call' | 'computed';
  readonly specifier: string;
  readonly line: number;
};

export function importsOf(source: string): readonly Import[] {
  const tokens = tokensOf(source);
  return tokens.flatMap((token, at) => {
    const isKeyword = token.kind === 'name' && !is(tokens[at - 1], '.') && !is(tokens[at + 1], ':');
    if (isKeyword && token.text === 'import') return imported(tokens, at) ?? [];
    if (isKeyword && token.text === 'export') return exportedFrom(tokens, at) ?? [];
    return [];
  });
}

/** True when a file only hands on what other files export: a barrel. */
export function isBarrel(source: string): boolean {
  const tokens = tokensOf(source);
  const exports = tokens.filter((token) => token.kind === 'name' && token.text === 'export').length;
  return exports > 0 && importsOf(source).filter(({ form }) => form === 'export').length === exports;
}

const is = (token: Token | undefined, text: string) => token?.text === text && token.kind !== 'string';

function imported(tokens: readonly Token[], at: number): Import | undefined {
  const line = tokens[at]?.line ?? 0;
  const next = tokens[at + 1];
  if (next?.kind === 'string') return { form: 'import', specifier: next.text, line };
  if (is(next, '(')) {
    const named = tokens[at + 2];
    const ends = is(tokens[at + 3], ')') || is(tokens[at + 3], ',');
    if (named?.kind === 'string' && ends) return { form: 'call', specifier: named.text, line };
    return { form: 'computed', specifier: '', line };
  }
  return named(tokens, at, 'import');
}

/** `export * from`, `export { … } from` and their `type` forms; undefined for an export of the file's own. */
function exportedFrom(tokens: readonly Token[], at: number): Import | undefined {
  const first = is(tokens[at + 1], 'type') ? at + 2 : at + 1;
  if (is(tokens[first], '*')) return named(tokens, at, 'export');
  if (!is(tokens[first], '{')) return undefined;
  const end = tokens.findIndex((token, index) => index > first && is(token, '}'));
  return is(tokens[end + 1], 'from') ? named(tokens, at, 'export') : undefined;
}

/** The first `from '…'` before the statement's end. */
function named(tokens: readonly Token[], at: number, form: 'import' | 'export'): Import | undefined {
  for (let index = at + 1; index < tokens.length && !is(tokens[index], ';'); index += 1) {
    const specifier = tokens[index + 1];
    if (is(tokens[index], 'from') && specifier?.kind === 'string') {
      return { form, specifier: specifier.text, line: tokens[at]?.line ?? 0 };
    }
  }
  return undefined;
}
