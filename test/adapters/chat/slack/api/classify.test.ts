import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '../../../../../src/adapters/chat/slack/api/classify.ts';
import { slackClients } from '../../../../../src/adapters/chat/slack/api/clients.ts';
import {
  hang,
  html,
  late,
  raw,
  refuse,
  reset,
  type SlackAnswer,
  slackFaults,
  stall,
  tooMany,
} from '../../../../support/slack-faults.ts';
import { writtenLog } from './written-log.ts';

const TOKEN = 'xoxb-1-secret';
/** Short enough that a hang is over soon, long enough for a slow machine to answer. */
const SHORT_MS = 150;
const PATIENT_MS = 20_000;

/** What Slack's own client makes of the answer, read by us. */
async function outcomeOf(url: string, { token = TOKEN, timeoutMs = PATIENT_MS } = {}): Promise<unknown> {
  const log = writtenLog();
  const clients = slackClients({ url, log, timeoutsMs: { page: timeoutMs, room: timeoutMs } });
  try {
    return await clients.of(token, 'page').apiCall('chat.postMessage', { channel: 'C1', text: 'hello' });
  } catch (error) {
    return classify(error);
  } finally {
    expect(JSON.stringify(log.lines)).not.toContain(token);
  }
}

async function toldBy(answer: SlackAnswer, options = {}): Promise<unknown> {
  await using slack = await slackFaults();
  slack.script('*', answer);
  return await outcomeOf(slack.url, options);
}

const broken = (sent: 'no' | 'maybe') => ({ ok: false, kind: 'broken', sent });

describe('what a call met', () => {
  it.each<[string, SlackAnswer, number]>([
    ['its seconds', tooMany(7), 7_000],
    ['none given', tooMany(), 30_000],
    ['a word instead of seconds', tooMany('soon'), 30_000],
    ['no second at all', tooMany(0), 1_000],
    ['a whole day', tooMany(86_400), 3_600_000],
    ['told in an ordinary answer', refuse('ratelimited'), 30_000],
  ])('is "limited" after a 429, for as long as Slack says: %s', async (_, answer, retryAfterMs) => {
    expect(await toldBy(answer)).toEqual({ ok: false, kind: 'limited', retryAfterMs });
  });

  it.each<[string, SlackAnswer]>([
    ['500', raw(500, 'oops')],
    ['503', raw(503)],
    ['408', raw(408)],
    ['204', raw(204)],
    ['a redirect', raw(302, '', { location: 'https://guest.example/login' })],
    ['the page of a captive portal', html],
    ['nothing at all', raw(200)],
    ['a number', raw(200, '7')],
    ['null', raw(200, 'null')],
    ['an empty object', raw(200, '{}')],
    ['a list', raw(200, '[]')],
    ['an error that is no word', raw(200, '{"ok":false,"error":{"a":1}}')],
    ['fatal_error', refuse('fatal_error')],
    ['internal_error', refuse('internal_error')],
    ['service_unavailable', refuse('service_unavailable')],
    ['request_timeout', refuse('request_timeout')],
    ['team_added_to_org', refuse('team_added_to_org')],
    ['a broken connection', reset],
  ])('is "broken" and may have been done after %s', async (_, answer) => {
    expect(await toldBy(answer)).toMatchObject(broken('maybe'));
  });

  it.each<[string, SlackAnswer]>([
    ['no answer', hang],
    ['half an answer', stall],
  ])('is "broken" and may have been done after %s', async (_, answer) => {
    expect(await toldBy(answer, { timeoutMs: SHORT_MS })).toEqual({ ...broken('maybe'), reason: 'no answer in time' });
  });

  it('is "broken" and surely not done when nobody listens', async () => {
    const gone = await slackFaults();
    await gone[Symbol.asyncDispose]();
    expect(await outcomeOf(gone.url)).toEqual({ ...broken('no'), reason: 'ECONNREFUSED' });
  });

  it('is "broken" and surely not done when there is no such host', async () => {
    expect(await outcomeOf('http://slack.invalid/api/')).toMatchObject(broken('no'));
  });

  it.each([
    [refuse('channel_not_found'), { code: 'channel_not_found' }],
    [refuse('missing_scope', 'pins:write'), { code: 'missing_scope', needed: 'pins:write' }],
    [refuse('a_code_of_next_year'), { code: 'a_code_of_next_year' }],
    [raw(404, 'not here'), { code: 'http_404' }],
    [raw(403, 'forbidden'), { code: 'http_403' }],
  ])('is "refused" when Slack says no: %j', async (answer, said) => {
    expect(await toldBy(answer)).toEqual({ ok: false, kind: 'refused', ...said });
  });

  it('is a good answer when it takes 300 ms', async () => {
    expect(await toldBy(late(300, { ts: '1.2' }))).toMatchObject({ ok: true, ts: '1.2' });
  });

  it('never holds the token, not even one that cannot be sent', async () => {
    const token = 'xoxb-9-secret\nInjected: yes';
    expect(JSON.stringify(await toldBy(hang, { token }))).not.toContain('secret');
  });

  it('never holds what a stranger on the way answered', async () => {
    expect(JSON.stringify(await toldBy(html))).not.toContain('guest');
  });

  it('is a value whatever comes back', async () => {
    await using slack = await slackFaults();
    const status = fc.oneof(fc.constant(200), fc.constantFrom(201, 400, 401, 404, 429, 500, 502, 503, 599));
    const code = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'ok', ''), fc.string());
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      code.map((error) => JSON.stringify({ ok: false, error, needed: error })),
    );
    await fc.assert(
      fc.asyncProperty(status, text, async (given, body) => {
        slack.script('*', raw(given, body));
        const told = await outcomeOf(slack.url);
        if (typeof told !== 'object' || told === null || !('kind' in told)) expect(told).toMatchObject({ ok: true });
        else expect(['limited', 'refused', 'broken']).toContain(told.kind);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    undefined,
    null,
    'text',
    7,
    {},
    new Error('?'),
    new AggregateError([]),
    Object.assign(new Error('x'), { code: 7 }),
  ])('is a value whatever is thrown: %s', (thrown) => {
    expect(classify(thrown)).toMatchObject({ ok: false, kind: 'broken' });
  });
});
