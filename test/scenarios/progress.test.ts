import { describe, expect, it } from 'vitest';
import { story } from '../support/story.ts';
import type { Story } from '../support/story.ts';
import { eventsOf, hours, min, minutesOf, names, pagedBy, phones, textAfter } from './support.ts';

async function acknowledged(by = 'priya'): Promise<Story> {
  const told = await phones();
  await told.say('ack', by);
  return told;
}
/** Somebody writes a note every so often, for so long. */
async function notes(told: Story, by: string, { every, times }: { readonly every: number; readonly times: number }) {
  for (let n = 0; n < times; n += 1) {
    await told.pass(min(every));
    await told.say('note still at it', by);
  }
}

describe('acknowledgement is not progress', () => {
  it('who has it and does nothing is asked after 15 minutes', async () => {
    const told = await acknowledged();
    await told.pass(min(14));
    expect(await minutesOf(told, 'progressAsked')).toEqual([]);
    const asked = await pagedBy(told, () => told.pass(min(2)));
    expect(await minutesOf(told, 'progressAsked')).toEqual([15]);
    expect(asked.find(({ text }) => text.includes('nothing was noted for a while'))).toMatchObject({ person: 'priya' });
  });

  it('after five more minutes somebody else is looked for', async () => {
    const told = await acknowledged();
    await told.pass(min(20));
    expect(await minutesOf(told, 'acknowledgementLapsed')).toEqual([20]);
    expect((await eventsOf(told, 'levelPaged')).at(-1)).toMatchObject({
      level: 1,
      why: 'nobody has shown a sign of work',
    });
    expect(await textAfter(told, 'status', 'owen')).toMatch(/Nobody yet\. Paging/);
  });

  it.each(['note looking at the menu', 'doing 1', 'ack', 'update no news yet', 'decide we wait, because it holds'])(
    '"%s" is a sign of work: nobody else is looked for',
    async (words) => {
      const told = await acknowledged();
      await told.pass(min(16));
      await told.say(words, 'priya');
      await told.pass(min(5));
      expect(await minutesOf(told, 'acknowledgementLapsed')).toEqual([]);
    },
  );

  it('only to look at the card is none', async () => {
    const told = await acknowledged();
    await told.pass(min(16));
    await told.say('status', 'priya');
    await told.pass(min(5));
    expect(await minutesOf(told, 'acknowledgementLapsed')).toEqual([20]);
  });

  it('nobody is asked while a step is under way within its planned time', async () => {
    const told = await acknowledged();
    await told.say('doing 11', 'nina');
    await told.pass(hours(4));
    expect(await minutesOf(told, 'progressAsked')).toEqual([]);
    await told.pass(min(15));
    expect(await minutesOf(told, 'progressAsked')).toEqual([255]);
  });

  it('a step that gets more time keeps the silence too', async () => {
    const told = await acknowledged();
    await told.say('doing 1', 'nina');
    await told.say('extend 1 30m', 'priya');
    await told.pass(min(54));
    expect(await minutesOf(told, 'progressAsked')).toEqual([]);
    await told.pass(min(1));
    expect(await minutesOf(told, 'progressAsked')).toEqual([55]);
  });

  it('a minor trouble is left alone for four hours', async () => {
    const told = await story();
    await told.say('start the printer is slow --sev 4', 'owen');
    await told.say('ack', 'priya');
    await told.pass(hours(4) - 1);
    expect(await minutesOf(told, 'progressAsked')).toEqual([]);
  });

  it('once it works again nobody is asked any more', async () => {
    const told = await acknowledged();
    await told.say('restored', 'priya');
    await told.pass(hours(3));
    expect(await minutesOf(told, 'progressAsked')).toEqual([]);
  });
});

describe('the commander is silent', () => {
  it('for 20 minutes while others work: the deputy is asked to take over', async () => {
    const told = await acknowledged('marcus');
    const pages = await pagedBy(told, () => notes(told, 'marcus', { every: 7, times: 3 }));
    expect(await minutesOf(told, 'commanderSilent')).toEqual([20]);
    const asked = pages.find(({ text }) => text.includes('incident commander has been silent for 20 min'));
    expect(asked).toMatchObject({ person: 'nina' });
    await told.say('lead', 'nina');
    expect((await told.incident()).roles.holders['incident_commander']).toBe('nina');
  });

  it('not when the commander says something now and then', async () => {
    const told = await acknowledged();
    await notes(told, 'priya', { every: 19, times: 4 });
    expect(await minutesOf(told, 'commanderSilent')).toEqual([]);
  });

  it('asked again every 20 minutes, not every second', async () => {
    const told = await acknowledged('marcus');
    await notes(told, 'marcus', { every: 10, times: 7 });
    expect(await minutesOf(told, 'commanderSilent')).toEqual([20, 40, 60]);
  });
});

describe('somebody has led for eight hours', () => {
  it('relief is proposed, with the one who could take over', async () => {
    const told = await acknowledged();
    await notes(told, 'priya', { every: 19, times: 26 });
    const [proposed] = (await eventsOf(told, 'reliefProposed')).filter(({ role }) => role === 'incident_commander');
    expect(proposed).toMatchObject({ person: 'priya', to: 'nina' });
    expect(await textAfter(told, 'timeline --all', 'owen')).toContain('Nina Kowalski could take it');
  });

  it('after a hand-over the eight hours begin anew', async () => {
    const told = await acknowledged();
    await notes(told, 'priya', { every: 19, times: 20 });
    await told.say('role incident_commander @nina', 'priya');
    await notes(told, 'nina', { every: 19, times: 10 });
    const ofCommander = (await eventsOf(told, 'reliefProposed')).filter(({ role }) => role === 'incident_commander');
    expect(ofCommander).toEqual([]);
  });
});

describe('updates', () => {
  it('are due every 30 minutes in a major trouble: the missed one reminds whoever speaks for it', async () => {
    const told = await acknowledged();
    await told.say('doing 11', 'nina');
    const pages = await pagedBy(told, () => told.pass(min(36)));
    expect(await minutesOf(told, 'updateMissed')).toEqual([35]);
    expect(pages.find(({ text }) => text.includes('an update is due'))).toMatchObject({ person: 'owen' });
  });

  it('posted after the reminder: the other phones of the reminded one stay still', async () => {
    const told = await acknowledged();
    await told.say('doing 11', 'nina');
    await told.pass(min(36));
    await told.say('update the carrier is on it', 'owen');
    const pages = await pagedBy(told, () => told.pass(min(10)));
    expect(pages.filter(({ text }) => text.includes('an update is due'))).toEqual([]);
  });

  it('missed twice in a row: the commander is reminded', async () => {
    const told = await acknowledged();
    await told.say('doing 11', 'nina');
    await told.pass(min(36));
    await told.pass(min(33));
    const pages = await pagedBy(told, () => told.pass(min(3)));
    expect(await minutesOf(told, 'updateMissed')).toEqual([35, 70]);
    expect(names(pages.filter(({ text }) => text.includes('an update is due')))).toEqual(['priya']);
  });

  it('are promised for an hour that somebody names, and counted from there', async () => {
    const told = await acknowledged();
    await told.say('doing 11', 'nina');
    expect(await textAfter(told, 'update the carrier is on it by 18:00', 'owen')).toContain(
      'Next update 18:00 EST, in 80 min',
    );
    await told.pass(min(84));
    expect(await minutesOf(told, 'updateMissed')).toEqual([]);
    await told.pass(min(1));
    expect(await minutesOf(told, 'updateMissed')).toEqual([85]);
  });

  it('are due once an hour while it is unclear, and once a day for a minor trouble', async () => {
    const told = await story();
    await told.say('start the printer is slow --sev 4', 'owen');
    await told.pass(hours(24) + min(4));
    expect(await minutesOf(told, 'updateMissed')).toEqual([]);
    await told.pass(min(1));
    expect(await minutesOf(told, 'updateMissed')).toEqual([1445]);
  });

  it('remind nobody while nobody has it: paging goes first', async () => {
    const told = await phones();
    const pages = await pagedBy(told, () => told.pass(min(38)));
    expect(pages.filter(({ text }) => text.includes('an update is due'))).toEqual([]);
    expect(names(pages)).not.toContain('owen');
  });
});
