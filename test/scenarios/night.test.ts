import { describe, expect, it } from 'vitest';
import { instant } from '../../src/core/time.ts';
import { story } from '../support/story.ts';
import { eventsOf, FRIDAY_NIGHT, hours, min, minutesOf, names, paged, pagedBy, textAfter } from './support.ts';

/** Something odd at 23:00, said by Owen, who has no quiet hours. Nobody knows how bad it is: sev3. */
async function oddAtNight(said = 'start something is off') {
  const told = await story({ at: FRIDAY_NIGHT });
  await told.say(said, 'owen');
  return told;
}

describe('something unclear at night', () => {
  it('wakes nobody: the pages of those who sleep are held, and the card says until when', async () => {
    const told = await oddAtNight();
    await told.pass(min(29));
    expect(paged(told).filter((person) => ['marcus', 'priya', 'nina', 'lena'].includes(person))).toEqual([]);
    expect(await textAfter(told, 'status', 'owen')).toContain(
      'Held back by quiet hours until Sat 21 Nov 06:00 EST: Marcus Feld, Priya Raman',
    );
  });

  it('is not silent meanwhile: who is awake by the plan is paged', async () => {
    const told = await oddAtNight();
    await told.pass(min(29));
    expect(paged(told)).toEqual(['ivy', 'northgate-desk']);
  });

  it('that nobody has judged for 30 minutes counts as major, and then people are woken at once', async () => {
    const told = await oddAtNight();
    const woken = await pagedBy(told, () => told.pass(min(30)));
    expect((await told.incident()).lifecycle.severity).toBe('sev2');
    expect(await minutesOf(told, 'severityChanged')).toEqual([30]);
    const atOnce = woken.filter(({ text }) => text.includes('sev2 Major'));
    expect(names(atOnce)).toEqual(expect.arrayContaining(['marcus', 'priya']));
    expect(await textAfter(told, 'timeline', 'owen')).toContain('nobody decided how bad it is in time');
  });

  it('that somebody calls worse wakes people now', async () => {
    const told = await oddAtNight();
    await told.pass(min(10));
    const woken = await pagedBy(told, () => told.say('sev sev2 customers are affected', 'priya'));
    expect(names(woken)).toEqual(expect.arrayContaining(['marcus', 'priya']));
  });

  it('that somebody calls minor is left until the morning', async () => {
    const told = await oddAtNight();
    await told.say('ack', 'ivy');
    await told.say('sev sev4 it can wait', 'ivy');
    await told.pass(hours(6));
    expect((await told.incident()).lifecycle.severity).toBe('sev4');
    expect(paged(told).filter((person) => ['marcus', 'priya', 'nina', 'lena'].includes(person))).toEqual([]);
  });

  it('is decided by nobody twice: an answer alone does not stop the 30 minutes', async () => {
    const told = await oddAtNight();
    await told.say('ack', 'ivy');
    await told.pass(min(31));
    expect((await told.incident()).lifecycle.severity).toBe('sev2');
  });
});

describe('a minor trouble at night', () => {
  it('is held until quiet hours end, and then paged without anybody asking', async () => {
    const told = await oddAtNight('start the printer is slow --sev 4');
    await told.pass(hours(6) + min(59));
    expect(paged(told)).not.toContain('marcus');
    await told.pass(min(2));
    expect(paged(told)).toEqual(expect.arrayContaining(['marcus', 'priya']));
    expect(told.pager.sent.find(({ person }) => person === 'marcus')).toBeDefined();
  });

  it('asks nobody how bad it is', async () => {
    const told = await oddAtNight('start the printer is slow --sev 4');
    await told.pass(hours(4));
    expect(await eventsOf(told, 'severityChanged')).toEqual([]);
  });
});

describe('by day', () => {
  it('something unclear pages those on call at once, with fifteen minutes to answer', async () => {
    const told = await story();
    await told.say('start something is off', 'owen');
    expect(paged(told)).toEqual(['marcus', 'priya']);
    await told.pass(min(29));
    expect(await minutesOf(told, 'levelPaged')).toEqual([0, 15]);
  });

  it('and major after 30 minutes when nobody said how bad it is', async () => {
    const told = await story();
    await told.say('start something is off', 'owen');
    await told.say('ack', 'priya');
    expect(await textAfter(told, 'next', 'priya')).toMatch(
      /Say how bad it is\. If nobody does, it becomes sev2 Major\.\nDue 17:10 EST, in 30 min/,
    );
    await told.pass(min(30));
    expect((await told.incident()).lifecycle.severity).toBe('sev2');
  });

  it('not once somebody has said so', async () => {
    const told = await story();
    await told.say('start something is off', 'owen');
    await told.say('ack', 'priya');
    await told.say('sev sev4 one printer', 'priya');
    await told.pass(hours(3));
    expect((await told.incident()).lifecycle.severity).toBe('sev4');
  });
});

it('a major trouble wakes people at any hour', async () => {
  const told = await story({ at: instant('2026-11-21T08:00:00Z') });
  await told.say('start phones send callers in a loop', 'owen');
  expect(paged(told)).toEqual(['marcus', 'priya']);
});
