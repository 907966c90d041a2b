import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeToken } from '../../../src/adapters/web/tokens.ts';
import { readPhone } from '../../../src/adapters/pagers/simulated/phone.ts';
import type { Answered, WebWorld } from './web-world.ts';
import { NOW, SECRET, operator, webWorld } from './web-world.ts';

let world: WebWorld;
beforeAll(async () => {
  world = await webWorld();
  await world.say('nina', 'start phones send callers in a loop');
});
afterAll(() => world[Symbol.asyncDispose]());

const ROUTES = [
  ['GET', '/api/v1/incidents'],
  ['GET', '/api/v1/incidents?state=open'],
  ['GET', '/api/v1/incidents/INC-1'],
  ['GET', '/api/v1/incidents/INC-1/events'],
  ['GET', '/api/v1/incidents/INC-1/postmortem.md'],
  ['GET', '/api/v1/phones'],
  ['POST', '/api/v1/say'],
] as const;

/** Tokens that open nothing, and why. */
const BAD: readonly (readonly [why: string, header: Readonly<Record<string, string>>])[] = [
  ['none', {}],
  ['an empty one', { authorization: 'Bearer ' }],
  ['one of another kind', { authorization: 'Basic bmluYTpuaW5h' }],
  ['nonsense', { authorization: 'Bearer mst_nina' }],
  ['one made with another secret', { authorization: `Bearer ${makeToken('another secret altogether', 'nina', NOW)}` }],
  [
    'one whose person was changed',
    { authorization: `Bearer ${makeToken(SECRET, 'nina', NOW).replace('nina', 'lena')}` },
  ],
  ['one whose signature was cut', { authorization: `Bearer ${makeToken(SECRET, 'nina', NOW).slice(0, -1)}` }],
  ['one of somebody who is not in the plan', { authorization: `Bearer ${makeToken(SECRET, 'gone', NOW)}` }],
  ['one of a name that objects have by nature', { authorization: `Bearer ${makeToken(SECRET, 'constructor', NOW)}` }],
];
const refusals = ROUTES.flatMap(([method, path]) => BAD.map(([why, headers]) => ({ method, path, why, headers })));

const errorOf = ({ body }: Answered) =>
  (body as { readonly error: { readonly code: string; readonly say: string } }).error;

describe('the API', () => {
  it.each(refusals)('$method $path refuses a token that is $why', async ({ method, path, headers }) => {
    const answer = await world.ask(path, {
      method,
      headers,
      ...(method === 'POST' ? { body: { words: 'list' } } : {}),
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(errorOf(answer).say).toMatch(/\.$/);
  });

  it.each(ROUTES)('%s %s answers a person of the plan, and whoever runs Muster', async (method, path) => {
    for (const token of [world.token('nina'), operator(world)]) {
      const body = method === 'POST' ? { body: { words: 'list' } } : {};
      const answer = await world.ask(path, { method, token, ...body });
      expect(answer.status).toBe(path.endsWith('.md') ? 404 : 200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('asks for no token where Muster says how it is', async () => {
    const answers = await Promise.all(['/healthz', '/readyz', '/metrics'].map((path) => world.ask(path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('gives an incident with the names that scripts rely on', async () => {
    const { body } = await world.ask('/api/v1/incidents/INC-1', { token: world.token('nina') });
    expect(body).toMatchObject({
      id: 'INC-1',
      title: 'phones send callers in a loop',
      kind: 'real',
      severity: 'sev2',
      phase: 'open',
      functions: ['patient-calls'],
      playbook: 'phone-misrouting',
      impactStartedAt: null,
      restoredAt: null,
      closedAt: null,
      acknowledgedBy: [],
    });
    expect(Object.keys(body as object)).toEqual(
      expect.arrayContaining(['planHash', 'declaredAt', 'systems', 'roles', 'steps', 'pages', 'clocks', 'nextActions']),
    );
  });

  it.each(['INC-1', 'inc-1', '1'])('finds an incident by %s', async (name) => {
    const { body } = await world.ask(`/api/v1/incidents/${name}`, { token: operator(world) });
    expect(body).toMatchObject({ id: 'INC-1' });
  });

  it('lists incidents by their state, and all without one', async () => {
    const cancelled = await world.say('nina', 'start a test of the list --no-page');
    await world.say('nina', `cancel ${cancelled.incident ?? ''} it was only a test`);
    const ids = async (query: string) => {
      const { body } = await world.ask(`/api/v1/incidents${query}`, { token: operator(world) });
      return (body as readonly { readonly id: string }[]).map(({ id }) => id);
    };
    expect(await ids('?state=open')).toEqual(['INC-1']);
    expect(await ids('?state=cancelled')).toEqual([cancelled.incident]);
    expect(await ids('')).toEqual([cancelled.incident, 'INC-1']);
    expect(await ids('?state=all')).toEqual(await ids(''));
    const wrong = await world.ask('/api/v1/incidents?state=opne', { token: operator(world) });
    expect(wrong).toMatchObject({ status: 400 });
    expect(errorOf(wrong).say).toContain('open, restored, closed, cancelled, all');
  });

  it('tells what happened as numbered events', async () => {
    const { body } = await world.ask('/api/v1/incidents/INC-1/events', { token: world.token('owen') });
    const events = body as readonly { readonly version: number; readonly type: string }[];
    expect(events[0]).toMatchObject({ version: 1, type: 'declared' });
    expect(events.map(({ version }) => version)).toEqual(events.map((_, i) => i + 1));
  });

  it('shows what arrived on the simulated phones, oldest first', async () => {
    const { body } = await world.ask('/api/v1/phones', { token: world.token('owen') });
    const phones = body as readonly Record<string, unknown>[];
    expect(phones.length).toBeGreaterThan(0);
    for (const phone of phones) {
      expect(Object.keys(phone)).toEqual(['person', 'medium', 'to', 'text', 'at', 'incident']);
      expect(readPhone(JSON.stringify({ ...phone, key: 'x' }))).toBeDefined();
    }
  });

  it('gives the postmortem as Markdown once the incident is closed', async () => {
    const { incident } = await world.say('nina', 'start a small thing --no-page');
    const written = world.heard(
      (n) => n.kind === 'appended' && n.stream === incident && JSON.stringify(n.events).includes('postmortemWritten'),
    );
    await world.say('nina', `ack ${incident ?? ''}`);
    await world.say('nina', `restored ${incident ?? ''}`);
    expect(await world.say('nina', `close ${incident ?? ''} --anyway`)).toMatchObject({ ok: true });
    await written;
    const answer = await world.ask(`/api/v1/incidents/${incident ?? ''}/postmortem.md`, { token: world.token('nina') });
    expect(answer.headers.get('content-type')).toMatch(/^text\/markdown/);
    expect(answer.text).toContain(`# Postmortem ${incident ?? ''}`);
  });

  it.each([
    ['GET', '/api/v1/incidents/INC-99', 404, 'no-such-incident'],
    ['GET', '/api/v1/incidents/EX-1', 404, 'no-such-incident'],
    ['GET', '/api/v1/incidents/PLAN', 404, 'no-such-incident'],
    ['GET', '/api/v1/incidents/%3Cscript%3E', 404, 'no-such-incident'],
    ['GET', '/api/v1/incidents/%ff', 400, 'malformed'],
    ['GET', '/api/v1/incidents/INC-1/secrets', 404, 'no-such-path'],
    ['GET', '/api/v1/nothing', 404, 'no-such-path'],
    ['GET', '/api/v2/incidents', 404, 'no-such-path'],
    ['DELETE', '/api/v1/incidents/INC-1', 405, 'other-method'],
    ['GET', '/api/v1/say', 405, 'other-method'],
  ])('%s %s is %i with a sentence', async (method, path, status, code) => {
    const answer = await world.ask(path, { method, token: operator(world) });
    expect(answer.status).toBe(status);
    expect(errorOf(answer)).toMatchObject({ code });
    expect(errorOf(answer).say).toMatch(/^[A-Z].*\.$/);
  });
});

describe('a private incident', () => {
  it('does not exist for people without a part in it', async () => {
    const { incident } = await world.say('ruth', 'start somebody reads our mail --private');
    const path = `/api/v1/incidents/${incident ?? ''}`;
    const status = async (token: string, rest = '') => (await world.ask(path + rest, { token })).status;
    for (const rest of ['', '/events', '/postmortem.md']) {
      const hidden = await world.ask(path + rest, { token: world.token('tomas') });
      expect(hidden.status).toBe(404);
      expect(errorOf(hidden).say).toBe(`There is no ${incident ?? ''}. GET /api/v1/incidents shows which there are.`);
    }
    expect(await status(world.token('ruth'))).toBe(200);
    expect(await status(operator(world), '/events')).toBe(200);
    const list = async (person: string) => (await world.ask('/api/v1/incidents', { token: world.token(person) })).text;
    expect(await list('tomas')).not.toContain('reads our mail');
    expect(await list('ruth')).toContain('reads our mail');
  });
});
