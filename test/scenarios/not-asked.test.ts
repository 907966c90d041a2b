import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../src/core/time.ts';
import { eventTypes, story } from '../support/story.ts';

const START = 'start phones send callers in a loop --sev 2';

describe('"can\'t"', () => {
  test('from somebody who was never paged is noted, and hurries nobody', async () => {
    const told = await story();
    await told.say(START, 'owen');
    await told.say('cant INC-1', 'ruth');
    await told.say('cant INC-1', 'tomas');
    expect(eventTypes(await told.events()).filter((type) => type === 'levelPaged')).toHaveLength(1);
    expect(told.phones().filter((line) => /lena|northgate/.test(line))).toEqual([]);
  });

  test('from everybody who was paged brings in the next level at once', async () => {
    const told = await story();
    await told.say(START, 'owen');
    await told.say('cant INC-1', 'marcus');
    await told.say('cant INC-1', 'ivy');
    await told.say('cant INC-1', 'priya');
    await told.say('cant INC-1', 'nina');
    const reached = told.phones().join('\n');
    expect(reached).toMatch(/ivy/);
    expect(reached).toMatch(/nina|tomas|lena/);
  });

  test('after "I have it" looks for somebody else at once, when nobody else has it', async () => {
    const told = await story();
    await told.say(START, 'owen');
    await told.say('ack INC-1', 'marcus');
    await told.pass(MINUTE_MS);
    await told.say('cant INC-1 my train has come', 'marcus');
    const { escalation } = await told.incident();
    expect(escalation.status).toBe('paging');
    expect(escalation.pages.some(({ state, person }) => state === 'sent' && person !== 'marcus')).toBe(true);
  });
});
