import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../../../src/adapters/chat/slack/transport/envelope.ts';
import {
  asEvent,
  asForm,
  asInteraction,
  command,
  mention,
  messageAction,
  press,
  submission,
} from '../../../../support/slack-requests.ts';
import { aWhile, CONSOLE } from './front-desk.ts';
import { httpWorld, NOW_SIGNED } from './http-world.ts';

const fails = () => Promise.reject(new Error('the disk is full'));

describe('when the store does not keep what Slack delivers', () => {
  it('a command is told so, with what to do', async () => {
    await using world = await httpWorld({ keep: fails });
    const said = await world.send(asForm(command(), NOW_SIGNED));
    expect(said).toMatchObject({ status: 200, type: 'application/json' });
    expect(JSON.parse(said.text)).toEqual({
      response_type: 'ephemeral',
      text: `Muster could not keep that, so nothing has happened. Say it again in a minute, or in the console: ${CONSOLE}`,
    });
    expect(world.taken).toEqual([]);
    expect(world.app.counts()).toMatchObject({ kept: 0, notKept: 1 });
    expect(world.log.lines.join()).toContain('the disk is full');
  });

  it('a form says it beside its first field, and stays', async () => {
    await using world = await httpWorld({ keep: fails });
    const said = await world.send(asInteraction(submission({ what: { x: { value: 'a' } } }), NOW_SIGNED));
    expect(JSON.parse(said.text)).toEqual({
      response_action: 'errors',
      errors: { what: expect.stringContaining('could not keep that') },
    });
  });

  it('an event is not acknowledged, so that Slack brings it again, and then it is kept', async () => {
    let isDown = true;
    await using world = await httpWorld({ keep: () => (isDown ? fails() : Promise.resolve()) });
    const body = mention();
    expect((await world.send(asEvent(body, NOW_SIGNED))).status).toBe(503);
    expect(world.taken).toEqual([]);
    isDown = false;
    const again = { ...NOW_SIGNED, retry: { num: 1, reason: 'http_error' } };
    expect((await world.send(asEvent(body, again))).status).toBe(200);
    await world.takenAll(1);
  });

  it.each([
    ['a press', () => asInteraction(press(), NOW_SIGNED)],
    ['a shortcut', () => asInteraction(messageAction(), NOW_SIGNED)],
    ['a form without a field', () => asInteraction(submission({}), NOW_SIGNED)],
  ])('%s is not acknowledged, and whoever can reach the person is told what to say', async (_what, request) => {
    const told: [Delivery, string][] = [];
    await using world = await httpWorld({ keep: fails, notKept: (delivery, say) => void told.push([delivery, say]) });
    expect((await world.send(request())).status).toBe(503);
    expect(told).toEqual([[expect.anything(), expect.stringContaining('nothing has happened')]]);
    expect(world.taken).toEqual([]);
  });

  it('a store that is too slow counts as one that failed, but nobody is told that nothing happened', async () => {
    let release = () => {};
    const slow = new Promise<void>((resolve) => void (release = resolve));
    await using world = await httpWorld({ keep: () => slow });
    const answer = world.send(asForm(command(), NOW_SIGNED));
    while (world.story.length === 0) await aWhile(1);
    await world.clock.advance(2_499);
    expect(world.app.counts().notKept).toBe(0);
    await world.clock.advance(1);
    const { text } = JSON.parse((await answer).text);
    expect(text).toContain('cannot say yet whether it kept that');
    expect(text).not.toContain('nothing has happened');
    release();
    await aWhile();
    expect(world.app.counts()).toMatchObject({ kept: 0, keptLate: 1, notKept: 1 });
    expect(world.taken).toEqual([]);
  });

  it('an event whose keeping hangs is given back to Slack in time', async () => {
    await using world = await httpWorld({ keep: () => new Promise(() => undefined) });
    const answer = world.send(asEvent(mention(), NOW_SIGNED));
    while (world.story.length === 0) await aWhile(1);
    await world.clock.advance(2_500);
    expect((await answer).status).toBe(503);
  });

  it('a check of forms that breaks does not stand in the way', async () => {
    await using world = await httpWorld({
      checkForm: () => {
        throw new Error('a bug');
      },
    });
    expect((await world.send(asInteraction(submission({}), NOW_SIGNED))).status).toBe(200);
    expect(world.kept).toHaveLength(1);
    expect(world.log.lines.join()).toContain('a bug');
  });
});
