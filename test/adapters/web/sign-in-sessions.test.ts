import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spentInFile } from '../../../src/adapters/web/sign-in/spent-file.ts';
import { sessionsOf } from '../../../src/adapters/web/sign-in/sessions.ts';
import { MINUTE_MS } from '../../../src/core/time.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import type { WebWorld } from './web-world.ts';
import { SECRET, webWorld } from './web-world.ts';

let world: WebWorld;
beforeAll(async () => {
  world = await webWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('a session', () => {
  it('is never one that somebody else put into the browser: signing in begins a new one', async () => {
    const attacker = await world.signedIn('owen');
    const browser = world.browser();
    browser.setCookie(attacker.cookie());
    await browser.sign('/sign-in', { t: world.link('nina') });
    expect(browser.cookie()).not.toBe(attacker.cookie());
    expect((await browser.get('/')).text).toContain('Nina Kowalski');
    expect((await attacker.get('/')).status).toBe(401);
  });

  it('has a cookie that only this very host can set, where people come by https', async () => {
    await using secure = await webWorld({ environment: { MUSTER_PUBLIC_URL: 'https://muster.example.com' } });
    const { headers } = await secure.browser().sign('/sign-in', { t: secure.link('nina') });
    expect(headers.getSetCookie()[0]).toMatch(
      /^__Host-muster_\w{8}=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    const browser = await secure.signedIn('nina');
    expect((await browser.get('/')).status).toBe(200);
  });

  it('ends on all devices at once when its person says so, and nobody else’s does', async () => {
    const [desk, phone, other] = [
      await world.signedIn('nina'),
      await world.signedIn('nina'),
      await world.signedIn('owen'),
    ];
    await world.wall.advance(MINUTE_MS);
    await desk.press(await desk.get('/sign-in'), 'Sign out on all devices');
    const statuses = async () => [
      (await desk.get('/')).status,
      (await phone.get('/')).status,
      (await other.get('/')).status,
    ];
    expect(await statuses()).toEqual([401, 401, 200]);
    await world.wall.advance(MINUTE_MS);
    expect((await (await world.signedIn('nina')).get('/')).status).toBe(200);
    expect(await statuses()).toEqual([401, 401, 200]);
  });

  it('stays ended, and others go on, when Muster starts again', async () => {
    using folder = tempFolder();
    const environment = { MUSTER_DATA: folder.path };
    const cookies: string[] = [];
    {
      await using first = await webWorld({ environment });
      const [nina, owen] = [await first.signedIn('nina'), await first.signedIn('owen')];
      cookies.push(nina.cookie(), owen.cookie());
      await nina.press(await nina.get('/'), 'Sign out');
    }
    await using again = await webWorld({ environment });
    const statuses = cookies.map(async (cookie) => {
      const browser = again.browser();
      browser.setCookie(cookie);
      return (await browser.get('/')).status;
    });
    expect(await Promise.all(statuses)).toEqual([401, 200]);
  });

  it('stays ended on all devices when Muster starts again', async () => {
    using folder = tempFolder();
    const ended = () => spentInFile(folder.file('ended'), world.wall);
    const start = () => sessionsOf({ secret: SECRET, clock: world.wall, isSecure: false, ended: ended() });
    const first = start();
    const cookies = ['nina', 'nina', 'owen'].map((person) => first.setCookie(first.begin(person)));
    await first.end(first.allOf('nina'));
    const again = start();
    expect(cookies.map((cookie) => again.read(cookie)?.person)).toEqual([undefined, undefined, 'owen']);
  });

  it('does not end on all devices by a form that another site made up', async () => {
    const browser = await world.signedIn('nina');
    await browser.post('/sign-out/everywhere', { form: 'guessed' });
    expect((await browser.get('/')).status).toBe(200);
  });
});
