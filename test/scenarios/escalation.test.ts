import { describe, expect, it } from 'vitest';
import {
  eventsOf,
  min,
  minutesOf,
  names,
  paged,
  pagedBy,
  pagesTo,
  phones,
  read,
  textAfter,
  ofLadder,
} from './support.ts';
import { story } from '../support/story.ts';

const statusOf = async (told: Awaited<ReturnType<typeof phones>>) => (await told.incident()).escalation.status;

describe('nobody answers', () => {
  it('pages level by level, each with its full time, and the whole ladder twice', async () => {
    const told = await phones();
    await told.pass(min(39));
    const levels = await eventsOf(told, 'levelPaged');
    expect(levels.map(({ round, level }) => `${round}.${level}`)).toEqual(['0.0', '0.1', '0.2', '1.0', '1.1', '1.2']);
    expect(await minutesOf(told, 'levelPaged')).toEqual([0, 5, 10, 20, 25, 30]);
    expect(paged(told)).toEqual(['marcus', 'priya', 'lena', 'northgate-desk']);
    expect(await statusOf(told)).toBe('paging');
  });

  it('then raises an alarm that pages everybody the plan names, with the numbers to call by hand', async () => {
    const told = await phones();
    await told.pass(min(40));
    const [alarm] = await eventsOf(told, 'exhausted');
    expect(alarm?.numbers).toContain(
      'Marcus Feld (it-primary, on call until Mon 23 Nov 08:00 EST): +1 616 555 0101, +1 616 555 0181 (home landline)',
    );
    expect(alarm?.numbers).toContain('Northgate after-hours desk (vendor): +1 312 555 0199');
    expect(names(alarm?.pages ?? [])).toEqual(['nina', 'owen', 'tomas', 'ruth']);
    expect(told.pager.sent.at(-1)?.text).toContain(
      'Nobody has answered so far. The first person to answer runs the incident',
    );
    const card = await textAfter(told, 'status', 'nina');
    expect(card).toMatch(/NOBODY HAS ANSWERED\. Call by hand/);
    expect(card).toContain('  - Lena Hartog: +1 616 555 0103');
  });

  it('repeats the alarm every ten minutes until somebody answers, and then never again', async () => {
    const told = await phones();
    await told.pass(min(75));
    expect(await minutesOf(told, 'exhausted')).toEqual([40, 50, 60, 70]);
    const after = await pagedBy(told, async () => {
      const reply = await told.say('ack', 'ruth');
      expect(read(reply)).toMatch(/Ruth Adeyemi has it/);
      await told.pass(min(6));
    });
    expect(ofLadder(after)).toEqual([]);
    expect(await minutesOf(told, 'exhausted')).toHaveLength(4);
  });

  it('goes on for hours and days, and after a restart', async () => {
    const told = await phones();
    await told.pass(min(45));
    await told.restart();
    await told.pass(min(120));
    expect(await minutesOf(told, 'exhausted')).toEqual([40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160]);
  });
});

describe('the words of a page', () => {
  it('tell a vendor which of its customers asks, and what its desk needs to hear', async () => {
    const told = await phones();
    await told.pass(min(11));
    const toDesk = told.pager.sent.find(({ person }) => person === 'northgate-desk');
    expect(toDesk?.text).toContain(
      "Lakeshore Medical Billing asks for your help. Client code LMB. Say 'sev1' to skip the queue.",
    );
  });

  it('tell everybody else why they, what people do meanwhile, and how to answer', async () => {
    const told = await phones();
    await told.pass(min(11));
    expect(told.pager.sent[0]?.text.split('\n')).toEqual([
      'INC-1 sev2 Major: phones send callers in a loop',
      'You are paged as it-primary, on call until Mon 23 Nov 08:00 EST.',
      'Meanwhile: Forward the main number to the four duty mobiles from the carrier portal',
      'Answer ACK 1 (I have it), CANT 1 (somebody else), HELP 1 (I need one more).',
    ]);
    const toLena = told.pager.sent.find(({ person }) => person === 'lena');
    expect(toLena?.text).toContain('The plan of Lakeshore Medical Billing names you for this.');
  });
});

describe('somebody answers', () => {
  it('"ack" stops the paging for everybody at once', async () => {
    const told = await phones();
    const after = await pagedBy(told, async () => {
      await told.say('ack', 'priya');
      await told.pass(min(14));
    });
    expect(ofLadder(after)).toEqual([]);
    expect((await told.incident()).escalation.pages.filter(({ state }) => state === 'queued')).toEqual([]);
  });

  it('an answer after the level has passed counts as well', async () => {
    const told = await phones();
    await told.pass(min(11));
    await told.say('ack', 'marcus');
    await told.pass(min(15));
    expect(await minutesOf(told, 'levelPaged')).toEqual([0, 5, 10]);
    expect(pagesTo(told, 'lena')).toEqual(['call']);
  });

  it('the same press delivered twice is one answer', async () => {
    const told = await phones();
    const first = await told.say('ack INC-1', 'priya', 'press-1');
    const second = await told.say('ack INC-1', 'priya', 'press-1');
    expect(second).toEqual(first);
    expect(await eventsOf(told, 'acknowledged')).toHaveLength(1);
  });

  it('two who answer both have it, and the timeline names both', async () => {
    const told = await phones();
    await told.say('ack', 'priya');
    await told.say('ack', 'marcus');
    expect(await textAfter(told, 'status', 'nina')).toContain('Priya Raman, Marcus Feld have it');
    expect(await textAfter(told, 'timeline', 'nina')).toMatch(/Marcus Feld/);
  });

  it('somebody who was never paged may have it', async () => {
    const told = await phones();
    const reply = await told.say('ack', 'tomas');
    expect(reply.ok).toBe(true);
    expect(await statusOf(told)).toBe('acknowledged');
  });
});

describe('somebody cannot', () => {
  it('the next in turn is paged now, not after five minutes', async () => {
    const told = await phones();
    await told.pass(min(1));
    const now = await pagedBy(told, () => told.say('cant', 'marcus'));
    expect(names(now)).toEqual(['ivy']);
    expect(now[0]?.text).toContain('it-primary, Ivy Sorensen, next in turn after Marcus Feld');
  });

  it('who cannot is left alone from then on, in later levels and rounds too', async () => {
    const told = await phones();
    await told.say('cant', 'marcus');
    const after = await pagedBy(told, () => told.pass(min(15)));
    expect(names(after)).not.toContain('marcus');
  });

  it('where nobody is left to stand in, the next level is paged now', async () => {
    const told = await phones();
    await told.say('cant', 'marcus');
    const now = await pagedBy(told, () => told.say('cant', 'ivy'));
    expect(names(now)).toEqual(['priya', 'tomas']);
    expect((await told.incident()).escalation.level).toBe(1);
  });

  it('who had it and no longer can is replaced at once', async () => {
    const told = await phones();
    await told.say('ack', 'priya');
    const now = await pagedBy(told, () => told.say('cant my train leaves', 'priya'));
    expect(names(now).length).toBeGreaterThan(0);
    expect(names(now)).not.toContain('priya');
    expect(await textAfter(told, 'status', 'nina')).toMatch(/Nobody yet\. Paging/);
  });

  it('"cant" of somebody who does not have it leaves those alone who have', async () => {
    const told = await phones();
    await told.say('ack', 'priya');
    expect(await pagedBy(told, () => told.say('cant', 'marcus'))).toEqual([]);
    expect(await statusOf(told)).toBe('acknowledged');
  });
});

describe('somebody needs help', () => {
  it('stays on it while the next level is paged to join', async () => {
    const told = await phones();
    await told.say('ack', 'priya');
    const now = await pagedBy(told, () => told.say('needhelp I cannot do the firewall', 'priya'));
    expect(names(now)).toEqual(['marcus', 'nina']);
    expect(now[0]?.text).toContain('You are paged as tech lead. Priya Raman has it and needs one more');
    expect(now[1]?.text).toContain('incident commander, deputy for Priya Raman');
    expect(await textAfter(told, 'status', 'nina')).toMatch(/Priya Raman has it and asked for one more\. Paging/);
  });

  it('once one more has answered, both have it and the paging ends', async () => {
    const told = await phones();
    await told.say('needhelp', 'priya');
    const after = await pagedBy(told, async () => {
      await told.say('ack', 'marcus');
      await told.pass(min(10));
    });
    expect(ofLadder(after)).toEqual([]);
    expect((await told.incident()).escalation.acknowledged.map(({ person }) => person)).toEqual(['priya', 'marcus']);
  });

  it('when nobody else comes, it says so aloud, and that somebody does have it', async () => {
    const told = await phones();
    await told.say('needhelp', 'priya');
    await told.pass(min(50));
    expect(await statusOf(told)).toBe('exhausted');
    expect(await textAfter(told, 'status', 'nina')).toContain('Priya Raman has it, but NOBODY ELSE HAS ANSWERED');
  });

  it('a person can be asked for by name', async () => {
    const told = await phones();
    await told.say('ack', 'priya');
    const now = await pagedBy(told, () => told.say('page @ruth --for "patient data may be touched"', 'priya'));
    expect(names(now)).toEqual(['ruth']);
    expect(now[0]?.text).toContain('You are asked for: patient data may be touched');
  });
});

describe('a crisis', () => {
  it('pages levels 1 and 2 at once', async () => {
    const told = await story();
    await told.say('start phones are dead --sev 1', 'owen');
    const levels = await eventsOf(told, 'levelPaged');
    expect(levels.map(({ level }) => level)).toEqual([0, 1]);
    expect(pagesTo(told, 'marcus')).toEqual(['chat', 'sms']);
  });

  it('that a smaller trouble turns into pages again, and tells whoever has it', async () => {
    const told = await phones();
    await told.say('ack', 'priya');
    await told.say('ack', 'marcus');
    await told.pass(min(2));
    const now = await pagedBy(told, () => told.say('sev sev1 clinics are calling the press', 'priya'));
    expect(names(now)).toEqual(['marcus']);
    expect(now[0]?.text).toContain('It is now sev1 Crisis: clinics are calling the press');
  });
});
