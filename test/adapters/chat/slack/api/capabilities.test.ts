import { describe, expect, it } from 'vitest';
import { broken, refused } from '../../../../../src/adapters/chat/slack/api/called.ts';
import { capabilityWatch } from '../../../../../src/adapters/chat/slack/api/capabilities.ts';
import type { Method } from '../../../../../src/adapters/chat/slack/api/methods.ts';
import { writtenLog } from './written-log.ts';

function watched() {
  const log = writtenLog();
  const watch = capabilityWatch(log);
  const hear = (method: Method, code: string, { needed = '', channel = 'C1', team = 'T1' } = {}) =>
    watch.heard(refused(code, needed === '' ? undefined : needed), { method, team, channel });
  return { log, watch, hear };
}

describe('a nicety that Slack refuses', () => {
  it.each<[Method, string, string]>([
    ['pins.add', 'missing_scope', 'pin'],
    ['bookmarks.add', 'permission_denied', 'bookmark'],
    ['conversations.setTopic', 'restricted_action', 'topic'],
    ['conversations.canvases.create', 'team_tier_cannot_create_channel_canvases', 'canvas'],
    ['canvases.edit', 'http_404', 'canvas'],
    ['chat.scheduleMessage', 'unknown_method', 'schedule'],
    ['conversations.history', 'missing_scope', 'history'],
    ['views.publish', 'not_enabled', 'home'],
  ])('is not asked for again, with one warning: %s, %s', (method, code, nicety) => {
    const { watch, hear, log } = watched();
    hear(method, code);
    hear(method, code, { channel: 'C2' });
    expect(watch.list()).toMatchObject([{ nicety, team: 'T1', code }]);
    expect(watch.refusal(method, 'T1', 'C3')).toEqual({ ok: false, kind: 'refused', code });
    expect(log.lines).toMatchObject([{ level: 'warn', fields: { nicety, team: 'T1', code } }]);
  });

  it('is asked for in other workspaces, and other niceties too', () => {
    const { watch, hear } = watched();
    hear('pins.add', 'missing_scope', { needed: 'pins:write' });
    expect(watch.refusal('pins.add', 'T1', 'C1')).toMatchObject({ needed: 'pins:write' });
    expect(watch.refusal('pins.add', 'T2', 'C1')).toBeUndefined();
    expect(watch.refusal('bookmarks.add', 'T1', 'C1')).toBeUndefined();
    expect([watch.has('pin', 'T1'), watch.has('pin', 'T2')]).toEqual([false, true]);
  });

  it.each<[Method, string]>([
    ['pins.add', 'already_pinned'],
    ['pins.add', 'message_not_found'],
    ['conversations.setTopic', 'is_archived'],
    ['bookmarks.add', 'too_many_bookmarks'],
    ['pins.add', 'token_revoked'],
    ['chat.postMessage', 'missing_scope'],
    ['chat.deleteScheduledMessage', 'missing_scope'],
  ])('is asked for elsewhere when only this one thing is refused: %s, %s', (method, code) => {
    const { watch, hear, log } = watched();
    hear(method, code);
    expect(watch.refusal(method, 'T1', 'C1')).toBeUndefined();
    expect(log.lines).toEqual([]);
  });

  it('in private channels only is left out there, and asked for in the others', () => {
    const { watch, hear, log } = watched();
    hear('conversations.setTopic', 'missing_scope', { needed: 'groups:write', channel: 'C1' });
    hear('conversations.setTopic', 'missing_scope', { needed: 'groups:write', channel: 'C2' });
    expect(watch.refusal('conversations.setTopic', 'T1', 'C1')).toBeDefined();
    expect(watch.refusal('conversations.setTopic', 'T1', 'C3')).toBeUndefined();
    expect(watch.has('topic', 'T1')).toBe(true);
    expect(log.lines).toHaveLength(1);
  });

  it('is asked for again when a person says so', () => {
    const { watch, hear } = watched();
    hear('pins.add', 'missing_scope');
    hear('pins.add', 'missing_scope', { team: 'T2' });
    watch.again('T1');
    expect(watch.list().map(({ team }) => team)).toEqual(['T2']);
    watch.again();
    expect(watch.list()).toEqual([]);
  });

  it('is not given up for an outage', () => {
    const { watch } = watched();
    watch.heard(broken('Slack answered 503', 'maybe'), { method: 'pins.add', team: 'T1', channel: 'C1' });
    expect(watch.has('pin', 'T1')).toBe(true);
  });
});
