import type { Request } from 'express';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressFor, limiterOf, proxiesOf } from '../../../src/adapters/web/sign-in/limiter.ts';
import { hashOfCode, isCodeHash, newCodes, recoveryCodes } from '../../../src/adapters/web/sign-in/recovery-codes.ts';
import { peopleWithEmail, personMeant } from '../../../src/adapters/web/sign-in/person.ts';
import { wayBack } from '../../../src/adapters/web/sign-in/way-back.ts';
import { memoryStore } from '../../../src/adapters/stores/memory/memory-store.ts';
import { loadPlan } from '../../../src/adapters/plan/load.ts';
import { SAMPLE_PLAN } from '../../../src/config.ts';
import { hash } from '../../../src/core/ids.ts';
import { MINUTE_MS, instant } from '../../../src/core/time.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const NOW = instant('2026-11-20T21:40:00Z');
const SECRET = 'a secret of these tests';

function sampleBook() {
  const load = loadPlan(SAMPLE_PLAN);
  if (!load.ok) throw new Error('the sample plan is wrong');
  return { hash: hash(''), plan: load.plan, playbooks: {} };
}
const book = sampleBook();

describe('where somebody wanted to go', () => {
  it.each([
    ['/incidents/INC-4', '/incidents/INC-4'],
    ['/plan?at=2026-11-20T09:00', '/plan?at=2026-11-20T09:00'],
    ['/incidents/INC-4?reply=abc', '/incidents/INC-4'],
    ['/a/../incidents/INC-4', '/incidents/INC-4'],
  ])('is kept: %s', (asked, kept) => {
    expect(wayBack(asked)).toBe(kept);
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/..//evil.example',
    '/.//evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    ' /incidents',
    '/incidents\r\nSet-Cookie: a=b',
    '/sign-in?t=abc',
    '/sign-in/code',
    '/sign-out',
    '/events',
    '/api/v1/incidents',
    '/',
    '',
    `/${'x'.repeat(500)}`,
    undefined,
    ['/incidents/INC-4'],
  ])('is nothing when it is no page of this site: %j', (asked) => {
    expect(wayBack(asked)).toBeUndefined();
  });

  it('never leads to another site, whatever it is', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '//',
      '@',
      ':',
      '%2f',
      '%5c',
      '\t',
      '\n',
      'evil.example',
      'a',
      '?',
      '#',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const to = wayBack(`/${pieces.join('')}`);
        if (to !== undefined) expect(new URL(to, 'https://muster.example').origin).toBe('https://muster.example');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('whom somebody means', () => {
  it.each([
    ['marcus', 'marcus'],
    ['Nina Kowalski', 'nina'],
    ['kowalski', 'nina'],
    ['MARCUS@lakeshore-billing.example', 'marcus'],
    ['+1 616 555 0102', 'nina'],
    ['+1 (616) 555-0102', 'nina'],
    ['0016165550102', 'nina'],
    ['616 555 0102', 'nina'],
    ['555-0102', 'nina'],
    ['@marcus', 'marcus'],
  ])('is found by %s', (words, person) => {
    expect(personMeant(book, words)).toBe(person);
  });

  it.each([
    '',
    ' ',
    'nobody',
    '0102',
    '+1 616 555',
    'nobody@lakeshore-billing.example',
    '@',
    'constructor',
    'x'.repeat(201),
  ])('is nobody: %j', (words) => {
    expect(personMeant(book, words)).toBeUndefined();
  });

  it('is nobody whose address is another one that only looks the same in small letters', () => {
    const marcus = book.plan.people['marcus'];
    if (marcus === undefined) throw new Error('the sample plan has no Marcus');
    const kim = { ...marcus, reach: [{ medium: 'email' as const, to: 'kim@bank.example', outside: false }] };
    const jose = { ...marcus, reach: [{ medium: 'email' as const, to: 'José@bank.example', outside: false }] };
    const with2 = { ...book, plan: { ...book.plan, people: { kim, jose } } };
    expect(peopleWithEmail(with2, 'KIM@Bank.example')).toEqual(['kim']);
    for (const other of [
      '\u212Aim@bank.example',
      'kim@ban\u212A.example',
      'K\u0130m@bank.example',
      ' kim@bank.example',
    ])
      expect(peopleWithEmail(with2, other)).toEqual([]);
    expect(peopleWithEmail(with2, 'José@bank.example')).toEqual(['jose']);
    expect(peopleWithEmail(with2, 'josé@bank.example')).toEqual([]);
  });

  it('is nobody when two people have the address', () => {
    const marcus = book.plan.people['marcus'];
    if (marcus === undefined) throw new Error('the sample plan has no Marcus');
    const twice = { ...book, plan: { ...book.plan, people: { ...book.plan.people, twin: marcus } } };
    expect(peopleWithEmail(twice, 'marcus@lakeshore-billing.example')).toEqual(['marcus', 'twin']);
    expect(personMeant(twice, 'marcus@lakeshore-billing.example')).toBeUndefined();
  });
});

describe('recovery codes', () => {
  const codesIn = (store = memoryStore(virtualClock(NOW))) => ({
    store,
    codes: recoveryCodes({ secret: SECRET, store }),
  });
  const hashes = (person: string, codes: readonly string[]) => codes.map((code) => hashOfCode(SECRET, person, code));

  it('are eight, each another one, in four groups, without letters that look alike', () => {
    const codes = newCodes();
    expect(new Set(codes).size).toBe(8);
    for (const code of codes)
      expect(code).toMatch(/^[ACDEFGHJKMNPQRTVWXY34679]{4}(?:-[ACDEFGHJKMNPQRTVWXY34679]{4}){3}$/);
  });

  it('work once each, however they are typed, and are counted', async () => {
    const { codes } = codesIn();
    const [first = '', second = ''] = newCodes();
    await codes.replace('nina', hashes('nina', [first, second]));
    expect(await codes.left('nina')).toBe(2);
    expect(await codes.use('nina', ` ${first.toLowerCase().replaceAll('-', ' ')} `)).toEqual({ ok: true, left: 1 });
    expect(await codes.use('nina', first)).toEqual({ ok: false });
    expect(await codes.use('nina', second)).toEqual({ ok: true, left: 0 });
    expect(await codes.left('nina')).toBe(0);
  });

  it('work for their own person only, and with the secret they were made with', async () => {
    const { codes, store } = codesIn();
    const [first = ''] = newCodes();
    await codes.replace('nina', hashes('nina', [first]));
    await codes.replace('owen', hashes('owen', newCodes()));
    expect(await codes.use('owen', first)).toEqual({ ok: false });
    expect(await recoveryCodes({ secret: 'another secret', store }).use('nina', first)).toEqual({ ok: false });
    expect(await codes.use('nina', first)).toMatchObject({ ok: true });
  });

  it('are void when there are new ones', async () => {
    const { codes } = codesIn();
    const [old, fresh] = [newCodes(), newCodes()];
    await codes.replace('nina', hashes('nina', old));
    await codes.replace('nina', hashes('nina', fresh));
    expect(await codes.use('nina', old[0] ?? '')).toEqual({ ok: false });
    expect(await codes.use('nina', fresh[0] ?? '')).toEqual({ ok: true, left: 7 });
  });

  it('let one of many in that use the same code at the same moment', async () => {
    const { codes, store } = codesIn();
    const other = recoveryCodes({ secret: SECRET, store });
    const [first = ''] = newCodes();
    await codes.replace('nina', hashes('nina', [first]));
    const uses = await Promise.all([codes, other, codes, other, codes].map((each) => each.use('nina', first)));
    expect(uses.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('are kept as hashes only', async () => {
    const { codes, store } = codesIn();
    const [first = ''] = newCodes();
    await codes.replace('nina', hashes('nina', [first]));
    await codes.use('nina', first);
    const stored = JSON.stringify(await store.read('recovery/nina'));
    expect(stored).not.toContain(first);
    expect(stored).not.toContain(first.replaceAll('-', ''));
    expect(isCodeHash(hashOfCode(SECRET, 'nina', first))).toBe(true);
    expect(isCodeHash(first)).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['hyphens', '----'],
    ['no letters of ours', '日本'],
    ['very long', 'x'.repeat(10_000)],
  ])('are not what is %s', async (_, given) => {
    const { codes } = codesIn();
    expect(await codes.use('nina', given)).toEqual({ ok: false });
    await codes.replace('nina', hashes('nina', newCodes()));
    expect(await codes.use('nina', given)).toEqual({ ok: false });
  });
});

describe('counting', () => {
  const from = (remoteAddress: string, forwarded?: string) =>
    ({ socket: { remoteAddress }, get: () => forwarded }) as unknown as Request;

  it('allows so many within a time, for each key, and again when it has passed', async () => {
    const clock = virtualClock(NOW);
    const limiter = limiterOf(clock, { most: 2, withinMs: MINUTE_MS });
    expect(['a', 'a', 'a', 'b'].map((key) => limiter.count(key))).toEqual([false, false, true, false]);
    expect([limiter.isFull('a'), limiter.isFull('b')]).toEqual([true, false]);
    await clock.advance(MINUTE_MS);
    expect([limiter.isFull('a'), limiter.count('a')]).toEqual([false, false]);
  });

  it('keeps nobody out for longer because they, or somebody in their name, go on asking', async () => {
    const clock = virtualClock(NOW);
    const limiter = limiterOf(clock, { most: 3, withinMs: 15 * MINUTE_MS });
    let allowed = 0;
    for (let minute = 0; minute < 24 * 60; minute += 4) {
      if (!limiter.count('marcus')) allowed += 1;
      await clock.advance(4 * MINUTE_MS);
    }
    expect(allowed).toBeGreaterThanOrEqual(3 * 24 * 4 * 0.75);
  });

  it('says no only after so many yeses within the time, and never says more of them, whenever it is asked', async () => {
    const waits = fc.array(fc.integer({ min: 0, max: MINUTE_MS }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(waits, fc.integer({ min: 1, max: 4 }), async (times, most) => {
        const clock = virtualClock(NOW);
        const limiter = limiterOf(clock, { most, withinMs: MINUTE_MS });
        const yeses: number[] = [];
        let now = 0;
        for (const wait of times) {
          now += wait;
          clock.jump(wait);
          const lately = yeses.filter((at) => at > now - MINUTE_MS).length;
          const isFull = limiter.isFull('a');
          const no = limiter.count('a');
          expect([isFull, no]).toEqual([lately >= most, lately >= most]);
          if (!no) yeses.push(now);
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['203.0.113.9', undefined, '', '203.0.113.9'],
    ['::ffff:203.0.113.9', undefined, '', '203.0.113.9'],
    ['203.0.113.9', '198.51.100.1', '', '203.0.113.9'],
    ['10.0.0.2', '198.51.100.1', '', '10.0.0.2'],
    ['127.0.0.1', '198.51.100.1', '', '198.51.100.1'],
    ['::1', '198.51.100.1', '', '198.51.100.1'],
    ['::ffff:127.0.0.1', '198.51.100.1:4711', '', '198.51.100.1'],
    ['127.0.0.1', '[2001:db8::1]:4711', '', '2001:db8:0:0'],
    ['10.0.0.2', 'made up, 198.51.100.1', '10.0.0.2', '198.51.100.1'],
    ['::ffff:10.0.0.2', '203.0.113.7, 198.51.100.1, 10.0.0.9', '10.0.0.0/24', '198.51.100.1'],
    ['127.0.0.1', '203.0.113.7, 198.51.100.1, 10.0.0.9', '', '10.0.0.9'],
    ['10.0.0.2', '10.0.0.3, 10.0.0.4', '10.0.0.0/24', '10.0.0.3'],
    ['fd00::2', '198.51.100.1', 'fd00::/8', '198.51.100.1'],
    ['10.0.1.2', '198.51.100.1', '10.0.0.0/24,fd00::/8', '10.0.1.2'],
    ['10.0.0.2', undefined, '10.0.0.2', '10.0.0.2'],
    ['127.0.0.1', 'made up', '', '127.0.0.1'],
    ['127.0.0.1', ', ,', '', '127.0.0.1'],
    ['', '198.51.100.1', '', ''],
    ['fe80::1%eth0', undefined, '', 'fe80:0:0:0'],
    ['2001:db8::1', undefined, '', '2001:db8:0:0'],
    ['2001:db8:0:0:1:2:3:4', undefined, '', '2001:db8:0:0'],
    ['::1', undefined, '', '0:0:0:0'],
  ])('knows where %s (it says %s; proxies: %s) comes from', (peer, forwarded, proxies, address) => {
    const named = proxies.split(',').filter((proxy) => proxy !== '');
    expect(addressFor(from(peer, forwarded), proxiesOf(named))).toBe(address);
  });
});
