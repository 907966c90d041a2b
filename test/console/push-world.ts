import type { BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { webPushProvider } from '../../src/adapters/pagers/web-push/web-push.ts';
import { systemClock } from '../../src/adapters/clock/system-clock.ts';
import { makeLink } from '../../src/adapters/web/sign-in/links.ts';
import { webServer } from '../../src/adapters/web/web-server.ts';
import { webPartsOf } from '../../src/cli/web-parts.ts';
import { readConfig } from '../../src/config.ts';
import { personId } from '../../src/core/ids.ts';
import { openMuster } from '../../src/muster.ts';
import type { WebDoor } from '../../src/ports/web-door.ts';
import { pushHost } from '../support/push-host.ts';
import type { Notification } from '../support/push-service.ts';
import { pushService } from '../support/push-service.ts';
import { quietLog } from '../support/quiet-log.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { chromiumPath } from './chromium.ts';

const SECRET = 'the secret of the tests of push in a browser';

/** A real Muster with web push, a push service that we did not write, and Chromium to be rung. */
export interface PushWorld extends AsyncDisposable {
  readonly address: string;
  /** Where pictures of pages are put; undefined: nobody looks at them. */
  readonly pictures: string | undefined;
  /** A browser of one person's own, signed in. With `mayNotify` it has leave to show notifications. */
  as(person: string, options?: BrowserContextOptions, leave?: { readonly mayNotify: boolean }): Promise<Page>;
  /** A browser of theirs somewhere else rings already. */
  browserFor(person: string, name: string): Promise<void>;
  /** What was pushed to the browser that was let ring last. */
  arrived(): readonly Notification[];
  /** The bodies of presses, oldest first. */
  pressed(): readonly unknown[];
  /** How presses are answered from now on. */
  answerPresses(status: number, body: object): void;
}

export async function pushWorld(): Promise<PushWorld> {
  const folder = tempFolder();
  const read = readConfig({ MUSTER_DATA: folder.path, MUSTER_SECRET: SECRET, MUSTER_LOG: 'silent' });
  if (!read.ok) throw new Error(read.say);
  const service = await pushService();
  const log = quietLog();
  const muster = await openMuster(read.config, log);
  const { subscriptions: push } = webPushProvider({ services: [service.host] }, pushHost({ clock: systemClock() }));
  const pressed: unknown[] = [];
  const usual = { status: 200, body: { ok: true, title: 'Ann has INC-42', text: '' } as object };
  let answer = usual;
  const door: WebDoor = {
    path: '/push/press',
    handle: (req, res) => {
      let text = '';
      req.on('data', (part: Buffer) => (text += part.toString()));
      req.on('end', () => {
        pressed.push(JSON.parse(text));
        res.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
      });
    },
  };
  const parts = { ...webPartsOf(muster, { log }), push, doors: [door] };
  const server = await webServer(parts, { host: '127.0.0.1', port: 0 });
  await muster.start();
  const address = `http://127.0.0.1:${server.port}`;
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  let last = { id: '' };

  return {
    address,
    pictures: process.env['MUSTER_TEST_PICTURES'],
    async as(person, options = {}, { mayNotify } = { mayNotify: false }) {
      const context = await browser.newContext({ ...options, baseURL: address });
      context.setDefaultTimeout(15_000);
      if (mayNotify) await context.grantPermissions(['notifications'], { origin: address });
      answer = usual;
      // A browser without the internet gets no address from its own push service: it is given one of ours.
      last = await service.browser(await push.publicKey());
      await context.addInitScript(`
        const given = ${JSON.stringify({ ...last, id: undefined })};
        const subscription = { endpoint: given.endpoint, options: {}, toJSON: () => given, unsubscribe: async () => true };
        PushManager.prototype.subscribe = async () => {
          localStorage.setItem('subscribed', 'yes');
          return subscription;
        };
        PushManager.prototype.getSubscription = async () =>
          localStorage.getItem('subscribed') === 'yes' ? subscription : null;
      `);
      const page = await context.newPage();
      await page.goto(`/sign-in?t=${makeLink(SECRET, person, systemClock().now())}`);
      await page.getByRole('button', { name: /^Sign in as/ }).click();
      await page.waitForURL(`${address}/`);
      return page;
    },
    async browserFor(person, name) {
      const { id: _, ...given } = await service.browser(await push.publicKey());
      await push.add(personId(person), given, name);
    },
    arrived: () => service.arrived(last),
    pressed: () => pressed,
    answerPresses: (status, body) => void (answer = { status, body }),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server.close();
      await muster.stop();
      await service[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
