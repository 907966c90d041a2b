import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../../src/core/time.ts';
import type { NearMissWeb } from './near-miss-web.ts';
import { nearMissWeb, receiptOn } from './near-miss-web.ts';

const TOLD = { what: 'Marcus restored the wrong disk', stopped: 'Somebody read the label', help: '' };
/** What nobody learns of the firm without signing in, as for every other open page. */
const INSIDE = /zebras|Lakeshore|Kowalski|INC-\d|616 555|northgate/i;

let web: NearMissWeb;
beforeAll(async () => {
  web = await nearMissWeb();
});
afterAll(() => web[Symbol.asyncDispose]());

/** The whole way, as somebody without scripts goes it; answers the code. */
async function reported(fields: Readonly<Record<string, string>> = TOLD): Promise<string> {
  const preview = await web.press(await web.get('/nearmiss'), 'preview', fields);
  return receiptOn(await web.press(preview, 'send'));
}

describe('the form without any sign-in', () => {
  it('says before it asks: the policy, its limits, who reads it, what is kept, and what the web knows', async () => {
    const { status, text } = await web.get('/nearmiss');
    expect(status).toBe(200);
    for (const words of [
      'never a reason for discipline',
      'Deliberate harm',
      'business days',
      'sets no cookie',
      'your report is lost',
      'Who reads it',
    ])
      expect(text).toContain(words);
    expect(text.indexOf('Who reads it')).toBeLessThan(text.indexOf('<textarea'));
    expect(text).not.toMatch(INSIDE);
  });

  it('sets no cookie, holds no script, and loads nothing from elsewhere', async () => {
    for (const page of [
      await web.get('/nearmiss'),
      await web.post('/nearmiss', {}),
      await web.get('/nearmiss/mailbox'),
      await web.post('/nearmiss/mailbox', {}),
    ]) {
      expect(page.status).toBe(200);
      expect(page.headers.getSetCookie()).toEqual([]);
      expect(page.text).not.toMatch(/<script|style=|<style|https?:\/\//);
    }
  });

  it('shows what would be kept, and keeps that and nothing else', async () => {
    const preview = await web.press(await web.get('/nearmiss'), 'preview', { ...TOLD, likelihood: 'today' });
    expect(preview.text).toContain('[someone] restored the wrong disk');
    const sent = await web.press(preview, 'send');
    expect(receiptOn(sent)).toMatch(/^(?:[a-z]{8} ){3}[a-z]{8}$/);
    expect(sent.text).toContain('It is shown once');
    expect(sent.headers.get('location')).toBeNull();
  });

  it('gives back what was typed, scrubbed, to whoever wants to change it', async () => {
    const preview = await web.press(await web.get('/nearmiss'), 'preview', { ...TOLD, help: 'Two\nlines' });
    const { text } = await web.press(preview, 'change');
    expect(text).toContain('[someone] restored the wrong disk');
    expect(text).toContain('Two\nlines');
  });

  it('takes no text around the preview', async () => {
    const preview = await web.press(await web.get('/nearmiss'), 'preview', TOLD);
    const { status, text } = await web.press(preview, 'send', { what: 'It was Marcus after all' });
    expect(status).toBe(422);
    expect(text).toContain('Look at the preview once more');
    expect(text).toContain('It was [someone] after all');
  });

  it('sends once, however often the page is loaded again', async () => {
    const preview = await web.press(await web.get('/nearmiss'), 'preview', TOLD);
    expect(receiptOn(await web.press(preview, 'send'))).not.toBe('');
    expect((await web.press(preview, 'send')).status).toBe(409);
  });

  it('is not for forms of other sites', async () => {
    const { status } = await web.post('/nearmiss', { ...TOLD, do: 'send' }, { 'sec-fetch-site': 'cross-site' });
    expect(status).toBe(403);
  });

  it('knows a system by its name, and lists none', async () => {
    const form = await web.get('/nearmiss');
    const known = await web.press(form, 'preview', { ...TOLD, system: 'files' });
    expect(known.text).toMatch(/<dt>About<\/dt>\s*<dd>(?!not in the plan|rather)/);
    expect((await web.press(form, 'preview', { ...TOLD, system: 'the teapot' })).text).toContain(
      '<dd>not in the plan</dd>',
    );
  });

  it('shows hostile words as words', async () => {
    const { text } = await web.press(await web.get('/nearmiss'), 'preview', {
      ...TOLD,
      what: '<img src=x onerror=alert(1)>"\'',
    });
    expect(text).not.toContain('<img');
    expect(text).toContain('&lt;img');
  });

  it('is not there when the plan does not want it; the mailbox is, for those who reported by chat', async () => {
    await using other = await nearMissWeb({
      plan: (usual) => ({ ...usual, near_miss: { ...usual.near_miss, web_form: false } }),
    });
    expect((await other.get('/nearmiss')).status).toBe(404);
    expect((await other.post('/nearmiss', { ...TOLD, do: 'send' })).status).toBe(404);
    expect((await other.get('/nearmiss/mailbox')).status).toBe(200);
  });

  it('logs nothing, not even that it broke', async () => {
    await using other = await nearMissWeb({
      nearMisses: (usual) => ({ ...usual, mailbox: () => Promise.reject(new Error('canary')) }),
    });
    const [before, noted] = [other.web.logged.length, other.near.logged.length];
    const { status, text } = await other.post('/nearmiss/mailbox', { code: 'bluelake', do: 'look' });
    expect(status).toBe(503);
    expect(text).toContain('Something in Muster broke');
    // What Muster does by itself meanwhile may be in the log.
    const logged = [...other.web.logged.slice(before), ...other.near.logged.slice(noted)];
    expect(logged.filter((line) => !/"stream":"(?:PLAN|DUTY|REACH)"/.test(line))).toEqual([]);
  });
});

describe('the mailbox', () => {
  it('opens with the four words, and shows an answer once there is one', async () => {
    const code = await reported();
    expect((await web.post('/nearmiss/mailbox', { code, do: 'look' })).text).toContain('It waits in memory');
    await web.near.pass(DAY_MS);
    const { text } = await web.post('/nearmiss/mailbox', { code: code.toUpperCase().replaceAll(' ', '-'), do: 'look' });
    expect(text).toContain('[someone] restored the wrong disk');
    expect(text).toContain('You get an answer by');
  });

  it('takes a letter by way of a preview', async () => {
    const code = await reported();
    const page = await web.post('/nearmiss/mailbox', { code, do: 'look' });
    const preview = await web.press(page, 'preview', { text: 'Marcus knows\nmore' });
    expect(preview.text).toContain('[someone] knows\nmore');
    expect((await web.press(preview, 'send')).text).toContain('waits for the next batch');
    expect((await web.post('/nearmiss/mailbox', { code, do: 'send', text: 'Marcus again' })).status).toBe(422);
  });

  it('says to a wrong code what to do, and never carries one in an address', async () => {
    const { status, text } = await web.post('/nearmiss/mailbox', {
      code: 'bluelake bluelake bluelake bluelake',
      do: 'look',
    });
    expect(status).toBe(422);
    expect(text).toContain('No report has this code');
    expect(text).not.toMatch(/(?:href|action)="[^"]*bluelake/);
  });
});
