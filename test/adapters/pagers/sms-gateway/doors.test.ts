import { describe, expect, it } from 'vitest';
import { page } from '../../../contracts/pager.contract.ts';
import { gatewayWorld } from '../../../support/sms-gateway-world.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const posted = (fields: Record<string, string>) => ({
  method: 'POST',
  headers: FORM,
  body: new URLSearchParams(fields).toString(),
});

describe('words that come by a gateway', () => {
  it.each([
    ['an address', (token: string) => [`/sms-gateway/in/${token}?from=%2B13135550101&text=ACK+42+%26&id=m1`] as const],
    [
      'a plus that nobody encoded',
      (token: string) => [`/sms-gateway/in/${token}?from=+13135550101&text=ACK%2042%20%26&id=m1`] as const,
    ],
    [
      'a form',
      (token: string) =>
        [`/sms-gateway/in/${token}`, posted({ from: '+13135550101', text: 'ACK 42 &', id: 'm1' })] as const,
    ],
  ])('go through the one door, out of %s', async (_, asked) => {
    await using world = await gatewayWorld();
    const [path, init] = asked(world.token);
    expect(await world.knock(path, init)).toEqual({ status: 200, body: 'INC-42: you have it. Others are told.' });
    expect(world.host.heard).toEqual([
      { medium: 'sms', from: '+13135550101', text: 'ACK 42 &', delivery: 'sms-gateway/m1' },
    ]);
  });

  it('are one message however often they are delivered', async () => {
    await using world = await gatewayWorld();
    const path = `/sms-gateway/in/${world.token}?from=700&text=ACK&id=m1`;
    expect(await world.knock(path)).toEqual(await world.knock(path));
    expect(world.host.heard).toHaveLength(1);
  });

  it('are one message within a minute where the gateway has no name for it', async () => {
    await using world = await gatewayWorld();
    for (const text of ['ACK', 'ACK', 'CANT'])
      await world.knock(`/sms-gateway/in/${world.token}?from=700&text=${text}`);
    expect(world.host.heard.map(({ text }) => text)).toEqual(['ACK', 'CANT']);
  });

  it('get nothing back when there is nothing to say', async () => {
    await using world = await gatewayWorld();
    world.host.saysBack = undefined;
    expect(await world.knock(`/sms-gateway/in/${world.token}?from=700&text=hi&id=1`)).toEqual({
      status: 200,
      body: '',
    });
    expect(await world.knock(`/sms-gateway/in/${world.token}?from=700&text=+&id=2`)).toEqual({ status: 200, body: '' });
    expect(world.host.heard).toHaveLength(1);
  });

  it('are refused without a sender, and asked for again when they could not be kept', async () => {
    await using world = await gatewayWorld();
    expect(await world.knock(`/sms-gateway/in/${world.token}?text=ACK`)).toMatchObject({ status: 400 });
    world.host.storeIsDown = true;
    expect(await world.knock(`/sms-gateway/in/${world.token}?from=700&text=ACK`)).toMatchObject({ status: 503 });
  });
});

describe('what a gateway says of a message', () => {
  const sent = page();
  it.each([
    ['1', 'delivered', ''],
    ['2', 'undelivered', 'the phone was not reached'],
    ['34', 'undelivered', 'the phone was not reached'],
    ['16', 'undelivered', 'the carrier refused the message'],
    ['delivered', 'delivered', ''],
    ['FAILED', 'undelivered', 'the phone was not reached'],
    ['4', undefined, ''],
    ['8', undefined, ''],
    ['0', undefined, ''],
    ['', undefined, ''],
    ['%d', undefined, ''],
  ])('%s is %s', async (type, result, reason) => {
    await using world = await gatewayWorld();
    const path = `/sms-gateway/report/${world.token}/${world.host.knows(sent)}`;
    for (const _ of [1, 2])
      expect(await world.knock(`${path}?type=${encodeURIComponent(type)}`)).toEqual({ status: 200, body: '' });
    const delivery = `sms-gateway/${sent.key}/${type}`;
    const wanted = { key: sent.key, result, reason, permanent: false, delivery };
    expect(world.host.reports).toEqual(result === undefined ? [] : [wanted]);
  });

  it('is passed over when it is about nothing of ours, and not acknowledged when it was not kept', async () => {
    await using world = await gatewayWorld();
    expect(await world.knock(`/sms-gateway/report/${world.token}/x.y?type=1`)).toMatchObject({ status: 200 });
    expect(world.host.reports).toEqual([]);
    world.host.storeIsDown = true;
    const path = `/sms-gateway/report/${world.token}/${world.host.knows(sent)}?type=1`;
    expect(await world.knock(path)).toMatchObject({ status: 503 });
  });
});

describe('somebody who only says that they are the gateway', () => {
  it.each([
    ['no token of ours', 403, () => '/sms-gateway/in/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', undefined],
    ['half a token', 403, (token: string) => `/sms-gateway/in/${token.slice(0, 31)}`, undefined],
    ['another letter', 403, (token: string) => `/sms-gateway/report/${token.toLowerCase()}x/x.y`, undefined],
    ['too much', 413, (token: string) => `/sms-gateway/in/${token}`, posted({ text: 'x'.repeat(17_000) })],
    [
      'something packed',
      415,
      (token: string) => `/sms-gateway/in/${token}`,
      { ...posted({}), headers: { ...FORM, 'content-encoding': 'gzip' } },
    ],
  ])('is refused, and nothing happens: %s', async (_, status, path, init) => {
    await using world = await gatewayWorld();
    expect(await world.knock(`${path(world.token)}?from=700&text=ACK&id=1&type=1`, init)).toMatchObject({ status });
    expect(world.host.heard).toEqual([]);
    expect(world.host.reports).toEqual([]);
  });

  it('finds no door where Muster has no public address', async () => {
    await using world = await gatewayWorld({ publicUrl: 'none' });
    expect(world.provider.doors).toEqual([]);
  });
});
