import { expect, test } from 'vitest';
import { eventTypes, story } from '../support/story.ts';

test('"cant" from somebody who was never paged is noted, and hurries nobody', async () => {
  const told = await story();
  await told.say('start phones send callers in a loop --sev 2', 'owen');
  await told.say('cant INC-1', 'ruth');
  await told.say('cant INC-1', 'tomas');
  expect(eventTypes(await told.events()).filter((type) => type === 'levelPaged')).toHaveLength(1);
  expect(told.phones().filter((line) => /lena|northgate/.test(line))).toEqual([]);
});
