import { describe, expect, test } from 'vitest';
import { labelsOf, textOf } from '../../../../support/slack-read.ts';
import type { SlackWorld } from '../../../../support/slack-world.ts';
import { answered, gate } from './told.ts';

const none = { channel: '', ts: '', text: '', blocks: [] };
const step = async (world: SlackWorld, n: number) => (await world.find(await world.room(), `Step ${n}:`)) ?? none;

describe("a step's card in the channel", () => {
  test('names whoever is to do it, and has every way to answer', async () => {
    await using world = await gate();
    const card = await step(world, 1);
    expect(textOf(card)).toContain('Step 1: Look at the gate');
    expect(textOf(card)).toContain(`<@${world.behind.users['ann']}>`);
    expect(labelsOf(card)).toEqual(expect.arrayContaining(['Done', 'Stuck', 'Give to…', '+10 min']));
    expect(await step(world, 2)).toBe(none);
  });

  test('done by its button says who and when, has no buttons left, and the next step gets a card', async () => {
    await using world = await gate();
    await world.wait(7);
    await world.tap('ann', 'Done', await step(world, 1));
    const card = await step(world, 1);
    expect(textOf(card)).toMatch(/Done by Ann Berg, \n?16:47 EST/);
    expect(labelsOf(card)).toEqual([]);
    expect(textOf(await step(world, 2))).toContain(`<@${world.behind.users['eve']}>`);
  });

  test('that is stuck says STUCK and why', async () => {
    await using world = await gate();
    await world.slash('ann', 'stuck 1 the key is not there', await world.room());
    const card = await step(world, 1);
    expect(textOf(card)).toContain('STUCK: the key is not there');
    expect(labelsOf(card)).toContain('Done');
  });

  test('gets ten minutes more by its button', async () => {
    await using world = await gate();
    const before = (await world.incident()).steps;
    await world.tap('ann', '+10 min', await step(world, 1));
    expect((await world.events()).at(-1)).not.toBeUndefined();
    expect((await world.events()).some(({ type }) => type === 'stepExtended')).toBe(true);
    expect((await world.incident()).steps).not.toEqual(before);
  });

  test('is given to somebody else by words, and names them from then on', async () => {
    await using world = await gate();
    await world.slash('ann', `assign 1 <@${world.behind.users['bob']}|bob>`, await world.room());
    expect(textOf(await step(world, 1))).toContain(`<@${world.behind.users['bob']}>`);
    expect(textOf(await step(world, 1))).not.toContain(`<@${world.behind.users['ann']}>`);
  });

  test('pressed after somebody else has done it says who did', async () => {
    await using world = await gate();
    const card = await step(world, 1);
    await world.tap('ann', 'Done', card);
    await world.tap('bob', 'Done', card);
    expect(answered(world)).toMatch(/Ann Berg|already|done/i);
    expect((await world.events()).filter(({ type }) => type === 'stepDone')).toHaveLength(1);
  });
});
