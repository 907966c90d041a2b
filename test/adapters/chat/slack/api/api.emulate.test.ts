import { createEmulator } from 'emulate';
import { describe, expect, it } from 'vitest';
import { slackApi } from '../../../../../src/adapters/chat/slack/api/api.ts';
import type { Called, CallOptions } from '../../../../../src/adapters/chat/slack/api/called.ts';
import { factsOf, type Method } from '../../../../../src/adapters/chat/slack/api/methods.ts';
import { instant } from '../../../../../src/core/time.ts';
import { raw, slackFaults } from '../../../../support/slack-faults.ts';
import { virtualClock } from '../../../../support/virtual-clock.ts';
import { writtenLog } from './written-log.ts';

/**
 * Against a Slack that we did not write (emulate), which refuses a call whose scope is missing. It has no canvases, no
 * users.conversations and no limits, and does not look into blocks.
 */
const options = { priority: 'answer', team: 'T1' } as const satisfies CallOptions;
const EVERY = 'every';
const methods = [
  'users.list',
  'users.info',
  'users.lookupByEmail',
  'conversations.create',
  'conversations.invite',
  'conversations.setTopic',
  'conversations.rename',
  'conversations.info',
  'conversations.members',
  'conversations.history',
  'conversations.open',
  'conversations.archive',
  'chat.postMessage',
  'chat.update',
  'chat.postEphemeral',
  'chat.scheduleMessage',
  'chat.scheduledMessages.list',
  'chat.deleteScheduledMessage',
  'chat.getPermalink',
  'chat.delete',
  'pins.add',
  'bookmarks.add',
  'bookmarks.list',
  'views.publish',
] as const satisfies readonly Method[];
type Tried = (typeof methods)[number];

/** `scopes`: of the bot whose token is used; `every` has those of the whole table. */
async function workspace(method?: Method) {
  const every = [...new Set(methods.flatMap((each) => factsOf(each).scopes))].concat('bookmarks:write', 'files:write');
  const bot = (token: string, scopes: readonly string[]) => ({ token, user: 'muster', scopes });
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        users: [{ name: 'muster' }, { name: 'ann', email: 'ann@lakeshore.example' }],
        tokens: [
          bot(EVERY, every),
          bot('least', method === undefined ? [] : factsOf(method).scopes),
          bot('none', ['team:read']),
        ],
      },
    },
  });
  const slack = await slackFaults({ behind: emulator.url });
  const log = writtenLog();
  const clock = virtualClock(instant('2026-11-22T09:00:00Z'));
  let token = EVERY;
  const api = slackApi({ tokens: () => Promise.resolve(token), clock, log, url: slack.url });
  return {
    api,
    slack,
    clock,
    speakAs: (name: string) => void (token = name),
    [Symbol.asyncDispose]: async () => {
      api.close();
      await slack[Symbol.asyncDispose]();
      await emulator.close();
    },
  };
}
type Workspace = Awaited<ReturnType<typeof workspace>>;

function valueOf<T>(called: Called<T>): T {
  if (!called.ok) throw new Error(JSON.stringify(called));
  return called.value;
}

/** A channel with a message, a person, and a scheduled message in an hour. */
async function furnished({ api }: Workspace) {
  const made = valueOf(await api.call('conversations.create', { name: 'inc-1' }, options));
  const channel = made.channel?.id ?? '';
  const ts = valueOf(await api.call('chat.postMessage', { channel, text: 'hello' }, options)).ts ?? '';
  const found = valueOf(await api.call('users.lookupByEmail', { email: 'ann@lakeshore.example' }, options));
  const inAnHour = Math.floor(Date.now() / 1_000) + 3_600;
  const later = { channel, text: 'still nobody', post_at: inAnHour };
  const scheduled = valueOf(await api.call('chat.scheduleMessage', later, options)).scheduled_message_id ?? '';
  return { channel, ts, user: found.user?.id ?? '', scheduled, later };
}

function callOf(
  { api }: Workspace,
  place: Awaited<ReturnType<typeof furnished>>,
): Record<Tried, () => Promise<Called<unknown>>> {
  const { channel, ts, user, scheduled, later } = place;
  return {
    'users.list': () => api.call('users.list', {}, options),
    'users.info': () => api.call('users.info', { user }, options),
    'users.lookupByEmail': () => api.call('users.lookupByEmail', { email: 'ann@lakeshore.example' }, options),
    'conversations.create': () => api.call('conversations.create', { name: 'inc-another' }, options),
    'conversations.invite': () => api.call('conversations.invite', { channel, users: user }, options),
    'conversations.setTopic': () => api.call('conversations.setTopic', { channel, topic: 'sev1' }, options),
    'conversations.rename': () => api.call('conversations.rename', { channel, name: 'inc-renamed' }, options),
    'conversations.info': () => api.call('conversations.info', { channel }, options),
    'conversations.members': () => api.call('conversations.members', { channel }, options),
    'conversations.history': () => api.call('conversations.history', { channel }, options),
    'conversations.open': () => api.call('conversations.open', { users: user }, options),
    'conversations.archive': () => api.call('conversations.archive', { channel }, options),
    'chat.postMessage': () => api.call('chat.postMessage', { channel, text: 'again' }, options),
    'chat.update': () => api.call('chat.update', { channel, ts, text: 'better' }, options),
    'chat.postEphemeral': () => api.call('chat.postEphemeral', { channel, user, text: 'psst' }, options),
    'chat.scheduleMessage': () => api.call('chat.scheduleMessage', later, options),
    'chat.scheduledMessages.list': () => api.call('chat.scheduledMessages.list', { channel }, options),
    'chat.deleteScheduledMessage': () =>
      api.call('chat.deleteScheduledMessage', { channel, scheduled_message_id: scheduled }, options),
    'chat.getPermalink': () => api.call('chat.getPermalink', { channel, message_ts: ts }, options),
    'chat.delete': () => api.call('chat.delete', { channel, ts }, options),
    'pins.add': () => api.call('pins.add', { channel, timestamp: ts }, options),
    'bookmarks.add': () =>
      api.call(
        'bookmarks.add',
        { channel_id: channel, title: 'Console', type: 'link', link: 'https://m.example' },
        options,
      ),
    'bookmarks.list': () => api.call('bookmarks.list', { channel_id: channel }, options),
    'views.publish': () => api.call('views.publish', { user_id: user, view: { type: 'home', blocks: [] } }, options),
  };
}

describe('against a Slack that minds its scopes', () => {
  it.each(methods)('%s works with the scopes of the table, and not without', async (method) => {
    await using here = await workspace(method);
    const place = await furnished(here);
    // Somebody has to be in the channel to be whispered to; ann is, except where inviting her is what is tried.
    if (method === 'chat.postEphemeral')
      valueOf(await here.api.call('conversations.invite', { channel: place.channel, users: place.user }, options));
    const { [method]: call } = callOf(here, place);
    const { scopes } = factsOf(method);
    here.speakAs('none');
    const without = await call();
    if (scopes.length === 0) return expect(without).toMatchObject({ ok: true });
    expect(without).toMatchObject({ kind: 'refused', code: 'missing_scope' });
    expect(scopes.some((scope) => !without.ok && without.kind === 'refused' && without.needed?.includes(scope))).toBe(
      true,
    );
    here.api.capabilities.again();
    await here.clock.advance(5_000);
    here.speakAs('least');
    expect(await call()).toMatchObject({ ok: true });
  });

  it('an incident’s channel is opened, filled and closed, with a fault in between', async () => {
    await using here = await workspace();
    const { api, slack } = here;
    const { channel, user } = await furnished(here);
    slack.script('conversations.invite', raw(503));
    const invite = () => api.call('conversations.invite', { channel, users: user }, options);
    expect(await invite()).toMatchObject({ kind: 'broken', sent: 'maybe' });
    slack.heal();
    expect(await invite()).toMatchObject({ ok: true });
    expect(await invite()).toMatchObject({ kind: 'refused', code: 'already_in_channel' });
    const file = { channel, name: 'INC-1-postmortem.md', title: 'Postmortem', text: '# What happened' };
    expect(await api.uploadText('T1', file, options)).toMatchObject({ ok: true });
    const history = valueOf(await api.call('conversations.history', { channel }, options));
    expect(history.messages?.flatMap(({ files = [] }) => files.map(({ title }) => title))).toEqual(['Postmortem']);
    expect(await api.call('conversations.archive', { channel }, options)).toMatchObject({ ok: true });
    expect(await api.call('chat.postMessage', { channel, text: 'late' }, options)).toMatchObject({
      code: 'is_archived',
    });
    expect(api.health().state).toBe('up');
  });

  it('a name that is taken is a plain no', async () => {
    await using here = await workspace();
    const create = () => here.api.call('conversations.create', { name: 'inc-20261122-0001' }, options);
    expect(await create()).toMatchObject({ ok: true });
    expect(await create()).toEqual({ ok: false, kind: 'refused', code: 'name_taken' });
  });

  it('a canvas that does not exist here is done without', async () => {
    await using here = await workspace();
    const { channel } = await furnished(here);
    const canvas = () => here.api.call('conversations.canvases.create', { channel_id: channel }, options);
    expect(await canvas()).toMatchObject({ kind: 'refused', code: 'http_404' });
    expect(await canvas()).toMatchObject({ kind: 'refused', code: 'http_404' });
    expect(here.slack.asked('conversations.canvases.create')).toHaveLength(1);
    expect(here.api.capabilities.list()).toMatchObject([{ nicety: 'canvas', team: 'T1' }]);
  });

  it('says which scopes it granted, for whoever looks at the set-up', async () => {
    await using here = await workspace();
    expect(valueOf(await here.api.call('auth.test', {}, options))).toMatchObject({ ok: true, user: 'muster' });
  });
});
