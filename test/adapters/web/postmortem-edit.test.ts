import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ID,
  PAGE,
  boxIn,
  changeFile,
  fileOf,
  followed,
  opened,
  readFile,
  sender,
  textOf,
  untilWritten,
  withPostmortem,
} from './postmortem-world.ts';
import type { Browser, WebWorld } from './web-world.ts';
import { formsIn, webWorld } from './web-world.ts';

let world: WebWorld;
let nina: Browser;
let marcus: Browser;
beforeAll(async () => {
  world = await webWorld();
  nina = await world.signedIn('nina');
  marcus = await world.signedIn('marcus');
  await withPostmortem(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const eventsOf = async () => {
  const { body } = await world.ask(`/api/v1/incidents/${ID}/events`, { token: world.token('nina') });
  return body as readonly { readonly type: string; readonly by: string; readonly section?: string }[];
};

describe('writing in a part', () => {
  it('begins with the questions in a box, on a page that no live update touches', async () => {
    const { page, text } = await opened(nina, 'helped');
    expect(text).toBe('*What helped?*\n\n*What hindered?*\n\n*Where were we lucky?*');
    expect(page.text).not.toContain('/console.js');
    expect(page.text).toContain('<label for="text">');
    expect(textOf(page)).toContain('The system can change; people cannot be fixed.');
  });

  it('changes that part of the file alone, shows it on the page, and puts on record who wrote', async () => {
    const before = readFile(world);
    const { text, send } = await opened(nina, 'helped');
    const mine = text.replace('*What helped?*', '*What helped?*\n\nThe **old** phone list.');
    const page = await followed(nina, await send(mine));
    expect(readFile(world)).toBe(before.replace(text, mine));
    expect(page.text).toContain('<p>The <strong>old</strong> phone list.</p>');
    expect(textOf(page)).toMatch(/Saved: What helped, .* Still open: What hindered\? Where were we lucky\?/);
    expect(textOf(page)).toContain('last written by Nina Kowalski');
    expect((await eventsOf()).at(-1)).toMatchObject({ type: 'postmortemEdited', by: 'nina', section: 'helped' });
  });

  it('tells open pages of the incident that something changed', async () => {
    const told = world.heard((notice) => notice.kind === 'appended' && notice.stream === ID);
    const { send } = await opened(nina, 'outside');
    await send('Nothing is said outside.');
    expect(await told).toMatchObject({ kind: 'appended', stream: ID });
  });

  it('is kept when the facts are written anew', async () => {
    const { send } = await opened(nina, 'factors');
    await send('The menu was changed at noon.\n\n<!-- muster:end -->\n\n## 4. Timeline');
    await world.say('nina', 'note another fact', { in: ID });
    await untilWritten(world, () => world.say('nina', `postmortem ${ID} --rewrite`));
    expect((await opened(nina, 'factors')).text).toBe(
      'The menu was changed at noon.\n\n<!-- muster:end -->\n\n## 4. Timeline',
    );
    const page = await nina.get(PAGE);
    expect(textOf(page)).toContain('another fact');
    expect(page.text).toContain('&lt;!-- muster:end --&gt;');
    expect(page.text).toContain('<h3>4. Timeline</h3>');
  });

  it('can be looked at before it is saved', async () => {
    const before = readFile(world);
    const { send } = await opened(nina, 'impact');
    const preview = await send('About **forty** callers.', 'preview');
    expect(preview.text).toContain('<p>About <strong>forty</strong> callers.</p>');
    expect(textOf(preview)).toContain('Preview: not saved yet');
    expect(boxIn(preview)).toBe('About **forty** callers.');
    expect(readFile(world)).toBe(before);
    expect((await sender(nina, preview)('About **forty** callers.')).status).toBe(303);
  });

  it('sent twice is one edit', async () => {
    const { send } = await opened(nina, 'summary');
    const edits = async () => (await eventsOf()).filter(({ type }) => type === 'postmortemEdited').length;
    const before = await edits();
    expect([(await send('Four sentences.')).status, (await send('Four sentences.')).status]).toEqual([303, 303]);
    expect(await edits()).toBe(before + 1);
  });
});

describe('words that blame', () => {
  const blaming = 'The technician forgot to check the forwarding.';

  it('get a hint to their writer alone, after saving, and are saved as they are', async () => {
    const { send } = await opened(nina, 'sense');
    const saved = await followed(nina, await send(blaming));
    expect(textOf(saved)).toContain('Only you see this.');
    expect(textOf(saved)).toContain('"forgot to": What was the usual way, and what was in the way of it?');
    expect(readFile(world)).toContain(blaming);
    for (const page of [await marcus.get(PAGE), await nina.get(PAGE)])
      expect(textOf(page)).not.toContain('Only you see this.');
  });

  it('get it in the preview too', async () => {
    const { send } = await opened(nina, 'plan-changes');
    expect(textOf(await send(blaming, 'preview'))).toContain('"forgot to"');
  });

  it('are not Muster’s own questions', async () => {
    const { text, send } = await opened(nina, 'actions');
    expect(textOf(await send(text, 'preview'))).not.toContain('Only you see this.');
  });
});

describe('two people in one part', () => {
  it('lose nothing: the second sees both texts, can put them together, and then saves', async () => {
    const [first, second] = [await opened(nina, 'status'), await opened(marcus, 'status')];
    await first.send('Status: in review');
    const conflict = await second.send('Status: draft\n\nOwner (role): scribe');
    expect(conflict.status).toBe(409);
    expect(textOf(conflict)).toContain('Nina Kowalski saved this part while you were writing');
    expect(boxIn(conflict, 'other')).toBe('Status: in review');
    expect(boxIn(conflict)).toBe('Status: draft\n\nOwner (role): scribe');
    expect(readFile(world)).toContain('Status: in review');
    const both = await sender(marcus, conflict)(boxIn(conflict) ?? '', 'both');
    expect(boxIn(both)).toBe('Status: in review\n\nStatus: draft\n\nOwner (role): scribe');
    expect((await sender(marcus, both)('Status: in review\n\nOwner (role): scribe')).status).toBe(303);
    expect((await opened(nina, 'status')).text).toBe('Status: in review\n\nOwner (role): scribe');
  });

  it('are told again when a third was quicker', async () => {
    const second = await opened(marcus, 'status');
    await (await opened(nina, 'status')).send('first');
    const conflict = await second.send('second');
    await (await opened(nina, 'status')).send('third');
    const again = await sender(marcus, conflict)('second and first');
    expect([again.status, boxIn(again, 'other'), boxIn(again)]).toEqual([409, 'third', 'second and first']);
  });

  it('do not disturb one another in different parts', async () => {
    const [first, second] = [await opened(nina, 'impact'), await opened(marcus, 'factors')];
    expect([(await first.send('impact')).status, (await second.send('factors')).status]).toEqual([303, 303]);
    expect([(await opened(nina, 'impact')).text, (await opened(nina, 'factors')).text]).toEqual(['impact', 'factors']);
  });

  it('count a hand that edits the file as one of them', async () => {
    const { send } = await opened(nina, 'impact');
    changeFile(world, (text) => text.replace('\nimpact\n', '\nimpact, by hand\n'));
    const conflict = await send('impact, from the browser');
    expect([conflict.status, boxIn(conflict, 'other')]).toEqual([409, 'impact, by hand']);
  });
});

describe('a text that cannot be saved', () => {
  it('is given back with a sentence when it is too long', async () => {
    const { send } = await opened(nina, 'sense');
    const long = '日'.repeat(20_001);
    const refused = await send(long);
    expect(refused.status).toBe(413);
    expect(textOf(refused)).toContain('These are 20,001 characters, and a part holds 20,000.');
    expect(boxIn(refused)).toBe(long);
    expect((await sender(nina, refused)('日'.repeat(20_000))).status).toBe(303);
  });

  it.each([
    ['without the token of the form', { form: '' }, {}],
    ['with a guessed token', { form: 'x'.repeat(43) }, {}],
    ['from another site', {}, { 'sec-fetch-site': 'cross-site' }],
  ])('does nothing %s, and is given back', async (_, fields, headers) => {
    const { page } = await opened(nina, 'sense');
    const form = formsIn(page.text).find(({ action }) => action.includes('/edit/'));
    const before = readFile(world);
    const sent = await nina.post(form?.action ?? '', { ...form?.fields, text: 'ten\nminutes', ...fields }, headers);
    expect([sent.status, boxIn(sent, 'kept')]).toEqual([403, 'ten\nminutes']);
    expect(readFile(world)).toBe(before);
  });

  it('is given back to somebody who is signed out by now', async () => {
    const sent = await world.browser().post(`${PAGE}/edit/sense`, { text: 'what I typed\nfor ten minutes' });
    expect([sent.status, boxIn(sent, 'kept')]).toEqual([401, 'what I typed\nfor ten minutes']);
  });

  it('is not even read of somebody who is signed out, when it is longer than any other form', async () => {
    const sent = await world.browser().post(`${PAGE}/edit/sense`, { text: 'x'.repeat(100_000) });
    expect(sent.status).toBe(401);
    expect(sent.text.length).toBeLessThan(10_000);
    expect(textOf(sent)).toContain('what you wrote is still in its box');
  });

  it('changes nothing when the form holds none at all', async () => {
    const { page } = await opened(nina, 'sense');
    const form = formsIn(page.text).find(({ action }) => action.includes('/edit/'));
    const before = readFile(world);
    expect((await nina.post(form?.action ?? '', { ...form?.fields, do: 'save' })).status).toBe(400);
    expect(readFile(world)).toBe(before);
  });

  it('stays in the box when the file cannot be written, and when the part is gone from it', async () => {
    const { send } = await opened(nina, 'sense');
    const file = fileOf(world);
    renameSync(file, `${file}.aside`);
    mkdirSync(file);
    const failed = await send('words in need');
    expect([failed.status, boxIn(failed)]).toEqual([503, 'words in need']);
    expect(textOf(failed)).toContain('Not saved. The postmortem INC-1.md could not be written');
    rmSync(file, { recursive: true });
    const gone = await send('words in need');
    expect([gone.status, boxIn(gone)]).toEqual([409, 'words in need']);
    expect(readdirSync(dirname(file))).toEqual(['INC-1.md.aside']);
    renameSync(`${file}.aside`, file);
  });

  it.each(['nothing', 'timeline', '__proto__', '%3Cscript%3E'])('has no part "%s" to go to', async (part) => {
    const page = await nina.get(`${PAGE}/edit/${part}`);
    expect(page.status).toBe(404);
    expect(page.text).not.toContain('<script>');
  });
});
