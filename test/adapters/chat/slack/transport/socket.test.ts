import { describe, expect, it } from 'vitest';
import { instant, MINUTE_MS } from '../../../../../src/core/time.ts';
import { command, event, mention, messageAction, press, submission } from '../../../../support/slack-requests.ts';
import { virtualClock } from '../../../../support/virtual-clock.ts';
import { aWhile } from './front-desk.ts';
import { APP_TOKEN, FAST, socketWorld } from './socket-world.ts';

const NOW = instant('2026-11-22T03:00:00Z');

describe('what Slack sends over Socket Mode', () => {
  it.each([
    ['a command', 'slash_commands', command()],
    ['a press', 'interactive', press()],
    ['a form', 'interactive', submission({ what: { x: { value: 'a' } } })],
    ['a shortcut', 'interactive', messageAction()],
    ['an event', 'events_api', mention()],
  ])('%s is kept before it is acknowledged, and then taken', async (_what, type, payload) => {
    let release = () => {};
    const keeping = new Promise<void>((resolve) => void (release = resolve));
    await using world = await socketWorld({ keep: () => keeping });
    await world.app.start();
    let isAcknowledged = false;
    const acknowledged = world.slack.deliver(type, payload).then((answer) => {
      isAcknowledged = true;
      return answer;
    });
    while (world.story.length === 0) await aWhile(1);
    await aWhile();
    expect(isAcknowledged).toBe(false);
    release();
    expect(await acknowledged).toEqual({});
    await world.takenAll(1);
    expect(world.story).toEqual(['keeping', 'kept', 'taken']);
  });

  it('Slack bringing it again is the same delivery, and is counted', async () => {
    await using world = await socketWorld();
    await world.app.start();
    const body = mention();
    await world.slack.deliver('events_api', body);
    await world.slack.deliver('events_api', body, { retry_attempt: 1, retry_reason: 'timeout' });
    expect(new Set(world.kept.map(({ id }) => id)).size).toBe(1);
    expect(world.app.counts()).toMatchObject({ kept: 2, again: 1 });
  });

  it('an event that cannot be kept is not acknowledged, a command is told', async () => {
    let isDown = true;
    await using world = await socketWorld({
      keep: async () => void (isDown && (await Promise.reject(new Error('full')))),
    });
    await world.app.start();
    let isAcknowledged = false;
    void world.slack.deliver('events_api', mention()).then(() => void (isAcknowledged = true));
    const told = await world.slack.deliver('slash_commands', command());
    expect(told).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('nothing has happened') });
    isDown = false;
    expect(await world.slack.deliver('slash_commands', command())).toEqual({});
    expect(isAcknowledged).toBe(false);
  });

  it.each([
    ['a kind nobody knows', 'surprise', {}],
    ['an event without an event', 'events_api', { type: 'event_callback' }],
    ['nothing', 'events_api', null],
    ['an event named like one of the library', 'events_api', event({ type: 'close' })],
    ['a kind named like one of the library', 'error', { type: 'x' }],
    ['the library itself', 'ws_message', 'x'],
  ])('is acknowledged without harm: %s', async (_what, type, payload) => {
    await using world = await socketWorld();
    await world.app.start();
    expect(await world.slack.deliver(type, payload)).toEqual({});
    expect(await world.slack.deliver('slash_commands', command())).toEqual({});
    expect(world.app.counts()).toMatchObject({ kept: 1 });
    expect(world.healths).toHaveLength(1);
  });

  it.each([
    ['nothing', ''],
    ['half of one', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a word', '"x"'],
    ['a number for a kind', '{"type":1}'],
    ['no envelope', '{"type":"events_api"}'],
    ['the name of a fault', '{"type":"error"}'],
    ['a number for an envelope', '{"envelope_id":1,"type":"x"}'],
    ['an enormous depth', `{"envelope_id":"1","type":"x","payload":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('a message that is no message is left aside: %s', async (_what, text) => {
    await using world = await socketWorld();
    await world.app.start();
    world.slack.say(text);
    expect(await world.slack.deliver('slash_commands', command())).toEqual({});
    expect(world.healths).toHaveLength(1);
  });
});

describe('the connection', () => {
  it('comes back when Slack was away, and says since when', async () => {
    await using world = await socketWorld();
    expect(await world.receiver.start()).toMatchObject({ state: 'connected' });
    for (const _round of [1, 2]) {
      await world.slack.kill();
      await world.becomes('closed');
      await world.slack.restart();
      await world.becomes('connected');
      expect(await world.slack.deliver('slash_commands', command())).toEqual({});
    }
    expect(world.healths.map(({ state }) => state)).toEqual([
      'connected',
      'closed',
      'connected',
      'closed',
      'connected',
    ]);
  });

  it('is renewed without a hole when Slack says that it will close it', async () => {
    await using world = await socketWorld();
    await world.app.start();
    for (const round of [2, 3]) {
      world.slack.refresh();
      await world.slack.greeted(round);
      expect(await world.slack.deliver('events_api', mention())).toEqual({});
      await world.slack.standing(1);
    }
    expect(world.healths).toHaveLength(1);
  });

  it('what came by the old connection is acknowledged by it', async () => {
    let release = () => {};
    const keeping = new Promise<void>((resolve) => void (release = resolve));
    await using world = await socketWorld({ keep: () => keeping, pace: { ...FAST, lingerMs: MINUTE_MS } });
    await world.app.start();
    const acknowledged = world.slack.deliver('events_api', mention());
    world.slack.refresh();
    await world.slack.greeted(2);
    release();
    expect(await acknowledged).toEqual({});
  });

  it('is not asked for without end when Slack cuts it at once', async () => {
    const clock = virtualClock(NOW);
    await using world = await socketWorld({ clock, pace: { lingerMs: 0 } });
    await world.app.start();
    world.slack.drop();
    await world.becomes('closed');
    await aWhile();
    expect(world.slack.counts().asked).toBe(1);
    await clock.advance(3_000);
    await world.becomes('connected');
    expect(world.slack.counts().asked).toBe(2);
  });

  it.each([
    ['a server error', 500],
    ['its own illness', 'internal_error'],
    ['a page of a proxy', '<html>Please sign in to the hotel</html>'],
  ])('survives %s, and is there when Slack is well', async (_what, answer) => {
    await using world = await socketWorld();
    world.slack.refuse(answer);
    expect(await world.receiver.start()).toMatchObject({ state: 'closed', say: expect.stringMatching(/\.$/) });
    await world.slack.asked(5);
    world.slack.refuse(undefined);
    await world.becomes('connected');
    expect(world.healths.map(({ state }) => state)).toEqual(['closed', 'connected']);
  });

  it('waits as long as Slack asks it to', async () => {
    const clock = virtualClock(NOW);
    await using world = await socketWorld({ clock });
    world.slack.refuse(429);
    expect(await world.receiver.start()).toMatchObject({ state: 'closed' });
    world.slack.refuse(undefined);
    await clock.advance(29_999);
    expect(world.slack.counts().asked).toBe(1);
    await clock.advance(1);
    await world.becomes('connected');
  });

  it('a host that is not there is a sentence, and no end', async () => {
    await using world = await socketWorld();
    await world.slack.kill();
    expect(await world.receiver.start()).toMatchObject({
      state: 'closed',
      say: 'Slack cannot be reached: ECONNREFUSED.',
    });
    await world.slack.restart();
    await world.becomes('connected');
  });

  it('is given up and tried again when nobody says hello', async () => {
    await using world = await socketWorld({ pace: { ...FAST, connectWithinMs: 60 } });
    world.slack.greet(false);
    expect(await world.receiver.start()).toMatchObject({ state: 'closed' });
    await world.slack.asked(3);
    world.slack.greet(true);
    await world.becomes('connected');
    await world.slack.standing(1);
  });
});

describe('a token that Slack refuses', () => {
  it.each([
    [
      'invalid_auth',
      'Slack does not know the app token. Make one under Basic Information, App-Level Tokens, with the scope connections:write, and set SLACK_APP_TOKEN to it.',
    ],
    ['not_allowed_token_type', expect.stringContaining('begins with xapp-')],
    ['missing_scope', expect.stringContaining('connections:write')],
    ['account_inactive', expect.stringContaining('Ask an administrator of Slack.')],
    ['something_new', expect.stringContaining('something_new')],
  ])('%s is said in a sentence, and tried again every minute', async (code, say) => {
    const clock = virtualClock(NOW);
    await using world = await socketWorld({ clock });
    world.slack.refuse(code);
    expect(await world.receiver.start()).toEqual({ state: 'refused', since: NOW, code, say });
    await clock.advance(MINUTE_MS - 1);
    expect(world.slack.counts().asked).toBe(1);
    await clock.advance(1);
    await world.slack.asked(2);
    world.slack.refuse(undefined);
    while (world.receiver.health().state !== 'connected') {
      await aWhile();
      await clock.advance(MINUTE_MS);
    }
    expect(world.healths.map(({ state }) => state)).toEqual(['refused', 'connected']);
  });

  it('while connected is found out at the next connection, and ends nothing', async () => {
    await using world = await socketWorld();
    await world.app.start();
    world.slack.refuse('token_revoked');
    world.slack.drop();
    await world.becomes('refused');
    expect(world.healths.map(({ state }) => state)).toEqual(['connected', 'closed', 'refused']);
  });

  it('never stands in the log', async () => {
    await using world = await socketWorld();
    await world.app.start();
    world.slack.refuse('invalid_auth');
    world.slack.drop();
    await world.becomes('refused');
    expect(world.log.lines.join('\n')).not.toMatch(/xapp-|ticket=/);
    expect(JSON.stringify(world.healths)).not.toContain(APP_TOKEN);
  });
});

describe('the end', () => {
  it('leaves no connection behind', async () => {
    await using world = await socketWorld();
    await world.app.start();
    await world.app.stop();
    await world.slack.standing(0);
    expect(world.receiver.health().state).toBe('closed');
    expect(world.slack.counts().asked).toBe(1);
  });

  it('does not wait for a Slack that does not say farewell', async () => {
    await using world = await socketWorld();
    await world.app.start();
    world.slack.farewell(false);
    await world.app.stop();
    await world.slack.standing(0);
  });

  it('during the connecting leaves no connection behind either', async () => {
    await using world = await socketWorld();
    const starting = world.receiver.start();
    await world.slack.asked(1);
    await world.app.stop();
    await starting;
    await world.slack.standing(0);
    expect(world.receiver.health().state).toBe('closed');
  });

  it('may be followed by another beginning', async () => {
    await using world = await socketWorld();
    await world.app.start();
    await world.app.stop();
    expect(await world.receiver.start()).toMatchObject({ state: 'connected' });
  });
});
