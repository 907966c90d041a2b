import { describe, expect, it } from 'vitest';
import { contentHash, loadPlanText } from '../../../src/adapters/plan/load.ts';
import { canonical } from '../../../src/core/plan/canonical.ts';
import { lakeshore, lakeshoreText, minimalText } from '../../core/plan/plan-of.ts';

const problemsOf = (load: ReturnType<typeof loadPlanText>) => (load.ok ? [] : load.problems);

describe('the examples', () => {
  it('ten lines are a plan', () => {
    const load = loadPlanText(minimalText);
    expect(load.ok).toBe(true);
    if (!load.ok) return;
    expect(load.plan.escalation['default']).toEqual({
      levels: [
        { page: ['dana'], wait: '5m' },
        { page: ['sam'], wait: '5m' },
        { page: ['msp'], wait: '5m' },
      ],
      repeat: 2,
      check_back: '15m',
      written: 'list',
    });
    expect(Object.keys(load.plan.severities)).toEqual(['sev1', 'sev2', 'sev3', 'sev4']);
    expect(load.plan.severities['sev3']).toMatchObject({
      wake: false,
      decide_within: '30m',
      if_undecided: 'sev2',
      update_every: '1h',
    });
    expect(load.plan.plan).toMatchObject({ review_every: '3mo', playbook: 'unclear-trouble' });
    expect(load.plan.people['sam']?.timezone).toBe('America/Chicago');
    expect(load.plan.comms.audiences['staff']?.channels).toEqual([{ channel: 'incident', to: 'the incident channel' }]);
    expect(load.plan.functions['dispatch']?.workaround?.do).toMatch(/^Paper load sheets/);
    expect(load.plan.hooks).toEqual({});
  });

  it('the complete example says everything once', () => {
    expect(Object.keys(lakeshore.systems)).toHaveLength(19);
    expect(lakeshore.systems['files']?.needs?.[2]).toEqual({
      system: 'vpn',
      kind: 'degraded',
      note: 'only for home workers',
    });
    expect(lakeshore.people['marcus']?.reach[3]).toEqual({
      medium: 'call',
      to: '+1 616 555 0181',
      label: 'home landline',
      outside: false,
    });
    expect(lakeshore.vendors['greatlakes-fiber']?.pin).toBe('secret:GLF_PIN');
    expect(lakeshore.hooks['failover-dns']).toMatchObject({
      method: 'POST',
      timeout: '20s',
      key: 'secret:FAILOVER_HOOK_KEY',
    });
  });

  it('a plan is plain JSON, so that an incident can keep its own copy of it', () => {
    expect(JSON.parse(canonical(lakeshore))).toEqual(lakeshore);
  });
});

describe('the hash', () => {
  it('does not change with the order of lines, comments or quotes', () => {
    const a = loadPlanText(
      'plan: { company: A, timezone: UTC, owner: ann }\n# hello\npeople: { ann: { name: Ann, reach: [ { call: "+43 1 555 0100" } ] } }\nfunctions: { x: { name: X, rto: 4h } }\nescalation: { default: [ann] }',
    );
    const b = loadPlanText(
      'escalation: { default: ["ann"] }\nfunctions: { x: { rto: "4h", name: X } }\npeople: { ann: { reach: [ { call: "+43 1 555 0100" } ], name: "Ann" } }\nplan: { owner: ann, timezone: UTC, company: A }',
    );
    expect(a.ok && b.ok && a.hash === b.hash).toBe(true);
  });

  it('changes with what the plan says', () => {
    const [a, b] = [loadPlanText(minimalText), loadPlanText(minimalText.replace('rto: 2h', 'rto: 3h'))];
    expect(a.ok && b.ok && a.hash !== b.hash).toBe(true);
    expect(contentHash({ plan: 1, playbooks: 2 })).toMatch(/^[0-9a-f]{64}$/);
  });
});

/** Each mistake alone: what is replaced in the minimal plan, the finding, where it stands, and a word of the sentence. */
const MISTAKES: readonly (readonly [string, string, string, string, string, string])[] = [
  ['a misspelt block', 'functions:', 'functoins:', 'L001', '6:1', 'Did you mean `functions`?'],
  ['a misspelt field', 'workaround:', 'workarond:', 'L001', '7:62', 'Did you mean `workaround`?'],
  [
    'another word for a medium',
    '{ call: "+1 312 555 0142" }',
    '{ phone: "+1 312 555 0142" }',
    'L001',
    '4:42',
    'Did you mean `call`?',
  ],
  [
    'a page to nobody',
    '[ dana, sam, msp ]',
    '[ dana, sma, msp ]',
    'L002',
    '9:20',
    '`escalation.default` pages `sma`, who is not in people, roles, schedules or vendors.',
  ],
  ['an owner whom nobody knows', 'owner: dana, rev', 'owner: dnaa, rev', 'L002', '1:70', 'Did you mean `dana`?'],
  ['a policy without the name default', 'default:', 'normal:', 'L002', '8:1', 'no policy `default`'],
  ['a person twice', '  msp:', '  sam:', 'L003', '5:3', '`sam` is written twice'],
  ['a duration in words', 'rto: 2h', 'rto: 4hours', 'L004', '7:53', '`4hours` is not a duration. Write `4h`.'],
  [
    'a date that is not in the calendar',
    '2026-11-02',
    '2026-02-30',
    'L004',
    '1:83',
    '`2026-02-30` is not in the calendar.',
  ],
  ['a time zone by its letters', 'America/Chicago', 'CST', 'L004', '1:43', '`CST` is not a time zone.'],
  ['an objective of no fixed length', 'rto: 2h', 'rto: 1mo', 'L004', '7:53', 'no fixed length'],
  ['a number without quotes', '"+1 312 555 0199"', '+13125550199', 'L005', '5:52', 'Put the number in quotes'],
  ['a number without its country', '"+1 312 555 0199"', '"312 555 0199"', 'L005', '5:52', 'international form'],
  ['a password in the open', 'red binder;', 'password: hunter2;', 'L006', '7:62', 'Use `secret:NAME`'],
  ['nobody who keeps the plan true', 'owner: dana, rev', 'rev', 'L008', '1:1', 'Who keeps this plan true?'],
  ['no time zone', 'timezone: America/Chicago, ', '', 'L008', '1:1', 'has no `timezone`'],
  ['a policy in itself', '[ dana, sam, msp ]', '[ dana, default ]', 'L030', '9:20', '`default` escalates to itself.'],
  ['a function without an objective', ', rto: 2h', '', 'L032', '7:3', 'How long can you be without it?'],
];

describe('mistakes', () => {
  it.each(['plan', 'people', 'functions', 'escalation'])('a misspelt block %s is one finding', (block) => {
    const [first = '', ...rest] = block;
    const all = problemsOf(loadPlanText(minimalText.replace(`${block}:`, `${first}x${rest.join('')}:`)));
    expect(all.map(({ rule }) => rule)).toEqual(['L001']);
    expect(all[0]?.message).toContain(`Did you mean \`${block}\`?`);
  });

  it.each(MISTAKES)('%s is found where it stands', (_, from, to, rule, place, words) => {
    expect(minimalText).toContain(from);
    const all = problemsOf(loadPlanText(minimalText.replace(from, to), 'my.yaml'));
    const found = all.find((one) => one.rule === rule);
    expect(found).toMatchObject({ level: 'error', file: 'my.yaml' });
    expect(found?.message).toContain(words);
    expect(`${found?.line}:${found?.column}`).toBe(place);
  });

  it('the same id as a person and a vendor is one too many', () => {
    const all = problemsOf(loadPlanText(`${minimalText}vendors: { msp: { name: The MSP } }\n`));
    expect(all.map(({ rule, message }) => [rule, message])).toEqual([
      ['L003', '`msp` is both a person and a vendor. Give one of them another id.'],
    ]);
  });

  it('a secret in the open is not repeated in the finding', () => {
    const all = problemsOf(
      loadPlanText(`${minimalText}vendors: { fibre: { name: Fibre, pin: tiger7312, say: "our PIN is 7312" } }\n`),
    );
    expect(all.map(({ rule }) => rule)).toEqual(['L006', 'L006']);
    expect(JSON.stringify(all)).not.toContain('7312');
  });

  it('a PIN that is only spoken of is no secret', () => {
    const text = minimalText.replace('red binder;', 'the password is in the safe; ask for the PIN;');
    expect(loadPlanText(text).ok).toBe(true);
  });

  it('all are told in one go, in reading order', () => {
    const text = minimalText
      .replace('rto: 2h', 'rto: soon')
      .replace('[ dana, sam, msp ]', '[ dana, smm ]')
      .replace('"+1 312 555 0199"', '5550199');
    expect(problemsOf(loadPlanText(text)).map(({ rule, line }) => `${line} ${rule}`)).toEqual([
      '5 L005',
      '7 L004',
      '9 L002',
    ]);
  });

  it('a mistake beside a name does not hide that nobody has this name', () => {
    const text = minimalText.replace('owner: dana, rto: 2h', 'owner: dan, rto: soon');
    expect(problemsOf(loadPlanText(text)).map(({ rule }) => rule)).toEqual(['L002', 'L004']);
  });
});

it('the complete example can be changed and still says where its mistakes are', () => {
  const all = problemsOf(loadPlanText(lakeshoreText.replace('vendor: medilink', 'vendor: medlink')));
  expect(all).toMatchObject([{ rule: 'L002', path: 'systems.clearinghouse-link.vendor' }]);
  expect(all[0]?.message).toContain('Did you mean `medilink`?');
});
