import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS, toMs } from '../../../../../src/core/time.ts';
import { SECRET } from '../../../../support/slack-behind.ts';
import { command, press, signed, slackJson, stamp, submission } from '../../../../support/slack-requests.ts';
import type { SlackRequest } from '../../../../support/slack-requests.ts';
import type { SlackWorld } from '../../../../support/slack-world.ts';
import { slackWorld } from '../../../../support/slack-world.ts';
import { inConsole, lastOf, phones, PHONES, situationOf, typesOf } from './told.ts';

const JSON_TYPE = 'application/json';
const typeOf = ({ headers }: SlackRequest) => headers['content-type'] ?? '';
/** The same body, signed anew, as Slack does when it was not answered. */
const again = ({ clock }: SlackWorld, request: SlackRequest, num: number) =>
  signed(request.body, typeOf(request), {
    secret: SECRET,
    atMs: toMs(clock.now()),
    retry: { num, reason: 'http_timeout' },
  });
const count = async (world: SlackWorld, type: string) => (await typesOf(world)).filter((each) => each === type).length;

describe('what Slack delivers more than once', () => {
  test('four times, after one minute and after five, starts one incident and pages once (reliability 55)', async () => {
    await using world = await slackWorld();
    const { bot, users, team, general } = world.behind;
    const said = {
      type: 'app_mention',
      user: users['bob'],
      text: `<@${bot}> ${PHONES}`,
      ts: stamp(),
      channel: general,
      team,
    };
    const request = world.eventOf(said);
    await world.send(request);
    await world.send(again(world, request, 1));
    await world.wait(1);
    await world.send(again(world, request, 2));
    await world.wait(3.7);
    expect(await world.directs('ann')).toHaveLength(1);
    await world.send(again(world, request, 3));
    await world.settle();
    expect((await world.events('INC-2')).length).toBe(0);
    expect(await count(world, 'declared')).toBe(1);
    expect(await world.directs('ann')).toHaveLength(1);
  });

  test('a press that comes again after something else was said does not undo it (reliability 55)', async () => {
    await using world = await phones();
    const press = world.pressOf('ann', 'ack INC-1', await lastOf(world.directs('ann')));
    await world.send(press);
    await world.settle();
    await world.slash('ann', 'cant');
    const before = await typesOf(world);
    await world.send(again(world, press, 1));
    await world.wait(1);
    expect(await count(world, 'acknowledged')).toBe(1);
    expect((await typesOf(world)).slice(before.length)).not.toContain('acknowledged');
  });

  test('words that come out of order are each done, and nothing breaks (reliability 55)', async () => {
    await using world = await phones();
    const { users, team } = world.behind;
    const channel = await world.room();
    await world.event({ type: 'member_left_channel', user: users['ann'], channel, team });
    await world.event({ type: 'member_joined_channel', user: users['ann'], channel, team });
    await world.slash('cleo', 'done 1', channel);
    await world.slash('ann', 'ack', channel);
    expect(await typesOf(world)).toEqual(
      expect.arrayContaining(['roomLeft', 'roomEntered', 'stepDone', 'acknowledged']),
    );
  });
});

describe('when nothing comes from Slack for hours', () => {
  test('silence stops no paging, and an answer in the console shows in Slack (reliability 56)', async () => {
    await using world = await phones();
    await world.wait(21);
    expect(await typesOf(world)).toContain('exhausted');
    expect(await world.directs('eve')).not.toHaveLength(0);
    await inConsole(world, 'eve', 'ack');
    await world.wait(1);
    expect(await situationOf(world)).toContain('Eve Berg has it');
  });
});

describe('a request that is not from Slack, or not from now', () => {
  const shifts = [
    ['an old one', -6 * MINUTE_MS],
    ['one of the future', 6 * MINUTE_MS],
  ] as const;
  test.each(shifts)('%s is refused, and does nothing (reliability 57)', async (_, shift) => {
    await using world = await slackWorld();
    const { body, headers } = world.slashOf('bob', PHONES);
    const how = { secret: SECRET, atMs: toMs(world.clock.now()) + shift };
    expect((await world.send(signed(body, headers['content-type'] ?? '', how))).status).toBe(401);
    await world.settle();
    expect(await world.directs('ann')).toHaveLength(0);
  });

  test('signed with another secret, or not at all, is refused, and does nothing (reliability 57)', async () => {
    await using world = await slackWorld();
    const request = world.slashOf('bob', PHONES);
    const how = { secret: 'another', atMs: toMs(world.clock.now()) };
    expect((await world.send(signed(request.body, typeOf(request), how))).status).toBe(401);
    const { 'x-slack-signature': _, ...unsigned } = request.headers;
    expect((await world.send({ ...request, headers: unsigned })).status).toBe(401);
    await world.settle();
    expect(await world.directs('ann')).toHaveLength(0);
  });

  test('replayed within the five minutes is taken once (reliability 57)', async () => {
    await using world = await slackWorld();
    const request = world.slashOf('bob', PHONES);
    await world.send(request);
    await world.clock.advance(4 * MINUTE_MS + 50 * SECOND_MS);
    expect((await world.send(request)).status).toBe(200);
    await world.settle();
    expect(await count(world, 'declared')).toBe(1);
    expect((await world.events('INC-2')).length).toBe(0);
  });
});

describe('requests that make no sense', () => {
  const anything = fc.oneof(
    fc.anything({ maxDepth: 2 }),
    fc.constantFrom('__proto__', '<!channel>', 'x'.repeat(20_000), null, -0, '\ud800'),
  );
  const key = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'type', 'event', 'view', 'actions', 'user'),
    fc.string(),
  );
  const body = fc.oneof(
    fc.dictionary(key, anything),
    fc
      .tuple(fc.constantFrom(command({ text: 'help' }), press({ value: 'help' }), submission({})), key, anything)
      .map(([real, at, value]) => ({ ...real, [at]: value })),
  );

  test('a thousand of them, properly signed, bring nothing down and start nothing (reliability 59)', async () => {
    await using world = await slackWorld();
    const how = { secret: SECRET, atMs: toMs(world.clock.now()) };
    const form = (fields: object) => new URLSearchParams({ payload: slackJson(fields) }).toString();
    const seen = new Set<number>();
    for (const each of fc.sample(body, { numRuns: 500, seed: 20_261_122 })) {
      const json = await world.send(signed(slackJson(each), JSON_TYPE, how));
      const posted = await world.send(signed(form(each), 'application/x-www-form-urlencoded', how));
      for (const { status } of [json, posted]) seen.add(status);
    }
    expect([...seen].filter((status) => status >= 500)).toEqual([]);
    await world.settle();
    expect((await world.events()).length).toBe(0);
    await world.slash('bob', PHONES);
    expect(await world.directs('ann')).toHaveLength(1);
  });
});
