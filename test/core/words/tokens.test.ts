import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean } from '../../../src/core/words/clean.ts';
import { quote, tokens } from '../../../src/core/words/tokens.ts';

const texts = (line: string) => {
  const found = tokens(line);
  return found.ok ? found.tokens.map((token) => token.text) : found.refusal.code;
};

describe('the tokens of a line', () => {
  it.each([
    ['start phones loop', ['start', 'phones', 'loop']],
    ['say "two words" now', ['say', 'two words', 'now']],
    ["say 'two words' now", ['say', 'two words', 'now']],
    ['say “two words” now', ['say', 'two words', 'now']],
    ['say ‘two words’ now', ['say', 'two words', 'now']],
    ['say «two words» now', ['say', 'two words', 'now']],
    ['say „two words“ now', ['say', 'two words', 'now']],
    ['say “two words" now', ['say', 'two words', 'now']],
    ["we can't log in", ['we', "can't", 'log', 'in']],
    ['we can’t log in', ['we', 'can’t', 'log', 'in']],
    ["the users' files and 'the rest'", ['the', "users'", 'files', 'and', 'the rest']],
    ["'don't panic' he said", ["don't panic", 'he', 'said']],
    ["open 'til six", ['open', "'til", 'six']],
    ['a 19" rack and a 5" disk', ['a', '19"', 'rack', 'and', 'a', '5"', 'disk']],
    ['say "the rest of the line', ['say', 'the rest of the line']],
    ['say "he said \\"no\\" \\\\ twice"', ['say', 'he said "no" \\ twice']],
    ['look at \\\\fs01\\claims', ['look', 'at', '\\\\fs01\\claims']],
    ['say \\"loud', ['say', '"loud']],
    ['say ""', ['say', '']],
    ['see <https://status.example/x?a=1|the status page> now', ['see', 'the', 'status', 'page', 'now']],
    ['see <https://status.example/x>', ['see', 'https://status.example/x']],
    ['mail <mailto:a@b.example|a@b.example>', ['mail', 'a@b.example']],
    ['in <#C1|general> and <!channel>', ['in', '#general', 'and', '@channel']],
    ['a\u00A0b\u2003c', ['a', 'b', 'c']],
    ['pho\u200Bnes \u202Edead\u202C', ['phones', 'dead']],
    ['cafe\u0301', ['café']],
    ['ask (<@U1|ann>) now', ['ask', '(', '@ann', ')', 'now']],
    ['mail ann@firm.example @ 14:05', ['mail', 'ann@firm.example', '@', '14:05']],
  ])('%s', (line, expected) => {
    expect(texts(line)).toEqual(expected);
  });

  it('refuses a line over the limit', () => {
    expect(texts('x'.repeat(4_000))).toHaveLength(1);
    expect(texts('x'.repeat(4_001))).toBe('too-long');
  });

  it('gives back as one token whatever was quoted', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(
            fc.constantFrom('"', '\\', '”', '“', "'", ' ', '\n', '-', '@'),
            fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
          ),
          maxLength: 60,
        }),
        (any) => {
          const cleaned = clean(any);
          fc.pre(cleaned.ok && !cleaned.text.includes('<'));
          if (cleaned.ok) expect(texts(`a ${quote(cleaned.text)} z`)).toEqual(['a', cleaned.text, 'z']);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('places every token on the line, in order, without overlap', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (line) => {
        const found = tokens(line);
        if (!found.ok) return;
        let end = 0;
        for (const token of found.tokens) {
          expect(token.start).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.start);
          end = token.end;
        }
        expect(end).toBeLessThanOrEqual(found.line.length);
      }),
    );
  });
});
