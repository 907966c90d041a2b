import { describe, expect, test } from 'vitest';
import { refuse } from '../../../../support/slack-faults.ts';
import { textOf } from '../../../../support/slack-read.ts';
import { answered, channelOf, INCIDENTS, lastOf, membersOf, phones, situationOf, typesOf } from './told.ts';

const none = { text: '', blocks: [] };

describe('a drill', () => {
  test('says EXERCISE wherever it shows: page, channel, card, announcement', async () => {
    await using world = await phones({ settings: INCIDENTS }, 'start --drill phones send callers in a loop');
    const room = await world.room('EX-1');
    const page = await lastOf(world.directs('ann'));
    const [announced] = await world.messages(world.behind.incidents);
    const said = [page, announced, ...(await world.messages(room)).filter(({ blocks }) => blocks !== undefined)];
    for (const message of said) expect(textOf(message ?? none)).toContain('EXERCISE');
    const channel = await channelOf(world, room);
    expect(channel?.name).toMatch(/^drill-/);
    expect(channel?.topic?.value).toMatch(/^EXERCISE/);
  });
});

describe('a private incident', () => {
  const start = 'start --private somebody in payroll takes money';

  test('has a private channel with nothing of it in the name, and is announced to nobody', async () => {
    await using world = await phones({ settings: INCIDENTS }, start);
    const [create] = world.slack.asked('conversations.create');
    expect(create?.args['is_private']).toBe('true');
    expect(create?.args['name']).toBe('inc-20261120-0001');
    expect(await world.messages(world.behind.incidents)).toEqual([]);
    expect(await membersOf(world, await world.room())).not.toContain(world.behind.users['dan']);
    expect(await situationOf(world)).toContain('payroll');
  });

  test('exists for whoever started it, though the plan names them otherwise than Slack; for others there is none', async () => {
    await using world = await phones({}, start);
    await world.slash('bob', 'note INC-1 it began in June');
    expect(await typesOf(world)).toContain('noted');
    await world.slash('dan', 'note INC-1 what is this');
    expect(answered(world)).toContain('There is no INC-1');
  });

  test('that was open to all before moves to a channel of its own; the old one is put away', async () => {
    await using world = await phones();
    const before = await world.room();
    await world.slash('cleo', 'private the police has asked for it', before);
    await world.wait(1);
    const after = await world.room();
    expect(after).not.toBe(before);
    expect((await channelOf(world, after))?.is_private).toBe(true);
    expect((await channelOf(world, after))?.name).not.toContain('phones');
    expect((await channelOf(world, before))?.is_archived).toBe(true);
    expect(await situationOf(world)).toContain('phones send callers in a loop');
  });
});

describe('an incident that is made private', () => {
  test('is announced no longer', async () => {
    await using world = await phones({ settings: INCIDENTS });
    expect(await world.messages(world.behind.incidents)).toHaveLength(1);
    await world.slash('cleo', 'private the police has asked for it');
    await world.wait(1);
    expect(await world.messages(world.behind.incidents)).toEqual([]);
  });

  test('goes on where Slack does not let the old channel be put away: it is said once, and not tried for ever', async () => {
    await using world = await phones();
    world.slack.script('conversations.archive', refuse('restricted_action'));
    await world.slash('cleo', 'private the police has asked for it');
    await world.wait(5);
    expect(world.slack.asked('conversations.archive')).toHaveLength(1);
    expect((await typesOf(world)).filter((type) => type === 'roomRefused')).toHaveLength(1);
    expect(await situationOf(world)).toContain('phones send callers in a loop');
  });
});

describe('incidents as threads of one channel', () => {
  const threads = async () => {
    const { behindSlack } = await import('../../../../support/slack-behind.ts');
    const behind = await behindSlack();
    return { behind, settings: { SLACK_ROOMS: 'thread', SLACK_INCIDENTS_CHANNEL: behind.incidents } };
  };

  test('the card is the root of the thread, and everything else stands below it', async () => {
    const parts = await threads();
    await using world = await phones(parts);
    expect(world.slack.asked('conversations.create')).toEqual([]);
    const [root, ...others] = await world.messages(world.behind.incidents);
    expect(textOf(root ?? none)).toContain('Who has it');
    expect(others).toEqual([]);
    await world.slash('bob', 'note it began at noon');
    const { messages = [] } = await world.behind.web.conversations.replies({
      channel: world.behind.incidents,
      ts: root?.ts ?? '',
    });
    expect(messages.map(({ text }) => text)).toContain('Note by Bob Berg: it began at noon');
    await parts.behind.close();
  });

  test('words that mention Muster in the thread are about its incident', async () => {
    const parts = await threads();
    await using world = await phones(parts);
    await world.slash('bob', 'start --new the gate is open');
    const [root] = await world.messages(world.behind.incidents);
    await world.event({
      type: 'app_mention',
      user: world.behind.users['bob'],
      text: `<@${world.behind.bot}> note it began at noon`,
      ts: '1795000000.000100',
      thread_ts: root?.ts,
      channel: world.behind.incidents,
      team: world.behind.team,
    });
    expect((await world.events('INC-1')).some(({ type }) => type === 'noted')).toBe(true);
    expect((await world.events('INC-2')).some(({ type }) => type === 'noted')).toBe(false);
    await parts.behind.close();
  });
});
