import { describe, expect, it } from 'vitest';
import { mayHavePack, packFindings } from '../../../src/core/plan/offline-pack.ts';
import { instant } from '../../../src/core/time.ts';
import { planWith } from '../../support/clinic.ts';
import { lakeshore } from './plan-of.ts';

const NOW = instant('2026-11-20T21:40:00Z');
const withPack = (offline_pack?: object) =>
  planWith((raw) => ({ ...raw, ...(offline_pack && { incident_bot: { offline_pack } }) }));
const found = (offline_pack?: object) => packFindings(withPack(offline_pack), NOW).map(({ message }) => message);

describe('printed copies of the pack (L077)', () => {
  it('are fresh and in two hands: nothing to say', () => {
    expect(found({ holders: ['ann', 'dan'], last: '2026-11-02' })).toEqual([]);
    expect(packFindings(lakeshore, NOW)).toEqual([]);
  });

  it.each([
    ['there is none', undefined, /^Nobody holds a printed copy/],
    ['nobody holds one', { holders: [], last: '2026-11-02' }, /^Nobody holds a printed copy/],
    ['one person alone holds one', { holders: ['ann'], last: '2026-11-02' }, /^One person alone/],
    ['nobody said when they were printed', { holders: ['ann', 'dan'] }, /does not say when/],
    ['they are older than a month', { holders: ['ann', 'dan'], last: '2026-10-20' }, /from 2026-10-20, older than 1mo/],
    [
      'they are older than the plan wants',
      { holders: ['ann', 'dan'], every: '1w', last: '2026-11-12' },
      /older than 1w/,
    ],
    [
      'they are older in business days',
      { holders: ['ann', 'dan'], every: '5bd', last: '2026-11-12' },
      /older than 5bd/,
    ],
  ])('are a finding when %s', (_when, pack, message) => {
    expect(found(pack)).toEqual([expect.stringMatching(message)]);
    expect(packFindings(withPack(pack), NOW)[0]).toMatchObject({
      rule: 'L077',
      level: 'warn',
      path: ['incident_bot', 'offline_pack'],
    });
  });

  it('are good until the very end of their month, in the company’s zone', () => {
    const pack = { holders: ['ann', 'dan'], last: '2026-10-20' };
    expect(packFindings(withPack(pack), instant('2026-11-20T04:59:00Z'))).toEqual([]);
    expect(packFindings(withPack(pack), instant('2026-11-20T05:00:00Z'))).toHaveLength(1);
  });
});

describe('who may have the pack', () => {
  it.each([
    ['dan', true, 'keeps the plan'],
    ['cleo', true, 'holds a role'],
    ['bob', true, 'is a deputy, and in a schedule'],
    ['ann', true, 'is in a schedule that is paged'],
    ['fay', true, 'is paged when nobody answers'],
    ['carrier', false, 'is a vendor'],
    ['kim', false, 'is nobody of the plan'],
  ])('%s: %s, because this one %s', (person, may) => {
    expect(mayHavePack(withPack(), person)).toBe(may);
  });

  it('somebody whom no role, list or schedule names may not, unless they hold a printed copy', () => {
    const plan = (holders: readonly string[]) =>
      planWith((raw) => ({
        ...raw,
        people: { ...raw.people, gil: { name: 'Gil Moss', reach: [{ email: 'gil@harbor.example' }] } },
        incident_bot: { offline_pack: { holders } },
      }));
    expect(mayHavePack(plan(['ann']), 'gil')).toBe(false);
    expect(mayHavePack(plan(['gil']), 'gil')).toBe(true);
  });
});
