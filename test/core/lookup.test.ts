import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { findFunction, findPerson, findRole, findSeverity, findSystem, findTarget } from '../../src/core/lookup.ts';
import { book, bookWith, planWith } from '../support/clinic.ts';

const two = bookWith(
  planWith((raw) => ({
    ...raw,
    people: {
      ...raw.people,
      anna: { name: 'Anna Berg', reach: raw.people.bob.reach },
      zoe: { name: 'Zoé Ñandú', reach: raw.people.bob.reach },
    },
  })),
);

describe('a person', () => {
  it.each([
    ['ann', 'ann'],
    ['@ann', 'ann'],
    ['ANN', 'ann'],
    [' Ann Berg ', 'ann'],
    ['ann berg', 'ann'],
    ['Marsh', 'cleo'],
    ['zoe nandu', 'zoe'],
    ['Zoé', 'zoe'],
  ])('"%s" is %s', (words, id) => {
    expect(findPerson(two, words)).toEqual({ ok: true, id });
  });

  it.each([
    ['Berg', /"Berg" could be Ann Berg or Anna Berg\. Write one of: ann, anna/],
    ['anm', /The plan has no person "anm"\. Did you mean ann\?/],
    ['xxxxxxxx', /It has: ann, bob, cleo/],
    ['', /The plan has no person ""/],
    ['constructor', /has no person "constructor"/],
    ['__proto__', /has no person "__proto__"/],
  ])('"%s" is nobody, said helpfully', (words, sentence) => {
    const found = findPerson(two, words);
    expect(found).toMatchObject({ ok: false, refusal: { code: 'not-in-the-plan' } });
    if (!found.ok) expect(found.refusal.say).toMatch(sentence);
  });

  test('of any words at all is found or refused, and the refusal stays short', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (words) => {
        const found = findPerson(two, words);
        if (!found.ok) expect(found.refusal.say.length).toBeLessThan(300);
      }),
    );
  });
});

describe('whom to page', () => {
  it.each([
    ['@bop', /Did you mean bob\?/],
    ['marhs', /Did you mean cleo\?/],
    ['incident comander', /Did you mean incident_commander\?/],
    ['@hieronymus', /People: ann, bob, cleo, .*Roles: incident_commander, .*Schedules: it\. Vendors: carrier, desk\./],
    ['default', /is an escalation policy\. "page" alone pages the next level; the first is it\./],
    ['constructor', /no person, role, schedule or vendor "constructor"/],
  ])('"%s" is nobody, and who can be paged is said', (words, sentence) => {
    const found = findTarget(book, words);
    expect(found).toMatchObject({ ok: false, refusal: { code: 'not-in-the-plan' } });
    if (!found.ok) expect(found.refusal.say).toMatch(sentence);
  });
});

describe('other names of the plan', () => {
  test.each([
    [findFunction(book, 'calls'), 'calls'],
    [findFunction(book, 'Sending claims'), 'claims'],
    [findSystem(book, 'phone system'), 'pbx'],
    [findTarget(book, 'it'), 'it'],
    [findTarget(book, 'tech lead'), 'tech_lead'],
    [findTarget(book, 'Northline Telecom'), 'carrier'],
    [findTarget(book, '@bob'), 'bob'],
  ])('%o', (found, id) => {
    expect(found).toEqual({ ok: true, id });
  });

  it.each([
    ['tech_lead', 'tech_lead'],
    ['tech lead', 'tech_lead'],
    ['Tech-Lead', 'tech_lead'],
    ['ic', 'incident_commander'],
    ['commander', 'incident_commander'],
    ['lead', 'incident_commander'],
  ])('the role "%s" is %s', (words, id) => {
    expect(findRole(book, words)).toEqual({ ok: true, id });
  });

  test('a plan without roles knows the usual ones', () => {
    const small = bookWith(
      planWith(({ roles: _, obligations: __, hooks: ___, ...raw }) => ({ ...raw, escalation: { default: ['ann'] } })),
    );
    expect(findRole(small, 'comms lead')).toEqual({ ok: true, id: 'comms_lead' });
    expect(findRole(book, 'wizard').ok).toBe(false);
  });

  it.each([
    ['2', 'sev2'],
    ['sev2', 'sev2'],
    ['SEV2', 'sev2'],
    ['major', 'sev2'],
    ['Crisis', 'sev1'],
    ['9', undefined],
    ['', undefined],
  ])('the severity "%s" is %s', (words, id) => {
    expect(findSeverity(book, words)).toBe(id);
  });
});
