import { describe, expect, it } from 'vitest';
import { slackApi, type SlackApiOptions } from '../../../../../src/adapters/chat/slack/api/api.ts';
import type { CallOptions } from '../../../../../src/adapters/chat/slack/api/called.ts';
import { instant } from '../../../../../src/core/time.ts';
import {
  fine,
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
import { virtualClock } from '../../../../support/virtual-clock.ts';
import { writtenLog } from './written-log.ts';

const PATIENT = { page: 20_000, room: 20_000 };
const page = { priority: 'page', team: 'T1' } as const satisfies CallOptions;
const step = { priority: 'step', team: 'T1' } as const satisfies CallOptions;

/** The real client over real HTTP to a Slack that misbehaves; time stands still unless it is told to go. */
async function world(given: Partial<SlackApiOptions> = {}) {
  const slack = await slackFaults();
  const clock = virtualClock(instant('2026-11-22T09:00:00Z'));
  const log = writtenLog();
  const api = slackApi({
    tokens: (team) => Promise.resolve(`xoxb-${team}`),
    clock,
    log,
    url: slack.url,
    timeoutsMs: PATIENT,
    ...given,
  });
  const post = (channel: string, options: CallOptions = step) =>
    api.call('chat.postMessage', { channel, text: 'hello' }, options);
  const changed = (state: string) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const ignore = api.onChange((health) => {
      if (health.state !== state) return;
      ignore();
      resolve();
    });
    return promise;
  };
  return {
    slack,
    clock,
    log,
    api,
    post,
    changed,
    [Symbol.asyncDispose]: async () => {
      api.close();
      await slack[Symbol.asyncDispose]();
    },
  };
}

describe('a call', () => {
  it('carries its words and the token of its workspace', async () => {
    await using one = await world();
    const called = await one.api.call(
      'chat.postMessage',
      { channel: 'C1', text: 'hello', metadata: { event_type: 'muster_page', event_payload: { key: 'INC-1/page' } } },
      page,
    );
    expect(called).toMatchObject({ ok: true, value: { ts: expect.any(String) } });
    const [asked] = one.slack.asked('chat.postMessage');
    expect(asked).toMatchObject({ token: 'xoxb-T1', args: { channel: 'C1', text: 'hello' } });
    expect(JSON.parse(asked?.args['metadata'] ?? '')).toMatchObject({ event_payload: { key: 'INC-1/page' } });
  });

  it.each<[string, SlackAnswer]>([
    ['a 429', tooMany(30)],
    ['a 500', raw(500)],
    ['the page of a captive portal', html],
    ['a broken connection', reset],
    ['no answer', hang],
    ['half an answer', stall],
    ['a no', refuse('is_archived')],
    ['a late answer', late(30)],
  ])('never rejects, and Slack is asked once: %s', async (_, answer) => {
    await using one = await world({ timeoutsMs: { page: 150, room: 150 } });
    one.slack.script('chat.postMessage', answer);
    for (const [index, options] of [page, step].entries()) {
      expect(await one.post(`C${index}`, options)).toHaveProperty('ok');
    }
    expect(one.slack.asked('chat.postMessage')).toHaveLength(2);
  });

  it('that Slack does not understand is logged with Slack’s word on what is wrong', async () => {
    await using one = await world();
    const messages = ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'];
    const body = { ok: false, error: 'invalid_blocks', response_metadata: { messages } };
    one.slack.script('*', raw(200, JSON.stringify(body)));
    expect(await one.post('C1')).toEqual({ ok: false, kind: 'refused', code: 'invalid_blocks' });
    expect(one.log.lines).toMatchObject([{ level: 'error', fields: { slack: expect.stringContaining('3001') } }]);
  });

  it('is logged without a token when it does not go through', async () => {
    await using one = await world();
    one.slack.script('*', html);
    await one.post('C1');
    expect(one.log.lines).toMatchObject([{ level: 'warn' }, { level: 'warn', fields: { method: 'chat.postMessage' } }]);
    expect(JSON.stringify(one.log.lines)).not.toMatch(/xoxb|guest/);
  });
});

describe('a page', () => {
  it('does not wait for any number of calls that hang', async () => {
    await using one = await world();
    one.slack.script('*', hang);
    const channels = Array.from({ length: 120 }, (_, index) => `C${index}`);
    const hanging = channels.map((channel) =>
      one.api.call('chat.postEphemeral', { channel, user: 'U1', text: '?' }, step),
    );
    const posts = channels.slice(0, 50).map((channel) => one.post(channel));
    await one.slack.until('chat.postMessage', 50);
    one.slack.script('chat.postMessage', fine({ ts: '7.7' }));
    expect(await one.post('C1', page)).toMatchObject({ ok: true, value: { ts: '7.7' } });
    expect(one.slack.open()).toBeGreaterThan(50);
    one.api.close();
    await one.slack[Symbol.asyncDispose]();
    await Promise.all([...hanging, ...posts]);
  });

  it('goes through while another method is told to wait', async () => {
    await using one = await world();
    one.slack.script('users.list', tooMany(60));
    expect(await one.api.call('users.list', {}, step)).toMatchObject({ kind: 'limited', retryAfterMs: 60_000 });
    expect(await one.post('U1', page)).toMatchObject({ ok: true });
  });

  it('goes out with the last known token when tokens cannot be looked up', async () => {
    let lookUp = (): Promise<string | undefined> => Promise.resolve('xoxb-first');
    await using one = await world({ tokens: () => lookUp() });
    await one.post('U1', page);
    lookUp = () => Promise.reject(new Error('the store is away'));
    expect(await one.post('U1', page)).toMatchObject({ ok: true });
    lookUp = () => new Promise(() => undefined);
    const slow = one.post('U1', page);
    await one.clock.advance(1_000);
    expect(await slow).toMatchObject({ ok: true });
    expect(one.slack.asked().map(({ token }) => token)).toEqual(['xoxb-first', 'xoxb-first', 'xoxb-first']);
  });

  it('surely did nothing when no token was ever known', async () => {
    await using one = await world({ tokens: () => Promise.reject(new Error('the store is away')) });
    expect(await one.post('U1', page)).toMatchObject({ kind: 'broken', sent: 'no' });
    expect(one.api.health().state).toBe('up');
  });
});

describe('a 429', () => {
  it('is waited out, and the call goes through after all', async () => {
    await using one = await world();
    one.slack.script('chat.postMessage', tooMany(3), fine({ ts: '8.8' }));
    const first = one.post('C1');
    await one.slack.until('chat.postMessage', 1);
    expect(await one.api.call('chat.postEphemeral', { channel: 'C1', user: 'U1', text: '?' }, step)).toMatchObject({
      ok: true,
    });
    let isOver = false;
    void first.then(() => (isOver = true));
    for (let second = 0; second < 8 && !isOver; second += 1) await one.clock.advance(1_000);
    expect(await first).toMatchObject({ ok: true, value: { ts: '8.8' } });
  });
});

describe('Slack', () => {
  it('that fails twice is down, and up again when the canary has heard it twice', async () => {
    await using one = await world();
    one.slack.script('*', raw(503));
    await one.post('C1');
    expect(one.api.health().state).toBe('degraded');
    const down = one.changed('down');
    await one.post('C2', page);
    await down;
    one.slack.heal();
    const better = one.changed('degraded');
    await one.clock.advance(5_000);
    await better;
    const up = one.changed('up');
    await one.clock.advance(5_000);
    await up;
    expect(one.slack.asked('auth.test')).toHaveLength(2);
    expect(one.log.lines.map(({ level }) => level)).toEqual(['warn', 'warn', 'error', 'warn', 'warn', 'info']);
  });

  it('that does not know the token is told apart from one that is down', async () => {
    await using one = await world({ teams: ['T1'] });
    one.slack.script('*', refuse('invalid_auth'));
    await one.post('C1');
    await one.post('C1');
    expect(one.api.health()).toMatchObject({ state: 'misconfigured', say: expect.stringContaining('token') });
  });

  it('that has no token for a workspace is not asked', async () => {
    await using one = await world({ tokens: () => Promise.resolve(undefined) });
    expect(await one.post('C1')).toEqual({ ok: false, kind: 'refused', code: 'not_authed' });
    expect(one.slack.asked()).toEqual([]);
    expect(one.api.health('T1').state).toBe('misconfigured');
    one.api.forget('T1');
    expect(one.api.health().state).toBe('up');
  });

  it('whose socket is shut for long is degraded', async () => {
    await using one = await world();
    one.api.heard('socket', 'down');
    await one.clock.advance(15_000);
    expect(one.api.health().state).toBe('degraded');
    one.api.heard('socket', 'up');
    expect(one.api.health().state).toBe('up');
  });

  it('that refuses a pin is not asked for one again, and nothing else suffers', async () => {
    await using one = await world();
    one.slack.script('pins.add', refuse('missing_scope', 'pins:write'));
    const pin = () => one.api.call('pins.add', { channel: 'C1', timestamp: '1.1' }, { ...step, priority: 'nicety' });
    expect(await pin()).toEqual(await pin());
    expect(one.slack.asked('pins.add')).toHaveLength(1);
    expect(one.api.capabilities.has('pin', 'T1')).toBe(false);
    expect(await one.post('C1')).toMatchObject({ ok: true });
    one.slack.script('pins.add', fine());
    one.api.capabilities.again();
    expect(await pin()).toMatchObject({ ok: true });
  });
});

describe('a file', () => {
  const file = { channel: 'C1', name: 'INC-1.md', title: 'Postmortem', text: 'Größe: 3 µs' };

  /** The place that Slack gives leads back to the same server. */
  async function filing() {
    const one = await world();
    const place = new URL('/upload/F1', one.slack.url).href;
    one.slack.script('files.getUploadURLExternal', fine({ upload_url: place, file_id: 'F1' }));
    return one;
  }

  it('is handed over in three steps, without the token in the second', async () => {
    await using one = await filing();
    const told = await one.api.uploadText('T1', { ...file, thread: '1.1' }, { priority: 'step' });
    expect(told).toEqual({ ok: true, value: { fileId: 'F1' } });
    const [place, bytes, shown] = one.slack.asked();
    expect(place?.args).toMatchObject({ filename: 'INC-1.md', length: String(Buffer.byteLength(file.text)) });
    expect(bytes).toMatchObject({ method: 'F1', token: undefined });
    expect(shown?.args).toMatchObject({
      channel_id: 'C1',
      thread_ts: '1.1',
      files: '[{"id":"F1","title":"Postmortem"}]',
    });
  });

  it.each<[string, string, SlackAnswer, object]>([
    ['no place', 'files.getUploadURLExternal', raw(503), { kind: 'broken', sent: 'no' }],
    ['a place without an address', 'files.getUploadURLExternal', fine(), { kind: 'broken', sent: 'no' }],
    ['bytes that get lost', 'F1', reset, { kind: 'broken', sent: 'no' }],
    ['bytes that are refused', 'F1', raw(413), { kind: 'refused', code: 'http_413' }],
    ['bytes that come too fast', 'F1', tooMany(5), { kind: 'limited' }],
    ['no word on whether it is shown', 'files.completeUploadExternal', reset, { kind: 'broken', sent: 'maybe' }],
    ['a channel that is not there', 'files.completeUploadExternal', refuse('channel_not_found'), { kind: 'refused' }],
  ])('is not there after %s, and it is known how far it came', async (_, method, answer, failure) => {
    await using one = await filing();
    one.slack.script(method, answer);
    expect(await one.api.uploadText('T1', file, { priority: 'step' })).toMatchObject({ ok: false, ...failure });
  });
});
