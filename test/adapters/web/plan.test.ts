import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RefusedPlan } from '../../../src/adapters/web/parts.ts';
import { instant } from '../../../src/core/time.ts';
import type { Browser, WebWorld } from './web-world.ts';
import { NOW, plain, webWorld } from './web-world.ts';

let world: WebWorld;
let marcus: Browser;
let refused: RefusedPlan | null = null;
let now = NOW;
beforeAll(async () => {
  world = await webWorld({
    parts: (usual) => ({ ...usual, refusedPlan: () => Promise.resolve(refused), now: () => Promise.resolve(now) }),
  });
  marcus = await world.signedIn('marcus');
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => {
  refused = null;
  now = NOW;
});

/** What a page says, without its markup. */
const textOf = (markup: string) =>
  plain(markup.replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[.,;:)])|(?<=\() /g, '');
const read = async (path: string, browser = marcus) => {
  const page = await browser.get(path);
  return { ...page, markup: page.text, text: textOf(page.text) };
};

const PAGES = [
  '/plan',
  '/plan/functions',
  '/plan/functions/claims',
  '/plan/systems',
  '/plan/systems/files',
  '/plan/picture',
  '/plan/order',
  '/plan/order?fails=system.hypervisor',
  '/plan/paging',
  '/plan/people',
  '/plan/vendors',
  '/plan/playbooks',
  '/plan/playbooks/ransomware',
];

describe('every page of the plan', () => {
  it.each(PAGES)('%s leads to all sections, needs no script for its words and says where one is', async (path) => {
    const { status, markup, text } = await read(path);
    expect(status).toBe(200);
    expect(markup.match(/<h1/g)).toHaveLength(1);
    expect(markup.match(/aria-current="page"/g)).toHaveLength(1);
    for (const section of ['Overview', 'Functions', 'Systems', 'Picture', 'Recovery order', 'Who is paged', 'People'])
      expect(text).toContain(section);
  });

  it.each(PAGES)('%s has no id twice, no empty link, and asks nothing of another host', async (path) => {
    const { markup } = await read(path);
    const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(markup).not.toMatch(/<a [^>]*>\s*<\/a>/);
    expect(markup).not.toMatch(/(?:src|href)="https?:/);
    expect(markup).not.toMatch(/\sstyle=/);
  });

  it.each(PAGES)('%s shows nothing to somebody who is not signed in', async (path) => {
    const { status, text } = await read(path, world.browser());
    expect(status).toBe(401);
    expect(text).not.toContain('Lakeshore');
  });

  it.each(PAGES)('%s leads only to pages that are there', async (path) => {
    const { markup } = await read(path);
    const links = new Set([...markup.matchAll(/href="(\/plan[^"#]*)/g)].map(([, to]) => plain(to ?? '')));
    for (const to of links) expect([to, (await marcus.get(to)).status]).toEqual([to, 200]);
  });
});

describe('the front page of the plan', () => {
  it('says whose it is, its version and hash, since when, and that it is only the sample', async () => {
    const { text } = await read('/plan');
    expect(text).toContain('Continuity plan of Lakeshore Medical Billing');
    expect(text).toContain('Version 2026-q4');
    expect(text).toMatch(/In force since .* E[SD]T/);
    expect(text).toContain(`Hash ${world.muster.plans.book().hash.slice(0, 12)}`);
    expect(text).toContain('This is the sample plan of a made-up firm.');
    expect(text).toContain('Next review 6 Jan 2027');
    expect(text).toContain('What plan check says: no findings');
  });

  it('counts what the pages of functions and of the recovery order mark, and does not say that nothing is to mend', async () => {
    const { text } = await read('/plan');
    expect(text).not.toContain('Nothing to mend');
    expect(text).toContain('Times that do not fit: 1 function');
    expect(text).toContain(
      "[!] Answering patients' billing calls, back within 2 h: ClaimPoint practice management (hosted) takes 4 h",
    );
    const marked = (await read('/plan/functions/patient-calls')).text.match(/\[!\] 4 h: longer than the RTO/g);
    const order = (await read('/plan/order')).text.match(/\[!\] 4 h: longer than the function may be out/g);
    expect([marked?.length, order?.length]).toEqual([2, 2]);
    now = instant('2026-11-30T15:00:00Z');
    expect((await read('/plan')).text).toContain('Times that do not fit: 2 functions');
  });

  it('says what an RPO of none means', async () => {
    expect((await read('/plan')).text).toContain('none: no data of its own');
    expect((await read('/plan/functions/patient-calls')).text).toContain('RPO none: no data of its own');
  });

  it('says that the last edit was refused, why, and what is in force instead', async () => {
    refused = { problems: 3, first: 'plan.yaml:7:3 `rot` is not a known key here.', at: NOW };
    const { text } = await read('/plan');
    expect(text).toContain('The last edit was refused');
    expect(text).toContain('plan.yaml:7:3 `rot` is not a known key here.');
    expect(text).toContain('And 2 more: npx muster plan check shows');
    expect(text).toContain('the plan before that edit');
  });
});

describe('a function', () => {
  it('tells its times, what an outage costs as it lasts, its workaround and what it needs', async () => {
    const { text, markup } = await read('/plan/functions/patient-calls');
    for (const words of ['RTO 2 h', 'RTO in a peak 1 h', 'MTD 8 h', 'Owner Priya Raman', 'Deputy Nina Kowalski'])
      expect(text).toContain(words);
    expect(text).toContain('after 2 h serious Clinics start calling; reviews posted');
    expect(text).toContain('Forward the main number to the four duty mobiles');
    expect(text).toContain('Takes to start 15 min Holds for 1 day Last tested 15 Sep 2026, 66 days ago');
    expect(text).toContain('Hosted phone system');
    expect(markup).toMatch(
      /role="img"\s+aria-label="Impact of an outage: minor after 30 min: .*It shall be back after 2 h/,
    );
  });

  it('says where nothing was ever tested', async () => {
    expect((await read('/plan/functions/claims')).text).toContain('Last tested [!] no test on record');
  });

  it('shows what it hangs on through others', async () => {
    const { text } = await read('/plan/functions/claims');
    expect(text).toContain('Power, Grand Rapids office cannot do without through');
    expect(text).toContain('VPN for home workers goes on worse through File server FS01');
  });

  it('is marked when a peak makes it more urgent', async () => {
    now = instant('2026-11-30T15:00:00Z');
    expect((await read('/plan/functions')).text).toContain('It is a peak now (month-end)');
  });
});

describe('a system', () => {
  it('tells what it needs, what needs it, what it takes with it, and every way back', async () => {
    const { text } = await read('/plan/systems/files');
    expect(text).toContain('What it needs Virtual host VH01');
    expect(text).toContain('Functions Sending claims to payers Systems Clearinghouse connection');
    expect(text).toContain('Clearinghouse connection system stops at once');
    expect(text).toContain('local appliance 2 h 10 min yes cloud copy 9 h [!] no: the RTO is 4 h Backup appliance');
    expect(text).toContain('Last restore test 14 Oct 2026, 37 days ago, pass, took 2 h 10 min');
  });

  it('says how long batteries carry what hangs on it', async () => {
    const { text } = await read('/plan/order?fails=system.power-hq');
    expect(text).toContain('Hosted phone system system stops after 8 h');
    expect(text).toContain('File server FS01 (claims batches, scans) system stops after 45 min');
  });
});

describe('the picture', () => {
  it('has a link for every function, system and vendor that it shows, and the same as a list', async () => {
    const { markup, text } = await read('/plan/picture');
    const { plan } = world.muster.plans.book();
    const nodes = [...markup.matchAll(/<a class="node" href="([^"]*)" aria-label="([^"]*)"/g)];
    expect(nodes.filter(([, to]) => to?.startsWith('/plan/functions/'))).toHaveLength(
      Object.keys(plan.functions).length,
    );
    expect(nodes.filter(([, to]) => to?.startsWith('/plan/systems/'))).toHaveLength(Object.keys(plan.systems).length);
    for (const { name } of Object.values(plan.systems)) expect(text).toContain(`${name} (system)`);
    expect(markup).toMatch(/<svg[^>]*aria-labelledby="whole-title whole-desc"/);
  });

  it('tells what stops from what goes on worse by words on the line, not only by dashes', async () => {
    const { markup, text } = await read('/plan/picture');
    expect(markup).toMatch(/class="edge degraded"/);
    expect(markup).toMatch(/<text class="label"[^>]*>\s*worse without<\/text/);
    expect(text).toContain('works worse without VPN for home workers');
    expect(text).toContain('needs one of Fibre internet, Grand Rapids or LTE backup internet');
  });

  it('of one function shows only what it hangs on', async () => {
    const { markup } = await read('/plan/functions/payroll');
    const names = [...markup.matchAll(/aria-label="([^"]*?): (?:function|system), lines/g)].map(([, name]) => name);
    expect(names.map(String).toSorted()).toEqual([
      'E-mail (Exchange Online)',
      'Paying staff',
      'Payroll bureau portal',
      'Sign-in and MFA (Microsoft Entra ID)',
    ]);
  });
});

describe('the recovery order', () => {
  it('gives every system its place with the reason', async () => {
    const { markup, text } = await read('/plan/order');
    const places = [...markup.matchAll(/<tr id="place-([^"]*)"/g)].map(([, id]) => id);
    expect(places.slice(0, 3)).toEqual(['identity', 'power-hq', 'internet-hq']);
    expect(places).toHaveLength(Object.keys(world.muster.plans.book().plan.systems).length);
    expect(text).toContain('no function needs it: link it to one or leave it for last?');
  });

  it('says in words when to restore it takes longer than it may be out, and when that does not matter', async () => {
    const { text } = await read('/plan/order');
    expect(text).toMatch(/2 Power, Grand Rapids office 2 h \[!\] 4 h: longer than the function may be out/);
    expect(text).toContain('2 h 8 h: longer than that, but no function depends on this one alone');
  });

  it('of one failure names what has failed, what stops with it and what to have at hand', async () => {
    const { text } = await read('/plan/order?fails=system.hypervisor');
    expect(text).toMatch(/1 Backup appliance and cloud copy have it at hand .* 2 Virtual host VH01 has failed/);
    expect(text).toContain('Domain controller DC01 stops with it');
  });

  it('says so when what fails is not in the plan', async () => {
    expect((await read('/plan/order?fails=system.fax')).text).toContain('The plan has nothing of that name.');
    expect((await read('/plan/order?fails=system.constructor')).text).toContain('The plan has nothing of that name.');
  });
});

describe('a name that is not in the plan', () => {
  it.each([
    ['/plan/functions/claim', 'no function claim', 'Sending claims to payers', '/plan/functions/claims'],
    ['/plan/systems/pxb', 'no system pxb', 'Hosted phone system', '/plan/systems/pbx'],
    ['/plan/playbooks/ransomwear', 'no playbook ransomwear', 'Ransomware, or files', '/plan/playbooks/ransomware'],
  ])('%s is answered with what it may have been', async (path, says, name, to) => {
    const { status, text, markup } = await read(path);
    expect(status).toBe(404);
    expect(text).toContain(says);
    expect(text).toContain(`Did you mean ${name}`);
    expect(markup).toContain(`href="${to}"`);
  });

  it.each(['constructor', '__proto__', '%00', '%3Cscript%3E', 'x'.repeat(900)])('%s is nothing special', async (id) => {
    for (const kind of ['functions', 'systems', 'playbooks']) {
      const { status, markup } = await read(`/plan/${kind}/${id}`);
      expect(status).toBe(404);
      expect(markup).not.toContain('<script>');
    }
  });
});

describe('a playbook', () => {
  it('counts the steps that somebody does, as an incident does: what only holds others together is none', async () => {
    const { text } = await read('/plan/playbooks');
    const { steps } = world.muster.plans.book().playbooks['phone-misrouting'] ?? { steps: [] };
    expect(steps.some(({ together }) => together !== undefined)).toBe(true);
    expect(text).toMatch(/phones ring 11 steps, begins as sev2 Major/);
  });

  it('reads as a page: each step with who, how long, what when stuck, and where it goes on', async () => {
    const { text, markup } = await read('/plan/playbooks/phone-misrouting');
    expect(text).toContain('Call the main number from a mobile: each menu key, no key, a wrong key');
    expect(text).toContain('Who vendor contact (Nina Kowalski) Takes 10 min');
    expect(text).toContain('Done by 75 % of the RTO');
    expect(text).toContain('If stuck after 20 min: go on with step 6: Let the vendor repair it');
    expect(text).toContain('have export: go on with step 5: Save the menu as it is now');
    expect(text).toContain('It is over when All cases pass');
    expect(markup).toContain('id="step-republish"');
    expect(markup).toContain('href="#step-vendor-fix"');
  });

  it('of each name can be read, and every step in it that is gone to is there', async () => {
    for (const id of Object.keys(world.muster.plans.book().playbooks)) {
      const { status, markup } = await read(`/plan/playbooks/${id}`);
      expect(status).toBe(200);
      for (const [, to] of markup.matchAll(/href="#(step-[^"]*)"/g)) expect(markup).toContain(`id="${to}"`);
      expect(markup).not.toMatch(/undefined|\[object/);
    }
  });
});
