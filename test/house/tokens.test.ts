import { describe, expect, it } from 'vitest';
import { importsOf, isBarrel } from './imports.ts';
import { tokensOf } from './tokens.ts';

const specifiers = (source: string) => importsOf(source).map(({ form, specifier }) => `${form} ${specifier}`);

describe('the import reader', () => {
  it.each([
    [`import { a } from './a.ts';`, ['import ./a.ts']],
    [`import type { A } from "./a.ts";`, ['import ./a.ts']],
    [`import a, { b as c, type D } from 'x';`, ['import x']],
    [`import * as all from 'x'`, ['import x']],
    [`import {\n  a, // from 'nowhere'\n  b,\n} from './a.ts';`, ['import ./a.ts']],
    [`import { from } from 'x';`, ['import x']],
    [`import './effect.ts';`, ['import ./effect.ts']],
    [`export * from './a.ts';`, ['export ./a.ts']],
    [`export * as a from './a.ts';`, ['export ./a.ts']],
    [`export { a, b as c } from './a.ts';`, ['export ./a.ts']],
    [`export type { A } from './a.ts';`, ['export ./a.ts']],
    [`const a = await import('./a.ts');`, ['call ./a.ts']],
    [`const a = await import('./a.json', { with: { type: 'json' } });`, ['call ./a.json']],
    [`type A = import('./a.ts').A;`, ['call ./a.ts']],
    ['const a = await import(`./${name}.ts`);', ['computed ']],
    ['const a = await import(file);', ['computed ']],
    [`const a = await import('./' + name);`, ['computed ']],
    ['const a = `${await import("./a.ts")} and ${`${await import("./b.ts")}`}`;', ['call ./a.ts', 'call ./b.ts']],
    [`import a from 'a'\nimport b from 'b'`, ['import a', 'import b']],
    [`export const a = 1;\nimport b from 'b';`, ['import b']],
    [`const half = a / 2; import('./a.ts'); const third = b / 3;`, ['call ./a.ts']],
    [`const quote = /['"]/; import('./a.ts');`, ['call ./a.ts']],
    [`const slash = /[/]'/g.test(x); import('./a.ts');`, ['call ./a.ts']],
    [`#!/usr/bin/env node\nimport 'a';`, ['import a']],
  ])('sees what %j names', (source, expected) => {
    expect(specifiers(source)).toEqual(expected);
  });

  it.each([
    `// import { a } from './a.ts';`,
    `/* import './a.ts';\n export * from './b.ts' */`,
    `const text = "import './a.ts'";`,
    "const text = `import './a.ts' ${'export * from \"b\"'} import('c')`;",
    `const pattern = /import '.\\/a'/;`,
    `const url = import.meta.url;`,
    `port.import('./a.ts');`,
    `const words = { import: './a.ts', export: './b.ts' };`,
    `export const from = 'x';`,
    `export { a };\nconst from = 'b';`,
    `export type From = 'x';`,
  ])('is not taken in by %j', (source) => {
    expect(specifiers(source)).toEqual([]);
  });

  it('says on which line an import begins', () => {
    expect(importsOf("/* one\n two */\n\nimport {\n a,\n} from 'x';\nimport 'y';").map(({ line }) => line)).toEqual([
      4, 7,
    ]);
  });

  it.each([
    [`export * from './a.ts';\nexport { b } from './b.ts';`, true],
    [`export * from './a.ts';\nexport const b = 1;`, false],
    [`export const a = 1;`, false],
    [`console.log('nothing exported');`, false],
  ])('knows a barrel: %j is one: %s', (source, expected) => {
    expect(isBarrel(source)).toBe(expected);
  });
});

describe('the words of a file', () => {
  it('leave out comments and keep what stands in strings apart', () => {
    const texts = tokensOf(`a /* b */ . c('d.e', 1_000); // f`).map(({ kind, text }) => `${kind} ${text}`);
    expect(texts).toEqual([
      'name a',
      'mark .',
      'name c',
      'mark (',
      'string d.e',
      'mark ,',
      'number 1_000',
      'mark )',
      'mark ;',
    ]);
  });

  it('end, whatever is left open', () => {
    expect(() => ['`', '`${', "'", '"a', '/*', '/', '`${`', '}'].map(tokensOf)).not.toThrow();
  });
});
