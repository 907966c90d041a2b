import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../src/core/time.ts';
import type { OidcWorld } from './oidc-world.ts';
import { oidcWorld } from './oidc-world.ts';

const MARCUS = { email: 'Marcus@Lakeshore-Billing.example', email_verified: true };
const FIRM = '/sign-in/firm';
const isBack = (url: URL) => url.pathname === '/sign-in/firm/back';

let oidc: OidcWorld;
beforeAll(async () => {
  oidc = await oidcWorld();
});
beforeEach(async () => {
  oidc.account(MARCUS);
  // Failures are counted by the minute.
  await oidc.world.wall.advance(MINUTE_MS);
});
afterAll(() => oidc[Symbol.asyncDispose]());

describe("signing in with the firm's account", () => {
  it('is offered, and signs in the person of the plan with that e-mail address, in letters of either size', async () => {
    const browser = oidc.browser();
    expect((await browser.go('/')).text).toContain(`href="${FIRM}"`);
    const { status, text, url } = await browser.go(FIRM);
    expect({ status, path: url.pathname }).toEqual({ status: 200, path: '/' });
    expect(text).toContain('Marcus Feld');
    expect(browser.cookies()).toHaveLength(1);
  });

  it('goes on to the page that was asked for, and only to one of this site', async () => {
    const first = await oidc.browser().go('/phones');
    expect(first.text).toContain(`href="${FIRM}?to=%2Fphones"`);
    const { status, url } = await oidc.browser().go(`${FIRM}?to=/phones`);
    expect({ status, path: url.pathname }).toEqual({ status: 200, path: '/phones' });
    const { url: own } = await oidc.browser().go(`${FIRM}?to=//evil.example/phones`);
    expect(own.href).toBe(`${oidc.world.address}/`);
  });

  it.each([
    [
      'whom the plan does not know',
      { email: 'stranger@lakeshore-billing.example', email_verified: true },
      'The plan does not know you',
    ],
    [
      'whose address nobody verified',
      { ...MARCUS, email_verified: false },
      'not verified that the e-mail address is yours',
    ],
    ['whose address nobody verified, in a word', { ...MARCUS, email_verified: 'false' }, 'not verified'],
    ['of whom no address is known', { email_verified: true }, 'does not tell Muster your e-mail address'],
    ['whose address is no text', { email: ['marcus@lakeshore-billing.example'] }, 'did not work|does not tell'],
  ])('signs in nobody %s', async (_, claims, sentence) => {
    oidc.account(claims);
    const browser = oidc.browser();
    const { status, text } = await browser.go(FIRM);
    expect(status).toBe(403);
    expect(text).toMatch(new RegExp(sentence));
    expect(text).toContain('A link or a recovery code works without it');
    expect((await browser.go('/')).status).toBe(401);
  });

  it('takes an address for good that the provider does not speak of as verified or not', async () => {
    oidc.account({ email: 'ivy@northgate.example' });
    expect((await oidc.browser().go(FIRM)).text).toContain('Ivy Sorensen');
  });

  it('is refused when the state is another one', async () => {
    const browser = oidc.browser();
    const { url } = await browser.go(FIRM, isBack);
    url.searchParams.set('state', 'another-state');
    const { status, text } = await browser.go(url.href);
    expect(status).toBe(403);
    expect(text).toContain('did not work');
    expect((await browser.go('/')).status).toBe(401);
  });

  it('is refused in another browser than the one in which it began', async () => {
    const { url } = await oidc.browser().go(FIRM, isBack);
    const { status, text } = await oidc.browser().go(url.href);
    expect(status).toBe(403);
    expect(text).toContain('This sign-in is over');
  });

  it('is refused when the address that came back is used again, with its cookie too', async () => {
    const browser = oidc.browser();
    const { url } = await browser.go(FIRM, isBack);
    const copy = browser.copy();
    expect((await browser.go(url.href)).status).toBe(200);
    for (const other of [copy, browser, oidc.browser()]) expect((await other.go(url.href)).status).toBe(403);
    expect((await copy.go('/')).status).toBe(401);
  });

  it('is refused when the provider says no', async () => {
    const browser = oidc.browser();
    const { url } = await browser.go(FIRM, isBack);
    const denied = new URL(url);
    denied.searchParams.delete('code');
    denied.searchParams.set('error', 'access_denied');
    expect((await browser.go(denied.href)).status).toBe(403);
  });

  it('writes neither code nor address nor secret into the log', async () => {
    const browser = oidc.browser();
    const { url } = await browser.go(FIRM, isBack);
    const code = url.searchParams.get('code') ?? 'none';
    await browser.go(url.href);
    await oidc.browser().go(url.href);
    const log = oidc.world.logged.join('\n');
    expect(log).toContain("firm's account");
    for (const secret of [code, 'lakeshore-billing.example', 'the secret of the client'])
      expect(log).not.toContain(secret);
  });

  it('ends a session that the browser had before', async () => {
    const browser = oidc.browser();
    await browser.go(FIRM);
    const before = browser.copy();
    oidc.account({ email: 'ivy@northgate.example' });
    expect((await browser.go(FIRM)).text).toContain('Ivy Sorensen');
    expect((await before.go('/')).status).toBe(401);
  });
});

describe('a provider that is not there', () => {
  it('keeps nobody from starting Muster or signing in otherwise, and is found when it is back', async () => {
    await using late = await oidcWorld();
    late.account(MARCUS);
    await late.be('down');
    const { status, text } = await late.browser().go(FIRM);
    expect(status).toBe(503);
    expect(text).toContain('does not answer');
    expect(text).toContain('A link or a recovery code works without it');
    expect(text).toContain('action="/sign-in/link"');
    expect((await late.world.signedIn('nina')).cookie()).not.toBe('');
    await late.be('up');
    expect((await late.browser().go(FIRM)).text).toContain('Marcus Feld');
  });

  it('lets nobody wait who begins, and nobody who comes back, when it hangs', async () => {
    await using slow = await oidcWorld({ answersWithinMs: 150 });
    await slow.be('hanging');
    expect((await slow.browser().go(FIRM)).status).toBe(503);
    await slow.be('up');
    slow.account(MARCUS);
    const browser = slow.browser();
    const { url } = await browser.go(FIRM, isBack);
    await slow.be('hanging');
    const { status, text } = await browser.go(url.href);
    expect(status).toBe(503);
    expect(text).toContain('does not answer');
  });
});

describe('a round with the provider', () => {
  it('is over after ten minutes', async () => {
    await using late = await oidcWorld();
    late.account(MARCUS);
    const browser = late.browser();
    const { url } = await browser.go(FIRM, isBack);
    await late.world.wall.advance(10 * MINUTE_MS);
    expect((await browser.go(url.href)).text).toContain('This sign-in is over');
  });

  it('can read the address from another claim', async () => {
    await using other = await oidcWorld({ claim: 'upn' });
    other.account({ upn: 'marcus@lakeshore-billing.example', email: 'ivy@northgate.example' });
    expect((await other.browser().go(FIRM)).text).toContain('Marcus Feld');
  });
});
