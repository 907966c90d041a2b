import { describe, expect, test } from 'vitest';
import { labelsOf, textOf } from '../../../../support/slack-read.ts';
import { answered, gate, lastOf, membersOf, phones, situationOf, timelineOf, typesOf } from './told.ts';

const none = { text: '', blocks: [] };

describe('when nobody answers', () => {
  test('the next level is paged by direct message, and those who stay silent by text message as well', async () => {
    await using world = await phones();
    expect(await world.directs('cleo')).toHaveLength(0);
    await world.wait(5);
    expect(world.texts()).toEqual(['ann']);
    const page = await lastOf(world.directs('cleo'));
    expect(textOf(page ?? none)).toContain('phones send callers in a loop');
    expect(labelsOf(page ?? none)).toEqual(["I've got it", "Can't", 'Need help']);
    await world.wait(3);
    expect(world.texts()).toEqual(['ann', 'cleo']);
  });

  test('at the end of the plan the channel is told so, and the card has the numbers to call by hand', async () => {
    await using world = await phones();
    await world.wait(21);
    const room = await world.room();
    expect(textOf((await world.find(room, 'Nobody has answered on any level')) ?? none)).toContain('Paged: Eve Berg');
    const card = await situationOf(world);
    expect(card).toContain('+1 616 555 0100');
    expect(card).toContain('+1 616 555 0102');
    expect(await world.directs('eve')).not.toHaveLength(0);
  });
});

describe('a page that is answered by its button', () => {
  test('ends the paging: nobody else is paged, by Slack or by text message', async () => {
    await using world = await gate();
    await world.wait(9);
    expect(await world.directs('ann')).toHaveLength(1);
    expect(await world.directs('cleo')).toHaveLength(0);
    expect(world.texts()).toEqual([]);
    expect(await situationOf(world)).toContain('Ann Berg has it');
  });

  test('at level 2 tells those before that somebody has it, and takes their buttons away', async () => {
    await using world = await phones();
    await world.wait(5);
    await world.tap('cleo', "I've got it", await lastOf(world.directs('cleo')));
    const old = (await lastOf(world.directs('ann'))) ?? none;
    expect(textOf(old)).toContain('Cleo Berg has it');
    expect(textOf(old)).toContain('You need not answer.');
    expect(labelsOf(old)).toEqual(['Join']);
    const own = (await lastOf(world.directs('cleo'))) ?? none;
    expect(textOf(own)).toContain('You have it');
    expect(labelsOf(own)).not.toContain("I've got it");
  });

  test('"Can\'t" pages the next one at once', async () => {
    await using world = await phones();
    await world.tap('ann', "Can't", await lastOf(world.directs('ann')));
    expect(await world.directs('cleo')).toHaveLength(1);
    const old = (await lastOf(world.directs('ann'))) ?? none;
    expect(textOf(old)).toContain('You said that you cannot.');
    expect(labelsOf(old)).toEqual(['I can after all']);
  });

  test('delivered twice is one answer', async () => {
    await using world = await phones();
    const press = world.pressOf('ann', 'ack INC-1', await lastOf(world.directs('ann')));
    await Promise.all([world.send(press), world.send(press)]);
    await world.settle();
    expect((await typesOf(world)).filter((type) => type === 'acknowledged')).toHaveLength(1);
  });

  test('long after it is over says so, and changes nothing', async () => {
    await using world = await phones();
    const page = await lastOf(world.directs('ann'));
    await world.tap('ann', "I've got it", page);
    await world.slash('cleo', 'close --anyway it was a test call');
    await world.wait(60);
    const before = await typesOf(world);
    await world.tap('ann', "I've got it", page);
    expect(answered(world)).toMatch(/closed/);
    expect(await typesOf(world)).toEqual(before);
    expect(labelsOf((await lastOf(world.directs('ann'))) ?? none)).toEqual([]);
  });
});

describe('a hand-over', () => {
  test('asks the other one, who takes it by a button; then the card, the channel and the timeline say so', async () => {
    await using world = await phones();
    const dan = world.behind.users['dan'];
    await world.slash('ann', 'ack');
    await world.slash('cleo', `handoff <@${dan}|d.berg> carrier is called, menu is next`, await world.room());
    expect(await situationOf(world)).toMatch(/In charge\n: Cleo Berg/);
    const page = await lastOf(world.directs('dan'));
    expect(textOf(page ?? none)).toContain('carrier is called, menu is next');
    await world.tap('dan', "I've got it", page);
    expect(await situationOf(world)).toMatch(/In charge\n: Dan Berg/);
    expect(await membersOf(world, await world.room())).toContain(dan);
    expect((await world.find(await world.room(), 'Dan Berg'))?.text).toMatch(/Dan Berg is incident commander/);
    expect((await timelineOf(world)).join('\n')).toMatch(/Dan Berg is incident commander/);
  });

  test('of a role by words, with the person picked in Slack, by account and not by what they call themselves', async () => {
    await using world = await phones();
    await world.slash('cleo', `role tech_lead <@${world.behind.users['bob']}|eve>`);
    expect((await world.incident()).roles.holders['tech_lead']).toBe('bob');
  });
});
