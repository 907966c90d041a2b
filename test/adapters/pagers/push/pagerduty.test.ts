import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pagerDutyProvider } from '../../../../src/adapters/pagers/pagerduty/pagerduty.ts';
import { httpFaults } from '../../../contracts/http-faults.contract.ts';
import { page, pagerContract } from '../../../contracts/pager.contract.ts';
import { httpSink } from '../../../support/http-sink.ts';
import { AT, PUBLIC, pushHost } from '../../../support/push-host.ts';

const KEY = '0123456789abcdef0123456789ABCDEF';
const live = () => new AbortController().signal;
const message = (over = {}) => page({ medium: 'push', to: 'pagerduty', key: 'INC-42/page/1.0/ann/push/1', ...over });

const https = z.url({ protocol: /^https$/, hostname: /\.[a-z]{2,}$/i });

/**
 * What PagerDuty takes, after its own schema: github.com/PagerDuty/api-schema, reference/events-v2/openapiv3.json (POST /enqueue), and
 * the lengths of developer.pagerduty.com/docs/send-alert-event. Strict: what is not in it would be thrown away there unseen.
 */
const enqueue = z.strictObject({
  routing_key: z.string().length(32),
  event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
  dedup_key: z.string().min(1).max(255),
  payload: z.strictObject({
    summary: z.string().min(1).max(1_024),
    source: z.string().min(1),
    severity: z.enum(['critical', 'warning', 'error', 'info']),
    timestamp: z.iso.datetime(),
    component: z.string().optional(),
    group: z.string().optional(),
    class: z.string().optional(),
    custom_details: z.record(z.string(), z.unknown()),
  }),
  client: z.string(),
  client_url: https.optional(),
  links: z.array(z.strictObject({ href: https, text: z.string() })),
});

async function bench(over: Parameters<typeof pushHost>[0] = {}) {
  const sink = await httpSink();
  sink.say(202, { status: 'success', message: 'Event processed', dedup_key: 'INC-42/ann' });
  const host = pushHost(over);
  const provider = pagerDutyProvider({ routingKey: KEY, url: sink.url }, host);
  const [pager] = provider.pagers;
  if (pager === undefined) throw new Error('no pager');
  const events = () => sink.arrived.map(({ body }) => enqueue.parse(JSON.parse(body)));
  return {
    sink,
    host,
    provider,
    pager,
    events,
    to: 'pagerduty',
    addressFor: () => 'pagerduty',
    sent: async () =>
      events().map(({ payload }) => ({
        to: payload.group === undefined ? 'pagerduty' : `pagerduty:${payload.group}`,
        text: `${payload.summary}\n${String(payload.custom_details['text'])}`,
      })),
    [Symbol.asyncDispose]: () => sink[Symbol.asyncDispose](),
  };
}

pagerContract('PagerDuty', () => bench());
httpFaults('PagerDuty', () => bench());

describe('a page by PagerDuty', () => {
  it('is an alert as its schema wants it, one for an incident and a person', async () => {
    await using world = await bench();
    expect(await world.pager.send(message(), live())).toEqual({ outcome: 'accepted', reference: 'INC-42/ann' });
    await world.pager.send(message({ key: 'INC-42/page/2.0/ann/push/1' }), live());
    const [event, again] = world.events();
    expect(event).toMatchObject({
      event_action: 'trigger',
      dedup_key: 'INC-42/ann',
      payload: {
        summary: message().subject,
        severity: 'error',
        source: 'muster.example.com',
        timestamp: AT,
        class: 'incident',
        custom_details: { person: 'Ann Berg', incident: 'INC-42', exercise: false },
      },
      client_url: PUBLIC,
      links: [{ href: world.host.answerUrl(message()) }],
    });
    expect(again?.dedup_key).toBe(event?.dedup_key);
    expect(world.sink.arrived[0]).toMatchObject({ method: 'POST', path: '/v2/enqueue' });
  });

  it.each([
    ['INC-42 sev1 Crisis: phones', 'critical'],
    ['INC-42 sev2 Major: phones', 'error'],
    ['INC-42 sev3 Unclear: phones', 'error'],
    ['INC-42 sev4 Minor: phones', 'warning'],
    ['EXERCISE EXERCISE: EX-7 sev1 Crisis: phones', 'critical'],
    ['INC-42 asks for you: sev4 it says', 'error'],
    ['TEST-7: does this reach you', 'error'],
  ])('%j is %s there', async (subject, severity) => {
    await using world = await bench();
    await world.pager.send(message({ subject }), live());
    expect(world.events()[0]?.payload.severity).toBe(severity);
  });

  it('is listed and no alarm when it is a test, each of its own', async () => {
    await using world = await bench();
    const test = { incident: 'TEST-7', subject: 'TEST TEST TEST: Does a push reach you? (TEST-7)' };
    await world.pager.send(message({ ...test, key: 'TEST-7/push/1' }), live());
    await world.pager.send(message({ ...test, key: 'TEST-7/push/2' }), live());
    expect(world.events()).toMatchObject([
      { dedup_key: 'TEST-7/push/1', payload: { severity: 'info', class: 'test' } },
      { dedup_key: 'TEST-7/push/2', payload: { severity: 'info', class: 'test' } },
    ]);
  });

  it.each(['note', 'near-miss', 'sign-in'])('is never a note, which goes another way: %s', async (incident) => {
    await using world = await bench();
    expect(await world.pager.send(message({ incident }), live())).toEqual({
      outcome: 'failed',
      reason: 'PagerDuty rings; a note does not',
      permanent: true,
    });
    expect(world.sink.arrived).toEqual([]);
  });

  it('says for whom it is where the plan gives a name, and that it is a drill', async () => {
    await using world = await bench();
    await world.pager.send(message({ to: 'pagerduty:network-team', drill: true, incident: 'EX-7' }), live());
    expect(world.events()[0]?.payload).toMatchObject({
      group: 'network-team',
      class: 'exercise',
      summary: expect.stringMatching(/^EXERCISE/),
    });
  });

  it.each(['http://10.0.0.5:3000', 'https://muster', 'https://[::1]', 'https://10.0.0.5'])(
    'has no link that PagerDuty would refuse the whole alert for: %s',
    async (publicUrl) => {
      await using world = await bench({ publicUrl, answerUrl: () => `${publicUrl}/answer` });
      await world.pager.send(message(), live());
      expect(world.events()[0]).toMatchObject({ links: [] });
      expect(world.events()[0]?.client_url).toBeUndefined();
    },
  );

  it('keeps to the lengths there', async () => {
    await using world = await bench();
    await world.pager.send(message({ subject: 'ü'.repeat(3_000), text: 'ü'.repeat(9_000) }), live());
    expect(world.events()[0]?.payload.custom_details['text']).toHaveLength(9_000);
  });

  it('that is refused says why, without the key', async () => {
    await using world = await bench();
    world.sink.say(400, {
      status: 'invalid event',
      message: 'Event object is invalid',
      errors: [`routing_key ${KEY} is unknown`, "'payload.severity' is invalid"],
    });
    expect(await world.pager.send(message(), live())).toEqual({
      outcome: 'failed',
      reason:
        "PagerDuty answered 400: Event object is invalid; routing_key (routing key) is unknown; 'payload.severity' is invalid",
      permanent: true,
    });
  });

  it('may be sent again when PagerDuty has too much to do', async () => {
    await using world = await bench();
    world.sink.say(429, {
      status: 'throttle exceeded',
      message: 'Requests for this service are arriving too quickly.',
    });
    expect(await world.pager.send(message(), live())).toMatchObject({ outcome: 'failed', permanent: false });
  });

  it('goes to addresses of PagerDuty only, and is never asked whether it is well: that would ring', async () => {
    await using world = await bench();
    expect(['pagerduty', 'pagerduty:x', 'app', 'webhook'].map((to) => world.pager.takes?.(to))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(await world.provider.check(live())).toEqual([]);
    expect(world.sink.arrived).toEqual([]);
  });
});
