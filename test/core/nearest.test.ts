import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edits, nearest } from '../../src/core/nearest.ts';

const VERBS = [
  'start',
  'status',
  'list',
  'ack',
  'page',
  'who',
  'lead',
  'role',
  'sev',
  'note',
  'decide',
  'update',
  'restored',
  'close',
  'reopen',
  'cancel',
  'postmortem',
  'timeline',
  'help',
  'done',
  'doing',
  'blocked',
  'skip',
  'assign',
  'me',
];

describe('did you mean', () => {
  it.each([
    ['strat', 'start'],
    ['statsu', 'status'],
    ['akc', 'ack'],
    ['ackk', 'ack'],
    ['postmorten', 'postmortem'],
    ['post', 'postmortem'],
    ['dome', 'done'],
    ['BLOKED', 'blocked'],
    ['tmeline', 'timeline'],
    ['helpp', 'help'],
    ['resored', 'restored'],
  ])('%s → %s', (typed, meant) => {
    expect(nearest(typed, VERBS)[0]).toBe(meant);
  });

  it.each(['', '  ', 'banana', 'id', 'x', 'encryption', '???'])('offers nothing for %j', (typed) => {
    expect(nearest(typed, VERBS)).toEqual([]);
  });

  it('offers no more than asked for, best first', () => {
    expect(nearest('do', VERBS, { most: 1 })).toEqual(['done']);
    expect(nearest('do', VERBS)).toEqual(['done', 'doing']);
  });

  it('takes a very long word in its stride', () => {
    expect(nearest('x'.repeat(100_000), VERBS)).toEqual([]);
  });
});

describe('edits', () => {
  it.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['abc', 'ab', 1],
    ['abc', 'xabc', 1],
    ['kitten', 'sitting', 3],
  ])('%j to %j is %i', (a, b, n) => {
    expect(edits(a, b)).toBe(n);
  });

  it('is the same both ways, and never more than the limit plus one', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 10 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(edits(a, b)).toBe(edits(b, a));
        expect(edits(a, b, 2)).toBe(Math.min(edits(a, b), 3));
      }),
    );
  });
});
