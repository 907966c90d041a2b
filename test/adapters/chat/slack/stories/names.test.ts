import { describe, expect, test } from 'vitest';
import { behindSlack, PEOPLE } from '../../../../support/slack-behind.ts';
import { lost, refuse, through } from '../../../../support/slack-faults.ts';
import { slackWorld } from '../../../../support/slack-world.ts';
import { channelOf, membersOf, phones, PHONES, situationOf, timelineOf } from './told.ts';

const NAME = 'inc-20261120-0001-phones-send-callers-in-a-loop';

describe("the name of an incident's channel", () => {
  test('that a run before this one has taken is its own: the channel is adopted (reliability 51)', async () => {
    await using world = await slackWorld();
    world.slack.script('conversations.create', lost, through);
    await world.slash('bob', PHONES);
    await world.wait(1);
    const { channels = [] } = await world.behind.web.conversations.list({ limit: 100 });
    expect(channels.flatMap(({ name = '' }) => (name.startsWith('inc-') ? [name] : []))).toEqual([NAME]);
    expect(await situationOf(world)).toContain('phones send callers in a loop');
    expect(await membersOf(world, await world.room())).toContain(world.behind.users['ann']);
  });

  test('that somebody else has taken gets a number behind it (reliability 51)', async () => {
    await using world = await slackWorld();
    await world.behind.as('bob').conversations.create({ name: NAME });
    await world.slash('bob', PHONES);
    expect((await channelOf(world, await world.room()))?.name).toBe(`${NAME}-2`.slice(0, 80));
  });

  test('of a channel that is archived is not used again (reliability 51)', async () => {
    await using world = await slackWorld();
    const made = await world.behind.web.conversations.create({ name: NAME });
    await world.behind.web.conversations.archive({ channel: made.channel?.id ?? '' });
    await world.slash('bob', PHONES);
    expect((await channelOf(world, await world.room()))?.name).toBe(`${NAME}-2`);
    expect(await situationOf(world)).toContain('phones send callers in a loop');
  });

  test("is nobody's affair where apps may not make channels: the incident is a thread where it is announced", async () => {
    const behind = await behindSlack();
    behind.slack.script('conversations.create', refuse('restricted_action'));
    await using world = await phones({ behind, settings: { SLACK_INCIDENTS_CHANNEL: behind.incidents } });
    expect((await world.messages(behind.incidents))[0]?.text).toContain('phones send callers in a loop');
    await behind.close();
  });
});

describe('bringing people in', () => {
  const withMany = (many: readonly string[]) => ({
    people: Object.fromEntries(
      [...PEOPLE, ...many].map((id) => [id, { name: `${id} Berg`, reach: [{ chat: `${id}@harbor.example` }] }]),
    ),
    escalation: { default: { levels: [{ page: many, by: ['chat'] }] } },
  });

  test('more than a hundred are brought in, a hundred at a time, and pages wait for none of it (reliability 52)', async () => {
    const many = Array.from({ length: 120 }, (_, n) => `p${n}`);
    const behind = await behindSlack(many);
    await using world = await phones({ behind, plan: withMany(many) });
    await world.wait(1);
    const invites = world.slack.asked('conversations.invite').map(({ args }) => args['users']?.split(',').length ?? 0);
    expect(Math.max(...invites)).toBeLessThanOrEqual(100);
    const members = await membersOf(world, await world.room());
    for (const one of many) expect(members).toContain(behind.users[one]);
    const calls = world.slack.asked();
    const firstInvite = calls.findIndex(({ method }) => method === 'conversations.invite');
    const pagesBefore = calls.slice(0, firstInvite).filter(({ args }) => args['channel'] === behind.users['p0']);
    expect(pagesBefore).toHaveLength(1);
    await behind.close();
  });

  test('somebody without an account is named, and the others are there (reliability 52)', async () => {
    const behind = await behindSlack(['p1']);
    await using world = await phones({ behind, plan: withMany(['p1', 'p2']) });
    expect(await membersOf(world, await world.room())).toContain(behind.users['p1']);
    expect((await timelineOf(world)).join('\n')).toContain('Not found in Slack: p2 Berg');
    await behind.close();
  });

  test('somebody who cannot be brought in keeps nobody else out, then or later (reliability 52)', async () => {
    const behind = await behindSlack(['p1']);
    const { people } = withMany(['p1']);
    await using world = await phones({ behind, plan: { people } });
    world.slack.script('conversations.invite', refuse('user_is_restricted'), through);
    await world.slash('dan', 'join');
    await world.slash('cleo', `role tech_lead <@${behind.users['p1']}>`);
    await world.wait(1);
    expect(await membersOf(world, await world.room())).toContain(behind.users['p1']);
    expect((await timelineOf(world)).join('\n')).toMatch(/Not brought in: .*full member.*: dan Berg/);
    await behind.close();
  });
});
