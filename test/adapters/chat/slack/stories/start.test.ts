import { describe, expect, test } from 'vitest';
import { labelsOf, textOf } from '../../../../support/slack-read.ts';
import { answered, INCIDENTS, lastOf, membersOf, phones, PHONES, situationOf, timelineOf } from './told.ts';
import { slackWorld } from '../../../../support/slack-world.ts';

describe('an incident that is started in Slack', () => {
  test('pages before anything else is asked of Slack, and the channel works after three calls more', async () => {
    await using world = await slackWorld();
    const before = world.slack.asked().length;
    expect(await world.slash('bob', PHONES)).toBe('');
    const calls = world.slack
      .asked()
      .slice(before)
      .map(({ method }) => method);
    expect(calls[0]).toBe('chat.postMessage');
    expect(world.slack.asked()[before]?.args['channel']).toBe(world.behind.users['ann']);
    expect(calls.slice(1, 4)).toEqual(['conversations.create', 'chat.postMessage', 'conversations.invite']);
  });

  test('tells whoever started it, unseen by others, that it is open', async () => {
    await using world = await phones();
    expect(world.answers).toHaveLength(1);
    expect(world.answers[0]?.['response_type']).toBe('ephemeral');
    expect(answered(world)).toContain('INC-1 sev2 Major: phones send callers in a loop');
  });

  test('has a channel with its day, number and words in the name, its situation pinned, a topic and a link', async () => {
    await using world = await phones();
    const room = await world.room();
    const { channel } = await world.behind.web.conversations.info({ channel: room });
    expect(channel?.name).toBe('inc-20261120-0001-phones-send-callers-in-a-loop');
    expect(channel?.is_private).toBe(false);
    expect(channel?.topic?.value).toBe('sev2 Major | back by 18:40 EST (RTO) | Nobody yet. Paging Ann Berg');
    const card = await world.find(room, 'Who has it');
    const { items = [] } = await world.behind.web.pins.list({ channel: room });
    expect(items.map((item) => (item as { message?: { ts?: string } }).message?.ts)).toEqual([card?.ts]);
    const { bookmarks = [] } = await world.behind.web.bookmarks.list({ channel_id: room });
    expect(bookmarks.map(({ link }) => link)).toEqual(['https://muster.harbor.example/incidents/INC-1']);
  });

  test('brings in who started it, who is paged and who holds a role; the next level only when it is paged', async () => {
    await using world = await phones();
    const { users } = world.behind;
    const room = await world.room();
    expect(await membersOf(world, room)).toEqual(expect.arrayContaining([users['bob'], users['ann'], users['cleo']]));
    expect(await membersOf(world, room)).not.toContain(users['dan']);
  });

  test('shows in its one card who has it, edited in place', async () => {
    await using world = await phones();
    expect(await situationOf(world)).toContain('Nobody yet. Paging Ann Berg');
    await world.slash('ann', 'ack');
    expect(await situationOf(world)).toContain('Ann Berg has it');
    const cards = (await world.messages(await world.room())).filter(({ text }) => text.includes('Who has it'));
    expect(cards).toHaveLength(1);
  });

  test('is announced where the firm announces incidents, and whoever joins there is brought in', async () => {
    await using world = await phones({ settings: INCIDENTS });
    const [announced] = await world.messages(world.behind.incidents);
    const room = await world.room();
    expect(textOf(announced ?? { text: '', blocks: [] })).toContain(`<#${room}>`);
    expect(labelsOf(announced ?? { blocks: [] })).toEqual(['Join', 'Status']);
    expect(await membersOf(world, room)).not.toContain(world.behind.users['dan']);
    await world.tap('dan', 'Join', announced);
    expect(await membersOf(world, room)).toContain(world.behind.users['dan']);
  });

  test('puts on the timeline who comes into the channel and who leaves it', async () => {
    await using world = await phones();
    const channel = await world.room();
    const member = { user: world.behind.users['dan'], channel, channel_type: 'C', team: world.behind.team };
    await world.event({ type: 'member_joined_channel', ...member });
    await world.event({ type: 'member_left_channel', ...member });
    const said = await timelineOf(world);
    expect(said.filter((line) => line.includes('Dan Berg'))).toEqual([
      expect.stringContaining('came into the channel on Slack'),
      expect.stringContaining('left the channel on Slack'),
    ]);
  });

  test('says nothing of plumbing in its channel: after the cards, only what happened', async () => {
    await using world = await phones();
    await world.slash('bob', 'note the carrier changed something at noon');
    const said = await lastOf(world.messages(await world.room()));
    expect(said?.text).toBe('Note by Bob Berg: the carrier changed something at noon');
  });
});
