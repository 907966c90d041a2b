import { describe, expect, test } from 'vitest';
import type { Asked } from '../../../../support/slack-faults.ts';
import { slackWorld } from '../../../../support/slack-world.ts';
import type { SlackWorld } from '../../../../support/slack-world.ts';
import { inConsole, INCIDENTS, lastOf, PHONES, situationOf } from './told.ts';

/** What people and machines write to do harm, and what merely breaks things. */
const EVIL = [
  '<!channel> <!here> <!everyone> all hands',
  '<@U000000001> and <@USLACKBOT|you> must see this',
  '<https://evil.example/steal|Sign in to Slack> now',
  '@channel @here @everyone',
  '*bold* `code` ~gone~ > quote ```fence',
  '&lt;!channel&gt; &amp;lt;!here&amp;gt;',
  'zero\u200bwidth \u202eright-to-left \ue000 1795000000000 \ue001 noon \ue002',
  'https://evil.example/pixel.png?who=all',
  '"}],"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<!channel>"}}]',
  '<!date^1392734382^{date}|x> <!subteam^S012|@ops>',
  'half a pair \ud83d and \0 a null',
];

/** Text that Slack reads as markup, wherever it stands in what was sent. */
function markupIn(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'string') return /<[!@#]|<https?:/.test(value) ? [`${path}: ${value.slice(0, 120)}`] : [];
  if (typeof value !== 'object' || value === null) return [];
  const isPlain = Reflect.get(value, 'type') === 'plain_text' || Reflect.get(value, 'type') === 'text';
  return Object.entries(value).flatMap(([key, each]) =>
    (key === 'text' && isPlain) || key === 'value' || key === 'private_metadata'
      ? []
      : markupIn(each, `${path}/${key}`),
  );
}
const FIELDS = ['blocks', 'attachments', 'view', 'metadata'];
const parsed = ({ args }: Asked) =>
  Object.fromEntries(
    Object.entries(args).map(([key, text]) => [key, FIELDS.includes(key) ? (JSON.parse(text) as unknown) : text]),
  );

/** Mentions of people and channels that are Muster's own doing: accounts of this workspace, and its rooms. */
function foreignMarkup({ behind }: SlackWorld, asked: readonly Asked[], rooms: readonly string[]): readonly string[] {
  const own = new RegExp(`<@(?:${Object.values(behind.users).join('|')})>|<#(?:${rooms.join('|')})>`, 'g');
  return asked.flatMap((call) => markupIn(JSON.parse(JSON.stringify(parsed(call)).replace(own, '')), call.method));
}

test('the search finds what would be injected', () => {
  const section = { type: 'section', text: { type: 'mrkdwn', text: 'hi <!channel>' } };
  expect(markupIn({ text: 'x <https://evil.example|y>', blocks: [section] })).toHaveLength(2);
});

describe('hostile text', () => {
  test.each(EVIL)('%j injects nothing, wherever it goes (reliability 53, 62)', async (evil) => {
    await using world = await slackWorld({ settings: INCIDENTS });
    await world.slash('bob', `start phones ${evil}`);
    await world.slash('ann', 'ack');
    for (const word of ['note', 'decide', 'situation customers', 'stuck 1', 'update', 'handoff dan'])
      await world.slash('cleo', `${word} ${evil}`);
    await inConsole(world, 'cleo', `note ${evil}`);
    await world.slash('cleo', `close --anyway ${evil}`);
    await world.wait(1);
    const asked = world.slack.asked();
    const rooms = [await world.room(), world.behind.incidents, world.behind.general];
    expect(foreignMarkup(world, asked, rooms)).toEqual([]);
    for (const { method, args } of asked.filter((call) =>
      ['chat.postMessage', 'chat.scheduleMessage'].includes(call.method),
    )) {
      expect(args['unfurl_links'], method).toBe('false');
      expect(args['unfurl_media'], method).toBe('false');
      expect(args['text'], method).not.toBe('');
    }
    expect(world.answers.length).toBeGreaterThan(5);
    for (const answer of world.answers) expect(markupIn(answer)).toEqual([]);
    expect((await world.incident()).rooms.open['slack']?.refused).toEqual([]);
  });

  test('in the names of a plan does no harm either', async () => {
    const evil = '<!channel> <https://evil.example|Ann>';
    await using world = await slackWorld({
      settings: INCIDENTS,
      plan: {
        functions: { calls: { name: evil, rto: '2h', mtd: '8h' } },
        plan: { company: evil, timezone: 'America/Detroit', owner: 'eve' },
      },
    });
    await inConsole(world, 'bob', PHONES);
    const rooms = [await world.room(), world.behind.incidents];
    expect(foreignMarkup(world, world.slack.asked(), rooms)).toEqual([]);
    expect(await lastOf(world.directs('ann'))).toBeDefined();
  });
});

describe('far too much text', () => {
  test('of a million letters is refused in a sentence, and everything else goes on', async () => {
    await using world = await slackWorld();
    const reply = await inConsole(world, 'bob', `start ${'x'.repeat(1_000_000)}`);
    expect(reply.ok).toBe(false);
    await world.slash('bob', PHONES);
    expect(await world.directs('ann')).toHaveLength(1);
  });

  test('in hundreds of notes and steps still makes one card and one digest that Slack takes (reliability 53)', async () => {
    await using world = await slackWorld();
    await inConsole(world, 'bob', PHONES);
    const room = await world.room();
    world.slack.script('chat.postMessage', { answer: 'raw', status: 503, text: 'away' });
    for (let n = 0; n < 60; n += 1) {
      const id = `note number ${n} ${'word '.repeat(150)}`;
      await world.muster.say({ words: id, speaker: { id: null, name: 'Bob', by: 'guest:Bob' } });
    }
    await world.clock.advance(61_000);
    world.slack.heal();
    await world.wait(1);
    expect((await lastOf(world.messages(room)))?.text).toContain('number 0');
    expect((await world.incident()).rooms.open['slack']?.refused).toEqual([]);
    expect(await situationOf(world)).toContain('phones send callers in a loop');
  });
});
