import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { expect } from 'vitest';
import { makeLink } from '../../src/adapters/web/sign-in/links.ts';
import type { WebServer } from '../../src/adapters/web/web-server.ts';
import { webServer } from '../../src/adapters/web/web-server.ts';
import { systemClock } from '../../src/adapters/clock/system-clock.ts';
import { webPartsOf } from '../../src/cli/web-parts.ts';
import { readConfig } from '../../src/config.ts';
import type { Muster } from '../../src/muster.ts';
import { openMuster } from '../../src/muster.ts';
import { chromiumPath } from './chromium.ts';
import { tempFolder } from '../support/temp-folder.ts';

const SECRET = 'the secret of the tests in a browser';
const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A real Muster with the sample plan, and Chromium to look at it. */
export interface ConsoleWorld extends AsyncDisposable {
  readonly address: string;
  readonly browser: Browser;
  muster(): Muster;
  /** Says words as somebody, past every browser. */
  say(person: string, words: string): Promise<string>;
  /** A browser of one person's own, signed in by a link; `about` is the first page it shows. */
  as(person: string, options?: BrowserContextOptions): Promise<Page>;
  /** The server goes down; `back` starts it again on the same port and the same data. */
  down(): Promise<void>;
  back(): Promise<void>;
}

export async function consoleWorld(): Promise<ConsoleWorld> {
  const folder = tempFolder();
  const read = readConfig({ MUSTER_DATA: folder.path, MUSTER_SECRET: SECRET, MUSTER_LOG: 'silent' });
  if (!read.ok) throw new Error(read.say);
  const { config } = read;
  let muster: Muster;
  let server: WebServer | undefined;
  let port = 0;
  const up = async () => {
    muster = await openMuster(config, QUIET);
    server = await webServer(webPartsOf(muster, { log: QUIET }), { host: '127.0.0.1', port });
    ({ port } = server);
    await muster.start();
  };
  await up();
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  const address = `http://127.0.0.1:${port}`;
  const contexts = new Set<BrowserContext>();

  const world: ConsoleWorld = {
    address,
    browser,
    muster: () => muster,
    async say(person, words) {
      const { desk: _desk, ...parts } = muster;
      const said = await parts.say({
        words,
        speaker: { id: person as never, name: person, by: person as never },
      });
      expect(said.ok, said.card.title).toBe(true);
      return said.incident ?? '';
    },
    async as(person, options = {}) {
      const context = await browser.newContext({ ...options, baseURL: address });
      contexts.add(context);
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      await page.goto(`/sign-in?t=${makeLink(SECRET, person, systemClock().now())}`);
      await page.getByRole('button', { name: /^Sign in as/ }).click();
      await page.waitForURL(`${address}/`);
      return page;
    },
    async down() {
      await server?.close();
      server = undefined;
      await muster.stop();
    },
    back: up,
    async [Symbol.asyncDispose]() {
      for (const context of contexts) await context.close();
      await browser.close();
      await server?.close();
      await muster.stop();
      folder[Symbol.dispose]();
    },
  };
  return world;
}

/** The sentence of the box: types words and sends them. */
export async function sayIn(page: Page, words: string): Promise<void> {
  await page.locator('#words').fill(words);
  await page.locator('#words').press('Escape');
  await page.getByRole('button', { name: 'Say', exact: true }).click();
}
