import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';
import type { Browser, WebWorld } from './web-world.ts';
import { plain, webWorld } from './web-world.ts';

const textOf = (markup: string) =>
  plain(markup.replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[.,;:)])|(?<=\() /g, '');
const row = (markup: string, id: string) => textOf(markup.split(`id="person-${id}"`)[1]?.split('</tr>')[0] ?? '');

describe('the numbers of people', () => {
  let world: WebWorld;
  beforeAll(async () => {
    world = await webWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());
  const people = async (browser: Browser) => (await browser.get('/plan/people')).text;

  it.each(['marcus', 'priya', 'nina', 'lena', 'tomas', 'ivy', 'ruth'])(
    'are shown to %s, who calls people',
    async (id) => {
      const page = await people(await world.signedIn(id));
      expect(row(page, 'lena')).toContain('call +1 616 555 0103');
      expect(page).toContain('href="tel:+16165550103"');
    },
  );

  it('are hidden from somebody who need not call, but for the last digits; the own ones are shown', async () => {
    const page = await people(await world.signedIn('owen'));
    expect(row(page, 'lena')).toContain('SMS number ending in 03');
    expect(row(page, 'ivy')).toContain('e-mail i…@northgate.example');
    expect(row(page, 'owen')).toContain('(you)');
    expect(row(page, 'owen')).toContain('+1 616 555 0107');
    const others = page.replaceAll(/\+1 ?616 ?555 ?0107/g, '');
    expect(others).not.toMatch(/\+\d[\d ]{6,}\d/);
    expect(textOf(page)).toContain('Phone numbers are hidden here');
  });

  it('are nowhere else either for somebody who need not call', async () => {
    const owen = await world.signedIn('owen');
    const { people: all } = world.muster.plans.book().plan;
    const numbers = Object.entries(all).flatMap(([id, { reach }]) => (id === 'owen' ? [] : reach.map(({ to }) => to)));
    for (const path of [
      '/plan',
      '/plan/functions',
      '/plan/systems',
      '/plan/paging',
      '/plan/vendors',
      '/plan/playbooks/ransomware',
    ]) {
      const { text } = await owen.get(path);
      for (const number of numbers.filter((to) => to.startsWith('+'))) expect(text).not.toContain(number);
    }
  });

  it('are shown to whoever works on an open incident, until it is over', async () => {
    await world.say('owen', 'start the e-mail is slow --no-page');
    const owen = await world.signedIn('owen');
    expect(row(await people(owen), 'lena')).toContain('+1 616 555 0103');
    await world.say('priya', 'cancel INC-1 it was the cable');
    expect(row(await people(owen), 'lena')).toContain('number ending in 03');
  });

  it('of vendors are there to be called by everybody, with what to say', async () => {
    const { text } = await (await world.signedIn('owen')).get('/plan/vendors');
    expect(textOf(text)).toContain(
      "call +1 312 555 0199 e-mail desk@northgate.example Say Client code LMB. Say 'sev1'",
    );
    expect(text).toContain('href="tel:+13125550199"');
    expect(text).not.toContain('secret:');
  });

  it('stand beside what each person is there for, and when not', async () => {
    const page = await people(await world.signedIn('marcus'));
    expect(row(page, 'marcus')).toContain('tech lead deputy: vendor contact on call in it-primary');
    expect(row(page, 'marcus')).toContain('away 2026-12-21 to 2026-12-28, Nina Kowalski covers');
    expect(textOf(page)).toContain('decision maker Lena Hartog Priya Raman Spend over 5k');
  });
});

describe('hostile words of a plan stay words', () => {
  const BAD = '<script>alert(1)</script>"><img src=x onerror=alert(2)>';
  const PLAN = `
plan: { company: '${BAD}', timezone: Europe/Vienna, owner: ann, version: '${BAD}', accepted_gaps: [ { rule: L064, why: '${BAD}', by: ann, until: 2030-01-01 } ] }
people:
  ann: { name: 'Ann ${BAD}', title: '${BAD}', reach: [ { call: "+43 1 555 0100", label: '${BAD}' }, { chat: '${BAD}' } ] }
schedules: { duty: { rotate: { people: [ann], every: 1w, from: 2026-11-02T08:00 } } }
escalation: { default: { levels: [ { page: [duty, box] } ], if_nobody: { page: [ann], say: '${BAD}' } } }
functions:
  desk: { name: 'Desk ${BAD}', rto: 4h, mtd: 8h, minimum: '${BAD}', impact: [ { after: 1h, level: minor, what: '${BAD}' } ], needs: [pc, { system: net, kind: degraded, survives: 1h, note: '${BAD}' }], workaround: { do: '${BAD}', steps: '${BAD}' } }
systems:
  pc: { name: 'PC ${BAD}', vendor: box, needs: [ { any: [net, lte] } ], recovery: { method: '${BAD}', options: [ { name: '${BAD}', time: 1h } ] } }
  net: { name: '${BAD}', needs: [] }
  lte: { name: lte, needs: [] }
vendors: { box: { name: 'Box ${BAD}', reach: [ { call: "+43 1 555 0200", label: '${BAD}' } ], say: '${BAD}', portal: 'javascript:alert(1)', status_page: '${BAD}' } }
`;
  let world: WebWorld;
  const folder = tempFolder();
  beforeAll(async () => {
    const file = join(folder.path, 'plan.yaml');
    writeFileSync(file, PLAN);
    world = await webWorld({ environment: { MUSTER_PLAN: file } });
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it.each([
    '/plan',
    '/plan/functions',
    '/plan/functions/desk',
    '/plan/systems/pc',
    '/plan/picture',
    '/plan/order?fails=function.desk',
    '/plan/paging',
    '/plan/people',
    '/plan/vendors',
  ])('on %s', async (path) => {
    const { status, text } = await (await world.signedIn('ann')).get(path);
    expect(status).toBe(200);
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toMatch(/<script>|<img|<[a-z]+(?:\s+[\w-]+="[^"]*")*\s+on\w+\s*=/i);
    expect(text).not.toMatch(/href="(?!\/|#|tel:|sms:|mailto:)/);
  });

  it('and a plan without roles shows its numbers to everybody in it', async () => {
    const { text } = await (await world.signedIn('ann')).get('/plan/people');
    expect(textOf(text)).toContain('call +43 1 555 0100');
    expect(textOf(text)).toContain('The plan names no roles: everybody in it may do everything.');
  });

  it('and one person in a schedule has it again and again', async () => {
    const { text } = await (await world.signedIn('ann')).get('/plan/paging');
    expect(textOf(text)).toContain('again; nobody else has a turn soon.');
  });
});
