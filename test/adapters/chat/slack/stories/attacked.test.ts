import { describe, expect, test } from 'vitest';
import { toMs } from '../../../../../src/core/time.ts';
import { SECRET } from '../../../../support/slack-behind.ts';
import { hang } from '../../../../support/slack-faults.ts';
import { asForm, command } from '../../../../support/slack-requests.ts';
import type { SlackWorld } from '../../../../support/slack-world.ts';
import { slackWorld } from '../../../../support/slack-world.ts';
import { lastOf, phones, timelineOf, typesOf } from './told.ts';

const how = (world: SlackWorld) => ({ secret: SECRET, atMs: toMs(world.clock.now()) });

describe('words that were said once', () => {
  test('and refused are not carried out later, however long the answer takes', async () => {
    await using world = await phones();
    world.slack.script('*', hang);
    const { users, team, general } = world.behind;
    // Nobody takes an answer either: not at the address that came with the words, and not by Slack.
    const said = { team_id: team, channel_id: general, user_id: users['ann'] ?? '', text: 'cancel INC-1 wrong number' };
    const form = asForm(command({ ...said, response_url: 'http://127.0.0.1:9/' }), how(world));
    await world.send(form);
    await world.slack.until('chat.postEphemeral', 1);
    world.clock.jump(25_000);
    expect((await world.incident()).lifecycle.phase).toBe('open');
    const speaker = { id: 'ann', name: 'Ann Berg', by: 'ann' } as never;
    await world.muster.say({ words: 'lead INC-1', speaker });
    world.slack.heal();
    await world.wait(2);
    expect((await world.incident()).lifecycle.phase).toBe('open');
  });
});

describe('who is not of the firm', () => {
  test('is told that Muster is not for them, and pages nobody', async () => {
    await using world = await slackWorld();
    const { bot, users, team, general } = world.behind;
    await world.event({
      type: 'app_mention',
      user: users['stranger'],
      user_team: 'T0ELSEWHERE',
      text: `<@${bot}> start wake everybody`,
      ts: '1700000000.000100',
      channel: general,
      team,
    });
    expect(await world.muster.store.streams('INC-', 10)).toEqual([]);
    expect(world.slack.asked('chat.postEphemeral').at(-1)?.args['text']).toContain('this firm only');
  });

  test('cannot pass for somebody of the plan by the name they give themselves', async () => {
    await using world = await phones();
    await world.slash('stranger', 'note INC-1 I have it, go back to sleep');
    const said = (await world.messages(await world.room())).map(({ text }) => text).join('\n');
    expect(said).toContain('(in Slack, not in the plan): I have it, go back to sleep');
  });
});

describe('what becomes private', () => {
  test('goes on in its new channel when Slack tells that the old one was archived', async () => {
    await using world = await phones();
    await world.tap('ann', "I've got it", await lastOf(world.directs('ann')));
    const old = await world.room();
    await world.slash('ann', 'private INC-1 patient data');
    await world.event({ type: 'channel_archive', channel: old, user: world.behind.bot });
    await world.event({ type: 'channel_archive', channel: old, user: world.behind.users['bob'] });
    await world.slash('ann', 'note INC-1 the safe is empty');
    expect(await typesOf(world)).not.toContain('channelLost');
    const now = await world.room();
    expect(now).not.toBe(old);
    expect((await world.messages(now)).map(({ text }) => text).join('\n')).toContain('the safe is empty');
    expect((await timelineOf(world)).join('\n')).not.toContain('is lost');
  });
});
