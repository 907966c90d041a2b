import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { furnished } from './pages.ts';
import type { ConsoleWorld } from './world.ts';
import { consoleWorld } from './world.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let world: ConsoleWorld;
let paths: readonly string[];
beforeAll(async () => {
  world = await consoleWorld();
  paths = await furnished(world);
});
afterAll(() => world[Symbol.asyncDispose]());

type Finding = { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly html: string }[] };

/** What axe finds on the page as it stands, serious and worse, one line each. */
async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const found = (await page.evaluate(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }).then((r) => r.violations)",
  )) as readonly Finding[];
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

describe('every page of the console', () => {
  it.each(['light', 'dark'] as const)('has nothing that axe calls serious, in the %s theme', async (colorScheme) => {
    const page = await world.as('marcus', { colorScheme, viewport: { width: 1280, height: 900 } });
    for (const path of paths) {
      await page.goto(path);
      expect(await findings(page), path).toEqual([]);
    }
    await page.context().clearCookies();
    await page.goto('/sign-in');
    expect(await findings(page), 'sign-in').toEqual([]);
  });

  it('is whole at a width of 360 px: nothing has to be scrolled sideways, and buttons are big enough for a thumb', async () => {
    const page = await world.as('marcus', { viewport: { width: 360, height: 740 }, hasTouch: true });
    for (const path of paths) {
      await page.goto(path);
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(360);
      const small = await page.evaluate(
        `[...document.querySelectorAll('button, select, input:not([type=hidden]):not([type=checkbox]):not([type=radio])')]
          .map((one) => [one.textContent.trim() || one.name, one.getBoundingClientRect()])
          .filter(([, box]) => box.height > 0 && box.height < 40)
          .map(([name, box]) => name + ' ' + box.height)`,
      );
      expect(small, path).toEqual([]);
    }
  });

  it('asks nothing of any other host, and no script of it fails', async () => {
    const page = await world.as('priya');
    const elsewhere: string[] = [];
    const faults: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(world.address)) elsewhere.push(request.url());
    });
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    for (const path of paths) {
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(200);
    }
    expect(elsewhere).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('gives every time to screen readers in full, and every state in words', async () => {
    const page = await world.as('priya');
    for (const path of paths) {
      await page.goto(path);
      const nameless = await page.evaluate(
        "[...document.querySelectorAll('time')].filter((time) => !time.dateTime || !time.textContent.trim()).length",
      );
      expect(nameless, path).toBe(0);
      const mute = await page.evaluate(
        "[...document.querySelectorAll('.tag, .card.alarm, .card.warn')].filter((one) => !one.textContent.trim()).length",
      );
      expect(mute, path).toBe(0);
    }
  });
});
