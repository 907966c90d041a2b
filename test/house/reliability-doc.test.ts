import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const doc = readFileSync('docs/reliability.md', 'utf8');

test('every test that the table of faults names is there', () => {
  const named = [...doc.matchAll(/`(test\/[^`]+)`/g)].map(([, path]) => path ?? '');
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

test('every fault that a test names by its number has a row', () => {
  const rows = new Set(
    [...doc.matchAll(/^\| ([\d–, ]+?) *\|/gm)].flatMap(([, numbers = '']) =>
      numbers.split(',').flatMap((part) => {
        const [from = 0, to = from] = part.trim().split('–').map(Number);
        return Array.from({ length: to - from + 1 }, (_, n) => from + n);
      }),
    ),
  );
  const tests = globSync('test/**/*.test.ts').map((file) => readFileSync(file, 'utf8'));
  const named = tests.flatMap((text) =>
    [...text.matchAll(/\(reliability ([\d, ]+)\)/g)].flatMap(([, numbers = '']) => numbers.split(',').map(Number)),
  );
  expect(named.length).toBeGreaterThan(10);
  expect([...new Set(named)].filter((number) => !rows.has(number))).toEqual([]);
});
