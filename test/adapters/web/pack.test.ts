import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { packOf } from '../../../src/adapters/web/pack/pack-page.ts';
import type { Book } from '../../../src/core/book.ts';
import { hash } from '../../../src/core/ids.ts';
import { readPlan } from '../../../src/core/plan/read.ts';
import type { Plan } from '../../../src/core/plan/schema.ts';
import { instant } from '../../../src/core/time.ts';
import { bookOf } from '../../support/story.ts';
import { plain } from './web-world.ts';

const AT = instant('2026-11-20T21:40:00Z');
const sample: Book = { ...bookOf(), hash: hash('ab12'.repeat(16)) };
const packed = (book: Book = sample) => packOf(book, AT).html;
const html = packed();
const textOf = (markup: string) =>
  plain(
    markup
      .replaceAll(/<style>[\s\S]*?<\/style>|<script>[\s\S]*?<\/script>/g, '')
      .replaceAll(/<\/?(?:bdi|time)\b[^>]*>/g, '')
      .replaceAll(/<[^>]*>/g, ' '),
  ).replaceAll(/\s+/g, ' ');
const text = textOf(html);

describe('the break-glass pack of the sample plan', () => {
  const { plan, playbooks } = sample;
  const lines = (values: readonly (string | undefined)[]) => values.filter((value) => value !== undefined);

  it.each([
    ['every person', Object.values(plan.people).map(({ name }) => name)],
    [
      'every number and address of every person',
      Object.values(plan.people).flatMap(({ reach }) => reach.map(({ to }) => to)),
    ],
    ['every vendor', Object.values(plan.vendors).map(({ name }) => name)],
    ['every number of every vendor', Object.values(plan.vendors).flatMap(({ reach }) => reach.map(({ to }) => to))],
    [
      'contracts and accounts',
      lines(Object.values(plan.vendors).flatMap(({ contract, account, policy }) => [contract, account, policy])),
    ],
    ['what to say to vendors', lines(Object.values(plan.vendors).map(({ say }) => say))],
    ['every policy', Object.keys(plan.escalation).map((id) => `Policy ${id}`)],
    [
      'what is said when nobody answers',
      lines(Object.values(plan.escalation).map(({ if_nobody: nobody }) => nobody?.say)),
    ],
    ['every function', Object.values(plan.functions).map(({ name }) => name)],
    ['every workaround', lines(Object.values(plan.functions).map(({ workaround }) => workaround?.do))],
    ['every system', Object.values(plan.systems).map(({ name }) => name)],
    ['how each system comes back', lines(Object.values(plan.systems).map(({ recovery }) => recovery?.method))],
    ['every playbook, exercises by name', Object.values(playbooks).map(({ title }) => title)],
    ['every audience', Object.keys(plan.comms.audiences).map((id) => id.replaceAll('-', ' '))],
    ['every duty', lines(Object.values(plan.roles).map(({ duty }) => duty))],
    ['every site', Object.values(plan.sites).map(({ name }) => name)],
    ['the bridge', lines([plan.incident_bot.out_of_band?.bridge, plan.incident_bot.out_of_band?.group])],
    ['who decides on notices', Object.keys(plan.obligations).map((id) => id.replaceAll('-', ' '))],
  ])('has %s', (_what, wanted) => {
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.filter((one) => !text.toLowerCase().includes(one.replaceAll(/\s+/g, ' ').toLowerCase()))).toEqual([]);
  });

  it('has every step of every playbook that is no exercise, with a box to tick', () => {
    const real = Object.values(playbooks).filter(({ exercise }) => exercise !== true);
    const spoken = real.flatMap(({ steps }) =>
      steps
        .flatMap((step) => [step, ...(step.together ?? [])])
        .flatMap(({ do: what, check, ask, how = [], keep = [] }) => [...lines([what, check, ask]), ...how, ...keep]),
    );
    expect(spoken.filter((words) => !text.includes(words.replaceAll(/\s+/g, ' ')))).toEqual([]);
    const steps = real.flatMap(({ steps: all }) => all.flatMap((step) => [step, ...(step.together ?? [])]));
    expect(html.split('class="box"').length).toBeGreaterThan(steps.length);
  });

  it('says when it was made, of which plan, and when to ask for a new one, without a script', () => {
    expect(text).toContain(
      'Made Fri 20 Nov 2026 16:40 EST from plan version 2026-q4, hash ab12ab12ab12; if this is older than 1 month, ask Marcus Feld for a new one.',
    );
  });

  it('begins with the sheet for the first 15 minutes, and the functions of the first hour come first', () => {
    const order = [
      'The first 15 minutes</h2>',
      'An incident without Muster</h2>',
      'Who is called, then who</h2>',
      'People</h2>',
    ];
    const found = order.map((heading) => html.indexOf(heading));
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(html.split('class="card" id="function-')[1]).toMatch(/^patient-calls[\s\S]*first hour/);
  });

  const urgent = (markup: string) => [...markup.matchAll(/class="card" id="function-([\w-]+)"/g)].map(([, id]) => id);

  it('has what must go on in the order of how soon it must be back, and says what a peak changes', () => {
    expect(urgent(html)).toEqual(['patient-calls', 'eligibility', 'card-payments', 'claims', 'payroll']);
    expect(text).toContain(
      'In the order of how soon they must be back. In a peak the time in brackets counts instead.',
    );
    const peak = packOf(sample, instant('2026-11-30T15:00:00Z')).html;
    expect(urgent(peak)).toEqual(['patient-calls', 'eligibility', 'payroll', 'card-payments', 'claims']);
    expect(textOf(peak)).toContain('Paying staff , back within 4h now in a peak: Ask the payroll bureau');
    expect(textOf(peak)).toContain('This was made in a peak (month-end): the shorter time of a peak counts.');
  });

  it('is smaller than a megabyte', () => {
    expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
  });

  it('asks nothing of any other machine, and forbids the browser to', () => {
    expect(html).toMatch(
      /http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/,
    );
    expect([...html.matchAll(/\b(?:src|srcset|action|data|poster|background)="/g)]).toEqual([]);
    expect(html).not.toMatch(/<(?:link|img|iframe|object|embed|form|base|video|audio)\b|@import|url\(/i);
    const targets = [...html.matchAll(/\bhref="([^"]*)"/g)].map(([, href = '']) => href);
    expect(targets.filter((href) => !/^(?:#|tel:\+\d+$|mailto:)/.test(href))).toEqual([]);
    const ids = new Set([...html.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id));
    expect(targets.filter((href) => href.startsWith('#') && !ids.has(href.slice(1)))).toEqual([]);
  });

  it('is the same whenever it is made of the same plan at the same minute', () => {
    expect(packed()).toBe(html);
  });
});

/** The sample plan with one name everywhere, as a person may have written it. */
const hostile = (words: string): Book => {
  const swap = <T>(record: Readonly<Record<string, T>>, change: (one: T) => T) =>
    Object.fromEntries(Object.entries(record).map(([id, one]) => [id, change(one)]));
  const { plan } = sample;
  return {
    ...sample,
    plan: {
      ...plan,
      plan: { ...plan.plan, company: words, version: words },
      people: swap(plan.people, (one) => ({ ...one, name: words, title: words })),
      vendors: swap(plan.vendors, (one) => ({
        ...one,
        name: words,
        say: words,
        account: words,
        sla: { [words]: '4h' as never },
      })),
      functions: swap(plan.functions, (one) => ({ ...one, name: words, minimum: words })),
      systems: swap(plan.systems, (one) => ({ ...one, name: words })),
      comms: { ...plan.comms, never_say: [words], templates: { holding: words } },
    },
    playbooks: swap(sample.playbooks, (one) => ({ ...one, title: words, use_when: words, exit: [words] })),
  };
};
const tagsOf = (markup: string) => markup.replaceAll(/"[^"]*"/g, '""').match(/<[^>]*>/g) ?? [];

describe('text of people in the pack', () => {
  it('stays text, wherever it stands', () => {
    const usual = tagsOf(packed(hostile('plain words')));
    fc.assert(
      fc.property(
        fc.constantFrom(
          '</style><script>alert(1)</script>',
          '"><img src=x onerror=alert(1)>',
          "' onload='x",
          '\\22 }*{}',
          '</script>',
          '<!--',
          '{{x}}<b>',
        ),
        (words) => {
          const shown = packed(hostile(words));
          expect(shown.match(/<script>/g)).toHaveLength(1);
          expect(shown.match(/<style>/g)).toHaveLength(1);
          if (!words.includes('{{')) expect(tagsOf(shown)).toEqual(usual);
        },
      ),
      { numRuns: 14 },
    );
  });
});

const secretName = fc.stringMatching(/^[A-Z][A-Z0-9_]{3,20}$/);

test('secrets are never in it: only where they are kept, and whom to ask', () => {
  fc.assert(
    fc.property(secretName, secretName, secretName, (pin, bridge, hook) => {
      const raw = {
        plan: { company: 'Harbor Clinic', timezone: 'America/Detroit', owner: 'dan' },
        people: { dan: { name: 'Dan Otis', reach: [{ call: '+1 616 555 0104' }] } },
        functions: { calls: { name: 'Calls', rto: '1h' } },
        escalation: { default: ['dan'] },
        vendors: { carrier: { name: 'Carrier', pin: `secret:${pin}`, account: `the one in secret:${pin}` } },
        incident_bot: { out_of_band: { bridge: '+1 605 555 0170', bridge_pin: `secret:${bridge}` } },
        hooks: { dns: { url: 'https://hooks.example/dns', key: `secret:${hook}` } },
      };
      const { plan } = readPlan(raw) as { readonly plan: Plan };
      const shown = packed({ ...sample, plan });
      expect(shown).not.toContain('secret:');
      expect(textOf(shown)).toContain(`PIN kept outside this paper, under the name ${pin}; ask Dan Otis`);
      expect(textOf(shown)).toContain(`PIN: kept outside this paper, under the name ${bridge}; ask Dan Otis`);
      expect(shown).not.toContain('hooks.example');
    }),
    { numRuns: 20 },
  );
});

test('the ten lines of a minimal plan make a pack too', () => {
  const small = textOf(packed({ ...sample, plan: bookOf('examples/minimal.plan.yaml').plan }));
  expect(small).toContain('Dana Ruiz');
  expect(small).toContain('Paper load sheets, red binder');
  expect(small).toContain('Whoever says “I have it” first leads.');
});
