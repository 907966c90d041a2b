import { describe, expect, it } from 'vitest';
import { instant } from '../../../src/core/time.ts';
import type { LineAsk } from '../../../src/core/words/line.ts';
import { readLine } from '../../../src/core/words/line.ts';

function read(line: string, more: Partial<LineAsk>) {
  const found = readLine({ line, zone: 'America/Detroit', now: instant('2026-11-20T20:00:00.000Z'), ...more });
  if (!found.ok) throw new Error(found.refusal.say);
  return found;
}

describe('where the verb takes a step', () => {
  it.each([
    ['done #3', undefined, ['#3']],
    ['done #3 ticket is open', undefined, ['#3', 'ticket', 'is', 'open']],
    ['done #42 #3', 'INC-42', ['#3']],
    ['done #42 3', 'INC-42', ['3']],
    ['done INC-42 #3', 'INC-42', ['#3']],
  ])('%s', (line, incident, words) => {
    const found = read(line, { number: 'step' });
    expect([found.incident, found.words]).toEqual([incident, words]);
  });
});

it('a time is read where a flag follows it', () => {
  const asked = { times: ['since' as const], flags: { new: 'switch' as const } };
  const found = read('start phones since 9 --new', asked);
  expect(found).toMatchObject({ text: 'phones', flags: { new: true } });
  expect(found.since).toBe(read('start phones since 9', asked).since);
});
