import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { contentHash, loadPlan, loadPlanText } from '../../../src/adapters/plan/load.ts';
import { canonical } from '../../../src/core/plan/canonical.ts';
import { lakeshore, lakeshoreText, minimalText } from '../../core/plan/plan-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const problemsOf = (load: ReturnType<typeof loadPlan>) => (load.ok ? [] : load.problems);

describe('the examples', () => {
  it('ten lines are a plan', () => {
    const load = loadPlanText(minimalText);
    expect(load.ok).toBe(true);
    if (!load.ok) return;
    expect(load.plan.escalation['default']).toEqual({
      levels: [{ page: ['dana'], wait: '5m' }, { page: ['sam'], wait: '5m' }, { page: ['msp'], wait: '5m' }],
      repeat: 2,
      check_back: '15m',
      written: 'list',
    });
    expect(Object.keys(load.plan.severities)).toEqual(['sev1', 'sev2', 'sev3', 'sev4']);
    expect(load.plan.severities['sev3']).toMatchObject({ wake: false, decide_within: '30m', if_undecided: 'sev2', update_every: '1h' });
    expect(load.plan.plan).toMatchObject({ review_every: '3mo', playbook: 'unclear-trouble' });
    expect(load.plan.people['sam']?.timezone).toBe('America/Chicago');
    expect(load.plan.comms.audiences['staff']?.channels).toEqual([{ channel: 'incident', to: 'the incident channel' }]);
    expect(load.plan.functions['dispatch']?.workaround?.do).toMatch(/^Paper load sheets/);
    expect(load.plan.hooks).toEqual({});
  });

  it('the complete example says everything once', () => {
    expect(Object.keys(lakeshore.systems)).toHaveLength(19);
    expect(lakeshore.systems['files']?.needs?.[2]).toEqual({ system: 'vpn', kind: 'degraded', note: 'only for home workers' });
    expect(lakeshore.people['marcus']?.reach[3]).toEqual({ medium: 'call', to: '+1 616 555 0181', label: 'home landline', outside: false });
    expect(lakeshore.vendors['greatlakes-fiber']?.pin).toBe('secret:GLF_PIN');
    expect(lakeshore.hooks['failover-dns']).toMatchObject({ method: 'POST', timeout: '20s', key: 'secret:FAILOVER_HOOK_KEY' });
  });

  it('a plan is plain JSON, so that an incident can keep its own copy of it', () => {
    expect(JSON.parse(canonical(lakeshore))).toEqual(lakeshore);
  });
});

describe('the hash', () => {
  it('does not change with the order of lines, comments or quotes', () => {
    const a = loadPlanText('plan: { company: A, timezone: UTC, owner: ann }\n# hello\npeople: { ann: { name: Ann, reach: [ { call: "+43 1 555 0100" } ] } }\nfunctions: { x: { name: X, rto: 4h } }\nescalation: { default: [ann] }');
    const b = loadPlanText('escalation: { default: ["ann"] }\nfunctions: { x: { rto: "4h", name: X } }\npeople: { ann: { reach: [ { call: "+43 1 555 0100" } ], name: "Ann" } }\nplan: { owner: ann, timezone: UTC, company: A }');
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
  ['another word for a medium', '{ call: "+1 312 555 0142" }', '{ phone: "+1 312 555 0142" }', 'L001', '4:42', 'Did you mean `call`?'],
  ['a page to nobody', '[ dana, sam, msp ]', '[ dana, sma, msp ]', 'L002', '9:20', '`escalation.default` pages `sma`, who is not in people, roles, schedules or vendors.'],
  ['an owner whom nobody knows', 'owner: dana, rev', 'owner: dnaa, rev', 'L002', '1:70', 'Did you mean `dana`?'],
  ['a policy without the name default', 'default:', 'normal:', 'L002', '8:1', 'no policy `default`'],
  ['a person twice', '  msp:', '  sam:', 'L003', '5:3', '`sam` is written twice'],
  ['a duration in words', 'rto: 2h', 'rto: 4hours', 'L004', '7:53', '`4hours` is not a duration. Write `4h`.'],
  ['a date that is not in the calendar', '2026-11-02', '2026-02-30', 'L004', '1:83', '`2026-02-30` is not in the calendar.'],
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
    expect(all.map(({ rule, message }) => [rule, message])).toEqual([['L003', '`msp` is both a person and a vendor. Give one of them another id.']]);
  });

  it('a secret in the open is not repeated in the finding', () => {
    const all = problemsOf(loadPlanText(`${minimalText}vendors: { fibre: { name: Fibre, pin: tiger7312, say: "our PIN is 7312" } }\n`));
    expect(all.map(({ rule }) => rule)).toEqual(['L006', 'L006']);
    expect(JSON.stringify(all)).not.toContain('7312');
  });

  it('a PIN that is only spoken of is no secret', () => {
    const text = minimalText.replace('red binder;', 'the password is in the safe; ask for the PIN;');
    expect(loadPlanText(text).ok).toBe(true);
  });

  it('all are told in one go, in reading order', () => {
    const text = minimalText.replace('rto: 2h', 'rto: soon').replace('[ dana, sam, msp ]', '[ dana, smm ]').replace('"+1 312 555 0199"', '5550199');
    expect(problemsOf(loadPlanText(text)).map(({ rule, line }) => `${line} ${rule}`)).toEqual(['5 L005', '7 L004', '9 L002']);
  });

  it('a mistake beside a name does not hide that nobody has this name', () => {
    const text = minimalText.replace('owner: dana, rto: 2h', 'owner: dan, rto: soon');
    expect(problemsOf(loadPlanText(text)).map(({ rule }) => rule)).toEqual(['L002', 'L004']);
  });
});

describe('files', () => {
  const refused: readonly (readonly [string, string | Buffer, RegExp])[] = [
    ['an empty file', '', /The plan is empty/],
    ['a file with a comment only', '# soon', /The plan is empty/],
    ['a list', '- a\n- b', /must be a block/],
    ['two documents', `${minimalText}---\na: 1\n`, /several documents/],
    ['a tab', 'plan:\n\tcompany: A', /tab/],
    ['bytes that are no text', Buffer.from([0x70, 0x3a, 0x20, 0xff, 0xfe, 0x00]), /UTF-8/],
    ['a quote left open', 'plan: { company: "A', /not closed/],
    ['a tag', 'plan: !!js/function x', /tag/],
    ['a file of ten megabytes', `plan: { company: "${'x'.repeat(10 * 1024 * 1024)}" }`, /at most 2 MiB/],
    ['an alias to nothing', 'plan: *gone', /points to nothing/],
    ['an alias that contains itself', 'plan: &a { company: *a }', /contains itself|points to nothing/],
    ['a list that contains itself', 'plan: &a [ 1, *a ]', /contains itself|points to nothing/],
    ['a bomb of aliases', `a: &a [1,2,3,4,5,6,7,8,9]\n${[...'bcdefghij'].map((k, i) => `${k}: &${k} [${`*${'abcdefghij'[i]},`.repeat(9)}]`).join('\n')}`, /more than 200 aliases/],
    ['a thousand brackets', `a: ${'['.repeat(1_000)}${']'.repeat(1_000)}`, /nested too deeply/],
    ['a hundred thousand brackets', `a: ${'['.repeat(1_900_000)}`, /nested too deeply/],
    ['a million commas', `a: [${','.repeat(1_000_000)}]`, /far more/],
    ['a very long list of keys', Array.from({ length: 60_000 }, (_, i) => `k${i}: ${i}`).join('\n'), /far more|not a plan/],
  ];
  it.each(refused)('%s is refused in a sentence', (name, content, words) => {
    const all = problemsOf(loadPlan(file(`${name.replaceAll(' ', '-')}.yaml`, content)));
    expect(all.length).toBeGreaterThan(0);
    expect(all.map(({ message }) => message).join('\n')).toMatch(words);
  });

  it('a file that is not there, or may not be read, is told so', () => {
    expect(problemsOf(loadPlan(join(folder, 'nowhere.yaml')))[0]?.message).toBe('There is no such file.');
    const locked = file('locked.yaml', minimalText);
    chmodSync(locked, 0o000);
    const load = loadPlan(locked);
    // The administrator of a machine may read every file.
    expect(load.ok || load.problems[0]?.message === 'The file may not be read: check its permissions.').toBe(true);
  });

  it('an ordinary anchor is followed', () => {
    const text = minimalText.replace('{ call: "+1 312 555 0199" }', '&desk { call: "+1 312 555 0199" }, *desk');
    expect(loadPlanText(text).ok).toBe(true);
  });
});

describe('a folder', () => {
  const put = (name: string, files: Readonly<Record<string, string>>) => {
    const path = join(folder, name);
    mkdirSync(path);
    for (const [part, text] of Object.entries(files)) writeFileSync(join(path, part), text);
    return path;
  };
  const [headLine, ...rest] = minimalText.split('\n');

  it('is put together by top-level key and says the same as one file', () => {
    const path = put('whole', { 'a-plan.yaml': `${headLine}\n`, 'b-rest.yml': rest.join('\n'), 'empty.yaml': '', 'notes.md': '# notes' });
    const [load, single] = [loadPlan(path), loadPlanText(minimalText)];
    expect(load.ok && single.ok && load.hash === single.hash).toBe(true);
    expect(load.ok && load.warnings.map(({ level, file: at }) => [level, at])).toEqual([['info', join(path, 'notes.md')]]);
  });

  it('names both files when a key stands in two of them', () => {
    const path = put('twice', { 'a.yaml': minimalText, 'b.yaml': 'vendors: {}\npeople: {}' });
    const [found] = problemsOf(loadPlan(path));
    expect(found).toMatchObject({ rule: 'L003', file: join(path, 'b.yaml'), line: 2, column: 1 });
    expect(found?.message).toContain('a.yaml and b.yaml');
  });

  it('names the file in which a mistake stands', () => {
    const path = put('wrong', { 'a.yaml': `${headLine}\n`, 'b.yaml': rest.join('\n').replace('rto: 2h', 'rto: 2') });
    expect(problemsOf(loadPlan(path))).toMatchObject([{ rule: 'L004', file: join(path, 'b.yaml'), line: 6 }]);
  });

  it('without a YAML file is no plan', () => {
    expect(problemsOf(loadPlan(put('nothing', { 'readme.txt': '' })))[0]?.message).toContain('no .yaml file');
  });
});

it('the complete example can be changed and still says where its mistakes are', () => {
  const all = problemsOf(loadPlanText(lakeshoreText.replace('vendor: medilink', 'vendor: medlink')));
  expect(all).toMatchObject([{ rule: 'L002', path: 'systems.clearinghouse-link.vendor' }]);
  expect(all[0]?.message).toContain('Did you mean `medilink`?');
});
