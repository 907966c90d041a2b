import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, WebWorld } from './web-world.ts';
import { formsIn, plain, webWorld } from './web-world.ts';

let world: WebWorld;
let nina: Browser;
beforeAll(async () => {
  world = await webWorld();
  nina = await world.signedIn('nina');
  await world.say('nina', 'start phones send callers in a loop');
});
afterAll(() => world[Symbol.asyncDispose]());

/** What a page says, without its markup. */
const textOf = (page: { readonly text: string }) =>
  plain(page.text.replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ');

describe('the console', () => {
  it('lists what is open, who has it, what is next, and that this is only the sample plan', async () => {
    const text = textOf(await nina.get('/'));
    expect(text).toContain('1 open');
    expect(text).toContain('INC-1 sev2 Major: phones send callers in a loop');
    expect(text).toContain('Nobody yet. Paging Marcus Feld, Priya Raman');
    expect(text).toContain('This is the sample plan of a made-up firm.');
    expect(text).toMatch(/As of (?:\w+ )?\d\d:\d\d E[SD]T/);
  });

  it('shows the reader of an incident what to do next, once, with its buttons', async () => {
    const marcus = await world.signedIn('marcus');
    const page = await marcus.get('/incidents/INC-1');
    expect(page.text.match(/I&#39;ve got it/g)).toHaveLength(1);
    const after = await marcus.press(page, "I've got it");
    expect(textOf(after)).toContain('You have it.');
    expect(textOf(await marcus.get('/incidents/INC-1'))).toContain('Marcus Feld has it');
  });

  it('starts an incident from a few words', async () => {
    const page = await nina.press(await nina.get('/'), 'Start an incident', { field: 'nobody can sign in --no-page' });
    expect(textOf(page)).toContain('INC-2');
    expect(textOf(page)).toContain('nobody can sign in');
    await world.say('nina', 'cancel INC-2 a test');
  });

  it('shows the reply above the box, also when the page is loaded again, and to nobody else', async () => {
    const home = await nina.get('/');
    const form = formsIn(home.text).find(({ buttons }) => buttons.includes('Say'));
    const sent = await nina.post('/say', { ...form?.fields, words: 'lits' });
    expect(sent.status).toBe(303);
    const to = sent.headers.get('location') ?? '';
    for (let loaded = 0; loaded < 2; loaded += 1) expect(textOf(await nina.get(to))).toContain('Did you mean "list"?');
    const owen = await world.signedIn('owen');
    expect(textOf(await owen.get(to))).not.toContain('Did you mean');
  });

  it('takes a form sent twice for one, and the same form with other words for another', async () => {
    const page = await nina.get('/incidents/INC-1');
    await nina.press(page, 'Say', { words: 'note said once' });
    await nina.press(page, 'Say', { words: 'note said once' });
    await nina.press(page, 'Say', { words: 'note after going back' });
    const { body } = await world.ask('/api/v1/incidents/INC-1/events', { token: world.token('nina') });
    const notes = (body as readonly { readonly type: string; readonly text?: string }[]).filter(
      ({ type }) => type === 'noted',
    );
    expect(notes.map(({ text }) => text)).toEqual(['said once', 'after going back']);
  });

  it('asks in a form for what was missing, and completes the line with it', async () => {
    const page = await nina.press(await nina.get('/incidents/INC-1'), 'Say', { words: 'note' });
    expect(formsIn(page.text).some(({ buttons }) => buttons.includes('Send'))).toBe(true);
    const done = await nina.press(page, 'Send', { field: 'the carrier called back' });
    expect(textOf(done)).toContain('the carrier called back');
  });

  it('shows the newest messages on the simulated phones', async () => {
    const text = textOf(await nina.get('/phones'));
    expect(text).toContain('Marcus Feld');
    expect(text).toContain('Chat message');
    expect(text).toContain('Answer ACK 1');
  });

  it('shows a postmortem as a page and as Markdown, and says when there is none', async () => {
    expect((await nina.get('/incidents/INC-1/postmortem')).status).toBe(404);
    const written = world.heard((n) => n.kind === 'appended' && JSON.stringify(n.events).includes('postmortemWritten'));
    await world.say('nina', 'postmortem INC-1 --rewrite');
    await written;
    const page = await nina.get('/incidents/INC-1/postmortem');
    expect(page.text).toMatch(/<h1>Postmortem INC-1/);
    expect(page.text).not.toContain('muster:facts');
    expect((await nina.get('/incidents/INC-1/postmortem.md')).headers.get('content-type')).toMatch(/^text\/markdown/);
    expect((await nina.get('/incidents/INC-1')).text).toContain('href="/incidents/INC-1/postmortem"');
  });

  it.each(['/incidents/INC-99', '/incidents/nonsense', '/incidents/INC-1/nothing', '/nothing', '/console.css/x'])(
    'says that there is nothing at %s',
    async (path) => {
      const page = await nina.get(path);
      expect(page.status).toBe(404);
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    },
  );

  it('hides a private incident from everybody without a part in it', async () => {
    const { incident } = await world.say('ruth', 'start somebody reads our mail --private');
    const tomas = await world.signedIn('tomas');
    expect((await tomas.get(`/incidents/${incident ?? ''}`)).status).toBe(404);
    expect((await tomas.get('/')).text).not.toContain('reads our mail');
    const ruth = await world.signedIn('ruth');
    expect(textOf(await ruth.get(`/incidents/${incident ?? ''}`))).toContain('Private: only people who have a part');
    await world.say('ruth', `cancel ${incident ?? ''} a test`);
  });

  it('tells on every page that the last edit of the plan was refused', async () => {
    const refused = {
      problems: 3,
      first: 'plan.yaml:7:3 Nobody knows the role `tech_led`.',
      at: await world.muster.store.now(),
    };
    await using edited = await webWorld({
      parts: (usual) => ({ ...usual, refusedPlan: () => Promise.resolve(refused) }),
    });
    const browser = await edited.signedIn('nina');
    for (const path of ['/', '/phones'])
      expect(textOf(await browser.get(path))).toMatch(
        /THE LAST EDIT OF THE PLAN WAS REFUSED .* plan\.yaml:7:3 Nobody knows .* and 2 more/,
      );
  });
});

describe('what another site sends in the name of a reader', () => {
  it.each([
    ['without the token', { form: '' }, {}],
    ['with a guessed token', { form: 'x'.repeat(43) }, {}],
    ['with the right token, but from elsewhere', {}, { 'sec-fetch-site': 'cross-site' }],
    ['from a neighbouring site', {}, { 'sec-fetch-site': 'same-site' }],
  ])('does nothing: %s', async (_, fields, headers) => {
    const form = formsIn((await nina.get('/')).text).find(({ buttons }) => buttons.includes('Say'));
    const sent = await nina.post('/say', { ...form?.fields, words: 'start a forged one', ...fields }, headers);
    expect(sent.status).toBe(403);
    expect(textOf(sent)).toContain('You wrote: start a forged one');
    expect(textOf(await nina.get('/'))).not.toContain('forged');
  });

  it('does nothing with the token of another session', async () => {
    const owen = await world.signedIn('owen');
    const foreign = formsIn((await owen.get('/')).text)[0]?.fields['form'] ?? '';
    expect((await nina.post('/say', { words: 'start a forged one', form: foreign })).status).toBe(403);
  });

  it('gives somebody who is signed out their words back', async () => {
    const sent = await world.browser().post('/say', { words: 'note what I typed for ten minutes' });
    expect(sent.status).toBe(401);
    expect(textOf(sent)).toContain('note what I typed for ten minutes');
  });

  it('is not read beyond 64 KiB', async () => {
    const sent = await nina.post('/say', { words: 'x'.repeat(65 * 1024) });
    expect(sent.status).toBe(413);
    expect(textOf(sent)).toContain('Say it shorter.');
  });
});

describe('every page', () => {
  it.each([
    '/',
    '/incidents/INC-1',
    '/phones',
    '/sign-in',
    '/nothing',
    '/console.css',
    '/healthz',
    '/api/v1/incidents',
  ])('lets nothing inline and nothing from elsewhere in, and tells nobody where it was: %s', async (path) => {
    const { headers, text } = await nina.get(path);
    const csp = headers.get('content-security-policy') ?? '';
    expect(csp).toContain("default-src 'self'");
    expect(csp).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(text).not.toMatch(/<style|style="|\son\w+="|<script>|https?:\/\/(?!127)/);
  });

  it('is kept in no cache', async () => {
    for (const path of ['/', '/incidents/INC-1', '/phones'])
      expect((await nina.get(path)).headers.get('cache-control')).toBe('no-store');
  });
});
