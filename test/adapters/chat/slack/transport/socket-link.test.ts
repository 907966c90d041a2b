import { expect, it } from 'vitest';
import { App } from '@slack/bolt';
import { socketLink } from '../../../../../src/adapters/chat/slack/transport/socket-link.ts';
import { systemClock } from '../../../../../src/adapters/clock/system-clock.ts';
import { slackSocketServer } from '../../../../support/slack-socket-server.ts';
import { spokenLog } from './front-desk.ts';
import { APP_TOKEN } from './socket-world.ts';

it('a connection that was given up while Slack was asked for its address never stands', async () => {
  const slack = await slackSocketServer();
  const release = slack.hold();
  const receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };
  const link = socketLink({
    app: new App({ receiver, authorize: async () => ({}) }),
    appToken: APP_TOKEN,
    apiUrl: slack.apiUrl,
    clock: systemClock(),
    log: spokenLog(),
    pace: { connectWithinMs: 10_000, pongWithinMs: 5_000, stopWithinMs: 50 },
    onLeaving: () => undefined,
    onClosed: () => undefined,
  });
  const opening = link.open();
  await slack.asked(1);
  await link.close();
  release();
  expect(await opening).toMatchObject({ kind: 'broken' });
  await slack.standing(0);
  await slack.close();
});
