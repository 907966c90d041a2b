import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../../../../src/core/time.ts';
import { behindSlack } from '../../../../support/slack-behind.ts';
import { buttonsOf, textOf } from '../../../../support/slack-read.ts';
import { command, press } from '../../../../support/slack-requests.ts';
import { slackSocketServer } from '../../../../support/slack-socket-server.ts';
import { slackWorld } from '../../../../support/slack-world.ts';
import { inConsole, lastOf, PHONES, situationOf, typesOf } from './told.ts';

const none = { text: '', blocks: [] };

test('a minute without Slack in the middle of an incident, in Socket Mode: nothing is lost, one digest, one page', async () => {
  const behind = await behindSlack();
  const socket = await slackSocketServer(behind.slack.url);
  const settings = {
    SLACK_APP_TOKEN: 'xapp-1-A0MUSTER1-1-test',
    SLACK_SIGNING_SECRET: '',
    SLACK_API_URL: socket.apiUrl,
  };
  await using world = await slackWorld({ behind, settings });
  const { team, users, general } = behind;
  await socket.greeted(1);
  await socket.deliver(
    'slash_commands',
    command({ team_id: team, channel_id: general, user_id: users['bob'] ?? '', user_name: 'bob', text: PHONES }),
  );
  await world.settle();
  expect(await situationOf(world)).toContain('Paging Ann Berg');
  const room = await world.room();
  const before = (await world.messages(room)).length;

  await socket.kill();
  await inConsole(world, 'bob', 'note the carrier is called');
  await inConsole(world, 'cleo', 'note the police knows');
  await world.clock.advance(MINUTE_MS);
  expect(world.muster.missing().join('\n')).toMatch(/Slack/);
  await socket.restart();
  await world.clock.advance(MINUTE_MS);
  await socket.greeted(2);
  await world.wait(1);

  const digests = (await world.messages(room)).slice(before);
  expect(digests.map(({ text }) => text.split('\n')[0])).toEqual([expect.stringContaining('Told late')]);
  expect(textOf(digests[0] ?? none)).toContain('the police knows');
  const page = await lastOf(world.directs('ann'));
  expect(await world.directs('ann')).toHaveLength(1);

  const [got] = buttonsOf(page ?? none);
  const from = { user: { id: users['ann'], username: 'ann', team_id: team }, team: { id: team, domain: 'harbor' } };
  await socket.deliver('interactive', press({ value: got?.words }, from));
  await world.settle();
  expect(await typesOf(world)).toContain('acknowledged');
  await world.stop();
  await socket.close();
  await behind.close();
});
