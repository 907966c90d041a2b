import { expect, test } from 'vitest';
import { behindSlack } from '../../../../support/slack-behind.ts';
import { raw } from '../../../../support/slack-faults.ts';
import { command } from '../../../../support/slack-requests.ts';
import { slackSocketServer } from '../../../../support/slack-socket-server.ts';
import { slackWorld } from '../../../../support/slack-world.ts';

const OUTAGE_S = 60;

test('Slack is away for a minute, by Socket Mode, in the middle of an incident: nothing is lost, and one digest follows', async () => {
  const behind = await behindSlack();
  const socket = await slackSocketServer(behind.slack.url);
  const settings = { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-1-A1-1-abc', SLACK_API_URL: socket.apiUrl };
  {
    await using world = await slackWorld({ settings, behind });
    const { users, team, general } = behind;
    const slash = async (who: string, text: string) => {
      const form = { team_id: team, channel_id: general, user_id: users[who] ?? '', user_name: who, text };
      await socket.deliver('slash_commands', command({ ...form, response_url: 'http://127.0.0.1:9/' }));
      await world.settle();
    };
    await socket.standing(1);
    await slash('bob', 'start phones are silent');
    const room = await world.room();
    const paged = (await world.directs('ann')).length;
    const told = (await world.messages(room)).length;

    await socket.kill();
    behind.slack.script('*', raw(503));
    const speaker = { id: 'ann', name: 'Ann Berg', by: 'ann' } as never;
    for (let second = 0; second < OUTAGE_S; second += 1) {
      await world.clock.advance(1_000);
      if (second === 20) await world.muster.say({ words: 'ack', speaker });
      if (second % 10 === 5) await world.muster.say({ words: `note found out number ${second}`, speaker });
    }
    expect(world.muster.missing().join(' ')).toMatch(/Slack/);

    behind.slack.heal();
    await socket.restart();
    for (let second = 0; second < 40; second += 1) await world.clock.advance(1_000);
    await socket.standing(1);
    const after = (await world.messages(room)).slice(told);
    const digests = after.filter(({ text }) => text.includes('While Slack could not be reached'));
    const all = after.map(({ text }) => text).join('\n');
    for (const second of [5, 15, 25, 35, 45, 55]) expect(all).toContain(`found out number ${second}`);
    expect(all).toContain('Ann Berg has it');
    expect(digests.length).toBeLessThanOrEqual(1);
    expect(after.length).toBeLessThan(6);
    expect((await world.directs('ann')).length).toBe(paged);

    await slash('ann', 'note by the new connection');
    expect((await world.messages(room)).map(({ text }) => text).join('\n')).toContain('by the new connection');
  }
  await socket.close();
  await behind.close();
});
