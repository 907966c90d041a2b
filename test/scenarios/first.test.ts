import { expect, test } from 'vitest';
import { cardText } from '../../src/core/card.ts';
import { MINUTE_MS } from '../../src/core/time.ts';
import { eventTypes, story } from '../support/story.ts';

test('look', async () => {
  const told = await story();
  const show = async (words: string, as?: string) => console.log(`\n### ${as ?? 'marcus'}: ${words}\n` + cardText((await told.say(words, as)).card));
  await show('start phones send callers in a loop since 16:20', 'owen');
  console.log(told.phones().join('\n'));
  await told.pass(6 * MINUTE_MS);
  console.log(told.phones().join('\n'));
  await show('cant', 'marcus');
  await show('ack', 'priya');
  await show('steps', 'priya');
  await show('next', 'nina');
  await show('doing 1', 'nina');
  await show('done 1', 'nina');
  await show('help', 'nina');
  await told.pass(30 * MINUTE_MS);
  await show('status', 'nina');
  await show('timeline --all', 'nina');
  console.log(eventTypes(await told.events()).join(' '));
  console.log(told.notices.filter((n) => n.kind === 'fault' || n.kind === 'ill'));
  expect(1).toBe(1);
});
