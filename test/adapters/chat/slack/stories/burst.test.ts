import { expect, test } from 'vitest';
import { METHODS } from '../../../../../src/adapters/chat/slack/api/methods.ts';
import type { Method } from '../../../../../src/adapters/chat/slack/api/methods.ts';
import { toMs } from '../../../../../src/core/time.ts';
import { SECRET } from '../../../../support/slack-behind.ts';
import { asForm, command } from '../../../../support/slack-requests.ts';
import { slackWorld } from '../../../../support/slack-world.ts';

const INCIDENTS = 100;
const MINUTE_S = 60;
/** By then the last channel is open: 20 a minute. */
const WATCHED_S = 7 * MINUTE_S;

test('a hundred incidents within a minute stay inside what Slack allows, and every page goes first', async () => {
  await using world = await slackWorld();
  const { users, team, general } = world.behind;
  const before = world.slack.asked().length;
  for (let n = 1; n <= INCIDENTS; n += 1) {
    const text = `start --new --function calls phones are silent in building ${n}`;
    const form = command({
      team_id: team,
      channel_id: general,
      user_id: users['bob'] ?? '',
      text,
      response_url: 'http://127.0.0.1:9/',
    });
    await world.send(asForm(form, { secret: SECRET, atMs: toMs(world.clock.now()) }));
  }
  // What was asked in each second.
  const seconds: Record<string, number>[] = [];
  let seen = before;
  const pages: number[] = [];
  const rooms = new Set<string>();
  for (let second = 0; second < WATCHED_S; second += 1) {
    await world.clock.advance(1_000);
    const fresh = world.slack.asked().slice(seen);
    seen += fresh.length;
    const counts: Record<string, number> = {};
    for (const { method, args } of fresh) {
      counts[method] = (counts[method] ?? 0) + 1;
      if (method === 'chat.postMessage' && args['channel'] === users['ann']) pages.push(second);
      if (method === 'conversations.invite') rooms.add(args['channel'] ?? '');
    }
    seconds.push(counts);
  }
  expect(pages.filter((second) => second <= 5)).toHaveLength(INCIDENTS);
  expect(rooms.size).toBe(INCIDENTS);
  const over = Object.entries(METHODS).flatMap(([method, { perMinute }]) =>
    seconds.flatMap((_, from) => {
      const window = seconds.slice(from, from + MINUTE_S);
      const many = window.reduce((sum, counts) => sum + (counts[method satisfies string as Method] ?? 0), 0);
      // Pages are never kept waiting: they may use up what the others then do without.
      return many > perMinute + (method === 'chat.postMessage' ? INCIDENTS : 0)
        ? [`${method}: ${many} in a minute`]
        : [];
    }),
  );
  expect(over).toEqual([]);
}, 120_000);
