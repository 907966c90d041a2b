import { describe, expect, it } from 'vitest';
import type { Medium } from '../../../src/core/media.ts';
import { preflightPlan } from '../../../src/core/plan/preflight.ts';
import type { Reachability } from '../../../src/core/reach/proofs.ts';
import { UNPROVED } from '../../../src/core/reach/proofs.ts';
import { DAY_MS, instant, plusMs } from '../../../src/core/time.ts';
import { HEAD, FUNCTIONS, lakeshore, planOf } from './plan-of.ts';

const AT = instant('2026-11-20T21:40:00Z');
type Ask = { readonly carried?: readonly Medium[]; readonly reach?: Reachability };
const found = (yaml: string, { carried, reach }: Ask = {}) =>
  preflightPlan(planOf(yaml), {
    at: AT,
    carried: carried === undefined ? undefined : ({ medium }) => carried.includes(medium),
    reach,
  }).map(({ rule, level, message }) => `${level} ${rule} ${message}`);

const plan = (people: string, policy: string, more = '') =>
  `${HEAD}\npeople:\n${people}\n${FUNCTIONS}\n${policy}\n${more}`;
const ANN = '  ann: { name: Ann Berg, reach: [{ sms: "+43 1 555 0101" }] }';
const BOB = '  bob: { name: Bob Lund, reach: [{ call: "+43 1 555 0102" }] }';
const EVE = '  eve: { name: Eve Rask, reach: [{ email: eve@dental.example }] }';
const TESTED = 'incident_bot: { test_pages: { at: "Tue 10:00" } }';
const POLICY = 'escalation: { default: [[ann, bob]] }';

describe('before it is needed', () => {
  it('a plan that reaches two people in the night, and tests them, is well', () => {
    expect(found(plan(`${ANN}\n${BOB}`, POLICY, TESTED))).toEqual([]);
  });

  it('suggests a weekly test where the plan has none', () => {
    expect(found(plan(`${ANN}\n${BOB}`, POLICY))).toEqual([
      expect.stringMatching(/^info L103 Nobody is tested by itself\. Add `incident_bot: \{ test_pages/),
    ]);
  });

  it('a level with nobody who has a phone would reach nobody in the night', () => {
    expect(found(plan(`${ANN}\n${BOB}\n${EVE}`, 'escalation: { default: [[ann, bob], eve] }', TESTED))[0]).toBe(
      'error L010 Level 2 of `default` has nobody with a phone: Eve Rask. Nobody there is rung or texted.',
    );
  });

  it('a level of one person is said, a desk of another firm is no single person', () => {
    const desk = '  msp: { name: Northgate IT 24x7 desk, reach: [{ call: "+43 1 555 0199" }] }';
    expect(found(plan(`${ANN}\n${BOB}\n${desk}`, 'escalation: { default: [ann, [ann, bob], msp] }', TESTED))).toEqual([
      'info L102 One person alone is level 1 (Ann Berg) of `default`: whoever is on a train then has nobody beside them.',
    ]);
  });

  it('somebody whose media nothing carries is named, and a level of them is an error', () => {
    const yaml = plan(`${ANN}\n${BOB}`, 'escalation: { default: [[ann, bob], [ann, ann]] }', TESTED);
    expect(found(yaml, { carried: ['call', 'email'] })).toEqual([
      'error L026 Level 2 of `default` reaches nobody: Ann Berg has only SMS, and nothing that carries it is set up.',
      'warn L026 Level 1 of `default` reaches fewer than it says: Ann Berg has only SMS, and nothing that carries it is set up.',
      'warn L106 Nothing carries SMS, which one person has in the plan. docs/media.md says how to set it up.',
      'info L102 One person alone is level 2 (Ann Berg) of `default`: whoever is on a train then has nobody beside them.',
    ]);
    expect(found(yaml).filter((line) => line.includes('L026'))).toEqual([]);
  });

  it('a level that only mail reaches cannot be rung, and what nothing carries is named with how many have it', () => {
    const both = (person: string) => person.replace('] }', ', { email: x@dental.example }] }');
    const yaml = plan(`${both(ANN)}\n${both(BOB)}\n${EVE}`, POLICY, TESTED);
    expect(found(yaml, { carried: ['email'] })).toEqual([
      'error L107 Nobody of level 1 of `default` can be rung: nothing real carries SMS and call to them, and what is carried does not ring.',
      'warn L106 Nothing carries SMS and call, which 2 people have in the plan. docs/media.md says how to set it up.',
    ]);
    expect(found(yaml, { carried: ['email', 'sms', 'call'] })).toEqual([]);
  });

  it('a push to a phone rings, one to another system does not', () => {
    const pushed = (to: string) =>
      plan(`${ANN.replace('] }', `, { push: ${to} }] }`)}\n${BOB}`, 'escalation: { default: [[ann, bob]] }', TESTED);
    const rung = (to: string) => found(pushed(to), { carried: ['push'] }).filter((line) => line.includes('L107'));
    expect(rung('app')).toEqual([]);
    expect(rung('webhook:desk')).toEqual([expect.stringContaining('carries SMS and call to them')]);
  });

  it('a level of which nobody was proved for 90 days is a weak spot, where messages really leave', () => {
    const yaml = plan(`${ANN}\n${BOB}`, POLICY, TESTED);
    const proved = (days: number): Reachability => ({
      ways: { 'bob/call/+43 1 555 0102': { ...UNPROVED, provedAt: plusMs(AT, -days * DAY_MS), how: 'test' } },
    });
    const carried = ['sms', 'call'] as const;
    expect(found(yaml, { carried, reach: proved(90) })).toEqual([]);
    expect(found(yaml, { carried, reach: proved(91) })).toEqual([
      'warn L101 Nobody of level 1 of `default` was proved reachable in 90 days. Say "testpage all".',
    ]);
    expect(found(yaml, { reach: proved(91) })).toEqual([]);
  });

  it('says at which hours a level sleeps, and whether anybody is awake then', () => {
    const quiet = (hours: string) => `${ANN.replace('reach:', `quiet: "${hours}", reach:`)}\n${BOB}`;
    const asleep = (yaml: string) => found(yaml).filter((line) => line.includes('L025'));
    expect(asleep(plan(quiet('22:00-06:00'), 'escalation: { default: [ann, bob] }'))).toEqual([
      'warn L025 Level 1 of `default` sleeps Fri 20 Nov 22:40 CET to Sat 21 Nov 06:00 CET, and 13 more times in 14 days. For sev3 and sev4, which wake nobody, its pages wait, and the next level is paged instead.',
    ]);
    expect(asleep(plan(quiet('01:00-06:00'), 'escalation: { default: [ann] }'))).toEqual([
      expect.stringMatching(
        /sleeps Sat 21 Nov 01:00 CET to Sat 21 Nov 06:00 CET, .* so does every other level: nobody is paged until then\.$/,
      ),
    ]);
    expect(asleep(plan(quiet('22:00-06:00'), POLICY))).toEqual([]);
  });

  it('a level that is empty is told by the rule of plan check', () => {
    const away = ANN.replace('reach:', 'away: [{ from: 2026-11-23, to: 2026-11-24 }], reach:');
    expect(found(plan(away, 'escalation: { default: [ann] }', TESTED))[0]).toMatch(
      /^error L024 Level 1 of `default` is empty Mon 23 Nov/,
    );
  });

  it('is silent about what the plan accepts', () => {
    const accepted = HEAD.replace(' }', ', accepted_gaps: [{ rule: L102, why: small, by: ann, until: 2027-01-01 }] }');
    const yaml = plan(ANN, 'escalation: { default: [ann] }', TESTED).replace(HEAD, accepted);
    expect(found(yaml)).toEqual([]);
  });

  it('finds nothing in the sample plan that would not work', () => {
    const all = preflightPlan(lakeshore, { at: AT, carried: undefined, reach: undefined });
    expect(all.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
