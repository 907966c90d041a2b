import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { SAMPLE_PLAN } from '../../../src/config.ts';
import { SECOND_MS } from '../../../src/core/time.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import type { WebWorld } from './web-world.ts';
import { plain, webWorld } from './web-world.ts';

let world: WebWorld;
beforeAll(async () => {
  world = await webWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const textOf = (page: { readonly text: string }) =>
  plain(page.text.replaceAll(/<\/?time[^>]*>/g, '').replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ');
/** The page as everybody sees it once the server has looked again. */
async function status(path = '/status', headers: Record<string, string> = {}) {
  await world.wall.advance(6 * SECOND_MS);
  return world.ask(path, { headers });
}

const HOSTILE = `<script>alert(1)</script> "><img src=x onerror=alert(2)> \u202Etxet`;
const TITLE = 'phones send callers in a loop, Nina suspects the carrier';

describe('the public status page', () => {
  it('gives no assurance while nothing was published, whatever goes on inside: it says that nothing was', async () => {
    await world.say('priya', `start ${TITLE}`);
    await world.say('priya', 'ack INC-1');
    await world.say('priya', 'update INC-1 we do not know yet, do not tell anybody by 23:00');
    const page = await status();
    expect(page.status).toBe(200);
    expect(textOf(page)).toContain('Lakeshore Medical Billing service status');
    expect(textOf(page)).toContain('Nothing has been published in the last 14 days.');
    expect(page.text).not.toMatch(/\bok\b|good|well|\bover\b/i);
    const { body } = await status('/status.json');
    expect(body).toEqual({ title: 'Lakeshore Medical Billing service status', open: [], past: [], historyDays: 14 });
  });

  it('shows approved words and their next hour to everybody, and nothing else of the incident', async () => {
    const said = await world.say('priya', `publish INC-1 clinics by 23:00 Please use the portal. ${HOSTILE}`);
    expect(said).toMatchObject({ ok: true, card: { title: expect.stringContaining('words to clinics') } });
    const [page, json] = [await status(), await status('/status.json')];
    expect(textOf(page)).toContain('Something is not as usual.');
    expect(textOf(page)).toMatch(/For clinics Next update by \w+ \d+ \w+ 23:00 E[SD]T, even if there is no news\./);
    expect(textOf(page)).toContain('Please use the portal.');
    const { text } = json;
    for (const hidden of [
      'INC-1',
      'sev',
      'loop',
      'carrier',
      'Nina',
      'Priya',
      'priya',
      'do not tell',
      'Sign',
      'Muster',
    ]) {
      expect(textOf(page)).not.toContain(hidden);
      expect(text).not.toContain(hidden);
    }
  });

  it('keeps hostile words text, in the page and in JSON', async () => {
    const page = await status();
    expect(page.text).not.toMatch(/<script|<img/);
    expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page.text).not.toContain('\u202E');
    const json = await status('/status.json');
    expect(json.headers.get('content-type')).toContain('application/json');
    expect(json.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('can be kept by caches for 30 seconds, sets no cookie, and asks nothing of another machine', async () => {
    for (const path of ['/status', '/status.json']) {
      const page = await status(path);
      expect(page.headers.get('cache-control')).toBe('public, max-age=30');
      expect(page.headers.get('set-cookie')).toBeNull();
      expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
      const tag = page.headers.get('etag') ?? '';
      expect(tag).toMatch(/^"[\w-]{20,}"$/);
      expect((await status(path, { 'if-none-match': tag })).status).toBe(304);
      expect((await status(path, { 'if-none-match': `W/${tag}, "x"` })).status).toBe(304);
      expect((await status(path, { 'if-none-match': '"other"' })).status).toBe(200);
    }
    expect([...(await status()).text.matchAll(/\b(?:src|href)="(?!\/)/g)]).toEqual([]);
    expect((await status()).text).not.toContain('<script');
  });

  it('is the same to somebody who is signed in', async () => {
    const nina = await world.signedIn('nina');
    const [open, signedIn] = [await status(), await nina.get('/status')];
    expect(signedIn.text).toBe(open.text);
  });

  it('shows nothing of exercises and of private incidents', async () => {
    await world.say('priya', 'start --drill the greeting is wrong');
    await world.say('priya', 'ack EX-1');
    await world.say('priya', 'start --private patient data on a lost laptop');
    await world.say('priya', 'ack INC-2');
    for (const id of ['EX-1', 'INC-2']) {
      const said = await world.say('priya', `publish ${id} clinics Secret of ${id}. by 23:00`);
      expect(said.ok).toBe(true);
    }
    for (const path of ['/status', '/status.json']) expect((await status(path)).text).not.toContain('Secret of');
  });

  it('tells what is over for a while, without a promise', async () => {
    await world.say('priya', 'publish INC-1 clinics All is as usual again. --last');
    const text = textOf(await status());
    expect(text).toContain('No notice is open. The latest is below.');
    expect(text).not.toContain('[ok]');
    expect(text).toMatch(/Earlier, in the last 14 days For clinics: over .* All is as usual again\./);
    expect(text).not.toContain('Next update by');
    expect((await status('/status.json')).body).toMatchObject({
      past: [{ nextAt: null, audience: 'clinics' }],
    });
  });
});

test('a plan that asks for no status page has none, and says nothing there', async () => {
  using folder = tempFolder();
  const plan = folder.file('my.plan.yaml');
  copyFileSync(SAMPLE_PLAN, plan);
  writeFileSync(plan, readFileSync(plan, 'utf8').replace(/ {2}status_page:.*\n {4}title.*\n {4}audiences.*\n/, ''));
  await using other = await webWorld({ environment: { MUSTER_PLAN: plan } });
  for (const path of ['/status', '/status.json']) {
    const page = await other.ask(path);
    expect(page.status).toBe(404);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.text).not.toContain('Lakeshore');
  }
});

test('however many ask, the incidents are looked through at most every five seconds', async () => {
  let looks = 0;
  await using other = await webWorld({
    parts: (usual) => ({
      ...usual,
      incidents: () => {
        looks += 1;
        return usual.incidents();
      },
    }),
  });
  const before = looks;
  await Promise.all(Array.from({ length: 20 }, () => other.ask('/status')));
  expect(looks - before).toBe(1);
  await other.wall.advance(5 * SECOND_MS);
  await other.ask('/status.json');
  expect(looks - before).toBe(2);
});
