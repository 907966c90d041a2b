import { describe, expect, it, test } from 'vitest';
import { limited, refused } from '../../../../../src/adapters/chat/slack/api/called.ts';
import type { Envelope } from '../../../../../src/adapters/chat/slack/transport/envelope.ts';
import { reaction } from '../../../../../src/adapters/chat/slack/words/reactions.ts';
import type { Story } from '../../../../support/story.ts';
import { story } from '../../../../support/story.ts';
import { BOT, inChannel, MARCUS, PRIYA, TEAM, wordsWorld } from './words-world.ts';

type Reaction = Extract<Envelope, { readonly kind: 'reaction' }>;
const TS = '1795210200.000100';
const STEP_TS = '1795210300.000200';
const put = (over: Partial<Reaction> = {}): Reaction => ({
  kind: 'reaction',
  team: TEAM,
  user: MARCUS,
  channel: 'C1',
  ts: TS,
  reaction: 'pushpin',
  added: true,
  itemUser: PRIYA,
  ...over,
});

async function phonesIn(channel: string): Promise<{ told: Story; world: ReturnType<typeof wordsWorld> }> {
  const told = await story();
  await told.say('start phones send callers in a loop', 'owen');
  const world = wordsWorld(told);
  const shown = inChannel(await told.incident(), channel, { 3: `${TEAM}/${channel}/${STEP_TS}` });
  world.index.learn(shown);
  world.api.answer('conversations.history', () => ({
    ok: true,
    value: { messages: [{ ts: TS, user: PRIYA, text: 'carrier says &lt;area&gt; fault' }] },
  }));
  return { told, world: { ...world, host: { ...world.host, open: async () => [shown] } } };
}

describe('a pushpin', () => {
  it.each(['pushpin', 'round_pushpin'])('(%s) puts the message on the timeline of its incident', async (name) => {
    const { world } = await phonesIn('C1');
    expect(await reaction(world, put({ reaction: name }), 'd1')).toMatchObject({
      words: 'note INC-1 "Priya Raman wrote at 16:30 EST: \\"carrier says <area> fault\\""',
      here: 'INC-1',
      to: { delivery: 'd1', user: MARCUS, channel: 'C1' },
    });
    expect(world.api.calls).toMatchObject([
      { method: 'conversations.history', args: { channel: 'C1', latest: TS, inclusive: true, limit: 1 } },
    ]);
  });

  test('by a second person changes nothing', async () => {
    const { world, told } = await phonesIn('C1');
    const got = await reaction(world, put(), 'd1');
    await told.say('words' in got ? got.words : '', 'marcus');
    expect(await reaction(world, put({ user: PRIYA }), 'd2')).toEqual({ nothing: true });
  });

  it.each([
    ['stands in a thread', () => ({ ok: true, value: { messages: [{ ts: '1.1', text: 'another one' }] } }) as const],
    ['may not be read', () => refused('missing_scope', 'channels:history')],
    ['cannot be read just now', () => limited(5_000)],
  ])('on a message that %s is answered with what to do instead', async (_what, answer) => {
    const { world } = await phonesIn('C1');
    world.api.answer('conversations.history', answer);
    expect(await reaction(world, put(), 'd1')).toMatchObject({
      answer: { blocks: [{ text: expect.stringContaining('"Add to timeline"') as string }] },
    });
  });

  test('on what an app wrote does not name a person', async () => {
    const { world } = await phonesIn('C1');
    const message = { ts: TS, user: BOT, bot_id: 'B1', text: 'disk full' };
    world.api.answer('conversations.history', () => ({ ok: true, value: { messages: [message] } }));
    expect(await reaction(world, put(), 'd1')).toMatchObject({
      words: expect.stringContaining('an app wrote') as string,
    });
  });
});

describe('a check mark', () => {
  it.each(['white_check_mark', 'heavy_check_mark'])(
    '(%s) on the message of a step says that it is done',
    async (name) => {
      const { world } = await phonesIn('C1');
      const got = await reaction(world, put({ reaction: name, ts: STEP_TS }), 'd1');
      expect(got).toMatchObject({ words: 'done INC-1 3', here: 'INC-1' });
      expect(world.api.calls).toEqual([]);
    },
  );
});

it.each([
  ['that was taken away', { added: false }],
  ['of another kind', { reaction: 'tada' }],
  ['outside of any incident', { channel: 'C9' }],
  ['with a check mark on what is no step', { reaction: 'white_check_mark' }],
  [
    'with a check mark in another channel at the same second',
    { reaction: 'white_check_mark', ts: STEP_TS, channel: 'C9' },
  ],
  ['of Muster itself', { user: BOT }],
] satisfies readonly (readonly [string, Partial<Reaction>])[])('a reaction %s is nothing', async (_what, over) => {
  const { world } = await phonesIn('C1');
  expect(await reaction(world, put(over), 'd1')).toEqual({ nothing: true });
  expect(world.api.calls).toEqual([]);
});

test('without the setting no reaction means anything', async () => {
  const { world } = await phonesIn('C1');
  const config = { command: '/incident', reactions: false };
  expect(await reaction({ ...world, config }, put(), 'd1')).toEqual({ nothing: true });
});
