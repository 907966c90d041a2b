import { describe, expect, test } from 'vitest';
import { textOf } from '../../../../support/slack-read.ts';
import { slackWorld } from '../../../../support/slack-world.ts';
import { stamp } from '../../../../support/slack-requests.ts';
import { answered, lastOf, phones, PHONES, typesOf } from './told.ts';

describe('words to Muster in Slack', () => {
  test('by a mention in a channel are answered to whoever said them: anybody may read there, and Muster tells what is private', async () => {
    await using world = await slackWorld();
    const { bot, users, team, general } = world.behind;
    const ts = stamp();
    await world.event({
      type: 'app_mention',
      user: users['bob'],
      text: `<@${bot}> ${PHONES}`,
      ts,
      channel: general,
      team,
    });
    expect((await world.incident()).lifecycle.title).toBe('phones send callers in a loop');
    expect(world.slack.asked('chat.postMessage').filter(({ args }) => args['channel'] === general)).toEqual([]);
    const [said] = world.slack.asked('chat.postEphemeral');
    expect(said?.args).toMatchObject({ channel: general, user: users['bob'], thread_ts: ts });
    expect(said?.args['text']).toContain('INC-1');
  });

  test("by a mention in the incident's own channel are answered in the thread, for all to see", async () => {
    await using world = await phones();
    const { bot, users, team } = world.behind;
    const channel = await world.room();
    const ts = stamp();
    await world.event({ type: 'app_mention', user: users['bob'], text: `<@${bot}> status`, ts, channel, team });
    const said = world.slack.asked('chat.postMessage').find(({ args }) => args['thread_ts'] === ts);
    expect(said?.args['channel']).toBe(channel);
    expect(said?.args['text']).toContain('INC-1');
  });

  test('by a direct message are answered there', async () => {
    await using world = await phones();
    const { users, team } = world.behind;
    const [page] = await world.directs('ann');
    await world.event({
      type: 'message',
      channel_type: 'im',
      user: users['ann'],
      text: 'ack',
      ts: stamp(),
      channel: page?.channel,
      team,
    });
    expect(await typesOf(world)).toContain('acknowledged');
    expect((await lastOf(world.directs('ann')))?.text).toContain('You have it');
  });

  test('typed with the command in front, as a habit, are the same words', async () => {
    await using world = await slackWorld();
    const { bot, users, team, general } = world.behind;
    const text = `<@${bot}> /incident ${PHONES}`;
    await world.event({ type: 'app_mention', user: users['bob'], text, ts: stamp(), channel: general, team });
    expect((await world.incident()).lifecycle.title).toBe('phones send callers in a loop');
  });

  test("in an incident's channel are about that incident, though several are open", async () => {
    await using world = await phones();
    await world.slash('bob', 'start --new the gate is open');
    await world.slash('bob', 'note it began at noon', await world.room('INC-1'));
    expect(await typesOf(world, 'INC-1')).toContain('noted');
    expect(await typesOf(world, 'INC-2')).not.toContain('noted');
  });

  test('in another channel, with several open, are asked which one is meant, unseen by others', async () => {
    await using world = await phones();
    await world.slash('bob', 'start --new the gate is open');
    await world.slash('bob', 'note it began at noon');
    expect(answered(world)).toContain('Which incident?');
    expect(world.answers.at(-1)?.['response_type']).toBe('ephemeral');
  });

  test('mean what was typed: Slack writes "&" as "&amp;"', async () => {
    await using world = await slackWorld();
    await world.slash('bob', 'start R&amp;D disk &gt; 90 % &amp; full');
    expect((await world.incident()).lifecycle.title).toBe('R&D disk > 90 % & full');
    const card = (await world.messages(await world.room()))[0];
    expect(textOf(card ?? { text: '', blocks: [] })).toContain('R&D disk > 90 % & full');
  });

  test('that Muster does not know are answered with the nearest that it does', async () => {
    await using world = await phones();
    await world.slash('bob', 'statsu');
    expect(answered(world)).toMatch(/status/);
    expect(world.answers.at(-1)?.['response_type']).toBe('ephemeral');
  });

  test('of somebody whom the plan does not know: they may start and note, and are told how to be linked for more', async () => {
    await using world = await slackWorld();
    await world.slash('stranger', PHONES);
    expect((await world.incident()).lifecycle.title).toBe('phones send callers in a loop');
    expect(await world.directs('ann')).toHaveLength(1);
    await world.slash('stranger', 'note I smell smoke', await world.room());
    expect(await typesOf(world)).toContain('noted');
    await world.slash('stranger', 'close --anyway', await world.room());
    expect((await world.incident()).lifecycle.phase).toBe('open');
    expect(answered(world)).toContain(`chat: ${world.behind.users['stranger']}`);
  });

  test('of somebody whose account the plan names count as theirs, whatever their address', async () => {
    await using first = await slackWorld();
    const { users } = first.behind;
    await using world = await slackWorld({
      behind: first.behind,
      plan: {
        people: {
          ann: { name: 'Ann Berg', reach: [{ chat: users['stranger'] }, { sms: '+1 616 555 0100' }] },
          cleo: { name: 'Cleo Berg', reach: [{ chat: 'cleo@harbor.example' }] },
          dan: { name: 'Dan Berg', reach: [{ chat: 'dan@harbor.example' }] },
          eve: { name: 'Eve Berg', reach: [{ chat: 'eve@harbor.example' }] },
          bob: { name: 'Bob Berg', reach: [{ chat: 'bob@harbor.example' }] },
        },
      },
    });
    await world.slash('bob', PHONES);
    expect(await world.directs('stranger')).toHaveLength(1);
    await world.tap('stranger', "I've got it", await lastOf(world.directs('stranger')));
    expect((await world.incident()).escalation.acknowledged.map(({ person }) => person)).toEqual(['ann']);
  });

  test("with a command of the firm's own choosing work the same", async () => {
    await using world = await slackWorld({ settings: { SLACK_COMMAND: '/trouble' } });
    await world.slash('bob', PHONES, world.behind.general, '/trouble');
    expect((await world.incident()).lifecycle.title).toBe('phones send callers in a loop');
  });
});
