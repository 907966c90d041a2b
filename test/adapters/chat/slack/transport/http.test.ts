import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../../../src/core/time.ts';
import {
  asEvent,
  asForm,
  asInteraction,
  command,
  direct,
  event,
  mention,
  messageAction,
  press,
  signed,
  slackJson,
  sslCheck,
  submission,
  urlVerification,
} from '../../../../support/slack-requests.ts';
import { aWhile } from './front-desk.ts';
import { httpWorld, NOW_SIGNED } from './http-world.ts';

const NOTHING = { kept: 0, keptLate: 0, ignored: 0, malformed: 0, wrongForm: 0, notKept: 0, again: 0 };
const real = [
  ['a command', () => asForm(command(), NOW_SIGNED)],
  ['a press', () => asInteraction(press(), NOW_SIGNED)],
  ['a form', () => asInteraction(submission({ what: { x: { value: 'é 😀 /' } } }), NOW_SIGNED)],
  ['a shortcut', () => asInteraction(messageAction(), NOW_SIGNED)],
  ['an event', () => asEvent(mention(), NOW_SIGNED)],
  ['a direct message', () => asEvent(direct(), NOW_SIGNED)],
] as const;

describe('what Slack sends over HTTP', () => {
  it.each(real)('%s is kept, then acknowledged, then taken', async (_what, request) => {
    let release = () => {};
    const keeping = new Promise<void>((resolve) => void (release = resolve));
    await using world = await httpWorld({ keep: () => keeping });
    const answer = world.send(request());
    while (world.story.length === 0) await aWhile(1);
    await aWhile();
    expect(world.story).toEqual(['keeping']);
    release();
    expect(await answer).toMatchObject({ status: 200, text: '' });
    await world.takenAll(1);
    expect(world.story).toEqual(['keeping', 'kept', 'answered', 'taken']);
    expect(world.taken).toEqual(world.kept);
    expect(world.log.lines).toEqual([]);
  });

  it('letters of all the world arrive as they were typed', async () => {
    await using world = await httpWorld();
    await world.send(asForm(command({ text: 'start Größe & 日本 +1 50% "a=b" 😀' }), NOW_SIGNED));
    await world.send(asEvent(direct({ text: 'Größe 😀 https://x.example/' }), NOW_SIGNED));
    expect(world.kept.map(({ body }) => ('text' in body ? body.text : ''))).toEqual([
      'start Größe & 日本 +1 50% "a=b" 😀',
      'Größe 😀 https://x.example/',
    ]);
  });

  it('nothing that opens a door is kept', async () => {
    await using world = await httpWorld();
    for (const [, request] of real) await world.send(request());
    expect(world.kept).toHaveLength(real.length);
    expect(JSON.stringify(world.kept.map(({ id, body }) => ({ id, body })))).not.toMatch(/hooks\.slack\.com|gIkuva/);
  });

  it('a form with something wrong is shown again with the reason, and not kept', async () => {
    await using world = await httpWorld({
      checkForm: ({ values }) => (values['what'] === null ? { what: 'Say what is wrong.' } : undefined),
    });
    const wrong = await world.send(asInteraction(submission({ what: { x: { value: null } } }), NOW_SIGNED));
    expect(JSON.parse(wrong.text)).toEqual({ response_action: 'errors', errors: { what: 'Say what is wrong.' } });
    expect(world.story).toEqual(['answered']);
    const right = await world.send(asInteraction(submission({ what: { x: { value: 'files' } } }), NOW_SIGNED));
    expect(right).toMatchObject({ status: 200, text: '' });
    expect(world.app.counts()).toEqual({ ...NOTHING, kept: 1, wrongForm: 1 });
  });

  it.each([
    ['an unknown command', () => asForm(command({ command: '/whatever' }), NOW_SIGNED), 1],
    ['an unknown button', () => asInteraction(press({ action_id: 'nobody knows: me' }), NOW_SIGNED), 1],
    ['a link in a button', () => asInteraction(press({ value: undefined }), NOW_SIGNED), 0],
    ['a closed form', () => asInteraction({ ...submission({}), type: 'view_closed' }, NOW_SIGNED), 0],
    ['the options of a menu', () => asInteraction({ ...press(), type: 'block_suggestion' }, NOW_SIGNED), 0],
    ['an event nobody asked for', () => asEvent(event({ type: 'star_added' }), NOW_SIGNED), 0],
    ['a button of long ago', () => asInteraction({ ...press(), type: 'interactive_message' }, NOW_SIGNED), 0],
  ])('%s is acknowledged at once', async (_what, request, kept) => {
    await using world = await httpWorld();
    expect(await world.send(request())).toMatchObject({ status: 200, text: '' });
    expect(world.kept).toHaveLength(kept);
  });

  it('a failure after the acknowledgement is in the log and nowhere else', async () => {
    await using world = await httpWorld({
      taken: () => {
        throw new Error('no modal');
      },
    });
    expect((await world.send(asForm(command(), NOW_SIGNED))).status).toBe(200);
    expect(world.log.lines.join()).toContain('what followed a delivery of Slack failed');
  });

  it.each([
    ['is not known', async () => undefined],
    ['cannot be looked up', () => Promise.reject(new Error('the store is away'))],
  ])('a team whose token %s is answered all the same', async (_why, tokens) => {
    await using world = await httpWorld({ tokens });
    expect((await world.send(asForm(command(), NOW_SIGNED))).status).toBe(200);
    expect((await world.send(asEvent(mention(), NOW_SIGNED))).status).toBe(200);
    await world.takenAll(2);
  });

  it('a token that never comes does not hold the answer up', async () => {
    await using world = await httpWorld({ tokens: () => new Promise(() => undefined) });
    const answer = world.send(asForm(command(), NOW_SIGNED));
    while (world.kept.length === 0) await aWhile(1);
    await world.clock.advance(1_000);
    expect((await answer).status).toBe(200);
  });
});

describe('who may speak in the name of Slack', () => {
  const at = (ms: number) => ({ ...NOW_SIGNED, atMs: NOW_SIGNED.atMs + ms });
  const good = asForm(command(), NOW_SIGNED);
  const without = (name: string) =>
    Object.fromEntries(Object.entries(good.headers).filter(([header]) => header !== name));

  it.each([
    ['signed with another secret', asForm(command(), { ...NOW_SIGNED, secret: 'another' })],
    ['six minutes old', asForm(command(), at(-6 * MINUTE_MS))],
    ['six minutes ahead', asForm(command(), at(6 * MINUTE_MS))],
    ['an hour ahead', asForm(command(), at(60 * MINUTE_MS))],
    ['without a signature', { ...good, headers: without('x-slack-signature') }],
    ['without a time', { ...good, headers: without('x-slack-request-timestamp') }],
    ['with another body', { ...good, body: good.body.replace('locked', 'burned') }],
    ['with a time of letters', { ...good, headers: { ...good.headers, 'x-slack-request-timestamp': 'now' } }],
    ['with a time of Infinity', { ...good, headers: { ...good.headers, 'x-slack-request-timestamp': 'Infinity' } }],
    ['with half a signature', { ...good, headers: { ...good.headers, 'x-slack-signature': 'v0=' } }],
    [
      'of another version',
      {
        ...good,
        headers: {
          ...good.headers,
          'x-slack-signature': (good.headers['x-slack-signature'] ?? '').replace('v0', 'v1'),
        },
      },
    ],
    [
      'with a signature of strange letters',
      { ...good, headers: { ...good.headers, 'x-slack-signature': `v0=${'é'.repeat(32)}` } },
    ],
  ])('not one who is %s', async (_how, request) => {
    await using world = await httpWorld();
    expect(await world.send(request)).toMatchObject({ status: 401, text: '' });
    expect(world.story).toEqual(['answered']);
  });

  it.each([-4, 4])('Slack itself, when the clocks are %d minutes apart', async (minutes) => {
    await using world = await httpWorld();
    expect((await world.send(asForm(command(), at(minutes * MINUTE_MS)))).status).toBe(200);
    expect(world.kept).toHaveLength(1);
  });

  it('whoever plays a request again within the window says the same thing once more', async () => {
    await using world = await httpWorld();
    for (const [, request] of real) {
      const once = request();
      for (let time = 0; time < 4; time += 1) expect((await world.send(once)).status).toBe(200);
    }
    expect(world.kept).toHaveLength(4 * real.length);
    expect(new Set(world.kept.map(({ id }) => id)).size).toBe(real.length);
  });

  it("Slack's own repetition is the same delivery, and is counted", async () => {
    await using world = await httpWorld();
    const body = mention();
    for (const num of [1, 2, 3]) {
      await world.send(asEvent(body, { ...NOW_SIGNED, retry: { num, reason: 'http_timeout' } }));
    }
    expect(new Set(world.kept.map(({ id }) => id)).size).toBe(1);
    expect(world.app.counts()).toEqual({ ...NOTHING, kept: 3, again: 3 });
  });

  it("Slack's look at the certificate is answered, and whatever is smuggled along is never read", async () => {
    await using world = await httpWorld();
    expect(await world.send(sslCheck())).toMatchObject({ status: 200, text: '' });
    expect(await world.send(sslCheck(command({ text: 'cancel INC-42' })))).toMatchObject({ status: 200, text: '' });
    expect(await world.send(sslCheck({ payload: slackJson(press()) }))).toMatchObject({ status: 200, text: '' });
    for (const ssl of ['true', '2', '']) {
      const smuggled = {
        ...sslCheck(command()),
        body: new URLSearchParams({ ...command(), ssl_check: ssl }).toString(),
      };
      expect((await world.send(smuggled)).status).toBe(401);
    }
    expect(new Set(world.story)).toEqual(new Set(['answered']));
  });

  it('the address is confirmed to Slack, and to nobody else', async () => {
    await using world = await httpWorld();
    const asked = urlVerification('3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P');
    const said = await world.send(asEvent(asked, NOW_SIGNED));
    expect(JSON.parse(said.text)).toEqual({ challenge: asked.challenge });
    expect((await world.send(asEvent(asked, { ...NOW_SIGNED, secret: 'another' }))).status).toBe(401);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['broken JSON', signed('{"type":', 'application/json', NOW_SIGNED)],
    ['no object', signed('[1,2]', 'application/json', NOW_SIGNED)],
    ['a word', signed('"x"', 'application/json', NOW_SIGNED)],
    ['null', signed('null', 'application/json', NOW_SIGNED)],
    ['nothing at all', signed('', 'application/json', NOW_SIGNED)],
    ['a form with a broken payload', asForm({ payload: '{' }, NOW_SIGNED)],
    ['a form of nothing', asForm({}, NOW_SIGNED)],
    ['an event without an event', asEvent({ type: 'event_callback', team_id: 'T1', event_id: 'E1' }, NOW_SIGNED)],
    ['an event that is null', asEvent(event({}, { event: null }), NOW_SIGNED)],
    ['a kind nobody knows', asEvent({ type: 'surprise' }, NOW_SIGNED)],
    [
      'names that mean something to JavaScript',
      signed('{"__proto__":{"type":"event_callback"},"constructor":1}', 'application/json', NOW_SIGNED),
    ],
    ['an enormous depth', signed(`${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'application/json', NOW_SIGNED)],
  ])('is acknowledged so that it does not come again, counted and logged: %s', async (_what, request) => {
    await using world = await httpWorld();
    expect(await world.send(request)).toMatchObject({ status: 200, text: '' });
    expect(world.app.counts()).toEqual({ ...NOTHING, malformed: 1 });
    expect(world.log.lines).toEqual([expect.stringContaining('cannot be read')]);
    expect({}).not.toHaveProperty('type');
  });

  it('more than a megabyte is refused, a megabyte is not', async () => {
    await using world = await httpWorld();
    const [fits] = [1024 * 1024 - 600];
    expect((await world.send(asForm(command({ text: 'x'.repeat(fits) }), NOW_SIGNED))).status).toBe(200);
    expect(world.kept[0]?.body).toMatchObject({ text: expect.stringMatching(/^x{11998} …$/) });
    expect((await world.send(asForm(command({ text: 'x'.repeat(1024 * 1024) }), NOW_SIGNED))).status).toBe(413);
    expect(world.kept).toHaveLength(1);
  });

  it('a packed body is refused: nobody unpacks a bomb', async () => {
    await using world = await httpWorld();
    const request = asForm(command(), NOW_SIGNED);
    const said = await world.send({ ...request, headers: { ...request.headers, 'content-encoding': 'gzip' } });
    expect(said.status).toBe(415);
  });

  it('does not hinder the next one', async () => {
    await using world = await httpWorld();
    await world.send(signed('{', 'application/json', NOW_SIGNED));
    expect((await world.send(asForm(command(), NOW_SIGNED))).status).toBe(200);
    expect(world.app.counts()).toEqual({ ...NOTHING, malformed: 1, kept: 1 });
  });
});
