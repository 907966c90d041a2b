import { expect, test } from 'vitest';
import { PERMISSIONS } from '../../src/core/permissions.ts';
import { words } from './door.ts';

/** A word that is a form of its own, with a file of its own kind. */
const ELSEWHERE = ['nearmiss'];

test('every word has a row in the table of permissions', () => {
  expect(Object.keys(words).filter((verb) => !Object.hasOwn(PERMISSIONS, verb))).toEqual([]);
});

test('every row of the table is a word', () => {
  expect(Object.keys(PERMISSIONS).filter((verb) => !Object.hasOwn(words, verb) && !ELSEWHERE.includes(verb))).toEqual(
    [],
  );
});

test('the usage of every word begins with it, and its summary is one line', () => {
  for (const [verb, { usage, summary }] of Object.entries(words)) {
    expect(usage.split(' ')[0]).toBe(verb);
    expect(summary).toMatch(/^[A-Z][^\n]{3,120}$/);
  }
});

test('every example is written with its own word, and a word that needs something asks for it by a label', () => {
  for (const [verb, { examples = [], fields }] of Object.entries(words)) {
    for (const example of examples) expect(example.split(' ')[0]).toBe(verb);
    for (const { label } of fields) expect(label).not.toBe('');
  }
});
