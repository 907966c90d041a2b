import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { packOf } from '../../../src/adapters/web/pack/pack-page.ts';
import { hash } from '../../../src/core/ids.ts';
import { instant } from '../../../src/core/time.ts';
import { chromiumPath } from '../../console/chromium.ts';
import { bookOf } from '../../support/story.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const AT = instant('2026-10-20T21:40:00Z');

it.each([true, false])(
  'the pack opens from a file without any request, fits a phone, and prints; scripts: %s',
  async (scripts) => {
    using folder = tempFolder();
    const file = folder.file('pack.html');
    writeFileSync(file, packOf({ ...bookOf(), hash: hash('ab12'.repeat(16)) }, AT).html);
    const address = pathToFileURL(file).href;
    const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
    try {
      const context = await browser.newContext({
        viewport: { width: 360, height: 800 },
        javaScriptEnabled: scripts,
        offline: true,
      });
      const page = await context.newPage();
      const [asked, complaints]: [string[], string[]] = [[], []];
      page.on('request', (request) => asked.push(request.url()));
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(address);
      expect(asked).toEqual([address]);
      expect(complaints).toEqual([]);
      // Its own style is in force: the policy allows it.
      expect(await page.evaluate(`getComputedStyle(document.querySelector('.box')).borderTopWidth`)).toBe('2px');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(361);
      expect(await page.locator('.made').innerText()).toMatch(
        scripts ? /days old\. TOO OLD/ : /ask Marcus Feld for a new one\.$/,
      );
      for (const format of ['A4', 'Letter']) expect((await page.pdf({ format })).length).toBeGreaterThan(50_000);
    } finally {
      await browser.close();
    }
  },
);
