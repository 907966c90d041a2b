import { describe, expect, test, vi } from 'vitest';
import { hang, lost, refuse, through, tooMany } from '../../../../support/slack-faults.ts';
import { textOf } from '../../../../support/slack-read.ts';
import { slackWorld } from '../../../../support/slack-world.ts';
import type { SlackWorld } from '../../../../support/slack-world.ts';
import { channelOf, lastOf, PHONES, situationOf, typesOf } from './told.ts';

const HALF_A_MINUTE_S = 30;
/** Starts the incident and looks at once: nothing waits for the clock. */
async function startNow(world: SlackWorld) {
  await world.send(world.slashOf('bob', PHONES));
  await world.clock.settle();
}

describe('when Slack takes no more calls', () => {
  test('to make channels: pages go at once, and the channel comes when Slack says (reliability 45)', async () => {
    await using world = await slackWorld();
    world.slack.script('conversations.create', tooMany(HALF_A_MINUTE_S), through);
    await startNow(world);
    expect(await world.directs('ann')).toHaveLength(1);
    await world.clock.advance(25_000);
    expect(world.slack.asked('conversations.create')).toHaveLength(1);
    await world.wait(0.1);
    expect(await situationOf(world)).toContain('Nobody yet. Paging Ann Berg');
  });

  test('for topics and pins: everything else of the channel works meanwhile (reliability 45)', async () => {
    await using world = await slackWorld();
    world.slack.script('conversations.setTopic', tooMany(HALF_A_MINUTE_S), through);
    world.slack.script('pins.add', tooMany(HALF_A_MINUTE_S), through);
    await world.slash('bob', PHONES);
    await world.slash('ann', 'ack');
    expect(await world.directs('ann')).toHaveLength(1);
    expect(await situationOf(world)).toContain('Ann Berg has it');
    await world.wait(2);
    expect((await channelOf(world, await world.room()))?.topic?.value).toContain('Ann Berg has it');
    expect((await world.behind.web.pins.list({ channel: await world.room() })).items).toHaveLength(1);
  });

  test('for this person: the page goes by text message at once, and by Slack when it can (reliability 46)', async () => {
    await using world = await slackWorld();
    world.slack.script('chat.postMessage', tooMany(HALF_A_MINUTE_S), through);
    await startNow(world);
    expect(await world.directs('ann')).toHaveLength(0);
    expect(world.texts()).toEqual(['ann']);
    await world.wait(1);
    expect(await world.directs('ann')).toHaveLength(1);
  });
});

describe('when a page is lost on its way', () => {
  const pagesTo = async (world: SlackWorld, who: 'ann') =>
    (await world.directs(who)).filter((message) => textOf(message).includes('phones send callers'));

  test('in a call that hangs: the text message goes meanwhile, and there is one page (reliability 48)', async () => {
    await using world = await slackWorld();
    world.slack.script('chat.postMessage', hang, through);
    await world.slash('bob', PHONES);
    expect(world.texts()).toEqual(['ann']);
    expect(await pagesTo(world, 'ann')).toHaveLength(1);
  });

  test('because nothing of Slack answers: the text message goes after that one call (reliability 48)', async () => {
    await using world = await slackWorld();
    world.slack.script('*', hang);
    await world.send(world.slashOf('bob', PHONES));
    await vi.waitUntil(() => world.texts().length > 0, 8_000);
    expect(world.texts()).toEqual(['ann']);
    const ofPages = world.slack.asked().filter(({ method }) => method === 'conversations.open');
    expect(ofPages).toEqual([]);
    world.slack.heal();
  });

  test('with its answer only, and can be read back: exactly one is seen, and its button works (reliability 6, 48)', async () => {
    await using world = await slackWorld();
    world.slack.script('chat.postMessage', lost, through);
    await world.slash('bob', PHONES);
    await world.wait(1);
    expect(await pagesTo(world, 'ann')).toHaveLength(1);
    await world.tap('ann', "I've got it", await lastOf(world.directs('ann')));
    expect(await typesOf(world)).toContain('acknowledged');
    expect(await pagesTo(world, 'ann')).toHaveLength(1);
    expect(textOf((await lastOf(world.directs('ann'))) ?? { text: '', blocks: [] })).toContain('You have it');
  });

  test('with its answer, and cannot be read back: it is sent again, never left out (reliability 6)', async () => {
    await using world = await slackWorld();
    world.slack.script('chat.postMessage', lost, through);
    world.slack.script('conversations.history', refuse('missing_scope', 'im:history'));
    await world.slash('bob', PHONES);
    await world.wait(1);
    const seen = (await pagesTo(world, 'ann')).length;
    expect(seen).toBeGreaterThanOrEqual(1);
    expect(seen).toBeLessThanOrEqual(2);
  });
});
