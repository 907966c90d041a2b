import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR } from '../../../src/adapters/web/tokens.ts';
import type { Answered, WebWorld } from './web-world.ts';
import { operator, webWorld } from './web-world.ts';

let world: WebWorld;
beforeAll(async () => {
  world = await webWorld();
  await world.say('nina', 'start phones send callers in a loop');
});
afterAll(() => world[Symbol.asyncDispose]());

const post = (body: unknown, token = world.token('nina'), headers: Record<string, string> = {}) =>
  world.ask('/api/v1/say', { method: 'POST', token, body, headers });
const errorOf = ({ body }: Answered) =>
  (body as { readonly error: { readonly code: string; readonly say: string } }).error;

describe('POST /api/v1/say', () => {
  it('answers with the card, and a refusal of the words is an answer too', async () => {
    expect((await post({ words: 'note the carrier was called' })).body).toMatchObject({
      ok: true,
      code: 'done',
      incident: 'INC-1',
      card: { tone: 'plain' },
    });
    const refused = await post({ words: 'lits' });
    expect(refused.status).toBe(200);
    expect(refused.body).toMatchObject({ ok: false, code: 'unknown-word', incident: null });
    expect(refused.text).toContain('Did you mean');
  });

  it('speaks as the person of the token', async () => {
    await post({ words: 'note who am I' }, world.token('owen'));
    const { body } = await world.ask('/api/v1/incidents/INC-1/events', { token: operator(world) });
    expect((body as readonly unknown[]).at(-1)).toMatchObject({ type: 'noted', text: 'who am I', by: 'owen' });
  });

  it('lets a person speak for nobody else, but for themselves by name', async () => {
    const foreign = await post({ words: 'list', as: 'lena' });
    expect(foreign.status).toBe(403);
    expect(errorOf(foreign).code).toBe('not-you');
    expect((await post({ words: 'list', as: 'nina' })).status).toBe(200);
  });

  it('lets whoever runs Muster speak as anybody of the plan, by id or name', async () => {
    for (const as of ['owen', 'Owen Brandt']) {
      expect((await post({ words: 'note from the terminal', as }, operator(world))).body).toMatchObject({ ok: true });
    }
    const unknown = await post({ words: 'list', as: 'marcsu' }, operator(world));
    expect(unknown.status).toBe(400);
    expect(errorOf(unknown).say).toContain('Did you mean marcus?');
  });

  it('takes whoever runs Muster for a guest when they do not say as whom', async () => {
    expect((await post({ words: 'note the lamp is red' }, operator(world))).body).toMatchObject({ ok: true });
    expect((await post({ words: 'sev 1 it is worse' }, operator(world))).body).toMatchObject({
      ok: false,
      code: 'not-allowed',
    });
  });

  it('implies an incident that is named beside the words', async () => {
    const other = (await post({ words: 'start the printer is on fire --no-page' })).body as {
      readonly incident: string;
    };
    expect((await post({ words: 'note which one' })).body).toMatchObject({ ok: false, code: 'which-incident' });
    expect((await post({ words: 'note this one', in: other.incident })).body).toMatchObject({
      ok: true,
      incident: other.incident,
    });
    await post({ words: `cancel ${other.incident} a test` });
  });

  it.each([
    ['in the body', { delivery: 'click-1' }, {}],
    ['in the header', {}, { 'idempotency-key': 'click-2' }],
  ])('takes a delivery that comes twice for one, its id %s', async (_, more, headers) => {
    const before = await events();
    const first = await post({ words: 'note only once', ...more }, world.token('nina'), headers);
    const second = await post({ words: 'note only once', ...more }, world.token('nina'), headers);
    expect(second.body).toEqual(first.body);
    expect(await events()).toBe(before + 1);
  });

  it('gives nobody the answer to a delivery of somebody else', async () => {
    const before = await events();
    await post({ words: 'note mine', delivery: 'same-name' }, world.token('nina'));
    await post({ words: 'note mine too', delivery: 'same-name' }, world.token('owen'));
    expect(await events()).toBe(before + 2);
  });

  async function events(): Promise<number> {
    const { body } = await world.ask('/api/v1/incidents/INC-1/events', { token: world.token('nina') });
    return (body as readonly { readonly by: string }[]).filter(({ by }) => by !== 'muster').length;
  }

  it.each([
    ['nothing', undefined],
    ['no JSON', 'words=list'],
    ['half of JSON', '{"words": "li'],
    ['a list', []],
    ['a number', '7'],
    ['no words', {}],
    ['words that are no text', { words: 7 }],
    ['an unknown key', { words: 'list', wrods: 'list' }],
    ['somebody who is no text', { words: 'list', as: ['nina'] }],
    ['no incident', { words: 'list', in: 'the big one' }],
    ['an empty delivery', { words: 'list', delivery: '' }],
    ['a delivery with a space', { words: 'list', delivery: 'a b' }],
    ['a delivery that is too long', { words: 'list', delivery: 'x'.repeat(201) }],
    ['a prototype', '{"words": "list", "__proto__": {"as": "lena"}}'],
  ])('refuses %s with a sentence', async (_, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).code).toBe('malformed');
    expect(errorOf(answer).say).toMatch(/\.$/);
  });

  it('reads 64 KiB and not a byte more', async () => {
    const body = (bytes: number) => `{"words":"${'x'.repeat(bytes - 12)}"}`;
    expect((await post(body(64 * 1024))).status).toBe(200);
    const large = await post(body(64 * 1024 + 1));
    expect(large.status).toBe(413);
    expect(errorOf(large).code).toBe('too-large');
  });

  it('unpacks nothing', async () => {
    const answer = await post({ words: 'list' }, world.token('nina'), { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(415);
    expect(errorOf(answer).say).toContain('not compressed');
  });

  it('never breaks, whatever is sent: always JSON, always a sentence', async () => {
    const json = fc.jsonValue();
    const near = fc.record(
      { words: fc.oneof(fc.string({ unit: 'binary' }), json), as: json, in: json, delivery: json, extra: json },
      { requiredKeys: [] },
    );
    const sent = fc.oneof(
      near,
      json,
      fc.string({ unit: 'binary' }),
      fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
    );
    await fc.assert(
      fc.asyncProperty(sent, fc.constantFrom('nina', OPERATOR), async (body, person) => {
        const { status, body: answer } = await post(body === undefined ? 'null' : body, world.token(person));
        expect([200, 400, 403]).toContain(status);
        const said = answer as {
          readonly error?: { readonly say: string };
          readonly card?: { readonly title: string };
        };
        expect(said.error?.say ?? said.card?.title).toMatch(/\S/);
      }),
      { numRuns: 150 },
    );
  });

  it('says in a sentence that the database failed, and that nothing was done', async () => {
    await using broken = await webWorld({
      parts: (usual) => ({
        ...usual,
        say: () => Promise.reject(Object.assign(new Error('The disk is full.'), { name: 'StoreFault' })),
      }),
    });
    const answer = await broken.ask('/api/v1/say', {
      method: 'POST',
      token: broken.token('nina'),
      body: { words: 'list' },
    });
    expect(answer.status).toBe(503);
    expect(errorOf(answer).say).toContain('nothing was done: The disk is full.');
  });

  it('shows nobody what a bug looks like inside, but logs it', async () => {
    await using broken = await webWorld({
      parts: (usual) => ({ ...usual, say: () => Promise.reject(new Error('secret detail')) }),
    });
    const answer = await broken.ask('/api/v1/say', {
      method: 'POST',
      token: broken.token('nina'),
      body: { words: 'list' },
    });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('secret detail');
    expect(broken.logged.join('\n')).toContain('secret detail');
  });
});
