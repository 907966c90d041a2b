import { describe, expect, test } from 'vitest';
import { behindSlack } from '../../../../support/slack-behind.ts';
import { lost } from '../../../../support/slack-faults.ts';
import { slackWorld } from '../../../../support/slack-world.ts';
import { tempFolder } from '../../../../support/temp-folder.ts';
import { inConsole, INCIDENTS, lastOf, membersOf, PHONES, sentSince, situationOf, typesOf } from './told.ts';

async function ground() {
  const folder = tempFolder();
  const behind = await behindSlack();
  return {
    parts: { behind, data: folder.file('data'), settings: INCIDENTS },
    async [Symbol.asyncDispose]() {
      await behind.close();
      folder[Symbol.dispose]();
    },
  };
}

describe('a Muster that is started again in the middle of an incident', () => {
  test('knows its channel, its card and its people: nothing is made, posted or asked twice', async () => {
    await using own = await ground();
    const { behind } = own.parts;
    const first = await slackWorld(own.parts);
    await first.slash('bob', PHONES);
    const room = await first.room();
    const before = await first.messages(room);
    const at = first.clock.now();
    await first[Symbol.asyncDispose]();
    const calls = behind.slack.asked().length;
    await using second = await slackWorld({ ...own.parts, at });
    await second.wait(2);
    for (const method of ['conversations.create', 'conversations.invite', 'bookmarks.add'])
      expect(sentSince(second, calls, method), method).toEqual([]);
    expect(await second.messages(room)).toHaveLength(before.length);
    expect(await second.directs('ann')).toHaveLength(1);
    expect(await second.messages(behind.incidents)).toHaveLength(1);
    const { scheduled_messages: lying = [] } = await behind.web.chat.scheduledMessages.list({ channel: room });
    expect(lying).toHaveLength(1);
  });

  test('takes the answer of a button that was pressed on a message of the run before', async () => {
    await using own = await ground();
    const first = await slackWorld(own.parts);
    await first.slash('bob', PHONES);
    const at = first.clock.now();
    await first[Symbol.asyncDispose]();
    await using second = await slackWorld({ ...own.parts, at });
    await second.tap('ann', "I've got it", await lastOf(second.directs('ann')));
    expect(await typesOf(second)).toContain('acknowledged');
    expect(await situationOf(second)).toContain('Ann Berg has it');
    await second.slash('bob', 'note it began at noon', await second.room());
    expect((await lastOf(second.messages(await second.room())))?.text).toContain('it began at noon');
  });

  test('that stopped while its channel was being made has one channel afterwards, with everybody in it', async () => {
    await using own = await ground();
    const { behind } = own.parts;
    const first = await slackWorld(own.parts);
    behind.slack.script('conversations.create', lost);
    await first.send(first.slashOf('bob', PHONES));
    await behind.slack.until('conversations.create', 1);
    const at = first.clock.now();
    await first[Symbol.asyncDispose]();
    behind.slack.heal();
    await using second = await slackWorld({ ...own.parts, at });
    await second.wait(1);
    const { channels = [] } = await behind.web.conversations.list({ limit: 100 });
    expect(channels.filter(({ name = '' }) => name.startsWith('inc-'))).toHaveLength(1);
    expect(await membersOf(second, await second.room())).toContain(behind.users['ann']);
    expect(await second.directs('ann')).toHaveLength(1);
  });

  test('without Slack in its settings works on, and picks the channel up when they are back', async () => {
    await using own = await ground();
    const first = await slackWorld(own.parts);
    await first.slash('bob', PHONES);
    const at = first.clock.now();
    await first[Symbol.asyncDispose]();
    const without = await slackWorld({ ...own.parts, at, settings: { SLACK_BOT_TOKEN: '', SLACK_SIGNING_SECRET: '' } });
    await inConsole(without, 'ann', 'ack');
    await without[Symbol.asyncDispose]();
    await using third = await slackWorld({ ...own.parts, at });
    await third.wait(1);
    expect(await situationOf(third)).toContain('Ann Berg has it');
    expect((await lastOf(third.messages(await third.room())))?.text).toContain('Ann Berg has it');
  });
});
