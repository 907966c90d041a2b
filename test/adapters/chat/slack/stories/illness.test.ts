import { describe, expect, test } from 'vitest';
import { hang, html, raw, refuse, reset, through } from '../../../../support/slack-faults.ts';
import type { SlackAnswer } from '../../../../support/slack-faults.ts';
import { labelsOf } from '../../../../support/slack-read.ts';
import { slackWorld } from '../../../../support/slack-world.ts';
import { channelOf, lastOf, membersOf, phones, PHONES, situationOf, typesOf } from './told.ts';

const ILL: readonly (readonly [string, SlackAnswer])[] = [
  ['500', raw(500, 'oops')],
  ['503', raw(503, 'upstream connect error')],
  ['a web page', html],
  ['fatal_error', refuse('fatal_error')],
  ['internal_error', refuse('internal_error')],
  ['a broken connection', reset],
];

describe('when Slack is ill', () => {
  test.each(ILL)(
    'and answers %s, everything for the channel is done all the same, later (reliability 47)',
    async (_, ill) => {
      await using world = await slackWorld();
      world.slack.script('conversations.create', ill, ill, ill, through);
      world.slack.script('conversations.invite', ill, ill, through);
      await world.slash('bob', PHONES);
      await world.wait(1);
      expect(await situationOf(world)).toContain('Paging Ann Berg');
      expect(await membersOf(world, await world.room())).toContain(world.behind.users['ann']);
      expect((await world.incident()).rooms.open['slack']?.refused).toEqual([]);
    },
  );

  test('and a call for the channel hangs, pages go on meanwhile (reliability 48)', async () => {
    await using world = await slackWorld();
    world.slack.script('conversations.create', hang, through);
    await world.send(world.slashOf('bob', PHONES));
    await world.slack.until('conversations.create', 1);
    await world.slack.until('chat.postMessage', 1);
    expect(world.slack.asked('chat.postMessage')[0]?.args['channel']).toBe(world.behind.users['ann']);
    await world.settle();
    await world.wait(1);
    expect(await situationOf(world)).toContain('Paging Ann Berg');
  });

  test('and what happened could not be told, it is told when it can be, once (reliability 47)', async () => {
    await using world = await phones();
    const room = await world.room();
    world.slack.script('chat.postMessage', raw(500), raw(503), html, through);
    await world.slash('bob', 'note the carrier is called');
    await world.wait(1);
    const said = (await world.messages(room)).filter(({ text }) => text.includes('the carrier is called'));
    expect(said).toHaveLength(1);
  });

  test('and edits fail, cards are drawn again until they are right (reliability 54)', async () => {
    await using world = await phones();
    const page = await lastOf(world.directs('ann'));
    world.slack.script('chat.update', raw(500));
    world.slack.script('conversations.setTopic', raw(500));
    await world.tap('ann', "I've got it", page);
    expect(await situationOf(world)).toContain('Nobody yet');
    expect(labelsOf((await lastOf(world.directs('ann'))) ?? { blocks: [] })).toContain("I've got it");
    world.slack.heal();
    await world.wait(2);
    expect(await situationOf(world)).toContain('Ann Berg has it');
    expect(labelsOf((await lastOf(world.directs('ann'))) ?? { blocks: [] })).not.toContain("I've got it");
    expect((await channelOf(world, await world.room()))?.topic?.value).toContain('Ann Berg has it');
  });

  test('and a card was deleted by hand, it is not tried for ever (reliability 54)', async () => {
    await using world = await phones();
    world.slack.script('chat.update', refuse('message_not_found'));
    await world.slash('ann', 'ack');
    const before = world.slack.asked('chat.update').length;
    await world.wait(3);
    expect(world.slack.asked('chat.update').length - before).toBeLessThan(10);
    expect(await typesOf(world)).toContain('acknowledged');
  });
});
