import { describe, expect, it } from 'vitest';
import { cardText } from '../../src/core/card.ts';
import { MUSTER } from '../../src/core/incident/events.ts';
import { REACH } from '../../src/core/reach/reach.ts';
import { dayAndTime, instant } from '../../src/core/time.ts';
import { bookWith, planWith } from '../support/clinic.ts';
import { failForGood, failForNow } from '../support/scripted-pager.ts';
import { story } from '../support/story.ts';
import { ANN, changes, clinic, prove, reachOf, tests, weekly } from './reach-support.ts';
import { days, hours, min, pagesTo } from './support.ts';

const DETROIT = 'America/Detroit';

describe('the weekly test', () => {
  it('goes to every way of levels 1 and 2 at its hour, marked, and to nobody of another firm', async () => {
    const told = await clinic();
    await told.pass(days(3) + hours(17) + min(19));
    expect(told.pager.sent).toHaveLength(0);
    await told.pass(min(5));
    expect(tests(told, 'ann')).toEqual(['TEST-1 chat', 'TEST-1 sms', 'TEST-1 call']);
    expect(new Set(told.pager.sent.map(({ person }) => person))).toEqual(new Set(['ann', 'bob', 'cleo', 'dan']));
    for (const { subject, text, spoken, drill } of told.pager.sent) {
      expect(subject).toMatch(/^TEST: nothing is wrong\./);
      expect(text).toMatch(/^TEST: nothing is wrong\.\n/);
      expect(spoken).toContain('Nothing is wrong');
      expect(drill).toBe(false);
    }
  });

  it('comes again every week, at the same hour of the wall, and not more often', async () => {
    const told = await clinic({ who: ['bob'] });
    await told.pass(days(22));
    const hoursOf = (await changes(told)).flatMap((event) =>
      event.type === 'testAsked' ? [dayAndTime(event.at, DETROIT)] : [],
    );
    expect(hoursOf).toEqual(['Tue 24 Nov 10:00 EST', 'Tue 1 Dec 10:00 EST', 'Tue 8 Dec 10:00 EST']);
  });

  it('is silent in a plan that does not ask for it', async () => {
    const told = await story({ book: bookWith(planWith()) });
    await told.pass(days(15));
    expect(told.pager.sent).toHaveLength(0);
  });

  it('is sent once after a restart in the middle of it', async () => {
    const told = await clinic({ who: ['bob'] });
    await told.pass(days(3) + hours(17) + min(20));
    await told.restart();
    await told.pass(hours(1));
    expect(tests(told, 'bob')).toEqual(['TEST-1 sms', 'TEST-1 call']);
  });

  it('missed in an outage, leaves in the morning and not in the night', async () => {
    const told = await clinic({ who: ['ann'] });
    told.clock.jump(days(4) + hours(11));
    await told.engine().drain();
    expect(tests(told, 'ann')).toEqual([]);
    await told.pass(hours(8));
    expect(tests(told, 'ann')).toEqual(['TEST-1 chat', 'TEST-1 sms', 'TEST-1 call']);
    const call = (await changes(told)).findLast((event) => event.type === 'testSent');
    expect(dayAndTime(call?.at ?? instant('2026-01-01T00:00:00Z'), DETROIT)).toBe('Wed 25 Nov 09:00 EST');
  });
});

describe('a medium that fails', () => {
  it('twice is tried later, is told to the owner once, and comes back to its place when it is proved', async () => {
    const told = await clinic({ who: ['ann'] });
    told.pager.script({ person: 'ann', medium: 'sms' }, failForGood);
    const before = await told.say('start phones are dead', 'fay');
    expect(cardText(before.card)).toContain('Nobody was ever proved reachable.');
    await told.say('cancel INC-1 was nothing', 'fay');
    await told.pass(days(12));
    expect((await reachOf(told)).ways[`ann/sms/${ANN.sms}`]?.failures).toBeGreaterThanOrEqual(2);
    expect(told.notes.filter(({ subject }) => subject === 'SMS does not reach Ann Berg')).toEqual([
      expect.objectContaining({
        person: 'dan',
        text: expect.stringMatching(/number ending in 01\) has failed twice .* this number does not exist/),
      }),
    ]);
    const since = told.pager.sent.length;
    await told.say('start phones are dead --new', 'fay');
    await told.pass(min(4));
    expect(pagesTo(told, 'ann', since)[0]).toBe('call');
    const ladder = await told.incident('INC-2');
    expect(ladder.escalation.pages.find(({ person }) => person === 'ann')?.via).toContain(
      'by call first: SMS failed 3 times',
    );

    await prove(told, 'ann', 'sms', ANN.sms);
    await told.say('cancel INC-2 was nothing', 'fay');
    told.pager.script({ person: 'ann', medium: 'sms' }, { answer: 'accept' });
    const again = told.pager.sent.length;
    await told.say('start phones are dead --new', 'fay');
    expect(pagesTo(told, 'ann', again)[0]).toBe('sms');
  });

  it('for a while only counts for nothing until the last attempt of a test', async () => {
    const told = await clinic({ who: ['bob'] });
    told.pager.script({ person: 'bob', medium: 'sms' }, failForNow, failForNow, { answer: 'accept' });
    await told.pass(days(4));
    expect((await reachOf(told)).ways).toEqual({});
    expect(tests(told, 'bob')).toEqual(['TEST-1 call', 'TEST-1 sms']);
  });

  it('in an incident counts once for each page, however often it is heard of', async () => {
    const told = await clinic();
    told.pager.script({ person: 'ann', medium: 'sms' }, failForGood);
    await told.say('start phones are dead', 'fay');
    const failed = (await changes(told)).filter(({ type }) => type === 'wayFailed');
    expect(failed).toHaveLength(1);
    const [notice] = told.notices.filter(
      (one) => one.kind === 'appended' && JSON.stringify(one.events).includes('pageFailed'),
    );
    expect(notice).toBeDefined();
    await told.engine().handle({
      stream: REACH,
      command: { type: 'fail', person: 'ann', medium: 'sms', to: ANN.sms, key: 'x', reason: 'gone' },
      by: MUSTER,
      delivery: 'reach/INC-1/page/0.0/ann/sms/1',
      reply: () => '',
    });
    expect((await changes(told)).filter(({ type }) => type === 'wayFailed')).toHaveLength(1);
  });
});

describe('somebody who answers no test', () => {
  it('twice in a row is named to the owner once, and their order of ways stays', async () => {
    const told = await clinic({ who: ['bob'] });
    await told.pass(days(30));
    expect(told.notes.map(({ person, subject }) => [person, subject])).toEqual([
      ['dan', 'Bob Lund answers no test messages'],
    ]);
    const { ways } = await reachOf(told);
    expect(Object.values(ways).every(({ failures }) => failures === 0)).toBe(true);
  });

  it('by one way but by another is not', async () => {
    const told = await clinic({ who: ['bob'] });
    await told.pass(days(5));
    await prove(told, 'bob', 'sms', '+1 616 555 0102');
    await told.pass(days(6));
    await prove(told, 'bob', 'sms', '+1 616 555 0102');
    await told.pass(days(10));
    expect(told.notes).toEqual([]);
  });
});

describe('"testpage"', () => {
  it('tests my own ways at once, in my quiet hours too', async () => {
    const told = await story({ book: weekly(), at: instant('2026-11-21T04:00:00Z') });
    const reply = await told.say('testpage', 'ann');
    expect(cardText(reply.card)).toMatch(
      /^\[ok\] TEST-1: test messages are on their way\.\n {2}- Ann Berg: chat, SMS, call/,
    );
    await told.pass(min(2));
    expect(tests(told, 'ann')).toEqual(['TEST-1 chat', 'TEST-1 sms', 'TEST-1 call']);
  });

  it('of somebody else waits for their morning, and for nine o’clock with a call', async () => {
    const told = await story({ book: weekly(), at: instant('2026-11-21T04:00:00Z') });
    const reply = await told.say('testpage @ann', 'bob');
    expect(cardText(reply.card)).toContain(
      'Ann Berg: chat Sat 21 Nov 06:00 EST, SMS Sat 21 Nov 06:00 EST, call Sat 21 Nov 09:00 EST',
    );
    await told.pass(hours(9));
    expect(tests(told, 'ann')).toEqual(['TEST-1 chat', 'TEST-1 sms']);
    await told.pass(hours(2));
    expect(tests(told, 'ann')).toEqual(['TEST-1 chat', 'TEST-1 sms', 'TEST-1 call']);
  });

  it.each([
    ['testpage all', 'bob', 'not-the-owner', /for whoever owns or approves the plan: ask Dan Otis/],
    ['testpage @carrier', 'dan', 'nobody-to-test', /Northline Telecom: of another firm/],
    ['testpage @zoe', 'dan', 'not-in-the-plan', /no person, role, schedule or vendor/],
    ['reached TEST-9', 'dan', 'no-such-test', /No test TEST-9 waits for your answer/],
  ])('%s by %s: %s', async (words, as, code, say) => {
    const told = await clinic();
    const reply = await told.say(words, as);
    expect(reply.code).toBe(code);
    expect(reply.card.title).toMatch(say);
    expect(told.pager.sent).toEqual([]);
  });

  it('by the owner goes to everybody, and to vendors that agreed to it', async () => {
    const told = await clinic();
    expect((await told.say('testpage all', 'dan')).code).toBe('done');
    await told.pass(days(1));
    expect(new Set(told.pager.sent.map(({ person }) => person))).toEqual(
      new Set(['ann', 'bob', 'cleo', 'dan', 'eve', 'fay', 'desk']),
    );
  });

  it('says who is left out, and why; so does "reach"', async () => {
    const told = await clinic();
    const why = 'Northline Telecom: of another firm; `drills: allowed` on them in the plan lets Muster test them';
    for (const words of ['testpage all', 'reach'])
      expect(cardText((await told.say(words, 'dan')).card)).toMatch(new RegExp(`Not tested[^]*- ${why}`));
  });

  it('promises only what something carries, and says what is not set up', async () => {
    const told = await story({ book: weekly(), carries: ({ medium }) => medium === 'chat' });
    expect(cardText((await told.say('testpage', 'ann')).card)).toContain(
      'Ann Berg: chat; not SMS, call: not set up here',
    );
    const nothing = await told.say('testpage', 'bob');
    expect(nothing.card).toMatchObject({ tone: 'warn', title: 'TEST-2: nothing can be sent.' });
    expect(cardText(nothing.card)).toContain('Bob Lund: nothing; not SMS, call: not set up here');
  });

  it('goes to nobody whose number was taken out of the plan meanwhile', async () => {
    const told = await story({ book: weekly(), at: instant('2026-11-21T04:00:00Z') });
    await told.say('testpage @ann', 'bob');
    const people = (raw: Parameters<NonNullable<Parameters<typeof planWith>[0]>>[0]) => ({
      ...raw.people,
      ann: { ...raw.people.ann, reach: [{ call: '+1 616 555 0101' }] },
    });
    await told.setBook(bookWith(planWith((raw) => ({ ...raw, people: people(raw) }))));
    await told.pass(days(1));
    expect(tests(told, 'ann')).toEqual(['TEST-1 call']);
  });

  it('twice within ten minutes is one', async () => {
    const told = await clinic();
    await told.say('testpage @bob', 'ann');
    const again = await told.say('testpage @bob', 'dan');
    expect(again.code).toBe('nobody-to-test');
    expect(again.card.title).toMatch(/Bob Lund: was sent TEST-1 \d+ s ago/);
  });
});
