import { describe, expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS, toMs } from '../../../../../src/core/time.ts';
import { behindSlack } from '../../../../support/slack-behind.ts';
import type { SlackWorld } from '../../../../support/slack-world.ts';
import { refuse, raw } from '../../../../support/slack-faults.ts';
import { deadlinesOf, down, phones, situationOf } from './told.ts';

const GRACE_MS = 5 * MINUTE_MS;

/** What lies with Slack to be posted in the incident's channel; Slack's hour is the test's. */
async function lying(world: SlackWorld, room?: string) {
  const channel = room ?? (await world.room());
  const { scheduled_messages: all = [] } = await world.behind.web.chat.scheduledMessages.list({ channel });
  return all.map(({ post_at: at = 0, text = '' }) => ({
    atMs: at * SECOND_MS - (Date.now() - toMs(world.clock.now())),
    text,
  }));
}

describe('the last word, which Slack speaks when Muster is gone', () => {
  test('lies there for every open incident, once, for five minutes after the next deadline (reliability 64)', async () => {
    await using world = await phones();
    const all = await lying(world);
    expect(all).toHaveLength(1);
    const [next = world.clock.now()] = (await deadlinesOf(world)).toSorted();
    const at = all[0]?.atMs ?? 0;
    expect(at).toBeGreaterThanOrEqual(toMs(next) + GRACE_MS - 2 * SECOND_MS);
    expect(at).toBeLessThan(toMs(next) + GRACE_MS + 2 * MINUTE_MS);
  });

  test('is true whichever way it goes, and says what to do without Muster', async () => {
    await using world = await phones();
    const said = (await lying(world))[0]?.text ?? '';
    expect(said).toContain('Muster has not been heard from');
    expect(said).toContain('if it worked and could reach Slack');
    expect(said).toContain('Go on by the plan without Muster');
    expect(said).toContain('+1 616 555 0100');
  });

  test('is moved on as deadlines are handled: never before the next one and its grace, never two for long', async () => {
    await using world = await phones();
    for (let minute = 0; minute < 25; minute += 1) {
      await world.wait(0.9);
      const all = await lying(world);
      const now = toMs(world.clock.now());
      const [next = world.clock.now()] = (await deadlinesOf(world)).filter((at) => toMs(at) > now).toSorted();
      expect(all, `minute ${minute}`).toHaveLength(1);
      expect(all[0]?.atMs, `minute ${minute}`).toBeGreaterThan(now);
      expect(all[0]?.atMs, `minute ${minute}`).toBeGreaterThanOrEqual(
        toMs(next) + GRACE_MS - MINUTE_MS - 2 * SECOND_MS,
      );
    }
  });

  test('is taken back when the incident is closed', async () => {
    await using world = await phones();
    await world.slash('ann', 'ack');
    expect(await lying(world)).toHaveLength(1);
    await world.slash('cleo', 'close --anyway wrong alarm');
    expect(await lying(world)).toEqual([]);
  });

  test('stays when Muster stops, and when it cannot reach Slack', async () => {
    await using world = await phones();
    down(world);
    await world.wait(3);
    expect(await lying(world)).toHaveLength(1);
    const room = await world.room();
    await world.stop();
    expect(await lying(world, room)).toHaveLength(1);
  });

  test('of an incident that was closed while Slack was away is taken back when it is there again', async () => {
    await using world = await phones();
    await world.slash('ann', 'ack');
    world.slack.script('chat.deleteScheduledMessage', raw(503));
    await world.slash('cleo', 'close --anyway wrong alarm');
    expect(await lying(world)).toHaveLength(1);
    world.slack.heal();
    await world.wait(3);
    expect(await lying(world)).toEqual([]);
  });

  test('moves with an incident that is made private, and tells no numbers there', async () => {
    await using world = await phones();
    const before = await world.room();
    await world.slash('cleo', 'private the police has asked for it', before);
    await world.wait(1);
    expect(await lying(world, before)).toEqual([]);
    const [only, ...others] = await lying(world);
    expect(others).toEqual([]);
    expect(only?.text).toContain('Muster has not been heard from');
    expect(only?.text).not.toContain('+1 616');
  });

  test('is laid down for each of several incidents that are threads of one channel', async () => {
    const behind = await behindSlack();
    const settings = { SLACK_ROOMS: 'thread', SLACK_INCIDENTS_CHANNEL: behind.incidents };
    await using world = await phones({ behind, settings });
    await world.slash('bob', 'start --new the gate is open');
    await world.slash('bob', 'start --new the lift is stuck');
    await world.wait(1);
    const all = await lying(world, behind.incidents);
    expect(new Set(all.map(({ text }) => /INC-\d/.exec(text)?.[0]))).toEqual(new Set(['INC-1', 'INC-2', 'INC-3']));
    expect(all).toHaveLength(3);
    await behind.close();
  });

  test('cannot be laid down in some workspaces, and nothing fails for it', async () => {
    await using world = await phones();
    world.slack.script('chat.scheduleMessage', refuse('restricted_too_many'));
    await world.slash('ann', 'ack');
    await world.wait(2);
    expect(await situationOf(world)).toContain('Ann Berg has it');
  });
});
