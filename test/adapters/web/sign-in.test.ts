import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, plusMs } from '../../../src/core/time.ts';
import { makeLink } from '../../../src/adapters/web/sign-in/links.ts';
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
    expect((await browser.get('/')).status).toBe(401);
    const home = await browser.press(page, 'Sign in as Nina Kowalski');
    expect(home.status).toBe(200);
    expect(home.text).toContain('Nina Kowalski, Lakeshore Medical Billing');
  });

  it('works once', async () => {
    const link = world.link('owen');
    const first = await world.browser().sign('/sign-in', { t: link });
    expect(first.status).toBe(303);
    const second = await world.browser().sign('/sign-in', { t: link });
    expect(second.status).toBe(403);
    expect(second.text).toContain('used before');
    expect((await show(link)).text).toContain('used before');
  });

  it('gives a cookie that scripts and other sites do not get', async () => {
    const { headers } = await world.browser().sign('/sign-in', { t: world.link('nina') });
    const [cookie = ''] = headers.getSetCookie();
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).toContain('Max-Age=43200');
    expect(cookie).not.toContain('Secure');
  });

  it('gives a cookie for https only where people come by https', async () => {
    await using secure = await webWorld({ environment: { MUSTER_PUBLIC_URL: 'https://muster.example.com' } });
    const { headers } = await secure.browser().sign('/sign-in', { t: secure.link('nina') });
    expect(headers.get('set-cookie')).toContain('; Secure');
  });

  it('is refused when another site sends the form', async () => {
    const link = world.link('nina');
    const { status } = await world.browser().sign('/sign-in', { t: link }, { 'sec-fetch-site': 'cross-site' });
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

describe('a form that no page of ours holds', () => {
  it.each([
    ['nothing', async () => ({})],
    ['a token that was guessed', async () => ({ form: 'guessed' })],
    [
      'the token of a page in another browser',
      async () => ({ form: formsIn((await world.browser().get('/sign-in')).text)[0]?.fields['form'] ?? '' }),
    ],
  ])('signs nobody in with %s, and is shown once more with all that it needs', async (_, given) => {
    const browser = world.browser();
    const link = world.link('nina');
    const asked = await browser.post('/sign-in', { t: link, to: '/phones', ...(await given()) });
    expect(asked.status).toBe(401);
    expect(asked.text).toContain('Press once more');
    expect((await browser.get('/')).status).toBe(401);
    const [form] = formsIn(asked.text);
    const sent = await browser.post(form?.action ?? '', form?.fields ?? {});
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/phones']);
    expect((await browser.get('/')).text).toContain('Nina Kowalski');
  });

  it('keeps whoever is signed in signed in as themselves', async () => {
    const browser = await world.signedIn('owen');
    await browser.post('/sign-in', { t: world.link('nina') });
    expect((await browser.get('/')).text).toContain('Owen Brandt');
  });

  it('sends no link, and asks for whom once more', async () => {
    const browser = world.browser();
    const before = world.muster.phones.list().length;
    const asked = await browser.post('/sign-in/link', { who: 'ruth <b>', to: '/phones' });
    expect(asked.status).toBe(401);
    expect(asked.text).toContain('Press once more');
    const [form] = formsIn(asked.text);
    expect(form?.fields).toMatchObject({ who: 'ruth <b>', to: '/phones' });
    expect((await browser.post('/sign-in/link', form?.fields ?? {})).status).toBe(200);
    expect(world.muster.phones.list()).toHaveLength(before);
  });

  it('shows no recovery code again, for the browser may be somebody else’s', async () => {
    const { status, text } = await world.browser().post('/sign-in/code', { who: 'ruth', code: 'KKKK-7777' });
    expect(status).toBe(401);
    expect(text).toContain('Press once more');
    expect(text).toContain('<details class="card" open');
    expect(text).not.toContain('KKKK-7777');
  });

  it('is one whose page has been open for an hour; a page that is loaded again is good for half an hour at least', async () => {
    await using later = await webWorld();
    const browser = later.browser();
    const tokenOn = (page: { readonly text: string }) => formsIn(page.text)[0]?.fields['form'] ?? '';
    const first = tokenOn(await browser.get('/sign-in'));
    await later.wall.advance(30 * MINUTE_MS);
    expect(tokenOn(await browser.get('/sign-in'))).toBe(first);
    await later.wall.advance(30 * MINUTE_MS - 1);
    const press = async (form: string) => (await browser.post('/sign-in/link', { who: 'nobody', form })).status;
    expect(await press(first)).toBe(200);
    await later.wall.advance(1);
    expect(await press(first)).toBe(401);
    expect(await press(tokenOn(await browser.get('/sign-in')))).toBe(200);
  });

  it('cannot be helped by another site: its cookie goes with forms of this one only, and no script sees it', async () => {
    const { headers } = await world.browser().get('/sign-in');
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^muster_entry_\w{8}=[\w.-]+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    await using secure = await webWorld({ environment: { MUSTER_PUBLIC_URL: 'https://muster.example.com' } });
    const [cookie] = (await secure.browser().get('/plan')).headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-muster_entry_.*; SameSite=Strict; Secure$/);
  });
});

describe('a session', () => {
  it('ends when its person signs out, in every browser that holds its cookie', async () => {
    const browser = await world.signedIn('nina');
    const copy = world.browser();
    copy.setCookie(browser.cookie());
    expect((await copy.get('/')).status).toBe(200);
    const page = await browser.press(await browser.get('/'), 'Sign out');
    expect(page.text).toContain('<p role="status">You are signed out.</p>');
    expect((await copy.get('/')).status).toBe(401);
    expect((await copy.get('/')).text).not.toContain('<p role="status">You are signed out.');
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
    const status = async (link: string) => (await later.browser().sign('/sign-in', { t: link })).status;
    await later.wall.advance(15 * MINUTE_MS - 1);
    const browser = later.browser();
    expect((await browser.sign('/sign-in', { t: early })).status).toBe(303);
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
    const fail = async () => (await busy.browser().sign('/sign-in', { t: 'wrong' })).status;
    const tries = [];
    for (let n = 0; n < 12; n += 1) tries.push(await fail());
    expect(tries).toEqual([...Array.from({ length: 10 }, () => 403), 429, 429]);
    expect((await busy.browser().sign('/sign-in', { t: busy.link('nina') })).status).toBe(303);
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
