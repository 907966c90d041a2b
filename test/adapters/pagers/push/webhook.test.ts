import { createHmac, timingSafeEqual } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { webhookProvider } from '../../../../src/adapters/pagers/webhook/webhook.ts';
import { httpFaults } from '../../../contracts/http-faults.contract.ts';
import { page, pagerContract } from '../../../contracts/pager.contract.ts';
import type { Arrived } from '../../../support/http-sink.ts';
import { httpSink } from '../../../support/http-sink.ts';
import { AT, PUBLIC, pushHost } from '../../../support/push-host.ts';

const SECRET = 'what the other side knows too';
const live = () => new AbortController().signal;
const message = (over = {}) => page({ medium: 'push', to: 'webhook', key: 'INC-42/page/1.0/ann/push/1', ...over });

/** What docs/push.md tells the other side to do. */
function isOurs({ headers, body }: Pick<Arrived, 'headers' | 'body'>, secret: string, nowS: number): boolean {
  const timestamp = String(headers['x-muster-timestamp']);
  const given = String(headers['x-muster-signature']);
  if (Math.abs(nowS - Number(timestamp)) > 300) return false;
  const wanted = `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
  return given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
}

async function bench(over: Parameters<typeof pushHost>[0] = {}) {
  const sink = await httpSink();
  sink.say(202, { id: 'job-17' });
  const host = pushHost(over);
  const provider = webhookProvider({ url: `${sink.url}/hooks/muster?k=1`, secret: SECRET }, host);
  const [pager] = provider.pagers;
  if (pager === undefined) throw new Error('no pager');
  const bodies = () => sink.arrived.map(({ body }) => JSON.parse(body) as Readonly<Record<string, unknown>>);
  return {
    sink,
    host,
    provider,
    pager,
    bodies,
    to: 'webhook',
    addressFor: () => 'webhook',
    sent: async () =>
      bodies().map(({ to, subject, text }) => ({ to: String(to), text: `${String(subject)}\n${String(text)}` })),
    [Symbol.asyncDispose]: () => sink[Symbol.asyncDispose](),
  };
}

pagerContract('the webhook for pages', () => bench());
httpFaults('the webhook for pages', () => bench());

describe('a page by webhook', () => {
  it('says everything that the other side needs to ring somebody and to answer', async () => {
    await using world = await bench();
    expect(await world.pager.send(message({ to: 'webhook:pager-17' }), live())).toEqual({
      outcome: 'accepted',
      reference: 'job-17',
    });
    const [body] = world.bodies();
    expect(body).toEqual({
      kind: 'page',
      key: 'INC-42/page/1.0/ann/push/1',
      incident: 'INC-42',
      person: 'ann',
      name: 'Ann Berg',
      medium: 'push',
      to: 'webhook:pager-17',
      subject: message().subject,
      text: message().text,
      drill: false,
      answers: [
        { label: 'I have it', digit: '1' },
        { label: "I can't", digit: '2' },
        { label: 'I have it and need one more', digit: '3' },
      ],
      ticket: world.host.ticketFor(message()),
      pressUrl: `${PUBLIC}/push/press`,
      answerUrl: world.host.answerUrl(message()),
      at: AT,
    });
    expect(world.sink.arrived[0]).toMatchObject({ method: 'POST', path: '/hooks/muster?k=1' });
    expect(world.sink.arrived[0]?.headers['idempotency-key']).toBe(message().key);
  });

  it('is signed, so that nobody else can page anybody, and nothing old can be sent again', async () => {
    await using world = await bench();
    await world.pager.send(message({ text: 'Größe <b>' }), live());
    const [arrived] = world.sink.arrived;
    if (arrived === undefined) throw new Error('nothing arrived');
    const nowS = Date.parse(AT) / 1_000;
    expect(isOurs(arrived, SECRET, nowS)).toBe(true);
    expect(isOurs(arrived, 'another secret', nowS)).toBe(false);
    expect(isOurs({ ...arrived, body: arrived.body.replace('ann', 'bob') }, SECRET, nowS)).toBe(false);
    expect(isOurs(arrived, SECRET, nowS + 301)).toBe(false);
  });

  it('holds no ticket about what needs no answer, and no way back where there is none', async () => {
    await using world = await bench({ publicUrl: undefined, answerUrl: () => undefined });
    await world.pager.send(message({ incident: 'note' }), live());
    await world.pager.send(message(), live());
    const [note, asked] = world.bodies();
    expect(note).toMatchObject({ kind: 'note', answers: [], answerUrl: null });
    expect(Object.keys(note ?? {})).not.toContain('ticket');
    expect(Object.keys(asked ?? {})).toContain('ticket');
    expect(Object.keys(asked ?? {})).not.toContain('pressUrl');
  });

  it.each([
    ['a header', 204, {}, { 'x-reference': 'ref-9' }, 'ref-9'],
    ['a number', 200, { id: 17 }, {}, '17'],
    ['nothing', 200, [], {}, 'answered 200'],
  ])('is known there by %s', async (_, status, body, headers, reference) => {
    await using world = await bench();
    if (status === 204) world.sink.answer((res) => void res.writeHead(204, headers).end());
    else world.sink.say(status, body, headers);
    expect(await world.pager.send(message(), live())).toEqual({ outcome: 'accepted', reference });
  });

  it('goes to addresses of the webhook only', async () => {
    await using world = await bench();
    expect(['webhook', 'webhook:x', 'app', 'ntfy:x'].map((to) => world.pager.takes?.(to))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(await world.provider.check(live())).toEqual([]);
  });
});
