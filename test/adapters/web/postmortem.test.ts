import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  PAGE,
  changeFile,
  fileOf,
  opened,
  readFile,
  textOf,
  untilWritten,
  withPostmortem,
} from './postmortem-world.ts';
import type { Browser, WebWorld } from './web-world.ts';
import { formsIn, webWorld } from './web-world.ts';

let world: WebWorld;
let nina: Browser;
beforeAll(async () => {
  world = await webWorld();
  nina = await world.signedIn('nina');
  await withPostmortem(world);
});
afterAll(() => world[Symbol.asyncDispose]());

describe('the page of a postmortem', () => {
  it('has a table of contents that leads to each of its fifteen sections, and says where people should write', async () => {
    const { text } = await nina.get(PAGE);
    const links = [
      ...text.matchAll(/<a href="#(section-\d+)">(\d+\. [^<]*)<\/a>(?:\s*<span[^>]*>(to write)<\/span>)?/g),
    ];
    expect(links).toHaveLength(15);
    for (const [, id = '', title = ''] of links)
      expect(text).toMatch(new RegExp(`<section id="${id}">\\s*<h2>${title.replaceAll('.', '\\.')}</h2>`));
    const waiting = links.flatMap(([, , title, toWrite]) => (toWrite === undefined ? [] : [title]));
    expect(waiting).toContain('10. How it made sense');
    expect(waiting).not.toContain('4. Timeline');
  });

  it('tells apart what is from the record and what is for people to write, with the questions', async () => {
    const page = await nina.get(PAGE);
    expect(page.text).toMatch(
      /<div class="facts" id="facts-timeline">\s*<p class="source">[\s\S]{0,200}From the record/,
    );
    expect(page.text).toMatch(
      /<div class="yours blank" id="part-sense">\s*<p class="source">[\s\S]{0,200}Yours to write/,
    );
    expect(textOf(page)).toMatch(/Nothing is written here yet\. The questions: What did you notice first\?/);
    expect(page.text).toContain(`href="${PAGE}/edit/sense"`);
    expect(page.text).not.toContain('muster:');
  });

  it('names the column in each cell, so that a table can be read on a phone', async () => {
    const { text } = await nina.get(PAGE);
    expect(text).toMatch(/<table class="many"><thead><tr><th scope="col">America\/Detroit<\/th>/);
    expect(text).toContain('<td data-label="What"><span>First reported by');
  });

  it('can be downloaded as Markdown, under a name of its own', async () => {
    const { headers, text } = await nina.get(`${PAGE}.md`);
    expect(headers.get('content-type')).toMatch(/^text\/markdown/);
    expect(headers.get('content-disposition')).toBe('attachment; filename=postmortem-INC-1.md');
    expect(text).toBe(readFile(world));
  });

  it('prints without menus and forms, on white, with links written out and no row torn in two', () => {
    const styles = ['console.css', 'postmortem.css'].map((name) =>
      readFileSync(join(import.meta.dirname, '../../../src/adapters/web/assets', name), 'utf8'),
    );
    const print = styles.map((css) => css.slice(css.indexOf('@media print'))).join('\n');
    for (const rule of ['.ask', '.screen-only', 'display: none', '--back: #ffffff', 'break-inside: avoid'])
      expect(print).toContain(rule);
    for (const rule of ['break-after: avoid', 'table-header-group', 'attr(href)']) expect(print).toContain(rule);
  });

  it('says how far the writing is, and offers to bring the facts up to date when the record has grown', async () => {
    expect(textOf(await nina.get(PAGE))).toContain('8 of 9 parts are still to write');
    expect(textOf(await nina.get(PAGE))).not.toContain('Bring the facts up to date');
    await world.say('nina', 'note the carrier has called back', { in: 'INC-1' });
    const grown = await nina.get(PAGE);
    expect(textOf(grown)).toContain('One more thing was recorded since.');
    await untilWritten(world, () => nina.press(grown, 'Bring the facts up to date'));
    const after = await nina.get(PAGE);
    expect(textOf(after)).toContain('the carrier has called back');
    expect(textOf(after)).not.toContain('Bring the facts up to date');
  });

  it('shows what people wrote outside the parts as well, as text and never as markup', async () => {
    changeFile(
      world,
      (text) => `${text}\n## 16. Ours <b>\n\nBy hand <script>alert(1)</script>\n\n${'>'.repeat(9_000)}\n`,
    );
    const page = await nina.get(PAGE);
    expect(page.status).toBe(200);
    expect(page.text).toContain('16. Ours &lt;b&gt;</a>');
    expect(page.text).toContain('By hand &lt;script&gt;');
    expect(page.text).not.toContain('<script>');
  });

  it('has a first heading of its own where the title was cut out of the file', async () => {
    changeFile(world, (text) => text.slice(text.indexOf('## 1. ')));
    expect((await nina.get(PAGE)).text).toContain('<h1>Postmortem of INC-1</h1>');
  });
});

describe('a postmortem that is not written', () => {
  it('says when it will be, and is written at the press of a button', async () => {
    await using other = await webWorld();
    const browser = await other.signedIn('nina');
    await other.say('nina', 'start phones send callers in a loop --no-page');
    const none = await browser.get(PAGE);
    expect(none.status).toBe(404);
    expect(textOf(none)).toContain('it is written by itself when INC-1 is closed');
    expect((await browser.get(`${PAGE}.md`)).status).toBe(404);
    expect((await browser.get(`${PAGE}/edit/sense`)).status).toBe(404);
    await untilWritten(other, () => browser.press(none, 'Write it now'));
    expect((await browser.get(PAGE)).text).toMatch(/<h1>Postmortem INC-1/);
    rmSync(fileOf(other));
    expect(textOf(await browser.get(PAGE))).toContain('INC-1.md, but the file is not in the folder');
  });

  it('is not promised for an incident that was cancelled', async () => {
    await using other = await webWorld();
    const browser = await other.signedIn('nina');
    await other.say('nina', 'start phones send callers in a loop --no-page');
    await other.say('nina', 'ack INC-1');
    await other.say('nina', 'lead INC-1');
    await other.say('nina', 'cancel INC-1 a test');
    expect(textOf(await browser.get(PAGE))).toContain('INC-1 was cancelled, so none is written by itself.');
  });
});

describe('the postmortem of a private incident', () => {
  it('is there only for those who have a part in it: to read, to download, to write and to act on', async () => {
    await using other = await webWorld();
    await other.say('ruth', 'start somebody reads our mail --private --no-page');
    await untilWritten(other, () => other.say('ruth', 'postmortem INC-1 --rewrite'));
    const ruth = await other.signedIn('ruth');
    expect((await ruth.get(PAGE)).status).toBe(200);
    const { send } = await opened(ruth, 'sense');
    expect((await send('I saw it')).status).toBe(303);
    const tomas = await other.signedIn('tomas');
    for (const path of [PAGE, `${PAGE}.md`, `${PAGE}/edit/sense`]) {
      const { status, text } = await tomas.get(path);
      expect(status).toBe(404);
      expect(text).not.toContain('reads our mail');
    }
    const [form = ''] = formsIn((await tomas.get('/')).text).map(({ fields }) => fields['form'] ?? '');
    for (const path of [`${PAGE}/edit/sense`, `${PAGE}/say`])
      expect((await tomas.post(path, { form, text: 'x', words: 'action INC-1 x' })).status).toBe(404);
    expect(readFile(other)).toContain('I saw it');
  });
});
