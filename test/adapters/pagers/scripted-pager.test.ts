import { expect, it } from 'vitest';
import { instant } from '../../../src/core/time.ts';
import { page, pagerContract } from '../../contracts/pager.contract.ts';
import {
  accept,
  acceptLate,
  breakDown,
  failForGood,
  failForNow,
  hang,
  loseReply,
  scriptedPager,
} from '../../support/scripted-pager.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = instant('2026-11-20T14:05:00.000Z');
const live = () => new AbortController().signal;
const bench = () => {
  const clock = virtualClock(START);
  return { clock, pager: scriptedPager(clock) };
};

pagerContract('scripted, when it accepts', async () => {
  const { pager } = bench();
  return {
    pager,
    addressFor: () => '+13135550101',
    sent: async () => pager.sent,
    [Symbol.asyncDispose]: async () => undefined,
  };
});

it('answers as scripted, the last answer for ever', async () => {
  const { pager } = bench();
  pager.script({ person: 'ann' }, failForNow, breakDown, accept);
  expect(await pager.send(page(), live())).toMatchObject({ outcome: 'failed', permanent: false });
  await expect(pager.send(page(), live())).rejects.toThrow('connection reset');
  for (const _ of [1, 2]) expect(await pager.send(page(), live())).toMatchObject({ outcome: 'accepted' });
  expect([pager.asked.length, pager.sent.length]).toEqual([4, 2]);
});

it('follows the most exact script', async () => {
  const { pager } = bench();
  pager.script({}, failForGood);
  pager.script({ medium: 'sms' }, failForNow);
  pager.script({ person: 'ann', medium: 'sms' }, accept);
  expect(await pager.send(page({ person: 'ben', medium: 'email' }), live())).toMatchObject({ permanent: true });
  expect(await pager.send(page({ person: 'ben' }), live())).toMatchObject({ permanent: false });
  expect(await pager.send(page(), live())).toMatchObject({ outcome: 'accepted' });
});

it('delivers a message whose reply is lost', async () => {
  const { pager } = bench();
  pager.script({}, loseReply);
  await expect(pager.send(page(), live())).rejects.toThrow('the reply was lost');
  expect(pager.sent).toHaveLength(1);
});

it('hangs until the caller gives up, and delivers nothing', async () => {
  const { pager } = bench();
  pager.script({}, hang);
  const patience = new AbortController();
  const sending = pager.send(page(), patience.signal);
  patience.abort(new Error('three seconds are over'));
  await expect(sending).rejects.toThrow('three seconds are over');
  expect(pager.sent).toEqual([]);
});

it('accepts late by the clock, and has delivered even if the caller gave up', async () => {
  const { pager, clock } = bench();
  pager.script({}, acceptLate(5_000));
  const patient = pager.send(page(), live());
  const patience = new AbortController();
  const impatient = pager.send(page(), patience.signal);
  patience.abort(new Error('three seconds are over'));
  await expect(impatient).rejects.toThrow('three seconds are over');
  await clock.advance(5_000);
  expect(await patient).toMatchObject({ outcome: 'accepted' });
  expect(pager.sent).toHaveLength(2);
});
