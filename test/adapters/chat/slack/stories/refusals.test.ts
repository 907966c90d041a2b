import { describe, expect, test } from 'vitest';
import { refuse } from '../../../../support/slack-faults.ts';
import { slackWorld } from '../../../../support/slack-world.ts';
import { channelOf, lastOf, phones, PHONES, situationOf, timelineOf, typesOf } from './told.ts';

const FOR_GOOD = [
  'token_revoked',
  'account_inactive',
  'invalid_auth',
  'missing_scope',
  'channel_not_found',
  'user_not_found',
  'user_disabled',
  'cannot_dm_bot',
  'messages_tab_disabled',
  'not_in_channel',
  'is_archived',
];

describe('a page that Slack refuses for good', () => {
  test.each(FOR_GOOD)('with %s goes the next way at once, and is not tried again (reliability 50)', async (code) => {
    await using world = await slackWorld();
    world.slack.script('chat.postMessage', refuse(code, code === 'missing_scope' ? 'chat:write' : undefined));
    await world.slash('bob', PHONES);
    expect(world.texts()).toEqual(['ann']);
    await world.wait(4);
    const tries = world.slack
      .asked('chat.postMessage')
      .filter(({ args }) => args['channel'] === world.behind.users['ann']);
    expect(tries).toHaveLength(1);
    expect((await timelineOf(world)).join('\n')).toContain(code);
    expect((await world.incident()).lifecycle.phase).toBe('open');
  });

  test('because the token is no longer valid is said where people look for what is missing (reliability 50)', async () => {
    await using world = await phones();
    world.slack.script('*', refuse('token_revoked'));
    await world.wait(12);
    expect(world.muster.missing().join('\n')).toMatch(/token/i);
    expect(world.texts()).toEqual(expect.arrayContaining(['ann', 'cleo']));
  });
});

describe('an account that changes', () => {
  test('in its picture or name is paged as before', async () => {
    await using world = await phones();
    await world.event({ type: 'user_change', user: { id: world.behind.users['cleo'], deleted: false } });
    await world.wait(5);
    expect(await world.directs('cleo')).toHaveLength(1);
  });

  test('because it is switched off is passed over for the text message, at once (reliability 50)', async () => {
    await using world = await phones();
    world.slack.script('chat.postMessage', refuse('user_disabled'));
    await world.event({ type: 'user_change', user: { id: world.behind.users['cleo'], deleted: true } });
    await world.wait(5);
    expect(world.texts()).toEqual(['ann', 'cleo']);
  });
});

describe('a channel that goes', () => {
  test('archived by hand: it is said on the timeline, and the incident goes on; unarchived, it is used again', async () => {
    await using world = await phones();
    const channel = await world.room();
    await world.behind.web.conversations.archive({ channel });
    await world.event({ type: 'channel_archive', channel, user: world.behind.users['bob'] });
    expect((await timelineOf(world)).join('\n')).toContain('The channel on Slack is lost: somebody archived it');
    await world.slash('ann', 'ack');
    expect(await typesOf(world)).toContain('acknowledged');
    await world.behind.web.conversations.unarchive({ channel });
    await world.event({ type: 'channel_unarchive', channel, user: world.behind.users['bob'] });
    await world.wait(1);
    expect((await timelineOf(world)).join('\n')).toContain('The channel on Slack is there again');
    expect(await situationOf(world)).toContain('Ann Berg has it');
    expect((await lastOf(world.messages(channel)))?.text).toContain('Ann Berg has it');
  });

  test('archived by hand while nothing of it comes from Slack: what is unarchived later is used again', async () => {
    await using world = await phones();
    const channel = await world.room();
    await world.behind.web.conversations.archive({ channel });
    await world.slash('bob', 'note the carrier is called');
    await world.wait(1);
    await world.behind.web.conversations.unarchive({ channel });
    await world.event({ type: 'channel_unarchive', channel, user: world.behind.users['bob'] });
    await world.wait(1);
    await world.slash('bob', 'note the police knows');
    expect((await lastOf(world.messages(channel)))?.text).toContain('the police knows');
  });

  test('because Muster is removed from it: said, and used again when it is invited', async () => {
    await using world = await phones();
    const channel = await world.room();
    const { bot, team } = world.behind;
    await world.event({ type: 'channel_left', channel, actor_id: world.behind.users['bob'] });
    expect((await timelineOf(world)).join('\n')).toContain('Muster was removed from it');
    await world.slash('bob', 'note the carrier is called');
    expect((await lastOf(world.messages(channel)))?.text).not.toContain('the carrier is called');
    await world.event({ type: 'member_joined_channel', user: bot, channel, channel_type: 'C', team });
    expect((await lastOf(world.messages(channel)))?.text).toContain('the carrier is called');
  });
});

describe('a refusal that passes', () => {
  test('of the token leaves nothing out for good: with a good one everything is told', async () => {
    await using world = await phones();
    const channel = await world.room();
    world.slack.script('*', refuse('token_revoked'));
    await world.slash('bob', 'note the carrier is called');
    await world.wait(1);
    world.slack.heal();
    await world.slash('bob', 'note the police knows');
    await world.wait(2);
    const said = (await world.messages(channel)).map(({ text }) => text).join('\n');
    expect(said).toContain('the carrier is called');
    expect(said).toContain('the police knows');
  });

  test('of a pin or a topic turns that off and nothing else (reliability 50)', async () => {
    await using world = await slackWorld();
    for (const method of ['pins.add', 'conversations.setTopic', 'bookmarks.add', 'chat.scheduleMessage'])
      world.slack.script(method, refuse('missing_scope', 'pins:write'));
    await world.slash('bob', PHONES);
    await world.slash('ann', 'ack');
    expect(await situationOf(world)).toContain('Ann Berg has it');
    await world.wait(10);
    expect(world.slack.asked('pins.add')).toHaveLength(1);
    expect((await channelOf(world, await world.room()))?.is_archived).toBe(false);
  });
});
