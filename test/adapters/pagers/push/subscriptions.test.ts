import { describe, expect, it } from 'vitest';
import { isPushService } from '../../../../src/adapters/pagers/web-push/push-services.ts';
import { personId } from '../../../../src/core/ids.ts';
import { AT } from '../../../support/push-host.ts';
import { ANN, live, webPushBench } from './web-push-bench.ts';

const BOB = personId('bob');

describe('the browsers that ring for somebody', () => {
  it('are listed with the names they were given, the first one first', async () => {
    await using bench = await webPushBench();
    await bench.letRing('ann', `  Firefox \n at home ${'x'.repeat(100)}`);
    await bench.letRing('ann', ' ');
    expect(await bench.subscriptions.list(ANN)).toEqual([
      { id: expect.stringMatching(/^[\w-]{22}$/), name: 'Chrome on Android', since: AT },
      { id: expect.any(String), name: `Firefox at home ${'x'.repeat(44)}`, since: AT },
      { id: expect.any(String), name: 'A browser', since: AT },
    ]);
    expect(await bench.subscriptions.list(BOB)).toEqual([]);
  });

  it('are one when the same browser is added again, under its newest name', async () => {
    await using bench = await webPushBench();
    const { id: _, ...given } = bench.phone;
    expect(await bench.subscriptions.add(ANN, given, 'My phone')).toEqual({ ok: true });
    expect((await bench.subscriptions.list(ANN)).map(({ name }) => name)).toEqual(['My phone']);
  });

  it('ring for one person: whoever had the browser before is not rung by it any more', async () => {
    await using bench = await webPushBench();
    const { id: _, ...given } = bench.phone;
    await bench.subscriptions.add(BOB, given, 'The office tablet');
    expect(await bench.subscriptions.list(ANN)).toEqual([]);
    expect(await bench.subscriptions.list(BOB)).toHaveLength(1);
  });

  it('can be taken off, by their own person only', async () => {
    await using bench = await webPushBench();
    const [browser] = await bench.subscriptions.list(ANN);
    const id = browser?.id ?? '';
    await bench.subscriptions.remove(BOB, id);
    expect(await bench.subscriptions.list(ANN)).toHaveLength(1);
    await bench.subscriptions.remove(ANN, id);
    await bench.subscriptions.remove(ANN, id);
    expect(await bench.subscriptions.list(ANN)).toEqual([]);
  });

  it('are ten at the most', async () => {
    await using bench = await webPushBench();
    for (let n = 1; n < 10; n += 1) await bench.letRing('ann', `browser ${n}`);
    await expect(bench.letRing('ann')).rejects.toThrow('Take one off first');
    const { id: _, ...given } = bench.phone;
    expect(await bench.subscriptions.add(ANN, given, 'again')).toEqual({ ok: true });
  });

  it('cannot be put in another person’s place by whoever can write in the database', async () => {
    await using bench = await webPushBench();
    const [key = '', row] = [...bench.host.onShelf].find(([name]) => name.includes('/ann/')) ?? [];
    if (row === undefined) throw new Error('nothing is kept');
    bench.host.onShelf.set(key.replace('/ann/', '/bob/'), row);
    expect(await bench.subscriptions.list(BOB)).toEqual([]);
  });
});

describe('a test of a browser', () => {
  it('rings it and no other one, and asks for nothing', async () => {
    await using bench = await webPushBench();
    const second = await bench.letRing('ann');
    const [browser] = await bench.subscriptions.list(ANN);
    expect(await bench.subscriptions.test(ANN, browser?.id ?? '', live())).toMatchObject({ outcome: 'accepted' });
    expect(bench.service.arrived(bench.phone)).toMatchObject([{ title: 'Muster: this is a test', answers: [] }]);
    expect(bench.service.arrived(second)).toEqual([]);
  });

  it('says that the browser is gone, and takes it off', async () => {
    await using bench = await webPushBench();
    const [browser] = await bench.subscriptions.list(ANN);
    bench.service.expire(bench.phone);
    expect(await bench.subscriptions.test(ANN, browser?.id ?? '', live())).toMatchObject({
      outcome: 'failed',
      permanent: true,
    });
    expect(await bench.subscriptions.list(ANN)).toEqual([]);
    expect(await bench.subscriptions.test(ANN, 'nobody', live())).toMatchObject({ outcome: 'failed', permanent: true });
  });
});

describe('what a browser gives', () => {
  it.each([
    ['nothing', undefined],
    ['a text', 'hello'],
    ['no keys', { endpoint: 'https://fcm.googleapis.com/fcm/send/x' }],
    ['keys that are too short', { endpoint: 'https://fcm.googleapis.com/x', keys: { p256dh: 'AAAA', auth: 'AAAA' } }],
    [
      'a key that is no point of the curve',
      {
        endpoint: 'https://fcm.googleapis.com/x',
        keys: {
          p256dh: Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString('base64url'),
          auth: Buffer.alloc(16).toString('base64url'),
        },
      },
    ],
  ])('is refused in a sentence when it is %s', async (_, given) => {
    await using bench = await webPushBench();
    const added = await bench.subscriptions.add(BOB, given, 'x');
    expect(added).toEqual({ ok: false, say: expect.stringContaining('try once more') });
    expect(await bench.subscriptions.list(BOB)).toEqual([]);
  });

  it('is refused when its push service is nobody’s, however good its keys are', async () => {
    await using bench = await webPushBench();
    const { keys } = bench.phone;
    for (const endpoint of ['http://169.254.169.254/latest', 'https://10.0.0.5/x', 'https://evil.example/x'])
      expect(await bench.subscriptions.add(BOB, { endpoint, keys }, 'x')).toEqual({
        ok: false,
        say: expect.stringContaining('push service'),
      });
  });
});

describe('a push service', () => {
  it.each([
    ['https://fcm.googleapis.com/fcm/send/abc', true],
    ['https://updates.push.services.mozilla.com/wpush/v2/x', true],
    ['https://wns2-par02p.notify.windows.com/w/?token=x', true],
    ['https://web.push.apple.com/QGx', true],
    ['https://FCM.googleapis.com/x', true],
    ['https://fcm.googleapis.com:443/x', true],
    ['http://fcm.googleapis.com/x', false],
    ['https://fcm.googleapis.com:8443/x', false],
    ['https://fcm.googleapis.com.evil.example/x', false],
    ['https://evil.example/fcm.googleapis.com', false],
    ['https://fcm.googleapis.com@evil.example/x', false],
    ['https://user:pw@fcm.googleapis.com/x', false],
    ['https://notify.windows.com.evil.example/', false],
    ['https://evilnotify.windows.com/', false],
    ['https://notify.windows.com/', false],
    ['https://127.0.0.1/x', false],
    ['https://[::1]/x', false],
    ['file:///etc/passwd', false],
    ['nothing', false],
  ])('%s: %s', (endpoint, is) => {
    expect(isPushService(endpoint, [])).toBe(is);
  });

  it.each([
    ['https://push.example.com/x', true],
    ['http://push.example.com/x', false],
    ['http://127.0.0.1:8090/x', true],
    ['http://127.0.0.1:8091/x', false],
    ['http://10.0.0.5:80/x', false],
  ])('that the settings name is one, by http on this machine only: %s: %s', (endpoint, is) => {
    expect(isPushService(endpoint, ['push.example.com', '127.0.0.1:8090', '10.0.0.5'])).toBe(is);
  });
});
