import { describe, expect, it } from 'vitest';
import { ntfyProvider } from '../../../../src/adapters/pagers/ntfy/ntfy.ts';
import { httpFaults } from '../../../contracts/http-faults.contract.ts';
import { page, pagerContract } from '../../../contracts/pager.contract.ts';
import { httpSink } from '../../../support/http-sink.ts';
import { PUBLIC, pushHost } from '../../../support/push-host.ts';

const TOPIC = 'harbor-Ann_k3yboard';
const live = () => new AbortController().signal;
const message = (over = {}) =>
  page({ medium: 'push', to: `ntfy:${TOPIC}`, key: 'INC-42/page/1.0/ann/push/1', ...over });

async function bench(over: Parameters<typeof pushHost>[0] = {}, token?: string) {
  const sink = await httpSink();
  sink.say(200, { id: 'hwQ2YpKdmg', event: 'message' });
  const host = pushHost(over);
  const provider = ntfyProvider({ url: sink.url, token }, host);
  const [pager] = provider.pagers;
  if (pager === undefined) throw new Error('no pager');
  const sent = () => sink.arrived.map(({ body }) => JSON.parse(body) as Readonly<Record<string, unknown>>);
  return {
    sink,
    host,
    provider,
    pager,
    notes: sent,
    to: `ntfy:${TOPIC}`,
    addressFor: () => `ntfy:${TOPIC}`,
    sent: async () =>
      sent().map((note) => ({
        to: `ntfy:${String(note['topic'])}`,
        text: `${String(note['title'])}\n${String(note['message'])}`,
      })),
    [Symbol.asyncDispose]: () => sink[Symbol.asyncDispose](),
  };
}

pagerContract('ntfy', () => bench());
httpFaults('ntfy', () => bench());

describe('a page by ntfy', () => {
  it('rings until it is seen, with two answers and the page for the rest', async () => {
    await using world = await bench();
    expect(await world.pager.send(message(), live())).toEqual({ outcome: 'accepted', reference: 'hwQ2YpKdmg' });
    const [note] = world.notes();
    const ticket = world.host.ticketFor(message());
    const press = { action: 'http', url: `${PUBLIC}/push/press`, method: 'POST', clear: true };
    const headers = { 'content-type': 'application/json' };
    expect(note).toMatchObject({
      topic: TOPIC,
      priority: 5,
      actions: [
        { ...press, label: 'I have it', headers, body: JSON.stringify({ ticket, digit: '1' }) },
        { ...press, label: "I can't", headers, body: JSON.stringify({ ticket, digit: '2' }) },
        { action: 'view', label: 'Open Muster', url: world.host.answerUrl(message()) },
      ],
    });
    expect(world.sink.arrived[0]).toMatchObject({ method: 'POST', path: '/' });
    expect(world.sink.arrived[0]?.headers.authorization).toBeUndefined();
  });

  it('is less loud when it is a drill', async () => {
    await using world = await bench();
    await world.pager.send(message({ drill: true, incident: 'EX-7' }), live());
    expect(world.notes()[0]).toMatchObject({ priority: 4, title: expect.stringMatching(/^EXERCISE/) });
  });

  it.each(['note', 'TEST-7', 'near-miss'])(
    'is as loud as any other message when it is no page: %s',
    async (incident) => {
      await using world = await bench();
      await world.pager.send(message({ incident }), live());
      expect(world.notes()[0]).toMatchObject({ priority: 3, tags: ['speech_balloon'] });
    },
  );

  it('has no buttons where nothing would come back, and about what needs no answer', async () => {
    await using alone = await bench({ publicUrl: undefined, answerUrl: () => undefined });
    await alone.pager.send(message(), live());
    expect(alone.notes()[0]).toMatchObject({ actions: [] });
    await using told = await bench();
    await told.pager.send(message({ incident: 'note' }), live());
    expect(told.notes()[0]).toMatchObject({ actions: [] });
  });

  it('is cut where ntfy would make a file of it', async () => {
    await using world = await bench();
    await world.pager.send(message({ text: 'ü'.repeat(5_000), subject: 'ü'.repeat(500) }), live());
    const [note] = world.notes();
    expect(Buffer.byteLength(String(note?.['message']))).toBeLessThanOrEqual(4_096);
    expect(Buffer.byteLength(String(note?.['title']))).toBeLessThanOrEqual(250);
    expect(String(note?.['message'])).toMatch(/^ü+…$/);
  });

  it('carries the token, and neither it nor the topic is said when ntfy refuses', async () => {
    await using world = await bench({}, 'tk_secret');
    world.sink.say(403, { code: 40301, http: 403, error: `forbidden: topic ${TOPIC}` });
    const outcome = await world.pager.send(message(), live());
    expect(world.sink.arrived[0]?.headers.authorization).toBe('Bearer tk_secret');
    expect(outcome).toEqual({
      outcome: 'failed',
      reason: 'ntfy answered 403: forbidden: topic (topic)',
      permanent: true,
    });
    expect(world.host.logged.join()).not.toContain(TOPIC);
  });

  it('goes to topics only', async () => {
    await using world = await bench();
    expect(['ntfy:a', 'app', 'ntfy:', 'webhook', 'pagerduty:x'].map((to) => world.pager.takes?.(to))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('ntfy itself', () => {
  it('is well when it says so', async () => {
    await using world = await bench();
    world.sink.say(200, { healthy: true });
    expect(await world.provider.check(live())).toEqual([]);
    expect(world.sink.arrived[0]).toMatchObject({ method: 'GET', path: '/v1/health' });
  });

  it.each([
    ['says that it is not', 200, { healthy: false }],
    ['answers something else', 404, { error: 'page not found' }],
  ])('is told about when it %s', async (_, status, body) => {
    await using world = await bench();
    world.sink.say(status, body);
    expect(await world.provider.check(live())).toEqual([expect.stringContaining('NTFY_URL')]);
  });

  it('is told about when it is away, and so are buttons that cannot be', async () => {
    const world = await bench({ publicUrl: undefined });
    await world[Symbol.asyncDispose]();
    expect(await world.provider.check(live())).toEqual([
      expect.stringContaining('does not answer'),
      expect.stringContaining('MUSTER_PUBLIC_URL'),
    ]);
  });
});
