import { describe, expect, it } from 'vitest';
import { alphabetOf } from '../../../../src/adapters/pagers/sms-gateway/alphabet.ts';
import { page, pagerContract } from '../../../contracts/pager.contract.ts';
import { gatewayWorld } from '../../../support/sms-gateway-world.ts';

const live = () => new AbortController().signal;
const ANN = '+13135550101';
const TEMPLATE = '/send?key=k&to={digits}&text={text}&from={from}&id={key}&dlr={report}&full={to}';

for (const [name, path] of [
  ['kannel', '/cgi-bin/sendsms'],
  ['a gateway with an address of its own shape', '/send?to={to}&text={text}'],
] as const)
  pagerContract(`SMS gateway: ${name}`, async () => {
    const world = await gatewayWorld({ path });
    const [pager] = world.provider.pagers;
    if (pager === undefined) throw new Error('no pager');
    return {
      pager,
      addressFor: () => ANN,
      sent: async () =>
        world.asked.map(({ url }) => ({
          to: url.searchParams.get('to') ?? '',
          text: url.searchParams.get('text') ?? '',
        })),
      [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
    };
  });

async function sending(over: Parameters<typeof gatewayWorld>[0] = {}) {
  const world = await gatewayWorld(over);
  const [pager] = world.provider.pagers;
  if (pager === undefined) throw new Error('no pager');
  return Object.assign(world, { send: (message = page(), signal = live()) => pager.send(message, signal), pager });
}

describe('an SMS by a gateway', () => {
  it('is handed to kannel with its user in the query, and asks for the end only', async () => {
    await using world = await sending();
    expect(await world.send(page({ to: '+1 (313) 555-0101' }))).toEqual({
      outcome: 'accepted',
      reference: 'answered 202',
    });
    const [{ url, authorization }] = [world.asked[0] ?? { url: new URL('http://x'), authorization: 'none' }];
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      username: 'muster',
      password: 'secret',
      to: ANN,
      from: '700',
      charset: 'UTF-8',
      coding: '0',
      'dlr-mask': '19',
      'dlr-url': expect.stringMatching(/\/sms-gateway\/report\/[\w-]{32}\/[\w.-]+\?type=%d$/),
    });
    expect(authorization).toBe('');
  });

  it('fills the places of an address, and shows its user as HTTP does', async () => {
    await using world = await sending({ path: TEMPLATE });
    await world.send(page({ text: 'a&to=+1999#{x}%' }));
    const { url, authorization } = world.asked[0] ?? { url: new URL('http://x'), authorization: 'none' };
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      key: 'k',
      to: '13135550101',
      full: ANN,
      text: 'a&to=+1999#{x}%',
      from: '700',
      id: page().key,
      dlr: expect.stringContaining('/sms-gateway/report/'),
    });
    expect(authorization).toBe(`Basic ${Buffer.from('muster:secret').toString('base64')}`);
  });

  it('shows no user where none is set, and asks for no report where nobody could tell', async () => {
    await using world = await sending({ path: TEMPLATE, config: { login: undefined }, publicUrl: 'none' });
    await world.send();
    expect(world.asked[0]?.authorization).toBe('');
    expect(world.asked[0]?.url.searchParams.get('dlr')).toBe('');
  });

  it.each([
    ['plain', 'Größe {x} £5', '0', 1_530],
    ['wide, for one letter', 'Größe – 5 €', '2', 670],
    ['wide, for a picture', 'phones 😀', '2', 670],
  ])('goes in the alphabet that it needs, in at most ten parts: %s', async (_, text, coding, most) => {
    await using world = await sending();
    const answer = 'Answer ACK 42 (I have it), CANT 42 (somebody else), HELP 42 (I need one more).';
    await world.send(page({ text: `${text} ${'phones '.repeat(300)}\n${answer}` }));
    const { searchParams } = world.asked[0]?.url ?? new URL('http://x');
    const sent = searchParams.get('text') ?? '';
    expect(searchParams.get('coding')).toBe(coding);
    expect(sent.length).toBeLessThanOrEqual(most);
    expect(alphabetOf(sent).plain).toBe(coding === '0');
    expect(sent.endsWith(`\n${answer}`)).toBe(true);
  });

  it('is not handed over when the number is not in international form', async () => {
    await using world = await sending();
    expect(await world.send(page({ to: '616 555 0101' }))).toMatchObject({ outcome: 'failed', permanent: true });
    expect(world.asked).toEqual([]);
  });
});

describe('what a gateway answers', () => {
  it.each([
    [202, '0: Accepted for delivery', { outcome: 'accepted' }],
    [202, '3: Queued for later delivery', { outcome: 'accepted' }],
    [200, '{"id":"x"}', { outcome: 'accepted' }],
    [
      200,
      'ERROR: no credit',
      { outcome: 'failed', permanent: false, reason: expect.stringContaining('error in words') },
    ],
    [200, 'ERR 105', { outcome: 'failed', permanent: false }],
    [404, 'Not routable. Do not try again.', { outcome: 'failed', permanent: true }],
    [400, 'Invalid number +13135550101', { outcome: 'failed', permanent: true }],
    [400, 'Sender missing and no global set, rejected', { outcome: 'failed', permanent: false }],
    [
      403,
      'Authorization failed for sendsms',
      { outcome: 'failed', permanent: false, reason: expect.stringContaining('SMS_GATEWAY_USER') },
    ],
    [429, '', { outcome: 'failed', permanent: false }],
    [
      503,
      'Temporal failure, try again later.',
      { outcome: 'failed', permanent: false, reason: expect.stringContaining('503') },
    ],
    [302, '', { outcome: 'failed', permanent: false }],
  ])('%d %s', async (status, body, wanted) => {
    await using world = await sending();
    world.answer = (_, res) => void res.writeHead(status, status === 302 ? { location: '/' } : {}).end(body);
    const outcome = await world.send();
    expect(outcome).toMatchObject(wanted);
    expect(JSON.stringify(outcome)).not.toMatch(/555|secret/);
    expect(world.asked).toHaveLength(1);
  });

  it('may never come: then the caller ends it', async () => {
    await using world = await sending();
    const caller = new AbortController();
    world.answer = () => caller.abort();
    await expect(world.send(page(), caller.signal)).rejects.toThrow(/abort/i);
    const late = new AbortController();
    world.answer = (_, res) => void res.writeHead(202).write('0: Acc', () => late.abort());
    await expect(world.send(page(), late.signal)).rejects.toThrow(/abort/i);
  });

  it('may break off: then nobody knows, and it throws', async () => {
    await using world = await sending();
    world.answer = (req) => void req.socket.destroy();
    await expect(world.send()).rejects.toThrow();
  });
});

describe('the check of a gateway', () => {
  it.each([
    [400, []],
    [403, [/refuses SMS_GATEWAY_USER/]],
    [404, [/usually ends with \/cgi-bin\/sendsms/]],
    [503, [/answers 503/]],
  ])('asks kannel without sending anything: %d', async (status, wanted) => {
    await using world = await sending();
    world.answer = (_, res) => void res.writeHead(status).end();
    expect(await world.provider.check(live())).toEqual(wanted.map((one) => expect.stringMatching(one)));
    expect(world.asked[0]?.url.searchParams.get('to')).toBe('');
    expect(world.asked[0]?.url.searchParams.get('text')).toBeNull();
  });

  it('only looks whether another one is there', async () => {
    await using world = await sending({ path: TEMPLATE });
    world.answer = (_, res) => void res.writeHead(404).end();
    expect(await world.provider.check(live())).toEqual([]);
    expect(world.asked).toMatchObject([
      { method: 'HEAD', url: expect.objectContaining({ pathname: '/', search: '' }) },
    ]);
  });

  it('says that it cannot be reached, that the way is open, and that nothing comes back', async () => {
    await using world = await sending({ config: { url: 'http://sms.invalid/cgi-bin/sendsms' }, publicUrl: 'none' });
    expect(await world.provider.check(live())).toEqual([
      expect.stringMatching(/cannot be reached/),
      expect.stringMatching(/travel readable/),
      expect.stringMatching(/^MUSTER_PUBLIC_URL is not set/),
    ]);
  });
});
