import { describe, expect, it } from 'vitest';
import { webPushProvider } from '../../../../src/adapters/pagers/web-push/web-push.ts';
import { page, pagerContract } from '../../../contracts/pager.contract.ts';
import { bookWith, planWith } from '../../../support/clinic.ts';
import { memoryShelf, pushHost } from '../../../support/push-host.ts';
import { ANN, live, webPushBench } from './web-push-bench.ts';

const message = (over = {}) => page({ medium: 'push', to: 'app', key: 'INC-42/page/1.0/ann/push/1', ...over });

pagerContract('web push', async () => {
  const bench = await webPushBench();
  return {
    pager: bench.pager,
    addressFor: () => 'app',
    sent: async () =>
      bench.service.arrived(bench.phone).map(({ title, text }) => ({ to: 'app', text: `${title}\n${text}` })),
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  };
});

describe('a page to the console on a phone', () => {
  it('arrives encrypted, rings at once, and is forgotten after ten minutes', async () => {
    await using bench = await webPushBench();
    const outcome = await bench.pager.send(message(), live());
    expect(outcome).toEqual({ outcome: 'accepted', reference: `${bench.service.host} 201` });
    expect(bench.service.arrived(bench.phone)).toEqual([
      {
        title: message().subject,
        text: message().text,
        tag: 'INC-42',
        open: bench.host.answerUrl(message()),
        ticket: bench.host.ticketFor(message()),
        answers: [
          { digit: '1', label: 'I have it' },
          { digit: '2', label: "I can't" },
        ],
      },
    ]);
    expect(bench.service.headers.at(-1)).toMatchObject({
      ttl: '600',
      urgency: 'high',
      topic: expect.stringMatching(/^[\w-]{32}$/),
      authorization: expect.stringMatching(/^vapid t=/),
    });
  });

  it.each([
    ['note', 'normal', true],
    ['TEST-7', 'high', undefined],
    ['EX-7', 'high', undefined],
  ])('is urgent unless it is a note: %s', async (incident, urgency, quiet) => {
    await using bench = await webPushBench();
    await bench.pager.send(message({ incident }), live());
    expect(bench.service.headers.at(-1)).toMatchObject({ urgency });
    expect(bench.service.arrived(bench.phone)).toMatchObject([quiet === undefined ? { tag: incident } : { quiet }]);
  });

  it('rings every browser of the person, and none of anybody else', async () => {
    await using bench = await webPushBench();
    const second = await bench.letRing('ann', 'Firefox at home');
    const other = await bench.letRing('bob');
    await bench.pager.send(message(), live());
    await expect
      .poll(() => [bench.phone, second, other].map((each) => bench.service.arrived(each).length))
      .toEqual([1, 1, 0]);
  });

  it('is accepted when one of several has it, and the one that is gone is taken off', async () => {
    await using bench = await webPushBench();
    const second = await bench.letRing('ann', 'Firefox at home');
    bench.service.expire(bench.phone);
    expect(await bench.pager.send(message(), live())).toMatchObject({ outcome: 'accepted' });
    expect(bench.service.arrived(second)).toHaveLength(1);
    await expect.poll(() => bench.subscriptions.list(ANN)).toMatchObject([{ name: 'Firefox at home' }]);
    expect(bench.host.logged.join()).not.toContain(bench.phone.endpoint);
  });

  it('does not wait for a push service that hangs when another browser rings', async () => {
    await using bench = await webPushBench();
    const slow = await bench.letRing('ann', 'slow');
    const gone = new AbortController();
    bench.service.instead(slow, () => undefined);
    expect(await bench.pager.send(message(), gone.signal)).toMatchObject({ outcome: 'accepted' });
    gone.abort();
  });

  it('fails for good when nobody let a phone ring, or the last one is gone', async () => {
    await using bench = await webPushBench();
    const say = 'Ann Berg has not let any phone ring: console, "Let this phone ring".';
    bench.service.expire(bench.phone);
    expect(await bench.pager.send(message(), live())).toEqual({ outcome: 'failed', reason: say, permanent: true });
    expect(await bench.subscriptions.list(ANN)).toEqual([]);
    expect(await bench.pager.send(message(), live())).toEqual({ outcome: 'failed', reason: say, permanent: true });
  });

  it.each([
    [429, false],
    [500, false],
    [503, false],
    [403, true],
    [413, true],
    [301, true],
  ])('fails when the push service answers %i; for good: %s', async (status, permanent) => {
    await using bench = await webPushBench();
    bench.service.instead(bench.phone, (res) => void res.writeHead(status, { location: '/elsewhere' }).end());
    expect(await bench.pager.send(message(), live())).toEqual({
      outcome: 'failed',
      reason: `the push service ${bench.service.host} answered ${status}`,
      permanent,
    });
    expect(await bench.subscriptions.list(ANN)).toHaveLength(1);
  });

  it('breaks when the push service hangs up or never answers, and says no address of a browser', async () => {
    await using bench = await webPushBench();
    bench.service.instead(bench.phone, (res) => res.destroy());
    await expect(bench.pager.send(message(), live())).rejects.toThrow(
      `the push service ${bench.service.host} does not answer`,
    );
    const gone = new AbortController();
    bench.service.instead(bench.phone, () => gone.abort());
    await expect(bench.pager.send(message(), gone.signal)).rejects.toThrow('does not answer');
  });

  it.each([
    ['long', 'x'.repeat(10_000)],
    ['full of marks', '"\\\n'.repeat(3_000)],
    ['full of emoji', '🚨'.repeat(2_000)],
  ])('fits into a push message when its text is %s', async (_, text) => {
    await using bench = await webPushBench();
    await bench.pager.send(message({ text, subject: `INC-42 ${text}` }), live());
    expect(Number(bench.service.headers.at(-1)?.['content-length'])).toBeLessThanOrEqual(4_096);
    const [note] = bench.service.arrived(bench.phone);
    expect(Buffer.byteLength(String(note?.text))).toBeLessThanOrEqual(3_000);
    expect(String(note?.text).isWellFormed()).toBe(true);
  });

  it('says no more than the page: of a private incident its number, and nothing of its people or place', async () => {
    await using bench = await webPushBench();
    const text = 'INC-42 sev2: a private incident\nYou are paged as on call.';
    await bench.pager.send(message({ subject: 'INC-42 sev2: a private incident', text }), live());
    const [note] = bench.service.arrived(bench.phone);
    expect(note).toMatchObject({ title: 'INC-42 sev2: a private incident', text: 'You are paged as on call.' });
    expect(Object.keys(note ?? {}).toSorted()).toEqual(['answers', 'open', 'tag', 'text', 'ticket', 'title']);
  });

  it('has no buttons and no ticket when there is nothing to answer', async () => {
    await using bench = await webPushBench();
    await bench.pager.send(message({ incident: 'note', subject: 'You are on call from Monday' }), live());
    expect(bench.service.arrived(bench.phone)).toMatchObject([{ answers: [], open: '/' }]);
    expect(Object.keys(bench.service.arrived(bench.phone)[0] ?? {})).not.toContain('ticket');
  });
});

describe('the keys of web push', () => {
  it('are made once, kept sealed, and are the same after a restart', async () => {
    await using bench = await webPushBench();
    const { host } = bench;
    const before = await Promise.all([bench.subscriptions.publicKey(), bench.subscriptions.publicKey()]);
    const again = webPushProvider({ services: [bench.service.host] }, host);
    expect(new Set([...before, await again.subscriptions.publicKey()]).size).toBe(1);
    const [pager] = again.pagers;
    expect(await pager?.send(message(), live())).toMatchObject({ outcome: 'accepted' });
    const kept = JSON.stringify([...host.onShelf]);
    expect(kept).not.toContain(bench.phone.endpoint);
    expect(kept).not.toContain(bench.phone.keys.auth);
    expect(kept).not.toContain(before[0]);
  });

  it('are made anew with another secret; then nobody is rung as before, and the log says why', async () => {
    await using bench = await webPushBench();
    const other = pushHost({ secret: 'another secret altogether', shelf: memoryShelf(bench.host.onShelf) });
    const again = webPushProvider({ services: [bench.service.host] }, other);
    expect(await again.subscriptions.publicKey()).not.toBe(await bench.subscriptions.publicKey());
    expect(await again.pagers[0]?.send(message(), live())).toMatchObject({ outcome: 'failed', permanent: true });
    expect(other.logged.join()).toContain('another secret');
    await again.check(live());
    expect([...bench.host.onShelf.keys()]).toEqual(['web-push/vapid']);
  });

  it('are asked for again when the database did not answer', async () => {
    let broken = true;
    const shelf = memoryShelf();
    const get = async (key: string) => {
      if (broken) throw new Error('the disk is full');
      return shelf.get(key);
    };
    const { subscriptions } = webPushProvider({ services: [] }, pushHost({ shelf: { ...shelf, get } }));
    await expect(subscriptions.publicKey()).rejects.toThrow('the disk is full');
    broken = false;
    expect(await subscriptions.publicKey()).toMatch(/^[\w-]{87}$/);
  });
});

describe('web push itself', () => {
  it('says who wants to be rung and is not, and forgets who left the plan', async () => {
    const change = (raw: { people: Record<string, object> }) => ({
      ...raw,
      people: {
        ...raw.people,
        bob: { name: 'Bob Lund', reach: [{ push: 'app' }, { sms: '+1 616 555 0102' }] },
      },
    });
    const book = bookWith(planWith(change));
    await using bench = await webPushBench({ book: () => book });
    expect(await bench.provider.check(live())).toEqual([
      'Bob Lund has not let any phone ring: console, "Let this phone ring".',
    ]);
    await bench.letRing('bob');
    expect(await bench.provider.check(live())).toEqual([]);
    delete (book.plan.people as Record<string, unknown>)['ann'];
    expect(await bench.provider.check(live())).toEqual([]);
    expect(await bench.subscriptions.list(ANN)).toEqual([]);
  });

  it('says that it needs an https address', async () => {
    await using bench = await webPushBench({ publicUrl: undefined });
    expect(await bench.provider.check(live())).toEqual([expect.stringContaining('MUSTER_PUBLIC_URL')]);
  });

  it('says so when it cannot read who is rung', async () => {
    const broken = { ...memoryShelf(), list: () => Promise.reject(new Error('the disk is full')) };
    const provider = webPushProvider({ services: [] }, pushHost({ shelf: broken }));
    expect(await provider.check(live())).toEqual([expect.stringContaining('could not be read')]);
  });

  it('goes to the app only', async () => {
    await using bench = await webPushBench();
    expect(['app', 'ntfy:x', 'webhook', 'apps'].map((to) => bench.pager.takes?.(to))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
