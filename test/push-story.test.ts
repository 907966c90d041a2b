import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../src/adapters/clock/system-clock.ts';
import { makeToken } from '../src/adapters/web/tokens.ts';
import type { WebServer } from '../src/adapters/web/web-server.ts';
import { webServer } from '../src/adapters/web/web-server.ts';
import { webPartsOf } from '../src/cli/web-parts.ts';
import { readConfig } from '../src/config.ts';
import { incidentId, personId } from '../src/core/ids.ts';
import type { Incident } from '../src/core/incident/state.ts';
import { mediaHosts } from '../src/media-host.ts';
import type { Muster } from '../src/muster.ts';
import { openMuster } from '../src/muster.ts';
import type { MediaHost, Provider } from '../src/ports/media.ts';
import { pushProvidersOf, subscriptionsOf } from '../src/push-providers.ts';
import { minimalText } from './core/plan/plan-of.ts';
import { live } from './adapters/pagers/push/web-push-bench.ts';
import { httpSink } from './support/http-sink.ts';
import type { HttpSink } from './support/http-sink.ts';
import type { PushService } from './support/push-service.ts';
import { pushService } from './support/push-service.ts';
import { quietLog } from './support/quiet-log.ts';
import { tempFolder } from './support/temp-folder.ts';

const SECRET = 'the secret of the story of push';
const KEY = 'INC-1/page/0.0/dana/push/1';
const DANA = personId('dana');

let folder: ReturnType<typeof tempFolder>;
let [service, sink]: [PushService | undefined, HttpSink | undefined] = [undefined, undefined];
let muster: Muster;
let host: MediaHost;
let server: WebServer;
let providers: readonly Provider[];

beforeAll(async () => {
  folder = tempFolder();
  service = await pushService();
  sink = await httpSink();
  const plan = folder.file('plan.yaml');
  writeFileSync(plan, minimalText.replace('reach: [ { sms: "+1 312 555 0141" }', 'reach: [ { push: app }'));
  const usual = { MUSTER_DATA: folder.file('data'), MUSTER_SECRET: SECRET, MUSTER_PLAN: plan };
  const push = {
    WEB_PUSH: 'yes',
    WEB_PUSH_SERVICES: service.host,
    NTFY_URL: sink.url,
    MUSTER_PUBLIC_URL: 'https://muster.example.com',
  };
  const [plain, full] = [readConfig(usual), readConfig({ ...usual, ...push })];
  if (!plain.ok || !full.ok) throw new Error('the settings of the story are wrong');
  const log = quietLog();
  const wall = systemClock();
  muster = await openMuster(plain.config, log, wall);
  const hosts = mediaHosts({
    store: muster.store,
    engine: () => muster.engine,
    say: () => muster.say,
    book: muster.plans.book,
    wall,
    log,
    secret: SECRET,
    publicUrl: full.config.publicUrl,
    proved: async () => undefined,
    lastTest: async () => undefined,
  });
  host = hosts('story');
  providers = await pushProvidersOf(full.config.push, hosts);
  const doors = providers.flatMap((provider) => provider.doors);
  server = await webServer({ ...webPartsOf(muster, { log }), doors }, { host: '127.0.0.1', port: 0 });
  await muster.start();
});
afterAll(async () => {
  await server.close();
  await muster.stop();
  await service?.[Symbol.asyncDispose]();
  await sink?.[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
  const answer = await fetch(server.address + path, { method: 'POST', body: JSON.stringify(body), headers });
  return { status: answer.status, said: (await answer.json()) as Readonly<Record<string, unknown>> };
};
const incident = async () => (await muster.engine.read(incidentId('real', 1))).state as Incident;

describe('a page that a phone rings for, and its answer', () => {
  it('goes from the incident to the phone and back, once', async () => {
    if (service === undefined) throw new Error('no push service');
    const token = makeToken(SECRET, 'sam', systemClock().now());
    await post('/api/v1/say', { words: 'start the dispatch is down' }, { authorization: `Bearer ${token}` });

    const push = subscriptionsOf(providers);
    const { id, ...given } = await service.browser((await push?.publicKey()) ?? '');
    expect(await push?.add(DANA, given, 'My phone')).toEqual({ ok: true });
    const message = await host.again(KEY);
    if (message === undefined) throw new Error('nobody was paged');
    const pager = providers.flatMap(({ pagers }) => pagers).find(({ takes }) => takes?.(message.to) === true);
    expect(await pager?.send(message, live())).toMatchObject({ outcome: 'accepted' });

    const [note] = service.arrived({ id });
    expect(note).toMatchObject({ title: 'INC-1 sev3 Unclear: the dispatch is down', tag: 'INC-1' });
    expect(note?.text).not.toContain('Answer ACK');
    expect(String(note?.['ticket']).length).toBeLessThanOrEqual(400);
    const forged = `${String(note?.['ticket'])}x`;
    expect((await post('/push/press', { ticket: forged, digit: '1' })).status).toBe(403);
    expect((await incident()).escalation.status).toBe('paging');

    const pressed = await post('/push/press', { ticket: note?.['ticket'], digit: '1' });
    expect(pressed).toMatchObject({ status: 200, said: { ok: true, text: expect.stringContaining('You have it') } });
    const before = await incident();
    expect(before.escalation.status).not.toBe('paging');
    expect(await post('/push/press', { ticket: note?.['ticket'], digit: '1' })).toEqual(pressed);
    expect(await incident()).toEqual(before);
  });

  it('comes back by a button of ntfy too', async () => {
    const message = await host.again(KEY);
    if (message === undefined || sink === undefined) throw new Error('nobody was paged');
    const to = { ...message, to: 'ntfy:harbor-dana' };
    const pager = providers.flatMap(({ pagers }) => pagers).find(({ takes }) => takes?.(to.to) === true);
    await pager?.send(to, live());
    const { actions } = JSON.parse(sink.arrived.at(-1)?.body ?? '{}') as {
      readonly actions: readonly { readonly url: string; readonly body: string }[];
    };
    const [action] = actions;
    expect(action?.url).toBe('https://muster.example.com/push/press');
    const pressed = await post(new URL(action?.url ?? '').pathname, JSON.parse(action?.body ?? '{}') as object);
    expect(pressed.said['ok']).toBeDefined();
    expect([200, 409]).toContain(pressed.status);
  });
});
