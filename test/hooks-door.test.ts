import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { hookPath } from '../src/hook-tokens.ts';
import { parse, stringify } from 'yaml';
import { lakeshoreText } from './core/plan/plan-of.ts';
import type { WebWorld } from './adapters/web/web-world.ts';
import { SECRET, webWorld } from './adapters/web/web-world.ts';
import { tempFolder } from './support/temp-folder.ts';

let world: WebWorld | undefined;
afterEach(async () => {
  await world?.[Symbol.asyncDispose]();
  world = undefined;
});

const firing = { alerts: [{ status: 'firing', labels: { alertname: 'InstanceDown' }, fingerprint: 'f1' }] };

/** A running Muster with a plan that has these blocks as well. */
async function begin(blocks: object = {}): Promise<WebWorld> {
  const file = join(tempFolder().path, 'plan.yaml');
  writeFileSync(file, stringify({ ...(parse(lakeshoreText) as object), ...blocks }));
  world = await webWorld({ environment: { MUSTER_PLAN: file } });
  return world;
}

const post = async (to: string, body: unknown, headers: Record<string, string> = {}) => {
  if (world === undefined) throw new Error('nothing runs');
  const { status, text } = await world.ask(to, { method: 'POST', body, headers });
  return { status, text: text.trim() };
};
const path = (name: string) => hookPath(SECRET, name);
const proposals = async () => (await world?.muster.desk({ id: null, name: '', by: 'guest:x' }, undefined))?.proposals();

describe('the door of the alerts', () => {
  it('takes alerts of every kind under the name of the kind, without a word in the plan', async () => {
    await begin();
    expect(await post(path('alertmanager'), firing)).toEqual({ status: 202, text: 'Taken: 1 alert.' });
    expect(await post(path('prtg'), 'sensorid=1&device=sw1&name=Ping&status=Down')).toMatchObject({ status: 202 });
    expect((await proposals())?.map(({ source, title }) => `${source}: ${title}`)).toEqual([
      'alertmanager: InstanceDown',
      'prtg: sw1, Ping: Down',
    ]);
  });

  it.each([
    ['a wrong token', `/hooks/alertmanager/${'x'.repeat(43)}`],
    ['no token', '/hooks/alertmanager'],
    ['the token of another source', path('grafana').replace('grafana', 'alertmanager')],
    ['nothing', '/hooks'],
    [
      'the token of a source for a heartbeat',
      path('alertmanager').replace('/alertmanager/', '/heartbeat/alertmanager/'),
    ],
  ])('is shut for %s', async (_what, to) => {
    await begin();
    expect((await post(to, firing)).status).toBe(401);
    expect(await proposals()).toEqual([]);
  });

  it.each([
    ['what is no JSON', 'alerts?', 400, /neither JSON nor a form/],
    ['what is no alert', {}, 400, /There is no list `alerts` in this body\. Nothing was changed\./],
    ['a number', '7', 400, /There is no list/],
    ['more than a mebibyte', 'x'.repeat(1024 * 1024 + 1), 413, /larger than 1 MiB/],
    ['great depth', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, 400, /There is no list/],
    ['prototypes', '{"__proto__":{"alerts":[]},"constructor":{"prototype":{"x":1}}}', 400, /There is no list/],
  ])('answers %s with a sentence, and nothing is changed', async (_what, body, status, say) => {
    await begin();
    const answered = await post(path('alertmanager'), body);
    expect(answered.status).toBe(status);
    expect(answered.text).toMatch(say);
    expect(await proposals()).toEqual([]);
  });

  it('refuses what is packed, what is no POST, and a source that the plan does not know', async () => {
    await begin();
    expect((await post(path('alertmanager'), 'x', { 'content-encoding': 'gzip' })).status).toBe(415);
    expect((await world?.ask(path('alertmanager')))?.status).toBe(405);
    expect(await post(path('hq'), firing)).toEqual({
      status: 404,
      text: 'The plan has no source of alerts "hq". Write it under `alerts:`, with its `kind`.',
    });
  });

  it('shows what is proposed on the front page, where it is confirmed with one press', async () => {
    await begin();
    await post(path('alertmanager'), firing);
    const browser = await (world as WebWorld).signedIn('owen');
    const page = await browser.get('/');
    expect(page.text).toMatch(/Proposed: <bdi>AL-1 Alertmanager: InstanceDown<\/bdi>/);
    expect(page.text).toMatch(/it pages the plan unless somebody says that it is nothing/);
    const after = await browser.press(page, 'It is an incident');
    expect(after.text).toMatch(/INC-1 is being opened: InstanceDown/);
  });

  it('shows it there behind an incident that nobody has yet', async () => {
    await begin();
    await (world as WebWorld).say('owen', 'start phones send callers in a loop');
    await post(path('alertmanager'), firing);
    const { text } = await (await (world as WebWorld).signedIn('owen')).get('/');
    expect(text.indexOf('phones send callers in a loop')).toBeLessThan(text.indexOf('Proposed: '));
  });

  it('shows there no word of what would be private to whom it would not page first', async () => {
    await begin();
    const labels = { alertname: 'Ransomware: files are encrypted' };
    await post(path('alertmanager'), { alerts: [{ status: 'firing', labels, fingerprint: 'f1' }] });
    const page = await (await (world as WebWorld).signedIn('owen')).get('/');
    expect(page.text).toMatch(/Proposed: <bdi>AL-1 Alertmanager: a private matter<\/bdi>/);
    expect(page.text).not.toMatch(/files are encrypted/);
  });
});

describe('the door of the heartbeats', () => {
  const heartbeats = { 'nightly-backup': { every: '24h', grace: '2h', systems: ['files'] } };

  it('hears a call of the address, by GET or POST', async () => {
    await begin({ heartbeats });
    expect((await world?.ask(path('heartbeat/nightly-backup')))?.text).toBe('Heard.\n');
    expect(await post(path('heartbeat/nightly-backup'), '')).toEqual({ status: 202, text: 'Heard.' });
    const page = await (await (world as WebWorld).signedIn('owen')).get('/');
    expect(page.text).toMatch(/<bdi>nightly-backup<\/bdi>: <span class="tag good">well<\/span>/);
  });

  it('hears that it failed, and proposes an incident at once', async () => {
    await begin({ heartbeats });
    await world?.ask(`${path('heartbeat/nightly-backup')}?status=fail`);
    await world?.muster.engine.drain();
    expect(await proposals()).toMatchObject([
      { source: 'heartbeat', title: 'nightly-backup failed', hit: { systems: ['files'] } },
    ]);
  });

  it('knows no heartbeat that the plan does not ask for', async () => {
    await begin();
    expect((await world?.ask(path('heartbeat/nightly-backup')))?.status).toBe(404);
  });
});
