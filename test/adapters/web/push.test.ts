import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webPushProvider } from '../../../src/adapters/pagers/web-push/web-push.ts';
import { personId } from '../../../src/core/ids.ts';
import type { PushSubscriptions } from '../../../src/ports/push-subscriptions.ts';
import { pushHost } from '../../support/push-host.ts';
import type { PushService } from '../../support/push-service.ts';
import { pushService } from '../../support/push-service.ts';
import type { Browser, WebWorld } from './web-world.ts';
import { formsIn, webWorld } from './web-world.ts';

const NINA = personId('nina');
let service: PushService;
let push: PushSubscriptions;
let world: WebWorld;
beforeAll(async () => {
  service = await pushService();
  push = webPushProvider({ services: [service.host] }, pushHost()).subscriptions;
  world = await webWorld({ parts: (usual) => ({ ...usual, push, publicUrl: 'https://muster.example.com' }) });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});

/** What the page's script would do on a phone: it puts what the browser gave into the form. */
async function letRing(browser: Browser, name: string) {
  const given = await service.browser(await push.publicKey());
  const page = await browser.get('/me/push');
  const { id, ...subscription } = given;
  const form = formsIn(page.text).find(({ action }) => action === '/me/push/add')?.fields['form'] ?? '';
  const shown = await browser.post('/me/push/add', { form, name, subscription: JSON.stringify(subscription) });
  return { id, shown };
}

describe('the page where people let their phones ring', () => {
  it('takes a browser, sends it a test, and takes it off', async () => {
    const nina = await world.signedIn('nina');
    expect((await nina.get('/')).text).toContain('<a href="/me/push">Let this phone ring</a>');
    expect((await nina.get('/me/push')).text).toContain('No browser rings for you.');
    const phone = await letRing(nina, '<b>My</b> phone');
    expect(phone.shown).toMatchObject({ status: 303 });
    expect(phone.shown.headers.get('location')).toBe('/me/push?said=added');
    const page = await nina.get('/me/push?said=added');
    expect(page.text).toContain('This browser rings for you from now on.');
    expect(page.text).toContain('&lt;b&gt;My&lt;/b&gt; phone');
    const [browser] = await push.list(NINA);
    expect(page.text).toContain(`data-browser="${browser?.id}"`);

    const form = formsIn(page.text).find(({ action }) => action === '/me/push/test')?.fields ?? {};
    const tested = await nina.post('/me/push/test', form);
    expect(tested.headers.get('location')).toBe('/me/push?said=tested');
    expect(service.arrived(phone)).toMatchObject([{ title: 'Muster: this is a test' }]);

    const removed = await nina.post('/me/push/remove', form);
    expect(removed.headers.get('location')).toBe('/me/push?said=removed');
    expect(await push.list(NINA)).toEqual([]);
  });

  it('shows and takes off nobody else’s', async () => {
    const [nina, tomas] = [await world.signedIn('nina'), await world.signedIn('tomas')];
    await letRing(nina, 'The phone of Nina');
    const [browser] = await push.list(NINA);
    const page = await tomas.get('/me/push');
    expect(page.text).not.toContain('The phone of Nina');
    const form = formsIn(page.text).find(({ action }) => action === '/me/push/add')?.fields['form'] ?? '';
    await tomas.post('/me/push/remove', { form, id: browser?.id ?? '' });
    expect((await tomas.post('/me/push/test', { form, id: browser?.id ?? '' })).status).toBe(422);
    expect(await push.list(NINA)).toHaveLength(1);
    await push.remove(NINA, browser?.id ?? '');
  });

  it('says why a browser was not taken, and why a test did not go out', async () => {
    const nina = await world.signedIn('nina');
    const page = await nina.get('/me/push');
    const form = formsIn(page.text).find(({ action }) => action === '/me/push/add')?.fields['form'] ?? '';
    for (const subscription of ['', 'null', '{"endpoint":"http://169.254.169.254/"}']) {
      const refused = await nina.post('/me/push/add', { form, subscription, name: 'x' });
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('try once more');
    }
    const phone = await letRing(nina, 'phone');
    service.instead(phone, (res) => res.destroy());
    const [browser] = await push.list(NINA);
    const tested = await nina.post('/me/push/test', { form, id: browser?.id ?? '' });
    expect(tested.status).toBe(422);
    expect(tested.text).toContain('does not answer');
    await push.remove(NINA, browser?.id ?? '');
  });

  it('says whom to ask when the plan does not page them this way, and reflects nothing of its address', async () => {
    const nina = await world.signedIn('nina');
    const { text } = await nina.get('/me/push?said=<script>');
    expect(text).toContain('<code>push: app</code>');
    expect(text).not.toContain('<script>');
    expect(text).not.toContain('role="alert"');
  });

  it('is empty after signing out on all devices, and not after signing out here', async () => {
    const nina = await world.signedIn('nina');
    await letRing(nina, 'one');
    await letRing(nina, 'two');
    const page = await nina.get('/me/push');
    const form = formsIn(page.text)[0]?.fields['form'] ?? '';
    const other = await world.signedIn('nina');
    await nina.post('/sign-out', { form });
    expect(await push.list(NINA)).toHaveLength(2);
    const own = formsIn((await other.get('/me/push')).text)[0]?.fields['form'] ?? '';
    await other.post('/sign-out/everywhere', { form: own });
    expect(await push.list(NINA)).toEqual([]);
  });
});

describe('without web push', () => {
  it('the page says who switches it on, and that it takes an https address', async () => {
    await using plain = await webWorld();
    const nina = await plain.signedIn('nina');
    const page = await nina.get('/me/push');
    expect(page.text).toContain('<code>WEB_PUSH=yes</code>');
    expect((await nina.get('/')).text).not.toContain('/me/push');
    expect(page.text).toContain('<code>MUSTER_PUBLIC_URL</code>');
    const form = formsIn(page.text)[0]?.fields['form'] ?? '';
    const refused = await nina.post('/me/push/add', { form });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('This is not switched on');
  });
});

describe('the app on a home screen', () => {
  it('has a manifest, pictures and a service worker, open to all and asked for again each time', async () => {
    const found = async (path: string) => {
      const { status, headers } = await world.ask(path);
      return [status, headers.get('content-type'), headers.get('cache-control')];
    };
    expect(await found('/service-worker.js')).toEqual([200, 'text/javascript; charset=utf-8', 'no-cache']);
    const [status, type] = await found('/muster.webmanifest');
    expect([status, type]).toEqual([200, expect.stringContaining('application/manifest+json')]);
    for (const size of [180, 192, 512])
      expect(await found(`/app-icon-${size}.png`)).toEqual([200, 'image/png', 'no-cache']);
  });

  it('is offered on pages of people who are signed in, and on no open page', async () => {
    const tomas = await world.signedIn('tomas');
    for (const path of ['/', '/me/push', '/sign-in'])
      expect((await tomas.get(path)).text).toContain('<link rel="manifest" href="/muster.webmanifest" />');
    expect((await world.browser().get('/nearmiss')).text).not.toContain('manifest');
  });
});
