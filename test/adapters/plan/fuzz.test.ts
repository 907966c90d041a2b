import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlanLoad, loadPlanText } from '../../../src/adapters/plan/load.ts';
import { lint } from '../../../src/core/plan/lint.ts';
import { recoveryOrder } from '../../../src/core/plan/order.ts';
import { instant } from '../../../src/core/time.ts';
import { lakeshoreText, minimalText } from '../../core/plan/plan-of.ts';

/** Either a plan that can be worked with, or at least one problem told in a sentence at a place. */
function isAnswered(load: PlanLoad): boolean {
  if (!load.ok)
    return load.problems.length > 0 && load.problems.every(({ message, line }) => message.length > 10 && line >= 0);
  lint(load.plan, { at: instant('2026-11-22T10:00:00Z'), locate: load.locate });
  recoveryOrder(load.plan);
  return true;
}

const word = fc.oneof(
  fc.constantFrom(
    'plan',
    'people',
    'functions',
    'escalation',
    'default',
    'dana',
    'rto',
    'needs',
    'any',
    'systems',
    '__proto__',
    'constructor',
    'toString',
  ),
  fc.constantFrom(
    '4h',
    '2026-11-02',
    '+1 312 555 0142',
    'secret:X',
    '~',
    'true',
    '0x1f',
    '.inf',
    '.nan',
    '1e400',
    '22:00',
    '<<',
    'y',
    '""',
  ),
  fc.string({ maxLength: 12 }),
);
const mark = fc.constantFrom(
  ': ',
  '\n',
  '\n  ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  ', ',
  '&a ',
  '*a',
  '"',
  "'",
  '|\n',
  '>',
  '# ',
  '!t ',
  '---\n',
  '\t',
  '? ',
  '%YAML 1.1\n',
  '\u0000',
  '\ufeff',
);

describe('no text makes the loader fall over', () => {
  it('text that looks a little like YAML', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(word, mark), { maxLength: 60 }), (parts) =>
        isAnswered(loadPlanText(parts.join(''))),
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['the minimal plan', minimalText, 400],
    ['the complete plan', lakeshoreText, 60],
  ])('%s with pieces cut, doubled and replaced', (_, text, numRuns) => {
    const change = fc.record({ at: fc.nat(text.length), length: fc.nat(12), by: fc.oneof(word, mark) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = changes.reduce(
          (now, { at, length, by }) => now.slice(0, at) + by + now.slice(at + length),
          text,
        );
        return isAnswered(loadPlanText(changed));
      }),
      { numRuns },
    );
  });

  it('the minimal plan with any value in any place', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const fields = [...minimalText.matchAll(/(?<=: )(?:"[^"]*"|[^,{}[\]\n]+?)(?= ?[,}\n])/g)].map(
      ({ 0: field, index }) => ({ field, index }),
    );
    expect(fields.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(fc.constantFrom(...fields), value, ({ field, index }, put) => {
        const changed = `${minimalText.slice(0, index)}${JSON.stringify(put)}${minimalText.slice(index + field.length)}`;
        return isAnswered(loadPlanText(changed));
      }),
      { numRuns: 400 },
    );
  });
});
