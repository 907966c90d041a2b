import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { FormValues } from '../../../../../src/adapters/chat/slack/draw/form-modal.ts';
import {
  checkForm,
  START_BLOCKS,
  startErrors,
  startWords,
} from '../../../../../src/adapters/chat/slack/words/start-words.ts';
import { instant, MINUTE_MS, plusMs, toMs } from '../../../../../src/core/time.ts';
import { clean } from '../../../../../src/core/words/clean.ts';
import { readLine } from '../../../../../src/core/words/line.ts';
import start from '../../../../../commands/start.ts';
import { words as hostile } from '../draw/hostile.ts';

const NOW = instant('2026-11-20T21:40:00Z');
const seconds = (minutes: number) => String(toMs(plusMs(NOW, minutes * MINUTE_MS)) / 1000);
const { what, hit, severity, since, more } = START_BLOCKS;
const METADATA = JSON.stringify({ channel: 'C1' });

const lineOf = (values: FormValues) => startWords(values, METADATA).words;
/** The line as the start command reads it. */
function read(line: string) {
  const got = readLine({
    line,
    zone: 'America/Detroit',
    now: NOW,
    flags: start.flags ?? {},
    times: ['since'],
    number: 'text',
  });
  if (!got.ok) throw new Error(got.refusal.say);
  const { verb, text, flags, unknownFlags, incident, since: began } = got;
  return { verb, text, flags, unknownFlags, incident, began };
}

describe('the start modal as one line of words', () => {
  it.each([
    [{ [what]: 'phones are dead' }, 'start "phones are dead"'],
    [
      { [what]: '  phones\n are   dead ', [severity]: 'unsaid', [hit]: [], [more]: [], [since]: null },
      'start "phones are dead"',
    ],
    [{ [what]: 'x', [severity]: 'is:sev2' }, 'start --sev "sev2" "x"'],
    [
      { [what]: 'x', [hit]: ['function:claims', 'system:files', 'function:payroll'] },
      'start --function "claims" --function "payroll" --system "files" "x"',
    ],
    [{ [what]: 'x', [more]: ['drill', 'private', 'new', 'no-page'] }, 'start --private --drill --new "x"'],
    [{ [what]: 'x', [since]: seconds(-60) }, 'start "x" since 2026-11-20T20:40:00.000Z'],
    [{ [what]: 'say "hi" --sev 1 \\', [since]: 'yesterday' }, 'start "say \\"hi\\" --sev 1 \\\\"'],
    [{}, 'start'],
  ] satisfies readonly (readonly [FormValues, string])[])('%j', (values, line) => {
    expect(lineOf(values)).toBe(line);
  });

  it.each([
    [METADATA, 'C1'],
    [JSON.stringify({ channel: null }), null],
    ['', null],
    ['{"channel":5}', null],
    ['not JSON', null],
  ])('knows where it was opened: %s', (metadata, channel) => {
    expect(startWords({}, metadata).channel).toBe(channel);
  });

  test('means what was filled in and nothing else, whatever was typed', () => {
    const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
    const answers = fc.record({
      typed: hostile.filter((text) => text.length <= 300 && /\S/.test(text)),
      functions: fc.array(id, { maxLength: 4 }),
      systems: fc.array(id, { maxLength: 4 }),
      worst: fc.option(fc.constantFrom('sev1', 'sev4')),
      kind: fc.subarray(['private', 'drill', 'new']),
      minutes: fc.option(fc.integer({ min: -10_000, max: 0 })),
    });
    fc.assert(
      fc.property(answers, ({ typed, functions, systems, worst, kind, minutes }) => {
        const line = lineOf({
          [what]: typed,
          [hit]: [...functions.map((one) => `function:${one}`), ...systems.map((one) => `system:${one}`)],
          [severity]: worst === null ? 'unsaid' : `is:${worst}`,
          [more]: kind,
          [since]: minutes === null ? null : seconds(minutes),
        });
        const seen = clean(typed.replace(/\s+/g, ' ').trim());
        expect(read(line)).toEqual({
          verb: 'start',
          text: seen.ok ? seen.text.trim() : '',
          unknownFlags: [],
          incident: undefined,
          began: minutes === null ? undefined : plusMs(NOW, minutes * MINUTE_MS),
          flags: {
            ...Object.fromEntries(kind.map((each) => [each, true])),
            ...(functions.length === 0 ? {} : { function: functions.join(',') }),
            ...(systems.length === 0 ? {} : { system: systems.join(',') }),
            ...(worst === null ? {} : { sev: worst }),
          },
        });
      }),
    );
  });
});

describe('what is wrong in a form', () => {
  it.each([
    [{ [what]: 'x' }, undefined],
    [{ [what]: ' \n ' }, { [what]: /What is wrong/ }],
    [{}, { [what]: /What is wrong/ }],
    [{ [what]: 'x'.repeat(301) }, { [what]: /at most 300/ }],
    [{ [what]: 'x', [since]: seconds(3) }, undefined],
    [{ [what]: 'x', [since]: seconds(6) }, { [since]: /in the future/ }],
    [{ [since]: seconds(60) }, { [what]: /What is wrong/, [since]: /in the future/ }],
  ])('of a start: %j', (values, errors) => {
    const found = startErrors(values, NOW);
    if (errors === undefined) expect(found).toBeUndefined();
    else
      expect(found).toEqual(
        Object.fromEntries(Object.entries(errors).map(([block, say]) => [block, expect.stringMatching(say) as string])),
      );
  });

  const words = JSON.stringify({ words: 'note INC-1' });
  it.each([
    ['start', METADATA, { [what]: '' }, [what]],
    ['words', words, { 'answer:0:text': ' ' }, ['answer:0:text']],
    ['words', words, { 'answer:0:text': null, 'answer:1:who': 'ann' }, ['answer:0:text']],
    ['words', words, { 'answer:0:text': 'fine' }, []],
    ['words', words, { 'answer:0:a': 'short', 'answer:1:b': 'x'.repeat(4000) }, ['answer:1:b']],
    ['words', 'not ours', { 'answer:0:text': '' }, []],
    ['something else', '', {}, []],
  ] as const)('%s %s %j', (callbackId, metadata, values, wrong) => {
    const errors = checkForm({ callbackId, metadata, values }, NOW);
    expect(Object.keys(errors ?? {})).toEqual([wrong].flat());
  });
});
