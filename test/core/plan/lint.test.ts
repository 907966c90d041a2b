import { describe, expect, it } from 'vitest';
import { loadPlanText } from '../../../src/adapters/plan/load.ts';
import { lint } from '../../../src/core/plan/lint.ts';
import { countInWords, printFindings } from '../../../src/core/plan/print.ts';
import { instant } from '../../../src/core/time.ts';
import { lakeshoreText, minimalText } from './plan-of.ts';

const NOW = '2026-11-22T10:00:00Z';

/** What plan check says of a text that can be read. */
function check(text: string, at = NOW) {
  const load = loadPlanText(text);
  if (!load.ok) throw new Error(JSON.stringify(load.problems));
  return lint(load.plan, { at: instant(at), locate: load.locate });
}

describe('the examples', () => {
  it('have no error and no warning', () => {
    expect(check(minimalText)).toEqual([]);
    expect(check(lakeshoreText)).toEqual([]);
  });
});

const levels = (rest: string) => minimalText.replace('[ dana, sam, msp ]', `{ levels: [ { page: [dana] } ]${rest} }`);

/** What is changed in the minimal plan, the rule and level it breaks, where, and a word of the sentence. */
const BROKEN: readonly (readonly [string, string, string, string, string])[] = [
  [
    'a name from the template',
    minimalText.replace('Harbor Freight Partners', 'Acme Inc'),
    'L007 warn',
    'plan.company',
    'Still says `Acme`',
  ],
  [
    'something still to do',
    minimalText.replace('Paper load sheets', 'TODO'),
    'L007 warn',
    'functions.dispatch.workaround.do',
    "A generic plan is nobody's plan",
  ],
  [
    'somebody paged who has only chat',
    minimalText.replace('{ call: "+1 312 555 0142" }', '{ chat: sam }'),
    'L010 error',
    'people.sam.reach',
    'Sam Okafor is paged at level 2 of `default` but has only chat.',
  ],
  [
    'a vendor paged without a number',
    minimalText.replace('[ dana, sam, msp ]', '[ dana, fibre ]') + 'vendors: { fibre: { name: Fibre } }\n',
    'L010 error',
    'vendors.fibre.reach',
    'has no way to be reached',
  ],
  [
    'levels that end nowhere',
    levels(''),
    'L023 error',
    'escalation.default.if_nobody',
    'If nobody answers `default`, nothing happens. Add `if_nobody`.',
  ],
  [
    'an end with nobody in it',
    levels(', if_nobody: { page: [] }'),
    'L023 error',
    'escalation.default.if_nobody',
    'nothing happens',
  ],
  [
    'a level whose only person is away',
    minimalText.replace('name: Sam Okafor,', 'name: Sam Okafor, away: [ { from: 2026-12-05, to: 2026-12-06 } ],'),
    'L024 error',
    'escalation.default[1]',
    'for the rest of the next 14 days: Sam Okafor is away until Mon 7 Dec 00:00',
  ],
  [
    'a rotation of one',
    `${minimalText}schedules: { it: { rotate: { people: [sam], every: 1w, from: 2026-11-02 } } }\n`,
    'L029 warn',
    'schedules.it',
    '`it` has one person, Sam Okafor. That is a sentence, not a rotation.',
  ],
  [
    'a layer that another one hides',
    `${minimalText}schedules: { it: { layers: [ { rotate: { people: [sam], every: 1w, from: 2026-11-02 }, only: "Sat 08:00-18:00" }, { rotate: { people: [dana], every: 1w, from: 2026-11-02 } } ] } }\n`,
    'L029 warn',
    'schedules.it.layers[0]',
    'Layer 1 of `it` never counts while anybody of layer 2 is there',
  ],
  [
    'overrides that overlap',
    `${minimalText}schedules: { it: { rotate: { people: [sam, dana], every: 1w, from: 2026-11-02 }, overrides: [ { who: sam, from: 2026-11-03, to: 2026-11-05 }, { who: dana, from: 2026-11-04, to: 2026-11-06 } ] } }\n`,
    'L029 warn',
    'schedules.it.overrides[1]',
    'Overrides 1 and 2 of `it` overlap',
  ],
  [
    'back after it is fatal',
    minimalText.replace('rto: 2h', 'rto: 8h, mtd: 4h'),
    'L033 error',
    'functions.dispatch.rto',
    'You plan to have `dispatch` back in 8h (rto) but say that 4h (mtd) is fatal.',
  ],
  [
    'systems that wait for each other',
    `${minimalText}systems:\n  files: { name: F, needs: [dc] }\n  dc: { name: D, needs: [files] }\n`,
    'L046 error',
    'systems.files.needs',
    'files needs dc, dc needs files: nothing can start first.',
  ],
  [
    'alerts that nobody can read',
    `${minimalText}alerts: { grafanna: { page_after: never } }\n`,
    'L104 error',
    'alerts.grafanna',
    'nobody knows how to read what it sends. Did you mean `grafana`?',
  ],
  [
    'alarms of Amazon without a topic',
    `${minimalText}alerts: { aws: { kind: cloudwatch } }\n`,
    'L105 warn',
    'alerts.aws',
    'nothing that comes from Amazon SNS is taken',
  ],
];

describe('a plan that would fail you', () => {
  it.each(BROKEN)('%s', (_, text, ruleAndLevel, path, words) => {
    const [found, ...others] = check(text);
    expect(others).toEqual([]);
    expect(`${found?.rule} ${found?.level}`).toBe(ruleAndLevel);
    expect(found?.path).toBe(path);
    expect(found?.message).toContain(words);
    expect(found?.line).toBeGreaterThan(0);
  });

  it('points at the value, and at the block from which something is missing', () => {
    const [, found] = check(levels('').replace('name: Sam Okafor', 'name: Acme').replace('Harbor', 'Acme'));
    expect(found).toMatchObject({ file: 'plan.yaml', line: 4 });
    expect(check(levels(''))).toMatchObject([{ line: 9, column: 3 }]);
  });
});

describe('a level that is empty for some days', () => {
  const away = (from: string, to: string) =>
    minimalText.replace('name: Sam Okafor,', `name: Sam Okafor, away: [ { from: ${from}, to: ${to} } ],`);
  it('is told with its first and last hour in the company zone', () => {
    expect(check(away('2026-11-28', '2026-11-29'))[0]?.message).toMatch(
      /^Level 2 of `default` is empty Sat 28 Nov 00:00 \S+ to Mon 30 Nov 00:00 \S+: Sam Okafor is away until Mon 30 Nov 00:00 \S+, and nobody covers\.$/,
    );
  });
  it('is not told when it lies behind, or more than 14 days ahead', () => {
    expect(check(away('2026-11-02', '2026-11-21'))).toEqual([]);
    expect(check(away('2026-12-07', '2026-12-08'))).toEqual([]);
  });
  it('is not told when somebody covers', () => {
    expect(
      check(
        minimalText.replace(
          'name: Sam Okafor,',
          'name: Sam Okafor, away: [ { from: 2026-11-28, to: 2026-11-29, cover: msp } ],',
        ),
      ),
    ).toEqual([]);
  });
  it('is told for a schedule that has not begun', () => {
    const text =
      minimalText.replace('[ dana, sam, msp ]', '[ it ]') +
      'schedules: { it: { rotate: { people: [dana, sam], every: 1w, from: 2026-11-30T08:00 } } }\n';
    expect(check(text)[0]?.message).toMatch(
      / to Mon 30 Nov 08:00 \S+: nobody is on call in it: the schedule has not begun\.$/,
    );
  });
});

describe('an accepted gap', () => {
  const accepted = (more: string) =>
    minimalText
      .replace(
        'reviewed: 2026-11-02',
        `reviewed: 2026-11-02, accepted_gaps: [ { rule: L010, ${more} why: "He lives next door", by: dana, until: 2026-12-31 } ]`,
      )
      .replace('{ call: "+1 312 555 0142" }', '{ chat: sam }');
  it('is silent until the end of its date in the company zone', () => {
    expect(check(accepted('item: sam,'), '2027-01-01T05:59:00Z')).toEqual([]);
    expect(check(accepted('item: sam,'), '2027-01-01T06:00:00Z')).toHaveLength(1);
  });
  it('of another item stays', () => {
    expect(check(accepted('item: dana,'))).toHaveLength(1);
    expect(check(accepted(''))).toEqual([]);
  });
});

describe('in a terminal', () => {
  it('a finding is a place, a sentence and what to do, with a count at the end', () => {
    expect(printFindings(check(minimalText.replace('rto: 2h', 'rto: 8h, mtd: 4h').replace('Paper', 'TODO')))).toEqual([
      'plan.yaml:7:53  Error L033  functions.dispatch.rto',
      '  You plan to have `dispatch` back in 8h (rto) but say that 4h (mtd) is fatal.',
      '  → Make rto at most 4h, or think again about mtd.',
      'plan.yaml:7:71  Warning L007  functions.dispatch.workaround.do',
      "  Still says `TODO`. A generic plan is nobody's plan.",
      '',
      '1 error, 1 warning.',
    ]);
  });
  it('a good plan is said to be one', () => {
    expect(printFindings([])).toEqual(['no findings.']);
    expect(countInWords([])).toBe('no findings');
  });
});
