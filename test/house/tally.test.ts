import { describe, expect, it } from 'vitest';
import { exitCodeOf, lastLine, tallyOf } from './tally.ts';

type File = readonly [status: string, ...tests: readonly string[]];

const report = (...files: readonly File[]) =>
  JSON.stringify({
    numTotalTests: 99,
    testResults: files.map(([status, ...tests]) => ({
      status,
      name: 'a.test.ts',
      assertionResults: tests.map((each) => ({ status: each, title: 'a promise' })),
    })),
  });

describe('the last line of the tests', () => {
  it.each([
    { when: 'all is well', json: report(['passed', 'passed', 'passed']), exit: 0, line: '2 passed, 0 failed', code: 0 },
    { when: 'one fails', json: report(['failed', 'passed', 'failed']), exit: 1, line: '1 passed, 1 failed', code: 1 },
    {
      when: 'one is left out',
      json: report(['passed', 'passed', 'skipped']),
      exit: 0,
      line: '1 passed, 0 failed, 1 skipped',
      code: 0,
    },
    {
      when: 'a file cannot be loaded',
      json: report(['failed'], ['passed', 'passed']),
      exit: 1,
      line: '1 passed, 1 failed',
      code: 1,
    },
    {
      when: 'a hook fails after its tests',
      json: report(['failed', 'passed']),
      exit: 1,
      line: '1 passed, 1 failed',
      code: 1,
    },
    {
      when: 'an error is outside of all tests',
      json: report(['passed', 'passed']),
      exit: 1,
      line: '1 passed, 1 failed',
      code: 1,
    },
    { when: 'there are no tests', json: report(), exit: 0, line: '0 passed, 0 failed', code: 1 },
    {
      when: 'all are left out',
      json: report(['passed', 'todo']),
      exit: 0,
      line: '0 passed, 0 failed, 1 skipped',
      code: 1,
    },
  ])('is right when $when', ({ json, exit, line, code }) => {
    const tally = tallyOf(json, exit);
    expect(lastLine(tally)).toBe(`tests: ${line}`);
    expect(exitCodeOf(tally)).toBe(code);
  });

  it('is not made up from something that is no report', () => {
    expect(() => tallyOf('{}', 0)).toThrow();
  });
});
