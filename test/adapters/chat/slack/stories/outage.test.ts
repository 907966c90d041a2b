import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../../../src/core/time.ts';
import { behindSlack } from '../../../../support/slack-behind.ts';
import { raw } from '../../../../support/slack-faults.ts';
import { labelsOf, textOf } from '../../../../support/slack-read.ts';
import { slackWorld } from '../../../../support/slack-world.ts';
import {
  answered,
  inConsole,
  down,
  gate,
  lastOf,
  membersOf,
  phones,
  PHONES,
  situationOf,
  timelineOf,
  typesOf,
} from './told.ts';

const none = { text: '', blocks: [] };
/** Each level once, so that two hours fit into a test. */
const ONCE = {
  escalation: {
    default: {
      levels: [
        { page: ['ann'], by: ['chat', 'sms'] },
        { page: ['incident_commander'], by: ['chat', 'sms'] },
      ],
      repeat: 1,
      if_nobody: { page: ['eve'], say: 'Whoever reads this first runs it.' },
    },
  },
};

describe('when Slack is away for a minute in the middle of an incident', () => {
  test('nothing that happened is lost: it is told as one digest, with its hours (reliability 49)', async () => {
    await using world = await gate();
    const room = await world.room();
    const before = (await world.messages(room)).length;
    down(world);
    await inConsole(world, 'bob', 'note the carrier is called');
    await inConsole(world, 'cleo', 'note the police knows');
    await inConsole(world, 'ann', 'done 1 shut by hand');
    await world.clock.advance(MINUTE_MS);
    world.slack.heal();
    await world.wait(1);
    const after = (await world.messages(room)).slice(before);
    const digests = after.filter((message) => textOf(message).includes('Told late'));
    expect(digests).toHaveLength(1);
    const said = textOf(digests[0] ?? none);
    for (const what of ['the carrier is called', 'the police knows', 'Look at the gate']) expect(said).toContain(what);
    expect(said).toContain('16:40');
    expect(after.filter((message) => textOf(message).includes('Step 2:'))).toHaveLength(1);
    expect((await timelineOf(world)).join('\n')).toMatch(/Slack was told .* late: it could not be reached/);
  });

  test('nobody is paged twice by chat for one page, and those who stay silent get a text message at once', async () => {
    await using world = await slackWorld();
    down(world);
    await inConsole(world, 'bob', PHONES);
    expect(world.texts()).toEqual(['ann']);
    await world.clock.advance(MINUTE_MS);
    world.slack.heal();
    await world.wait(2);
    expect(await world.directs('ann')).toHaveLength(1);
    expect(await situationOf(world)).toContain('Paging Ann Berg');
  });

  test('a button that is pressed meanwhile counts, and is answered', async () => {
    await using world = await phones();
    const page = await lastOf(world.directs('ann'));
    down(world);
    await world.tap('ann', "I've got it", page);
    expect(await typesOf(world)).toContain('acknowledged');
    expect(answered(world)).toContain('You have it');
    world.slack.heal();
    await world.wait(2);
    expect(textOf((await lastOf(world.directs('ann'))) ?? none)).toContain('You have it');
  });

  test('somebody whom Muster has not met is told so; their words are kept and done when Slack says who it is', async () => {
    const behind = await behindSlack();
    behind.slack.script('users.list', raw(503));
    behind.slack.script('users.info', raw(503));
    await using world = await phones({ behind });
    await world.slash('dan', 'ack');
    expect(answered(world)).toContain('Your words are kept');
    expect(await typesOf(world)).not.toContain('acknowledged');
    world.slack.heal();
    await world.wait(1);
    expect((await world.incident()).escalation.acknowledged.map(({ person }) => person)).toEqual(['dan']);
    await behind.close();
  });
});

describe('when Slack is away for two hours', () => {
  test('the plan goes on by other ways; pages of that time are not replayed, and one summary comes (reliability 49)', async () => {
    await using world = await phones({ plan: ONCE });
    const room = await world.room();
    const before = (await world.messages(room)).length;
    down(world);
    await world.wait(11);
    expect(new Set(world.texts())).toEqual(new Set(['ann', 'cleo', 'eve']));
    // Slack stays away, and nothing else happens.
    world.clock.jump(109 * MINUTE_MS);
    await world.wait(1);
    world.slack.heal();
    await world.wait(7);
    const after = (await world.messages(room)).slice(before);
    const digests = after.filter((message) => textOf(message).includes('Told late'));
    expect(digests).toHaveLength(1);
    expect(textOf(digests[0] ?? none)).toContain('Nobody has answered on any level');
    for (const who of ['cleo', 'eve'] as const) expect((await world.directs(who)).length, who).toBeLessThanOrEqual(2);
    expect(await situationOf(world)).toMatch(/nobody/i);
  });

  test('and somebody takes it in the console: nobody is paged by Slack afterwards, old buttons are gone', async () => {
    await using world = await phones({ plan: ONCE });
    down(world);
    await world.wait(6);
    await inConsole(world, 'cleo', 'ack');
    world.slack.heal();
    await world.wait(6);
    expect(await world.directs('cleo')).toHaveLength(0);
    const page = (await lastOf(world.directs('ann'))) ?? none;
    expect(textOf(page)).toContain('Cleo Berg has it');
    expect(labelsOf(page)).toEqual(['Join']);
    expect(await situationOf(world)).toContain('Cleo Berg has it');
  });
});

describe('when Slack cannot be reached while Muster starts', () => {
  test('it starts all the same, works by other ways, and opens the channel when Slack is there', async () => {
    const behind = await behindSlack();
    behind.slack.script('*', raw(503));
    await using world = await slackWorld({ behind });
    await inConsole(world, 'bob', PHONES);
    expect(world.texts()).toEqual(['ann']);
    expect((await world.incident()).rooms.open['slack']?.reference).toBeNull();
    await world.wait(2);
    world.slack.heal();
    await world.wait(2);
    expect(await situationOf(world)).toContain('phones send callers in a loop');
    expect(world.muster.missing().join(' ')).not.toMatch(/being connected/);
    await world.wait(1);
    expect(await world.directs('ann')).toHaveLength(1);
    expect(await membersOf(world, await world.room())).toContain(behind.users['ann']);
    expect((await timelineOf(world)).join('\n')).not.toMatch(/not found in Slack/i);
    await behind.close();
  });
});
