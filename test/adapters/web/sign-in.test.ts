import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, plusMs } from '../../../src/core/time.ts';
import { makeLink } from '../../../src/adapters/web/sign-in-links.ts';
import { makeToken } from '../../../src/adapters/web/tokens.ts';
import type { WebWorld } from './web-world.ts';
import { NOW, SECRET, formsIn, webWorld } from './web-world.ts';

let world: WebWorld;
beforeAll(async () => {
  world = await webWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const show = (link: string) => world.browser().get(`/sign-in?t=${encodeURIComponent(link)}`);

describe('signing in', () => {
  it('takes one button, and looking at the link uses nothing up', async () => {
    const browser = world.browser();
    const link = world.link('nina');
    for (let looked = 0; looked < 3; looked += 1) expect((await show(link)).text).toContain('Sign in as Nina Kowalski');
    const page = await browser.get(`/sign-in?t=${link}`);
    expect(page.headers.get('set-cookie')).toBeNull();
    const home = await browser.press(page, 'Sign in as Nina Kowalski');
    expect(home.status).toBe(200);
    expect(home.text).toContain('Nina Kowalski, Lakeshore Medical Billing');
  });

  it('works once', async () => {
    const link = world.link('owen');
    const first = await world.browser().post('/sign-in', { t: link });
    expect(first.status).toBe(303);
    const second = await world.browser().post('/sign-in', { t: link });
    expect(second.status).toBe(403);
    expect(second.text).toContain('used before');
    expect((await show(link)).text).toContain('used before');
  });

  it('gives a cookie that scripts and other sites do not get', async () => {
    const { headers } = await world.browser().post('/sign-in', { t: world.link('nina') });
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).toContain('Max-Age=43200');
    expect(cookie).not.toContain('Secure');
  });

  it('gives a cookie for https only where people come by https', async () => {
    await using secure = await webWorld({ environment: { MUSTER_PUBLIC_URL: 'https://muster.example.com' } });
    const { headers } = await secure.browser().post('/sign-in', { t: secure.link('nina') });
    expect(headers.get('set-cookie')).toContain('; Secure');
  });

  it('is refused when another site sends the form', async () => {
    const link = world.link('nina');
    const { status } = await world.browser().post('/sign-in', { t: link }, { 'sec-fetch-site': 'cross-site' });
    expect(status).toBe(403);
    expect((await show(link)).status).toBe(200);
  });

  it.each([
    ['nonsense', () => 'nonsense'],
    ['nothing but dots', () => '....'],
    ['made with another secret', () => makeLink('another secret altogether', 'nina', NOW)],
    ['changed to somebody else', () => makeLink(SECRET, 'nina', NOW).replace('nina', 'lena')],
    ['a token, which is no link', () => makeToken(SECRET, 'nina', NOW)],
    ['for somebody who is not in the plan', () => makeLink(SECRET, 'gone', NOW)],
    ['very long', () => 'x'.repeat(10_000)],
  ])('is refused with a link that is %s', async (_, link) => {
    const { status, text } = await show(link());
    expect(status).toBe(403);
    expect(text).toContain('not a sign-in link of this Muster');
  });

  it('says how to get a link to whoever has none', async () => {
    for (const path of ['/', '/sign-in', '/phones', '/incidents/INC-1', '/events']) {
      const { status, text } = await world.browser().get(path);
      expect(status).toBe(401);
      expect(text).toContain('npx muster sign-in');
    }
  });
});

describe('a session', () => {
  it('ends when its person signs out, in every browser that holds its cookie', async () => {
    const browser = await world.signedIn('nina');
    const copy = world.browser();
    copy.setCookie(browser.cookie());
    expect((await copy.get('/')).status).toBe(200);
    await browser.press(await browser.get('/'), 'Sign out');
    expect((await copy.get('/')).status).toBe(401);
  });

  it('is not ended by a form that another site made up', async () => {
    const browser = await world.signedIn('nina');
    await browser.post('/sign-out', { form: 'guessed' });
    expect((await browser.get('/')).status).toBe(200);
  });

  it('cannot be made up or changed', async () => {
    const browser = await world.signedIn('nina');
    const [name = '', value = ''] = browser.cookie().split(/=(.*)/);
    for (const forged of [value.replace('nina', 'lena'), `${value}x`, 'nina', '', makeToken(SECRET, 'nina', NOW)]) {
      browser.setCookie(`${name}=${forged}`);
      expect((await browser.get('/')).status).toBe(401);
    }
  });
});

describe('as time passes', () => {
  it('a link ends after 15 minutes and a session after 12 hours', async () => {
    await using later = await webWorld();
    const [early, late] = [later.link('nina'), later.link('nina')];
    const status = async (link: string) => (await later.browser().post('/sign-in', { t: link })).status;
    await later.wall.advance(15 * MINUTE_MS - 1);
    const browser = later.browser();
    expect((await browser.post('/sign-in', { t: early })).status).toBe(303);
    await later.wall.advance(1);
    expect(await status(late)).toBe(403);
    await later.wall.advance(12 * HOUR_MS - 2);
    expect((await browser.get('/')).status).toBe(200);
    await later.wall.advance(1);
    expect((await browser.get('/')).status).toBe(401);
  });

  it('is refused with a link from before Muster was started, for it may have been used then', async () => {
    await using fresh = await webWorld();
    const { status, text } = await fresh.browser().get(`/sign-in?t=${makeLink(SECRET, 'nina', plusMs(NOW, -1))}`);
    expect(status).toBe(403);
    expect(text).toContain('started again');
  });

  it('whoever fails too often is told to wait, but a good link always works', async () => {
    await using busy = await webWorld();
    const fail = async () => (await busy.browser().post('/sign-in', { t: 'wrong' })).status;
    const tries = [];
    for (let n = 0; n < 12; n += 1) tries.push(await fail());
    expect(tries).toEqual([...Array.from({ length: 10 }, () => 403), 429, 429]);
    expect((await busy.browser().post('/sign-in', { t: busy.link('nina') })).status).toBe(303);
    await busy.wall.advance(MINUTE_MS);
    expect(await fail()).toBe(403);
  });
});

describe('somebody who leaves the plan', () => {
  it('is signed out, and their token and link stop working', async () => {
    let gone = false;
    await using left = await webWorld({
      parts: (usual) => ({
        ...usual,
        book() {
          const book = usual.book();
          const { owen: _, ...people } = book.plan.people;
          return gone ? { ...book, plan: { ...book.plan, people } } : book;
        },
      }),
    });
    const browser = await left.signedIn('owen');
    const link = left.link('owen');
    const seen = async () => [
      (await browser.get('/')).status,
      (await left.ask('/api/v1/incidents', { token: left.token('owen') })).status,
      (await left.browser().get(`/sign-in?t=${link}`)).status,
    ];
    expect(await seen()).toEqual([200, 200, 200]);
    gone = true;
    expect(await seen()).toEqual([401, 401, 403]);
  });
});

describe('the forms of a page', () => {
  it('all carry the token of the session', async () => {
    const browser = await world.signedIn('nina');
    const tokens = formsIn((await browser.get('/')).text).map(({ fields }) => fields['form']);
    expect(tokens.length).toBeGreaterThan(2);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).toMatch(/^[\w-]{43}$/);
  });
});
