import { expect, it } from 'vitest';
import { heldLines } from '../../src/cli/held-lines.ts';

it('keeps lines until they may be seen, then writes each at once, in their order and once', () => {
  const seen: string[] = [];
  const lines = heldLines((line) => seen.push(line));
  lines.write('first');
  lines.write('second');
  expect(seen).toEqual([]);
  lines.release();
  lines.write('third');
  lines.release();
  expect(seen).toEqual(['first', 'second', 'third']);
});
