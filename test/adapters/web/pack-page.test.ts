import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_PLAN } from '../../../src/config.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import type { WebWorld } from './web-world.ts';
import { plain, webWorld } from './web-world.ts';

/** The sample plan with somebody whom no role, list or schedule names, and old paper. */
const folder = tempFolder();
const plan = folder.file('my.plan.yaml');
const edit = (change: (text: string) => string) => writeFileSync(plan, change(readFileSync(plan, 'utf8')));

let world: WebWorld;
beforeAll(async () => {
  copyFileSync(SAMPLE_PLAN, plan);
  edit((text) =>
    text
      .replace(/^people:\n/m, 'people:\n  gil: { name: Gil Moss, reach: [ { email: gil@lakeshore.example } ] }\n')
      .replace('last: 2026-11-02 }', 'last: 2026-07-02 }'),
  );
  world = await webWorld({ environment: { MUSTER_PLAN: plan } });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const textOf = (page: { readonly text: string }) =>
  plain(page.text.replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ');
const packFile = () => readFileSync(join(world.muster.config.data, 'pack', 'break-glass.html'), 'utf8');

describe('the page of the pack', () => {
  it('says how old the pack is, who holds it on paper, and that the paper is too old', async () => {
    const text = textOf(await (await world.signedIn('nina')).get('/pack'));
    expect(text).toContain('Marcus Feld, Nina Kowalski, Priya Raman, Lena Hartog');
    expect(text).toMatch(/The printed copies are from 2026-07-02, older than 1mo\. .*\(L077\)/);
    expect(text).toMatch(/Made \w+ \d+ \w+ 20\d\d \d\d:\d\d E[SD]T/);
  });

  it('leads people with a role to the pack, which says when it was made and allows nothing from elsewhere', async () => {
    const nina = await world.signedIn('nina');
    const page = await nina.get('/pack');
    expect(page.text).toContain('href="/pack/break-glass.html"');
    const pack = await nina.get('/pack/break-glass.html');
    expect(pack.status).toBe(200);
    expect(pack.text).toContain('+1 616 555 0101');
    expect(pack.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^;]*; script-src 'sha256-/,
    );
    expect(pack.headers.get('cache-control')).toBe('no-store');
    const saved = await nina.get('/pack/break-glass.html?save');
    expect(saved.headers.get('content-disposition')).toMatch(
      /^attachment; filename="?break-glass-\d{4}-\d\d-\d\d\.html"?$/,
    );
  });

  it('notes in the log who took a copy, and no number', async () => {
    const before = world.logged.length;
    await (await world.signedIn('owen')).get('/pack/break-glass.html');
    const lines = world.logged.slice(before).filter((line) => line.includes('pack'));
    expect(lines).toEqual([expect.stringMatching(/^the break-glass pack was taken .*"person":"owen"/)]);
    expect(lines.join('')).not.toContain('555');
  });

  it('keeps it from people without a role or a place on a list, and says whom to ask', async () => {
    const gil = await world.signedIn('gil');
    const page = await gil.get('/pack');
    expect(page.text).not.toContain('href="/pack/break-glass.html"');
    expect(textOf(page)).toContain('Ask Marcus Feld, who keeps the plan.');
    const pack = await gil.get('/pack/break-glass.html');
    expect(pack.status).toBe(403);
    expect(pack.text).not.toContain('555');
  });

  it.each(['/pack', '/pack/break-glass.html'])(
    'shows somebody who is not signed in only how to sign in: %s',
    async (path) => {
      const page = await world.ask(path);
      expect(page.status).toBe(401);
      expect(page.text).not.toMatch(/555|Nina/);
    },
  );

  it('is on the disk from the start, and made anew when the plan is edited', async () => {
    expect(packFile()).toContain('Gil Moss');
    const edited = world.heard(
      ({ kind, ...rest }) => kind === 'appended' && JSON.stringify(rest).includes('planAdopted'),
    );
    edit((text) => text.replace('name: Gil Moss', 'name: Gil Marsh'));
    await edited;
    await expect.poll(packFile).toContain('Gil Marsh');
    const previous = join(world.muster.config.data, 'pack', 'break-glass.previous.html');
    expect(readFileSync(previous, 'utf8')).toContain('Gil Moss');
    expect(world.muster.missing().join(' ')).not.toContain('break-glass');
  });
});
