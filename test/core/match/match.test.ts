import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { match } from '../../../src/core/match/match.ts';
import { parts } from '../../../src/core/match/parts.ts';
import { stem } from '../../../src/core/match/stem.ts';
import {
  HELD_OUT,
  HELD_OUT_NOTHING,
  HELD_OUT_SEVERAL,
  NOTHING_FITS,
  PHRASINGS,
  type Phrasing,
  SEVERAL,
} from './phrasings.ts';
import { plan, playbooks } from './shipped.ts';

const ask = (text: string) => match(text, plan, playbooks);
const ranked = (text: string) => ask(text).playbooks.map(({ id }) => id);
const misses = (all: readonly Phrasing[]) =>
  all.filter(([text, playbook]) => !ask(text).fits || ranked(text)[0] !== playbook).map(([text]) => text);

describe('the playbook for what tired people type', () => {
  it.each([...PHRASINGS, ...SEVERAL])('%s → %s is among the first three', (text, playbook) => {
    expect(ranked(text).slice(0, 3)).toContain(playbook);
  });

  it('comes first for at least nine phrasings in ten', () => {
    expect(misses(PHRASINGS).length / PHRASINGS.length).toBeLessThanOrEqual(0.1);
  });

  it('comes first for at least nine in ten when several things are down at once, or it is a crime', () => {
    expect(misses(SEVERAL).length / SEVERAL.length).toBeLessThanOrEqual(0.1);
    expect(misses(HELD_OUT_SEVERAL).length / HELD_OUT_SEVERAL.length).toBeLessThanOrEqual(0.2);
  });

  it('comes first for at least eight in ten that the table of everyday words was not made for', () => {
    expect(misses(HELD_OUT).length / HELD_OUT.length).toBeLessThanOrEqual(0.2);
  });

  it.each(NOTHING_FITS)('is left open when there is too little to go on: %j', (text) => {
    expect(ask(text).fits).toBe(false);
  });

  it('is left open for most of the vague words set aside, too', () => {
    expect(HELD_OUT_NOTHING.filter((text) => ask(text).fits).length).toBeLessThanOrEqual(1);
  });

  it('is told with the words that decided', () => {
    const [first] = ask('our callers are stuck in a loop').playbooks;
    expect(first).toMatchObject({ id: 'phone-misrouting', derived: false });
    expect(first?.because).toMatch(/^because you wrote .*"callers/);
  });

  it('is never an exercise, and never the triage playbook itself', () => {
    const found = ranked('exercise call menu test, something is wrong and we cannot say what yet, restore test');
    expect(found.filter((id) => id.startsWith('ex-') || id === 'unclear-trouble')).toEqual([]);
  });

  it('follows the playbooks of a company, not a list of ours', () => {
    const own = {
      'cold-store': { title: 'Cold store too warm', symptoms: ['the freezer alarm is on', 'ice cream is melting'] },
    };
    expect(match('freezer alarm', plan, { ...playbooks, ...own }).playbooks[0]?.id).toBe('cold-store');
    expect(match('icecream melts, freezer to warm', plan, own)).toMatchObject({
      fits: true,
      playbooks: [{ id: 'cold-store' }],
    });
  });

  it('knows from the plan that ClaimPoint is hosted and PayLane takes payments', () => {
    expect(ranked('claimpoint down')[0]).toBe('saas-outage');
    expect(ranked('paylane down')[0]).toBe('vendor-payment-failure');
  });
});

describe('the part of the plan that is meant', () => {
  const functions = (text: string) => parts(text, plan).functions;
  const systems = (text: string) => parts(text, plan).systems;

  it.each([
    ['phones send callers in a loop', 'patient-calls'],
    ['card machine says declined', 'card-payments'],
    ['claims dont go through', 'claims'],
    ['payroll not running', 'payroll'],
    ['eligability checks time out', 'eligibility'],
    ['paying staff', 'payroll'],
  ])('function: %s → %s', (text, id) => {
    expect(functions(text)[0]).toMatchObject({ id, derived: false });
  });

  it.each([
    ['phones send callers in a loop', 'pbx'],
    ['claimpoint is down', 'pm-app'],
    ['no internet', 'internet-hq'],
    ['cant log in', 'identity'],
    ['outlook dead', 'm365-mail'],
    ['file server is dead', 'files'],
    ['power cut', 'power-hq'],
    ['paylane down', 'card-gateway'],
    ['the vpn drops', 'vpn'],
    ['virtual host crashed', 'hypervisor'],
    ['electricty gone', 'power-hq'],
  ])('system: %s → %s', (text, id) => {
    expect(systems(text)[0]).toMatchObject({ id, derived: false });
  });

  it('follows the plan up: the functions that need a system, straight or by way of another', () => {
    expect(functions('file server is dead')).toContainEqual({
      id: 'claims',
      score: expect.any(Number) as number,
      because: 'because it needs File server FS01',
      derived: true,
    });
    expect(functions('virtual host crashed').find(({ id }) => id === 'claims')?.because).toContain(
      'which depends on Virtual host',
    );
  });

  it('follows a choice of two only when both are lost', () => {
    const pair = {
      functions: { sales: { name: 'Selling', needs: [{ any: ['fibre', 'lte'] }] } },
      systems: { fibre: { name: 'Fibre' }, lte: { name: 'Mobile modem' } },
    };
    expect(parts('fibre dead', pair).functions).toEqual([]);
    expect(parts('fibre and mobile modem dead', pair).functions).toMatchObject([{ id: 'sales', derived: true }]);
  });

  it('follows the plan down when only a function was named', () => {
    expect(systems('eligibility is not working')).toContainEqual({
      id: 'pm-app',
      score: 0.6,
      because: 'because Insurance eligibility answers for clinics needs it',
      derived: true,
    });
  });

  it('takes a word that could mean both for the function', () => {
    const both = { functions: { payroll: { name: 'Payroll' } }, systems: { payroll: { name: 'Payroll' } } };
    const found = parts('payroll broken', both);
    expect(found.functions[0]?.score).toBeGreaterThan(found.systems[0]?.score ?? 1);
  });

  it('finds nothing in vague words, nor in a plan without systems', () => {
    expect(parts('something weird', plan)).toEqual({ functions: [], systems: [] });
    expect(parts('dispatch is down', { functions: { dispatch: { name: 'Dispatching loads' } } }).functions[0]?.id).toBe(
      'dispatch',
    );
  });

  it('stands a plan whose systems need each other', () => {
    const ring = {
      functions: { f: { name: 'Work', needs: ['a'] } },
      systems: { a: { name: 'Alpha', needs: ['b'] }, b: { name: 'Beta', needs: ['a'] } },
    };
    expect(parts('beta down', ring).functions).toMatchObject([
      { id: 'f', because: 'because it needs Alpha, which depends on Beta' },
    ]);
  });
});

describe('any words at all', () => {
  it('get an answer with scores from 0 to 1, best first, and always the same', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('__proto__ constructor', 'phones '.repeat(5_000), 'x'.repeat(100_000)),
        ),
        (text) => {
          const found = ask(text);
          for (const all of [found.playbooks, found.functions, found.systems])
            for (const { score } of all) expect(score > 0 && score <= 1).toBe(true);
          const scores = found.playbooks.map(({ score }) => score);
          expect(scores).toEqual(scores.toSorted((a, b) => b - a));
          expect(ask(text)).toEqual(found);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('the stem of a word', () => {
  it.each([
    ['phones', 'phone'],
    ['calling', 'calls'],
    ['called', 'caller'.slice(0, 4)],
    ['routing', 'routes'],
    ['dropping', 'dropped'],
    ['drop', 'dropping'],
    ['batteries', 'battery'],
    ['switches', 'switch'],
    ['encrypted', 'encrypting'],
    ['sent', 'sends'],
    ['paid', 'paying'],
    ['synced', 'syncing'],
  ])('%s and %s are one', (a, b) => {
    expect(stem(a)).toBe(stem(b));
  });

  it.each([
    ['address', 'add'],
    ['news', 'newer'],
    ['bus', 'busy'],
    ['teams', 'team'],
    ['ring', 'r'],
  ])('%s and %s are two', (a, b) => {
    expect(stem(a)).not.toBe(stem(b));
  });
});
