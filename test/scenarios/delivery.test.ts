import { describe, expect, it } from 'vitest';
import { instant } from '../../src/core/time.ts';
import { acceptLate, breakDown, failForGood, failForNow, hang, loseReply } from '../support/scripted-pager.ts';
import { story } from '../support/story.ts';
import { eventsOf, hours, min, minutesOf, names, ofLadder, pagedBy, pagesTo, phones, textAfter } from './support.ts';

describe('a provider fails', () => {
  it('for good: the next way is tried at once, the dead one never again, and the timeline says so', async () => {
    const told = await story();
    told.pager.script({ person: 'marcus', medium: 'chat' }, failForGood);
    await told.say('start phones send callers in a loop', 'owen');
    expect(pagesTo(told, 'marcus')).toEqual(['sms']);
    expect(told.clock.now()).toBe(instant('2026-11-20T21:40:00Z'));
    await told.pass(min(4));
    expect(told.pager.asked.filter(({ person, medium }) => person === 'marcus' && medium === 'chat')).toHaveLength(1);
    expect(await textAfter(told, 'timeline --all', 'owen')).toMatch(/Marcus Feld.*this number does not exist/);
  });

  it('for now: the next way is tried at once, and the first again until it takes the page', async () => {
    const told = await story();
    told.pager.script({ person: 'marcus', medium: 'chat' }, failForNow, failForNow, failForNow, { answer: 'accept' });
    await told.say('start phones send callers in a loop', 'owen');
    await told.pass(min(1));
    expect(pagesTo(told, 'marcus').slice(0, 2)).toEqual(['sms', 'chat']);
    const failed = await eventsOf(told, 'pageFailed');
    expect(failed.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it('all of them for hours: the pages go out when they are back, and no sooner is anybody given up', async () => {
    const told = await story();
    told.pager.script({}, breakDown);
    await told.say('start phones send callers in a loop', 'owen');
    await told.pass(hours(2));
    expect(told.pager.sent).toEqual([]);
    expect((await told.incident()).escalation.status).toBe('exhausted');
    told.pager.script({}, { answer: 'accept' });
    const back = await pagedBy(told, () => told.pass(min(11)));
    expect(names(back)).toEqual(expect.arrayContaining(['nina', 'owen', 'tomas', 'ruth']));
  });

  it('none can be reached: the card names the numbers to call by hand', async () => {
    const told = await story();
    told.pager.script({}, failForGood);
    await told.say('start phones send callers in a loop', 'owen');
    await told.pass(min(41));
    expect(await textAfter(told, 'status', 'owen')).toMatch(
      /Call by hand[^\n]*:\n {2}- Marcus Feld[^\n]*\+1 616 555 0101/,
    );
  });

  it('a whole level has only dead addresses: the next level is paged at once', async () => {
    const told = await story();
    for (const person of ['marcus', 'priya']) told.pager.script({ person }, failForGood);
    await told.say('start phones send callers in a loop', 'owen');
    await told.pass(min(1));
    expect(names(told.pager.sent)).toEqual(['lena', 'northgate-desk']);
  });
});

describe('a provider is strange', () => {
  it('hangs: nobody else waits for it, and it is tried again', async () => {
    const told = await story();
    told.pager.script({ person: 'marcus', medium: 'chat' }, hang, { answer: 'accept' });
    await told.say('start phones send callers in a loop', 'owen');
    expect(pagesTo(told, 'priya')).toEqual(['chat']);
    await told.pass(min(1));
    expect(pagesTo(told, 'marcus')).toEqual(expect.arrayContaining(['chat', 'sms']));
    expect((await eventsOf(told, 'pageFailed'))[0]).toMatchObject({ page: 'page/0.0/marcus/chat', permanent: false });
  });

  it('takes the page and loses the answer: it comes twice rather than never, and says so', async () => {
    const told = await story();
    told.pager.script({ person: 'priya', medium: 'chat' }, loseReply, { answer: 'accept' });
    await told.say('start phones send callers in a loop', 'owen');
    await told.pass(min(1));
    const chats = told.pager.sent.filter(({ person, medium }) => person === 'priya' && medium === 'chat');
    expect(chats).toHaveLength(2);
    expect(chats[1]?.text).toContain('(attempt 2: you may have had this already)');
  });

  it('answers after seconds: it counts, and nothing is sent twice', async () => {
    const told = await story();
    told.pager.script({ person: 'priya', medium: 'chat' }, acceptLate(6_000));
    await told.say('start phones send callers in a loop', 'owen');
    await told.pass(min(1));
    expect(pagesTo(told, 'priya').filter((medium) => medium === 'chat')).toHaveLength(1);
    expect(await eventsOf(told, 'pageFailed')).toEqual([]);
  });
});

describe('somebody has it', () => {
  it('no page that was still to come is sent, by whatever medium', async () => {
    const told = await phones();
    await told.say('ack', 'priya');
    const planned = (await eventsOf(told, 'levelPaged')).flatMap(({ pages }) => pages);
    expect(planned.length).toBeGreaterThan(told.pager.sent.length);
    expect(ofLadder(await pagedBy(told, () => told.pass(min(9))))).toEqual([]);
  });

  it('a page whose provider had failed is not tried again', async () => {
    const told = await story();
    told.pager.script({ medium: 'chat' }, failForNow);
    await told.say('start phones send callers in a loop', 'owen');
    await told.say('ack', 'priya');
    const before = told.pager.asked.length;
    await told.pass(min(9));
    expect(ofLadder(told.pager.asked.slice(before))).toEqual([]);
  });

  it('an answer that comes while a provider hangs wins: the page is not sent afterwards', async () => {
    const told = await story();
    told.pager.script({ person: 'marcus' }, hang);
    await told.say('start phones send callers in a loop', 'owen');
    await told.say('ack', 'priya');
    told.pager.script({ person: 'marcus' }, { answer: 'accept' });
    await told.pass(min(5));
    expect(pagesTo(told, 'marcus')).toEqual([]);
  });

  it('a cancelled, closed or restored incident pages nobody about its ladder', async () => {
    const told = await phones();
    await told.say('cancel it was a planned maintenance', 'priya');
    expect(await pagedBy(told, () => told.pass(hours(2)))).toEqual([]);
    expect(await minutesOf(told, 'levelPaged')).toEqual([0]);
  });
});
