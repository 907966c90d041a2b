import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayToken } from '../../../../src/adapters/pagers/sms-gateway/addresses.ts';
import { smsGatewayProvider } from '../../../../src/adapters/pagers/sms-gateway/provider.ts';
import type { Pager } from '../../../../src/ports/pager.ts';
import { page, pagerContract } from '../../../contracts/pager.contract.ts';
import type { Carrier, Kannel } from '../../../support/kannel.ts';
import { kannel, until } from '../../../support/kannel.ts';
import { phoneDoors, phoneHost } from '../../../support/phone-host.ts';

const ANN = '+13135550101';
const live = () => new AbortController().signal;

async function world() {
  const doors = await phoneDoors();
  const host = phoneHost(doors.url);
  const gateway = await kannel(`${doors.url}/sms-gateway/in/${gatewayToken(host.secret)}?from=%p&text=%b&id=%I`);
  const carrier = await gateway.carrier();
  const provider = (password = 'secret') =>
    smsGatewayProvider({ url: gateway.url, login: { user: 'muster', password }, from: '700' }, host);
  for (const { path, handle } of provider().doors) doors.app.use(path, handle);
  return { doors, host, gateway, carrier, provider };
}

let shared: Awaited<ReturnType<typeof world>>;
beforeAll(async () => {
  shared = await world();
});
afterAll(async () => {
  const parts: readonly (AsyncDisposable | Kannel | Carrier)[] = [shared.gateway, shared.doors];
  for (const part of parts) await part[Symbol.asyncDispose]();
});

pagerContract('SMS gateway: a real kannel', async () => {
  const [pager] = shared.provider().pagers;
  if (pager === undefined) throw new Error('no pager');
  const before = shared.carrier.arrived().length;
  let accepted = 0;
  const counting: Pager = {
    ...pager,
    async send(message, signal) {
      const outcome = await pager.send(message, signal);
      if (outcome.outcome === 'accepted') accepted += 1;
      return outcome;
    },
  };
  return {
    pager: counting,
    addressFor: () => ANN,
    async sent() {
      await until(() => shared.carrier.arrived().length >= before + accepted);
      return shared.carrier.arrived().slice(before);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
});

describe('a real kannel', () => {
  const send = async (text: string, key: string) => {
    const message = page({ text, key });
    shared.host.knows(message);
    const before = shared.carrier.arrived().length;
    expect(await shared.provider().pagers[0]?.send(message, live())).toMatchObject({ outcome: 'accepted' });
    await until(() => shared.carrier.arrived().length > before);
    await until(() => shared.host.reports.some((report) => report.key === key));
    return shared.carrier.arrived().at(-1)?.text;
  };

  it('says that a message was delivered', async () => {
    await send('INC-42: phones are down.', 'INC-42/page/1.0/ann/sms/7');
    expect(shared.host.reports.filter(({ key }) => key.endsWith('/7'))).toMatchObject([{ result: 'delivered' }]);
  });

  it('carries letters that are not of the plain alphabet', async () => {
    const text = 'INC-42 – größer als 5 €: żółć 😀';
    expect(await send(text, 'INC-42/page/1.0/ann/sms/8')).toBe(text);
  });

  it('brings what people write, and carries the answer back', async () => {
    shared.host.saysBack = 'INC-42: you have it. Größe 5 €.';
    await using phone = await shared.gateway.phone(ANN, 'ACK 42 Größe');
    await until(() => phone.arrived().length > 0);
    expect(phone.arrived()).toEqual([{ to: ANN, text: 'INC-42: you have it. Größe 5 €.' }]);
    expect(shared.host.heard).toMatchObject([
      { medium: 'sms', from: ANN, delivery: expect.stringMatching(/^sms-gateway\/[\da-f-]{36}$/) },
    ]);
    expect(shared.host.heard[0]?.text).toMatch(/^ACK 42 /);
  });

  it('is asked whether it would take a message, and sends none by that', async () => {
    const before = shared.carrier.arrived().length;
    expect(await shared.provider().check(live())).toEqual([]);
    expect(await shared.provider('wrong').check(live())).toEqual([expect.stringMatching(/refuses SMS_GATEWAY_USER/)]);
    expect(await shared.provider('wrong').pagers[0]?.send(page(), live())).toMatchObject({
      outcome: 'failed',
      permanent: false,
      reason: expect.stringContaining('SMS_GATEWAY_USER'),
    });
    expect(shared.carrier.arrived()).toHaveLength(before);
  });
});
