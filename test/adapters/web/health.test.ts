import { describe, expect, it } from 'vitest';
import { healthOf } from '../../../src/adapters/web/health.ts';
import { metricsOf } from '../../../src/adapters/web/metrics.ts';
import { webServer } from '../../../src/adapters/web/web-server.ts';
import type { WebNotice, WebParts } from '../../../src/adapters/web/parts.ts';
import { SECOND_MS } from '../../../src/core/time.ts';
import type { WebWorld } from './web-world.ts';
import { webWorld } from './web-world.ts';

/** A world in which only the notices of the test are heard. */
async function listening(more: Partial<WebParts> = {}) {
  let hear: (notice: WebNotice) => void = () => undefined;
  const world = await webWorld({
    parts: (usual) => ({
      ...usual,
      ...more,
      listen(heard) {
        hear = heard;
        return () => undefined;
      },
    }),
  });
  return { world, notice: (one: WebNotice) => hear(one), [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}
const ready = async (world: WebWorld) => {
  const { status, body } = await world.ask('/readyz');
  return { status, body };
};

describe('GET /readyz', () => {
  it('is ready while the store answers and the sweep ran in the last five seconds', async () => {
    await using it = await listening();
    expect(await ready(it.world)).toMatchObject({ status: 503, body: { sweep: 'has not run yet' } });
    it.notice({ kind: 'swept' });
    expect(await ready(it.world)).toEqual({ status: 200, body: { ready: true, store: 'ok', sweep: 'ok' } });
    await it.world.wall.advance(5 * SECOND_MS);
    expect(await ready(it.world)).toMatchObject({ status: 200 });
    await it.world.wall.advance(SECOND_MS);
    expect(await ready(it.world)).toEqual({
      status: 503,
      body: { ready: false, store: 'ok', sweep: 'has not run for 6 s' },
    });
    it.notice({ kind: 'swept' });
    expect(await ready(it.world)).toMatchObject({ status: 200 });
  });

  it('is not ready when the store answers with a fault, or not at all', async () => {
    await using broken = await listening({ now: () => Promise.reject(new Error('the disk is gone')) });
    broken.notice({ kind: 'swept' });
    expect(await ready(broken.world)).toMatchObject({ status: 503, body: { store: 'answers with a fault' } });
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    await using silent = await listening({
      now() {
        resolve();
        return new Promise(() => undefined);
      },
    });
    const answer = ready(silent.world);
    await asked;
    await silent.world.wall.advance(2 * SECOND_MS);
    expect(await answer).toMatchObject({ status: 503, body: { store: 'does not answer within 2 s' } });
  });

  it('says on every page that Muster is ill', async () => {
    await using it = await listening();
    const nina = await it.world.signedIn('nina');
    expect((await nina.get('/')).text).toContain('MUSTER IS NOT WORKING AS IT SHOULD');
    it.notice({ kind: 'swept' });
    expect((await nina.get('/')).text).not.toContain('MUSTER IS NOT WORKING');
  });
});

describe('GET /healthz', () => {
  it('is alive even when nothing else works', async () => {
    await using it = await listening({ now: () => Promise.reject(new Error('gone')) });
    expect(await it.world.ask('/healthz')).toMatchObject({ status: 200, body: { alive: true } });
  });
});

describe('GET /metrics', () => {
  const valueOf = (text: string, line: string) =>
    Number(
      text
        .split('\n')
        .find((one) => one.startsWith(`${line} `))
        ?.slice(line.length + 1) ?? Number.NaN,
    );

  it('counts what the engine does', async () => {
    await using it = await listening();
    it.notice({ kind: 'late', lane: 'page', ms: 40 });
    it.notice({ kind: 'late', lane: 'page', ms: 1_500 });
    it.notice({ kind: 'fault', where: 'claim page' });
    it.notice({ kind: 'repaired', stream: 'INC-1' });
    it.notice({ kind: 'ill', stream: 'INC-1' });
    it.notice({ kind: 'ill', stream: 'INC-1' });
    const events = [
      { type: 'pageSent', page: 'page/0.0/marcus/sms' },
      { type: 'pageSent', page: 'page/0.0/marcus/call2' },
      { type: 'pageFailed', page: 'page/0.0/marcus/call' },
      { type: 'pageSent', page: 'page/0.0/marcus/pigeon' },
    ];
    it.notice({ kind: 'appended', stream: 'INC-1', events });
    const { text, headers } = await it.world.ask('/metrics');
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    const values = [
      'muster_late_seconds_bucket{le="0.05",lane="page"}',
      'muster_late_seconds_count{lane="page"}',
      'muster_faults_total',
      'muster_audit_repairs_total',
      'muster_incidents_quarantined',
      'muster_events_total{type="pageSent"}',
      'muster_pages_total{medium="sms",outcome="accepted"}',
      'muster_pages_total{medium="call",outcome="accepted"}',
      'muster_pages_total{medium="call",outcome="failed"}',
      'muster_pages_total{medium="other",outcome="accepted"}',
    ].map((line) => valueOf(text, line));
    expect(values).toEqual([1, 2, 1, 1, 1, 3, 1, 1, 1, 1]);
  });

  it('says of several replicas which one has the helm, and whether Redis rings; of one alone neither', async () => {
    await using world = await webWorld();
    const { text: alone } = await world.ask('/metrics');
    expect(alone).not.toMatch(/muster_has_helm|muster_redis_up/);
    const wall = world.wall;
    const stand = (hasHelm: boolean, redis?: boolean) => ({
      hasHelm: () => hasHelm,
      redisRings: redis === undefined ? undefined : () => redis,
    });
    const told = (replica: ReturnType<typeof stand>) =>
      metricsOf(
        { incidents: async () => [], wall, version: '0', replica },
        healthOf({ wall, now: async () => wall.now() }),
      ).text();
    const first = await told(stand(true, false));
    expect([valueOf(first, 'muster_has_helm'), valueOf(first, 'muster_redis_up')]).toEqual([1, 0]);
    const second = await told(stand(false));
    expect(valueOf(second, 'muster_has_helm')).toBe(0);
    expect(second).not.toContain('muster_redis_up');
  });

  it('counts open incidents and those that nobody has, and names no person and no title', async () => {
    await using world = await webWorld();
    await world.say('nina', 'start phones send callers in a loop');
    await world.say('nina', 'start nobody can sign in --drill');
    await world.say('nina', 'ack EX-1');
    const { text } = await world.ask('/metrics');
    expect(valueOf(text, 'muster_incidents_open{kind="real",phase="open"}')).toBe(1);
    expect(valueOf(text, 'muster_incidents_open{kind="drill",phase="open"}')).toBe(1);
    expect(valueOf(text, 'muster_incidents_unanswered')).toBe(1);
    for (const person of Object.keys(world.muster.plans.book().plan.people)) expect(text).not.toContain(`"${person}"`);
    expect(text).not.toContain('callers');
    expect(text).not.toContain('INC-');
  });
});

describe('open pages', () => {
  it('are told that something changed in an incident, if their reader may know of it', async () => {
    await using world = await webWorld();
    const follow = async (person: string) => {
      const browser = await world.signedIn(person);
      const response = await fetch(`${world.address}/events`, { headers: { cookie: browser.cookie() } });
      expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      let heard = '';
      return async (wanted: string) => {
        while (!heard.includes(wanted)) heard += (await reader?.read())?.value ?? '';
        return heard;
      };
    };
    const [ruth, tomas] = [await follow('ruth'), await follow('tomas')];
    const secret = await world.say('ruth', 'start somebody reads our mail --private');
    const open = await world.say('nina', 'start phones send callers in a loop');
    expect(await ruth(`data: ${secret.incident ?? ''}\n`)).toContain(secret.incident);
    const heard = await tomas(`data: ${open.incident ?? ''}\n`);
    expect(heard).not.toContain(`data: ${secret.incident ?? ''}\n`);
  });
});

describe('the server', () => {
  it.each([
    [
      'a port that is taken',
      (port: number) => ({ host: '127.0.0.1', port }),
      /^Port \d+ of 127\.0\.0\.1 is taken: .*MUSTER_PORT/,
    ],
    [
      'an address of another machine',
      () => ({ host: '203.0.113.7', port: 0 }),
      /^This machine has no address 203\.0\.113\.7: .*MUSTER_HOST/,
    ],
  ])('says in a sentence that it cannot listen on %s', async (_, where, sentence) => {
    await using world = await webWorld();
    const port = Number(new URL(world.address).port);
    const parts = {
      listen: () => () => undefined,
      secret: 'x',
      proxies: [],
      doors: [],
      wall: world.wall,
    } as unknown as WebParts;
    await expect(webServer(parts, where(port))).rejects.toThrow(sentence);
  });
});
