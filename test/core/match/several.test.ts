import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { match } from '../../../src/core/match/match.ts';
import type { MatchPlan } from '../../../src/core/match/parts.ts';
import { plan, playbooks } from './shipped.ts';

const ask = (text: string) => match(text, plan, playbooks);
const ranked = (text: string) => ask(text).playbooks.map(({ id }) => id);

describe('a private playbook, of a crime or a breach', () => {
  const isPrivate = (id: string) => playbooks[id]?.private === true;
  const THINGS =
    'mail e-mail outlook mailbox sign-in login password mfa teams chat internet wifi vpn power phones website'
      .concat(' sharepoint files backups server printer computers payroll invoicing accounts data patients')
      .split(' ');
  const names = [...Object.values(plan.systems ?? {}), ...Object.values(plan.functions)].map(({ name }) => name);
  const thing = fc.constantFrom(...THINGS, ...names);
  const state = fc.constantFrom(
    'is down',
    'are down',
    'not working',
    'gone',
    'lost',
    'dead for everyone',
    'out since 9',
    '',
  );

  it('is never offered for an outage, whatever is down', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(thing, state), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(' and ', ', ', ' & ', '. ', ' or '),
        (all, between) => {
          const text = all.map((one) => one.join(' ')).join(between);
          expect(ranked(text).filter(isPrivate)).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['mail is hacked', true],
    ['strange mails go out', true],
    ['mail is strange today', false],
    ['we lost internet and mail', false],
    ['lost laptop', true],
    ['mail lost and laptops dead', false],
    ['the mouse moves by itself', true],
    ['card machine down, we are losing money', false],
    ['money is missing and mail is down', true],
    ['phones and mail are down, ransomeware?', true],
    ['mail and sign-in are down, we were hacked', true],
    ['calls go to the wrong person and mail is down', false],
  ])('%s: may be one: %s', (text, may) => {
    expect(ranked(text).some(isPrivate)).toBe(may);
  });

  it('of a company is found by the words of its own symptoms, not by names of systems in them', () => {
    const own = {
      staff: { title: 'A matter of staff', private: true, symptoms: ['harassment', 'mail to the wrong union rep'] },
    };
    expect(match('harassment in the warehouse', plan, own).playbooks[0]?.id).toBe('staff');
    expect(match('mail is down', plan, own).playbooks).toEqual([]);
  });

  it('is not offered for a system that is called after a crime', () => {
    const named = { ...plan, systems: { ...plan.systems, shield: { name: 'Antivirus' } } };
    const found = match('antivirus and mail are down', named, playbooks).playbooks.map(({ id }) => id);
    expect(found.filter(isPrivate)).toEqual([]);
  });
});

describe('several things down at once', () => {
  it.each([
    ['mail and sign-in are down', ['identity', 'm365-mail']],
    ['mail is down and nobody can sign in', ['identity', 'm365-mail']],
    ['power and internet are gone', ['power-hq', 'internet-hq']],
    ['no internet and no phones', ['internet-hq', 'pbx']],
    ['teams, mail and sign-in are down', ['identity', 'teams', 'm365-mail']],
  ])('%s: all of them are hit, alike', (text, ids) => {
    const { systems } = ask(text);
    expect(systems.slice(0, ids.length).map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    expect(new Set(systems.slice(0, ids.length).map(({ score }) => score)).size).toBe(1);
  });

  it('is told with what comes back first, and before what', () => {
    expect(ask('mail and sign-in are down').playbooks[0]).toMatchObject({
      id: 'login-outage',
      because: 'because you wrote "sign in", which comes back before "mail"',
    });
  });

  it('follows the needs of the plan, and the usual order where the plan says nothing', () => {
    const systems = {
      mail: { name: 'Mail', kind: 'mail' },
      login: { name: 'Sign-in', kind: 'sign-in', needs: ['mail'] },
    };
    const first = (needs: MatchPlan) => match('mail and sign-in are down', needs, playbooks).playbooks[0]?.id;
    expect(first({ functions: {}, systems })).toBe('saas-outage');
    expect(first({ functions: {} })).toBe('login-outage');
  });

  it('is no list when one of the two works, or when a cause is told', () => {
    expect(ranked('mail is down, sign-in works')[0]).toBe('saas-outage');
    expect(ranked('since the update mail and sign-in are down')[0]).toBe('bad-update');
  });
});
