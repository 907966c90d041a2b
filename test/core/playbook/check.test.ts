import { describe, expect, it } from 'vitest';
import { loadPlaybookTexts } from '../../../src/adapters/playbooks/load.ts';
import type { CheckAgainst } from '../../../src/core/playbook/check.ts';

const PLAN: CheckAgainst = {
  plan: {
    people: { lena: {} },
    roles: { incident_commander: {}, quality_lead: {} },
    vendors: { northgate: {} },
    escalation: { default: {} },
    severities: { sev1: {}, sev2: {} },
    functions: { claims: {} },
    obligations: { 'insurer-notice': {} },
    comms: { audiences: { staff: {}, clients: {} }, templates: { apology: '' } },
  },
  hooks: ['failover-dns'],
};
const said = (
  steps: string,
  { head = '', against = {} }: { readonly head?: string; readonly against?: CheckAgainst } = {},
) => {
  const load = loadPlaybookTexts({ 'p.yaml': `{ playbook: p, title: P, ${head} steps: [ ${steps} ] }` }, against);
  return load.ok
    ? load.warnings.map(({ path, message }) => `${path}: ${message}`)
    : load.problems.map(({ path, message }) => `${path}: ${message}`);
};

describe('a playbook that cannot be read says what to write instead', () => {
  it.each([
    ['{ id: a }', 'steps[0].id: `id`: says nothing to do: give it one of do, check'],
    ['{ id: a, do: A, check: B }', 'steps[0].check: `check`: has two main verbs, do and check: make it two steps.'],
    ['{ id: a, say: { audience: staff, template: holding }, wait: 3h }', 'no main verb: add `do`'],
    ['{ id: a, ask: A? }', 'asks but offers no `choices`'],
    ['{ id: a, do: A, choices: { b: {} } }', '`choices` belongs to `ask`'],
    ['{ id: a, do: A, tekes: 5m }', 'steps[0].tekes: `tekes` is not a known word. Did you mean `takes`?'],
    ['{ id: a, ask: A?, choices: { b: { gotto: a } } }', 'Did you mean `goto`?'],
    ['{ id: a, do: A, if_stuck: { pge: [x] } }', 'Did you mean `page`?'],
    [
      '{ id: a, do: A, takes: 5 minutes }',
      'steps[0].takes: `takes`: is not a length of time: write `15m`, `4h` or `2d`.',
    ],
    ['{ id: a, do: A, by: 30m }', 'is not a deadline: write `+30m`, `rto 50%`'],
    ['{ id: A, do: A }', 'is not an id'],
    ['{ id: a, do: 7 }', 'steps[0].do: `do` must be text.'],
    ['{ do: A }', 'steps[0].id: `id` is missing.'],
    ['{ id: a, wait: event }', '`wait: event` needs `until`'],
    ['{ id: a, do: A, if_stuck: {} }', 'leads nowhere: give it `do`, `page` or `goto`'],
    ['{ id: a, together: [ { id: b, do: B }, { id: c, do: C } ], enough: 3 }', 'asks for more than the steps it has'],
    ['{ id: a, do: A, use_order: forwards }', '`use_order` must be `recovery` or `reverse-recovery`.'],
    ['{ id: a, run: https://evil.example/x }', 'is not a name'],
  ])('%s', (steps, expected) => expect(said(steps).join('\n')).toContain(expected));
});

describe('playbooks are checked against each other', () => {
  it.each([
    [
      '{ id: a, do: A, then: restor }, { id: restore, do: R }',
      'steps[0].then: `restor` leads nowhere. Did you mean `restore`?',
    ],
    [
      '{ id: a, do: A, if_stuck: { goto: b } }, { id: g, together: [ { id: b, do: B }, { id: c, do: C } ] }',
      'It is part of `g`: go there.',
    ],
    ['{ id: a, ask: A?, choices: { b: { use: ransom } } }', 'steps[0].choices.b.use: There is no playbook `ransom`.'],
    ['{ id: a, do: A }, { id: a, do: B }', '`a` is the id of two steps.'],
    ['{ id: a, do: A, then: c }, { id: b, do: B }, { id: c, do: C }', 'steps[1].id: `b` is never reached'],
    [
      '{ id: a, together: [ { id: b, do: B, then: a }, { id: c, do: C } ] }',
      'A step inside `together` cannot go elsewhere',
    ],
    ['{ id: a, do: A, who: tech_led }', 'steps[0].who: Nobody knows the role `tech_led`. Did you mean `tech_lead`?'],
    ['{ id: a, do: A, only_if: money.gone }', 'There is no step `money` with a choice `gone`.'],
    ['{ id: a, use: p, return: true }', 'that would never end'],
    ['{ id: a, say: { audience: staff, template: holdin } }', 'There is no template `holdin`. Did you mean `holding`?'],
  ])('%s', (steps, expected) => expect(said(steps).join('\n')).toContain(expected));

  it('and a file has the name of its playbook', () => {
    const load = loadPlaybookTexts({ 'fire.yaml': '{ playbook: flood, title: F, steps: [ { id: a, do: A } ] }' });
    expect(load).toMatchObject({
      ok: false,
      problems: [{ message: 'The file is called `fire` but the playbook `flood`. Give both the same name.' }],
    });
  });
});

describe('playbooks are checked against the plan', () => {
  it.each([
    ['{ id: a, do: A, who: quality_lead }', '', ''],
    ['{ id: a, do: A, who: scribe }', '', ''],
    ['{ id: a, page: [lena, northgate, tech_lead, default] }', '', ''],
    ['{ id: a, page: [lenna] }', 'The plan knows nobody called `lenna`. Did you mean `lena`?', ''],
    [
      '{ id: a, clock: [insurer] }',
      'The plan has no clock `insurer` in `obligations`. Did you mean `insurer-notice`?',
      '',
    ],
    ['{ id: a, say: { audience: [customers, clients], template: apology } }', '', ''],
    ['{ id: a, say: { audience: press, template: holding } }', 'The plan has no audience `press`.', ''],
    ['{ id: a, ask: A?, choices: { b: { set_severity: sev9 } } }', '`sev9` is no severity.', ''],
    [
      '{ id: a, run: failover-dsn }',
      '`failover-dsn` is not registered as an automatic step. Did you mean `failover-dns`?',
      '',
    ],
    ['{ id: a, do: A }', 'The plan has no escalation policy `breach`: the default one is used.', 'policy: breach,'],
    ['{ id: a, do: A }', 'The plan has no function `calls`.', 'rto_of: [calls],'],
  ])('%s %s', (steps, expected, head) => {
    const all = said(steps, { head, against: PLAN }).join('\n');
    if (expected === '') expect(all).toBe('');
    else expect(all).toContain(expected);
  });

  it('what only the plan lacks is a warning: the commander does it', () => {
    const load = loadPlaybookTexts({ 'p.yaml': '{ playbook: p, title: P, steps: [ { id: a, page: [zoe] } ] }' }, PLAN);
    expect(load).toMatchObject({ ok: true, warnings: [{ line: 1, path: 'steps[0].page[0]' }] });
  });
});
