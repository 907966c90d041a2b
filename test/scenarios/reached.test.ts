import { describe, expect, it } from 'vitest';
import { cardText } from '../../src/core/card.ts';
import { personId } from '../../src/core/ids.ts';
import { testAgain } from '../../src/core/reach/reach.ts';
import { instant, plusMs } from '../../src/core/time.ts';
import { reachAnswers } from '../../src/reach-answers.ts';
import { bookWith, planWith } from '../support/clinic.ts';
import { failForGood } from '../support/scripted-pager.ts';
import { story } from '../support/story.ts';
import { ANN, changes, clinic, prove, reachOf } from './reach-support.ts';
import { days, min } from './support.ts';

describe('"reached"', () => {
  it('from the console asks which one it was, and the button proves it', async () => {
    const told = await clinic();
    await told.say('testpage', 'ann');
    await told.pass(min(2));
    const asks = await told.say('reached TEST-1', 'ann');
    expect(asks.card.buttons).toEqual([
      { label: 'chat', words: 'reached TEST-1 chat' },
      { label: 'SMS', words: 'reached TEST-1 sms' },
      { label: 'call', words: 'reached TEST-1 call' },
    ]);
    const done = await told.say('reached TEST-1 sms', 'ann');
    expect(done.card.title).toBe('Noted: SMS reaches you. Thank you.');
    expect(cardText((await told.say('reach', 'bob')).card)).toMatch(
      /Ann Berg: chat never proved; SMS proved (?:now|\d+ s ago); call never proved/,
    );
  });

  it('proves no way by which nothing was sent, and says what was', async () => {
    const told = await clinic();
    told.pager.script({ person: 'ann', medium: 'sms' }, failForGood);
    await told.say('testpage', 'ann');
    const early = await told.say('reached TEST-1 call', 'ann');
    expect(early).toMatchObject({ ok: false, code: 'not-sent' });
    await told.pass(min(2));
    const reply = await told.say('reached TEST-1 sms', 'ann');
    expect(reply).toMatchObject({ ok: false, code: 'not-sent' });
    expect(reply.card.title).toBe(
      'No message by SMS of TEST-1 was sent to you, so nothing is proved by it. Sent were: chat, call. "setup" says what is not set up here.',
    );
    expect((await changes(told)).filter(({ type }) => type === 'proved')).toEqual([]);
    expect((await told.say('reached TEST-1', 'ann')).card.buttons?.map(({ label }) => label)).toEqual(['chat', 'call']);
    expect((await told.say('reached TEST-1 call', 'ann')).code).toBe('done');
  });

  it('a hundred times on one day is one event', async () => {
    const told = await clinic();
    for (let i = 0; i < 100; i += 1) await prove(told, 'ann', 'sms', ANN.sms);
    expect((await changes(told)).filter(({ type }) => type === 'proved')).toHaveLength(1);
    await told.pass(days(1));
    await prove(told, 'ann', 'sms', ANN.sms);
    expect((await changes(told)).filter(({ type }) => type === 'proved')).toHaveLength(2);
  });
});

describe('an answer by a medium', () => {
  it('proves the way it came by, once for each delivery, and ends the waiting for the test', async () => {
    const told = await clinic();
    const { proved, lastTest } = reachAnswers(told.engine);
    const ann = personId('ann');
    expect(await lastTest(ann)).toBeUndefined();
    await told.say('testpage', 'ann');
    await told.pass(min(2));
    expect(await lastTest(ann)).toEqual({ about: 'TEST-1', at: plusMs(instant('2026-11-20T21:40:00Z'), min(1)) });
    for (const medium of ['call', 'sms', 'sms', 'chat'] as const)
      await proved(ann, { medium, to: ANN[medium] }, `from ${medium}`);
    expect((await changes(told)).filter(({ type }) => type === 'proved')).toHaveLength(3);
    expect(await lastTest(ann)).toBeUndefined();
  });

  it('said as words by the medium proves it as a test, without a question', async () => {
    const told = await clinic();
    await told.say('testpage', 'ann');
    await told.pass(min(2));
    const speaker = { id: personId('ann'), name: 'Ann Berg', by: personId('ann') };
    const reply = await told.door({ words: 'reached TEST-1', speaker, via: { medium: 'sms', to: ANN.sms } });
    expect(reply).toMatchObject({ ok: true, code: 'done', card: { title: 'Noted: SMS reaches you. Thank you.' } });
    expect((await reachOf(told)).ways[`ann/sms/${ANN.sms}`]).toMatchObject({ how: 'test', failures: 0 });
  });

  it('reported as not delivered counts against the way, and is heard of once', async () => {
    const told = await clinic();
    const { others } = reachAnswers(told.engine);
    await told.say('testpage', 'ann');
    await told.pass(min(2));
    const key = 'TEST-1/ann/sms/1';
    expect(await others.again(key)).toMatchObject({ key, to: ANN.sms });
    const lost = { key, result: 'undelivered', reason: 'unknown number', permanent: true, delivery: 'x' } as const;
    await others.report(lost);
    await others.report(lost);
    await others.report({ ...lost, result: 'delivered', delivery: 'y' });
    expect((await reachOf(told)).ways[`ann/sms/${ANN.sms}`]).toMatchObject({ failures: 1 });
  });
});

describe('before it is needed', () => {
  it('says who is proved where people start and page', async () => {
    const told = await story({ book: bookWith(planWith()) });
    await prove(told, 'ann', 'sms', ANN.sms);
    await told.pass(days(40));
    await prove(told, 'cleo', 'sms', '+1 616 555 0103');
    await told.pass(days(3));
    const card = cardText((await told.say('start phones are dead', 'fay')).card);
    expect(card).toMatch(
      /: 1 of 2 people of level 1 and 2 proved reachable this month; not: Ann Berg \(last 43 days ago\)$/m,
    );
    expect(cardText((await told.say('who', 'fay')).card)).toContain('Cleo Marsh (proved 3 days ago by SMS)');
    expect(cardText((await told.say('page @cleo', 'fay')).card)).toContain('Cleo Marsh: proved 3 days ago by SMS.');
  });

  it('says of whom nothing reaches that they are to be called by hand', async () => {
    const told = await story({ book: bookWith(planWith()), carries: ({ medium }) => medium === 'email' });
    await told.say('start phones are dead', 'ann');
    const card = cardText((await told.say('page @fay @eve', 'ann')).card);
    expect(card).toContain('Paging Eve Rask. Nothing that is set up reaches Fay Quint. Call +1 616 555 0106.');
    expect(card).not.toContain('Paging Fay');
  });

  it('hands out a message that is still waited for, as a call must find its words', async () => {
    const told = await clinic();
    await told.say('testpage', 'ann');
    await told.pass(min(2));
    const key = 'TEST-1/ann/call/1';
    expect(testAgain(await reachOf(told), key)).toMatchObject({ key, incident: 'TEST-1', medium: 'call' });
    await told.pass(days(3));
    expect(testAgain(await reachOf(told), key)).toBeUndefined();
    expect(testAgain(await reachOf(told), 'INC-1/page/0.0/ann/sms/1')).toBeUndefined();
  });
});
