import { describe, expect, test } from 'vitest';
import { labelsOf, textOf } from '../../../../support/slack-read.ts';
import { answered, channelOf, gate, INCIDENTS, phones, situationOf, typesOf } from './told.ts';

const none = { text: '', blocks: [] };
const ARCHIVED = { incident_bot: { archive_after: '1h' } };

describe('the end of an incident in Slack', () => {
  test('restored is told in the channel and stands on the card, and what is open can still be finished', async () => {
    await using world = await gate();
    const room = await world.room();
    await world.slash('ann', 'restored', room);
    expect((await world.find(room, /Restored since 16:40/)) ?? none).not.toBe(none);
    expect(await situationOf(world)).toMatch(/restored/);
    await world.tap('ann', 'Done', await world.find(room, 'Step 1:'));
    expect(labelsOf((await world.find(room, 'Step 2:')) ?? none)).toContain('Done');
  });

  test('closing asks about steps that are open, and closes when it is pressed all the same', async () => {
    await using world = await gate();
    await world.slash('cleo', 'close', await world.room());
    expect((await world.incident()).lifecycle.phase).toBe('open');
    const asked = {
      channel: await world.room(),
      ts: '1.2',
      text: answered(world),
      blocks: world.answers.at(-1)?.['blocks'],
    };
    expect(labelsOf(asked)).toContain('Close it anyway');
    await world.tap('cleo', 'Close it anyway', asked);
    expect((await world.incident()).lifecycle.phase).toBe('closed');
    expect(await situationOf(world)).toMatch(/closed/);
  });

  test('the announcement says how it ended, and nobody can join any more', async () => {
    await using world = await phones({ settings: INCIDENTS });
    await world.slash('ann', 'ack');
    await world.slash('cleo', 'close --anyway wrong alarm');
    const [announced = none] = await world.messages(world.behind.incidents);
    expect(textOf(announced)).toMatch(/closed/);
    expect(labelsOf(announced)).toEqual([]);
  });

  test('the postmortem is put into the channel as a file', async () => {
    await using world = await phones();
    await world.slash('ann', 'ack');
    await world.slash('cleo', 'close --anyway the menu was wrong');
    await world.wait(1);
    const room = await world.room();
    const { files = [] } = await world.behind.web.files.list({ channel: room });
    expect(files.map(({ name }) => name)).toEqual(['INC-1-postmortem.md']);
    expect(await typesOf(world)).toContain('postmortemShared');
    const { bookmarks = [] } = await world.behind.web.bookmarks.list({ channel_id: room });
    expect(bookmarks.map(({ title }) => title)).toContain('Postmortem');
  });

  test('the channel is archived when the plan says, and not before', async () => {
    await using world = await phones({ plan: ARCHIVED });
    await world.slash('ann', 'ack');
    await world.slash('cleo', 'close --anyway the menu was wrong');
    const room = await world.room();
    await world.wait(58);
    expect((await channelOf(world, room))?.is_archived).toBe(false);
    await world.wait(3);
    expect((await channelOf(world, room))?.is_archived).toBe(true);
  });

  test('the channel stays when the plan does not say', async () => {
    await using world = await phones();
    await world.slash('ann', 'ack');
    await world.slash('cleo', 'close --anyway the menu was wrong');
    await world.wait(61);
    expect((await channelOf(world, await world.room()))?.is_archived).toBe(false);
  });
});
