import { describe, expect, it } from 'vitest';
import { story } from '../support/story.ts';
import type { Story } from '../support/story.ts';
import { days, eventsOf, hours, min, names, pagedBy, phones, read, textAfter } from './support.ts';

async function restored(): Promise<Story> {
  const told = await phones();
  await told.say('ack', 'priya');
  await told.pass(min(40));
  await told.say('restored', 'priya');
  return told;
}
async function closed(): Promise<Story> {
  const told = await restored();
  await told.say('close --anyway', 'priya');
  return told;
}
const phaseOf = async (told: Story) => (await told.incident()).lifecycle.phase;

describe('it works again', () => {
  it('"restored" stops the paging, the clocks and the questions', async () => {
    const told = await restored();
    expect(await phaseOf(told)).toBe('restored');
    const pages = await pagedBy(told, () => told.pass(hours(9)));
    expect(pages.filter(({ text }) => /RTO|MTD|nothing was noted|silent|update is due/.test(text))).toEqual([]);
  });

  it('can be said with the hour at which it did', async () => {
    const told = await phones();
    await told.pass(min(60));
    await told.say('ack', 'priya');
    await told.say('restored at 17:20', 'priya');
    expect((await told.incident()).lifecycle.restoredAt).toBe('2026-11-20T22:20:00.000Z');
  });

  it('of two functions only one: it goes on for the other', async () => {
    const told = await story();
    await told.say('start everything is dead --function claims --function eligibility --sev 2', 'owen');
    await told.say('ack', 'priya');
    await told.say('restored claims', 'priya');
    expect(await phaseOf(told)).toBe('open');
    await told.say('restored eligibility', 'priya');
    expect(await phaseOf(told)).toBe('restored');
  });

  it('is only for people who work on it', async () => {
    const told = await phones();
    await told.say('ack', 'priya');
    expect(await told.say('restored', 'tomas')).toMatchObject({ ok: false, code: 'not-allowed' });
  });

  it('twice is answered, not counted', async () => {
    const told = await restored();
    expect(read(await told.say('restored', 'priya'))).toContain('That is restored already.');
  });

  it('stays on the list until it is closed, however long that takes', async () => {
    const told = await restored();
    await told.pass(days(3));
    expect(await textAfter(told, 'list', 'priya')).toContain('INC-1');
    expect(await told.say('close --anyway', 'priya')).toMatchObject({ ok: true });
  });

  it('and nobody closes it: the commander is reminded once a day, by one message', async () => {
    const told = await restored();
    const pages = await pagedBy(told, () => told.pass(days(2) + min(1)));
    const reminders = pages.filter(({ text }) => text.includes('nobody has closed it'));
    expect(reminders.map(({ person, medium }) => `${person} ${medium}`)).toEqual(['priya chat', 'priya chat']);
  });
});

describe('closing', () => {
  it('before anybody said that it works again asks for that first', async () => {
    const told = await phones();
    await told.say('ack', 'priya');
    expect(read(await told.say('close', 'priya'))).toContain(
      'Nobody has said yet that INC-1 is restored. Write "restored INC-1" first',
    );
  });

  it('asks about open steps, by name', async () => {
    const told = await restored();
    expect(read(await told.say('close', 'priya'))).toMatch(
      /Still open: 1 Call the main number.*Finish or skip them, or write "close INC-1 --anyway"/,
    );
    expect(await phaseOf(told)).toBe('restored');
  });

  it('--anyway closes, and what was open is on record as open', async () => {
    const told = await closed();
    expect(await phaseOf(told)).toBe('closed');
    expect((await eventsOf(told, 'closed'))[0]?.openSteps[0]).toMatch(/^1 Call the main number/);
  });

  it('is for the commander or a deputy', async () => {
    const told = await restored();
    expect(await told.say('close --anyway', 'marcus')).toMatchObject({ ok: false, code: 'not-allowed' });
    expect(await told.say('close --anyway', 'nina')).toMatchObject({ ok: true });
  });

  it('ends everything: no page, no question, no clock', async () => {
    const told = await closed();
    expect(await pagedBy(told, () => told.pass(days(2)))).toEqual([]);
  });

  it('what is said afterwards is answered in words, and notes are still taken', async () => {
    const told = await closed();
    expect(read(await told.say('ack INC-1', 'marcus'))).toContain('INC-1 is closed. "reopen INC-1" opens it again');
    expect(await told.say('note INC-1 the carrier sent its report', 'owen')).toMatchObject({ ok: true });
  });
});

describe('it is back', () => {
  it('whoever reopens it has it, nobody else is paged, and the clocks run on from the first start', async () => {
    const told = await closed();
    const pages = await pagedBy(told, () => told.say('reopen INC-1 callers loop again', 'marcus'));
    expect(pages).toEqual([]);
    expect(await phaseOf(told)).toBe('open');
    expect(await textAfter(told, 'status', 'owen')).toMatch(/Marcus Feld has it/);
    expect(await textAfter(told, 'clock', 'owen')).toMatch(/RTO.*18:40 EST, in 80 min/);
  });

  it('and nobody works on it: it is asked about again', async () => {
    const told = await closed();
    await told.say('reopen INC-1', 'marcus');
    await told.pass(min(21));
    expect((await eventsOf(told, 'acknowledgementLapsed')).at(-1)?.people).toEqual(['marcus']);
  });

  it('closed a second time, the postmortem is written a second time', async () => {
    const told = await closed();
    await told.say('reopen INC-1', 'priya');
    await told.say('restored', 'priya');
    await told.say('close --anyway', 'priya');
    expect((await eventsOf(told, 'postmortemWritten')).map(({ revision }) => revision)).toEqual([1, 2]);
  });
});

describe('it was none', () => {
  it('"cancel" wants the reason, and stops everything', async () => {
    const told = await phones();
    expect(await told.say('cancel', 'priya')).toMatchObject({ ok: false });
    expect(read(await told.say('cancel it was a planned maintenance', 'priya'))).toContain('Nobody is paged any more');
    expect(await pagedBy(told, () => told.pass(days(1)))).toEqual([]);
    expect(await eventsOf(told, 'postmortemWritten')).toEqual([]);
  });
});

describe('the postmortem', () => {
  it('is written at the close, and tried again until it is', async () => {
    let tries = 0;
    const failing = {
      timeoutMs: 5_000,
      perform: () =>
        Promise.resolve(
          (tries += 1) < 3
            ? ({ outcome: 'failed', reason: 'disk full', permanent: false } as const)
            : ({ outcome: 'accepted', reference: 'INC-1.md' } as const),
        ),
    };
    const told = await phones({ performers: (usual) => ({ ...usual, postmortem: failing }) });
    await told.say('ack', 'priya');
    await told.say('restored', 'priya');
    await told.say('close --anyway', 'priya');
    await told.pass(min(10));
    expect(await eventsOf(told, 'postmortemFailed')).toHaveLength(2);
    expect(read(await told.say('postmortem INC-1', 'priya'))).toContain('postmortems/INC-1.md (revision 1)');
  });

  it('can be asked for before the close, and written again', async () => {
    const told = await phones();
    await told.say('ack', 'priya');
    expect(read(await told.say('postmortem', 'priya'))).toContain('it is written when the incident is closed');
    await told.say('postmortem --rewrite', 'priya');
    expect(read(await told.say('postmortem', 'priya'))).toContain('revision 1');
  });

  it('of a major trouble: the review is reminded after a week, once', async () => {
    const told = await closed();
    const early = await pagedBy(told, () => told.pass(days(7) - min(1)));
    expect(early).toEqual([]);
    const due = await pagedBy(told, () => told.pass(days(30)));
    expect(due.map(({ person, medium }) => `${person} ${medium}`)).toEqual(['priya chat']);
    expect(due[0]?.text).toContain('the review of this incident is due');
  });

  it('of a crisis: after three days', async () => {
    const told = await phones({}, ' --sev 1');
    await told.say('ack', 'priya');
    await told.say('restored', 'priya');
    await told.say('close --anyway', 'priya');
    expect(names(await pagedBy(told, () => told.pass(days(3))))).toEqual(['priya']);
  });
});

describe('a promise made', () => {
  it('is kept with an owner and a day, and its owner is reminded at the morning after', async () => {
    const told = await closed();
    const answer = await textAfter(
      told,
      'action INC-1 second line for the phones --owner @nina --due 2026-11-24',
      'priya',
    );
    expect(answer).toContain('Action item 1: second line for the phones (Nina Kowalski, due 2026-11-24)');
    expect(await pagedBy(told, () => told.pass(days(3)))).toEqual([]);
    const due = await pagedBy(told, () => told.pass(days(2)));
    expect(due.map(({ person }) => person)).toEqual(['nina']);
    expect(due[0]?.text).toContain('action item 1 "second line for the phones" was due 2026-11-24');
  });

  it('that stays undone is told to the owner of the plan a week later', async () => {
    const told = await closed();
    await told.say('action INC-1 second line --owner @nina --due 2026-11-20', 'priya');
    const due = await pagedBy(told, () => told.pass(days(9)));
    expect(due.filter(({ text }) => text.includes('action item 1')).map(({ person }) => person)).toEqual([
      'nina',
      'marcus',
    ]);
  });

  it('done is not reminded, and is verified only with a way to know', async () => {
    const told = await closed();
    await told.say('action INC-1 second line --owner @nina --due 2026-11-21', 'priya');
    await told.say('action INC-1 done 1', 'nina');
    const pages = await pagedBy(told, () => told.pass(days(6)));
    expect(pages).toEqual([]);
    expect(await told.say('action INC-1 verify 1', 'nina')).toMatchObject({ ok: false, code: 'how-needed' });
    expect(await told.say('action INC-1 verify 1 a test call came through', 'nina')).toMatchObject({ ok: true });
  });

  it('cannot be due on a day that is over', async () => {
    const told = await closed();
    expect(await told.say('action INC-1 second line --due 2026-11-19', 'priya')).toMatchObject({
      ok: false,
      code: 'in-the-past',
    });
  });
});
