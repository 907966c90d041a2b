import { describe, expect, it } from 'vitest';
import { pagePerformer, senderOf } from '../../src/engine/paging.ts';
import type { PageMessage, Pager } from '../../src/ports/pager.ts';
import { FRIDAY_1640 } from '../support/story.ts';
import type { PagerAnswer, ScriptedPager } from '../support/scripted-pager.ts';
import {
  accept,
  acceptLate,
  breakDown,
  failForGood,
  failForNow,
  hang,
  scriptedPager,
} from '../support/scripted-pager.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { page } from '../contracts/pager.contract.ts';

type Bench = {
  readonly clock: VirtualClock;
  readonly pagers: readonly ScriptedPager[];
  send(over?: Partial<PageMessage>): Promise<unknown>;
};

/** So many providers of SMS, in the order in which they are tried, each with its answer. */
function bench(...answers: readonly PagerAnswer[]): Bench {
  const clock = virtualClock(FRIDAY_1640);
  const pagers = answers.map((answer, n) => {
    const pager = { ...scriptedPager(clock, ['sms']), name: `sms${n + 1}` };
    pager.script({}, answer);
    return pager;
  });
  const performer = pagePerformer(senderOf(pagers, clock));
  const send = (over: Partial<PageMessage> = {}) => {
    const message = page(over);
    const effect = { kind: 'page', page: 'page/1.0/ann/sms', attempt: 1, message } as const;
    return Promise.resolve(performer.perform(effect, new AbortController().signal));
  };
  return { clock, pagers, send };
}

const asked = ({ pagers }: Bench) => pagers.map((pager) => pager.asked.length);

describe('several providers of one medium', () => {
  it('are tried in order: while the first takes it, the second is never asked', async () => {
    const all = bench(accept, accept);
    expect(await all.send()).toMatchObject({ outcome: 'accepted' });
    expect(asked(all)).toEqual([1, 0]);
  });

  it.each([
    ['is busy', failForNow],
    ['says no', failForGood],
    ['breaks down', breakDown],
  ])('go on to the next at once when one %s', async (_, answer) => {
    const all = bench(answer, accept);
    expect(await all.send()).toMatchObject({ outcome: 'accepted' });
    expect(asked(all)).toEqual([1, 1]);
  });

  it('overtake one that says nothing for 10 s, and not sooner', async () => {
    const all = bench(hang, accept);
    const sent = all.send();
    await all.clock.advance(9_999);
    expect(asked(all)).toEqual([1, 0]);
    await all.clock.advance(1);
    expect(await sent).toMatchObject({ outcome: 'accepted' });
    expect(asked(all)).toEqual([1, 1]);
  });

  it('let one that is slow by nature have its own time', async () => {
    const clock = virtualClock(FRIDAY_1640);
    const mail = { ...scriptedPager(clock, ['email']), patienceMs: 20_000 };
    mail.script({}, acceptLate(15_000));
    const effect = { kind: 'page', page: 'p', attempt: 1, message: page({ medium: 'email' }) } as const;
    const sent = pagePerformer(senderOf([mail], clock)).perform(effect, new AbortController().signal);
    await clock.advance(15_000);
    expect(await sent).toMatchObject({ outcome: 'accepted' });
  });

  it('take the answer of a slow one that comes while the next is asked', async () => {
    const all = bench(acceptLate(12_000), hang);
    const sent = all.send();
    await all.clock.advance(12_000);
    expect(await sent).toEqual({ outcome: 'accepted', reference: 'scripted-1', by: 'sms1' });
  });

  it('have 10 s each, the last one too', async () => {
    const all = bench(hang, hang);
    const sent = all.send();
    await all.clock.advance(19_999);
    let ended = false;
    void sent.then(() => (ended = true));
    await all.clock.settle();
    expect(ended).toBe(false);
    await all.clock.advance(1);
    expect(await sent).toEqual({ outcome: 'unknown', reason: 'sms2: no answer within 10 s' });
  });

  it.each([
    ['one has no such number and the other is busy', failForGood, failForNow, 'failed', false],
    ['one is busy and the other has no such number', failForNow, failForGood, 'failed', false],
    ['one may have sent it and the other has no such number', breakDown, failForGood, 'unknown', undefined],
    ['neither has such a number', failForGood, failForGood, 'failed', true],
  ] as const)('are asked again later unless every one says never: %s', async (_, first, second, outcome, permanent) => {
    const ended = await bench(first, second).send();
    expect(ended).toMatchObject(permanent === undefined ? { outcome } : { outcome, permanent });
  });

  it('are not gone on to when somebody has answered meanwhile', async () => {
    const clock = virtualClock(FRIDAY_1640);
    const [first, second] = [scriptedPager(clock, ['sms']), scriptedPager(clock, ['sms'])];
    first.script({}, hang);
    const effect = { kind: 'page', page: 'p', attempt: 1, message: page() } as const;
    const performer = pagePerformer(senderOf([first, second], clock), async () => false);
    const sent = performer.perform(effect, new AbortController().signal);
    await clock.advance(10_000);
    expect(await sent).toMatchObject({ outcome: 'postponed', afterMs: 0 });
    expect(second.asked).toEqual([]);
  });

  it('come last once they lost an attempt, and not at all once they said never', async () => {
    const lost = [{ provider: 'sms1', permanent: false }];
    const busy = bench(accept, accept);
    await busy.send({ lost });
    expect(asked(busy)).toEqual([0, 1]);
    const never = bench(accept, failForNow);
    await never.send({ lost: [{ provider: 'sms1', permanent: true }] });
    expect(asked(never)).toEqual([0, 1]);
    const none = bench(accept).send({ lost: [{ provider: 'sms1', permanent: true }] });
    expect(await none).toEqual({ outcome: 'failed', reason: 'no provider can deliver it', permanent: true });
  });

  it('end the calls that are still running once the page is taken over', async () => {
    const all = bench(hang, accept);
    const signals: AbortSignal[] = [];
    const listening: Pager[] = all.pagers.map((pager) => ({
      ...pager,
      send(message, signal) {
        signals.push(signal);
        return pager.send(message, signal);
      },
    }));
    const effect = { kind: 'page', page: 'p', attempt: 1, message: page() } as const;
    const sent = pagePerformer(senderOf(listening, all.clock)).perform(effect, new AbortController().signal);
    await all.clock.advance(10_000);
    await sent;
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });
});

describe('a medium', () => {
  it('that nothing carries is given up at once, so that the next way is due', async () => {
    expect(await bench(accept).send({ medium: 'email' })).toEqual({
      outcome: 'failed',
      reason: 'nothing is set up for email',
      permanent: true,
    });
  });

  it('goes by whoever takes its kind of address', async () => {
    const clock = virtualClock(FRIDAY_1640);
    const [app, topic] = ['app', 'ntfy:'].map((start) => {
      const pager = scriptedPager(clock, ['push']);
      return { ...pager, name: start, takes: (to: string) => to.startsWith(start) };
    });
    if (app === undefined || topic === undefined) throw new Error('two pagers were made');
    const message = page({ medium: 'push', to: 'ntfy:muster-ann' });
    const effect = { kind: 'page', page: 'p', attempt: 1, message } as const;
    await pagePerformer(senderOf([app, topic], clock)).perform(effect, new AbortController().signal);
    expect([app.asked.length, topic.asked.length]).toEqual([0, 1]);
  });
});
