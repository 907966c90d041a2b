import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CDPSession, Page, Worker } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PushWorld } from './push-world.ts';
import { pushWorld } from './push-world.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A browser on a busy machine takes its time; in ms. */
const PATIENT = { timeout: 20_000 };

let world: PushWorld;
beforeAll(async () => {
  world = await pushWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** What the notifications of this browser show, as the page can ask for them. */
const shown = async (page: Page) =>
  (await page.evaluate(
    `navigator.serviceWorker.ready.then((r) => r.getNotifications()).then((all) =>
       all.map(({ title, body, tag, requireInteraction, actions }) =>
         ({ title, body, tag, requireInteraction, actions: actions.map((a) => a.action + ' ' + a.title) })))`,
  )) as readonly Readonly<Record<string, unknown>>[];

/** A push as the browser gets it from its push service, already opened. */
async function deliver(page: Page, data: unknown): Promise<void> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first !== undefined) resolve(first.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  // Delivered to a worker that is not at its work yet, it would be lost.
  await page.waitForFunction("navigator.serviceWorker.ready.then((r) => r.active.state === 'activated')");
  await session.send('ServiceWorker.deliverPushMessage', {
    origin: world.address,
    registrationId: await registered,
    data: typeof data === 'string' ? data : JSON.stringify(data),
  });
}

const workerOf = (page: Page): Worker => {
  const worker = page
    .context()
    .serviceWorkers()
    .find((one) => one.url().endsWith('/service-worker.js'));
  if (worker === undefined) throw new Error('no service worker runs');
  return worker;
};

/** The person presses a button of the newest notification: what the system tells the service worker then. */
const press = (page: Page, action: string) =>
  workerOf(page).evaluate(`(async () => {
    const notification = (await self.registration.getNotifications()).at(-1);
    const event = new NotificationEvent('notificationclick', { notification, action: ${JSON.stringify(action)} });
    const work = [];
    Object.defineProperty(event, 'waitUntil', { value: (promise) => work.push(promise) });
    self.dispatchEvent(event);
    await Promise.allSettled(work);
  })()`);

const NOTE = {
  title: 'INC-1 sev2 Major: phones <b>',
  text: 'You are paged as on call.',
  tag: 'INC-1',
  open: 'https://elsewhere.example/a/ticket?x=1',
  ticket: 'the.ticket',
  answers: [
    { digit: '1', label: 'I have it' },
    { digit: '2', label: "I can't" },
  ],
};

describe('"Let this phone ring" in a real browser', () => {
  it('has a manifest and a service worker that make it an app', async () => {
    const page = await world.as('marcus');
    await page.goto('/me/push');
    await expect
      .poll(() => page.locator('#ring-state').textContent(), PATIENT)
      .toBe('This browser does not ring for you yet.');
    const session = await page.context().newCDPSession(page);
    const { errors, data, manifest } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    expect(JSON.parse(data ?? '{}')).toMatchObject({ display: 'standalone', start_url: '/' });
    expect(manifest).toBeDefined();
    expect(
      (await session.send('Page.getInstallabilityErrors')).installabilityErrors.map(({ errorId }) => errorId),
    ).toEqual(
      // A context of its own is what browsers call incognito: there nothing is installed.
      ['in-incognito'],
    );
  });

  it.each(['light', 'dark'] as const)(
    'has nothing that axe calls serious, and fits a phone, in the %s theme',
    async (colorScheme) => {
      const page = await world.as('marcus', { colorScheme, viewport: { width: 360, height: 740 } });
      await world.browserFor('marcus', `Firefox at home ${colorScheme}`);
      await page.goto('/me/push?said=removed');
      await page.getByRole('button', { name: 'Let this phone ring' }).waitFor();
      await page.evaluate(AXE);
      const found = await page.evaluate(
        "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }).then((r) => r.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id))",
      );
      expect(found).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      if (world.pictures !== undefined)
        await page.screenshot({ path: `${world.pictures}/me-push.${colorScheme}.png`, fullPage: true });
    },
  );

  it('lets a browser ring by one press, and knows it again', async () => {
    const page = await world.as('priya', {}, { mayNotify: true });
    await page.goto('/me/push');
    await page.getByLabel('What you call it').fill('My phone');
    await page.getByRole('button', { name: 'Let this phone ring' }).click();
    await page.waitForURL(/said=added/);
    await expect.poll(() => page.locator('#ring-state').textContent(), PATIENT).toBe('This browser rings for you.');
    const row = page.getByRole('listitem').filter({ hasText: 'My phone' });
    expect(await row.locator('.this').isVisible()).toBe(true);
    expect(await page.locator('#let-ring').isVisible()).toBe(false);
    await row.getByRole('button', { name: 'Send a test' }).click();
    await page.waitForURL(/said=tested/);
    expect(world.arrived()).toMatchObject([{ title: 'Muster: this is a test' }]);
    await page.getByRole('button', { name: 'Take it off: My phone' }).click();
    await page.waitForURL(/said=removed/);
    await expect
      .poll(() => page.locator('#ring-state').textContent(), PATIENT)
      .toBe('This browser does not ring for you yet.');
  });

  it('says so when leave was refused', async () => {
    const page = await world.as('priya');
    await page.addInitScript("Notification.requestPermission = async () => 'denied'");
    await page.goto('/me/push');
    await page.getByRole('button', { name: 'Let this phone ring' }).click();
    await expect.poll(() => page.locator('#ring-state').textContent(), PATIENT).toContain('nothing rings');
  });
});

describe('the service worker in a real browser', () => {
  async function ringing(note: unknown) {
    const page = await world.as('marcus', {}, { mayNotify: true });
    await page.goto('/me/push');
    await page.getByRole('button', { name: 'Let this phone ring' }).waitFor();
    await deliver(page, note);
    await expect.poll(async () => (await shown(page)).length, PATIENT).toBe(1);
    return page;
  }

  it('shows a page with two answers, until somebody looks', async () => {
    const page = await ringing(NOTE);
    expect(await shown(page)).toEqual([
      {
        title: NOTE.title,
        body: NOTE.text,
        tag: 'INC-1',
        requireInteraction: true,
        actions: ['1 I have it', "2 I can't"],
      },
    ]);
  });

  it.each(['not JSON', '{}', '[]', 'null'])('shows something for a push that it cannot read: %s', async (data) => {
    const page = await ringing(data);
    expect(await shown(page)).toMatchObject([{ title: 'Muster wants you', actions: [] }]);
  });

  it('sends the answer with its ticket, and shows what Muster says', async () => {
    const page = await ringing(NOTE);
    await press(page, '1');
    expect(world.pressed().at(-1)).toEqual({ ticket: 'the.ticket', digit: '1' });
    expect(await shown(page)).toMatchObject([{ title: 'Ann has INC-42', tag: 'INC-1', actions: [] }]);
  });

  it('shows what Muster refuses', async () => {
    const page = await ringing(NOTE);
    world.answerPresses(409, { ok: false, title: 'INC-1 is over', text: 'Nothing to do.' });
    await press(page, '1');
    expect(await shown(page)).toMatchObject([
      { title: 'NOT DONE: INC-1 is over', body: 'Nothing to do.', actions: [] },
    ]);
  });

  it('says that an answer was not sent, and keeps its buttons, when there is no connection or Muster is ill', async () => {
    const page = await ringing(NOTE);
    world.answerPresses(503, { ok: false, title: 'NOT KEPT', text: '' });
    await press(page, '2');
    const unsent = {
      title: `NOT SENT: ${NOTE.title}`,
      body: expect.stringContaining('"I can\'t" did not reach Muster.'),
      actions: ['1 I have it', "2 I can't"],
    };
    expect(await shown(page)).toMatchObject([unsent]);
    world.answerPresses(200, { ok: true, title: 'Somebody else is asked', text: '' });
    const sentBefore = world.pressed().length;
    await page.context().setOffline(true);
    await press(page, '2');
    expect(await shown(page)).toMatchObject([unsent]);
    expect(world.pressed().length).toBe(sentBefore);
    await page.context().setOffline(false);
    await press(page, '2');
    expect(await shown(page)).toMatchObject([{ title: 'Somebody else is asked', actions: [] }]);
  });

  it('opens the page of this very Muster when the notification itself is pressed', async () => {
    const page = await ringing(NOTE);
    // A browser opens a window only for a real press; what is asked of it can be seen.
    await workerOf(page).evaluate('self.clients.openWindow = (to) => { self.opened = to; }');
    await press(page, '');
    expect(await workerOf(page).evaluate('self.opened')).toBe('/a/ticket?x=1');
    expect(await shown(page)).toEqual([]);
  });
});
