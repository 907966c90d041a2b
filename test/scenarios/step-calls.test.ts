import { describe, expect, it } from 'vitest';
import { personId } from '../../src/core/ids.ts';
import { nextFor } from '../../src/core/incident/next.ts';
import { standingOf } from '../../src/core/incident/standing.ts';
import type { Story } from '../support/story.ts';
import { story } from '../support/story.ts';
import { eventsOf, FRIDAY_NIGHT, min, minutesOf, names, pagedBy, phones } from './support.ts';

/** Step 1 of this incident belongs to Nina, the vendor contact; Priya leads and has it. */
async function had(by = 'priya'): Promise<Story> {
  const told = await phones();
  await told.say('ack', by);
  return told;
}
const next = async (told: Story, person: string) => nextFor(await told.incident(), personId(person));
const words = async (told: Story, person: string) => (await next(told, person))?.buttons.map((one) => one.words);
const calls = async (told: Story) =>
  (await eventsOf(told, 'paged')).map(({ asks, pages }) => [asks?.what, names(pages)]);

describe('the holder of an open step who was never asked', () => {
  it('is called two minutes after somebody has the incident, and told what for', async () => {
    const told = await had();
    expect(standingOf(await told.incident(), personId('nina'))).toBe('not asked');
    expect(await pagedBy(told, () => told.pass(min(1.9)))).toEqual([]);
    const [first] = await pagedBy(told, () => told.pass(min(0.2)));
    expect(first).toMatchObject({ person: 'nina' });
    expect(first?.text).toContain('Step 1 is yours: Call the main number from a mobile');
    expect(await minutesOf(told, 'paged')).toEqual([2]);
    expect(standingOf(await told.incident(), personId('nina'))).toBe('asked');
  });

  it('is not called after a sign of life, and pages that were still to come are not sent', async () => {
    const told = await had();
    await told.pass(min(2));
    await told.say('doing 1', 'nina');
    expect(await pagedBy(told, () => told.pass(min(10)))).toEqual([]);
    expect(standingOf(await told.incident(), personId('nina'))).toBe('here');
  });

  it('is no longer called when somebody else has begun the step', async () => {
    const told = await had();
    await told.pass(min(2));
    await told.say('assign 1 me', 'priya');
    await told.say('doing 1', 'priya');
    expect(await pagedBy(told, () => told.pass(min(10)))).toEqual([]);
  });

  it('who does not answer is followed by a deputy, and then whoever leads is told; no one twice', async () => {
    const told = await had();
    await told.pass(min(60));
    const of = await calls(told);
    expect(of.slice(0, 3)).toEqual([
      ['step', ['nina']],
      ['step', ['marcus']],
      ['nobody', ['priya']],
    ]);
    expect((await minutesOf(told, 'paged')).slice(0, 3)).toEqual([2, 7, 12]);
  });

  it('who says no is followed by a deputy at once', async () => {
    const told = await had();
    await told.pass(min(2));
    await told.say('cant', 'nina');
    await told.pass(min(0.1));
    expect(await calls(told)).toEqual([
      ['step', ['nina']],
      ['step', ['marcus']],
    ]);
    expect(await next(told, 'nina')).toMatchObject({
      words: '',
      text: expect.stringMatching(/you are out of this one/),
    });
  });

  it('the deputy who says "I have it" takes the role, and the step is theirs', async () => {
    const told = await had();
    await told.pass(min(7));
    expect(await next(told, 'marcus')).toMatchObject({
      text: expect.stringMatching(/^Nina Kowalski does not answer\. Step 1 needs a vendor contact/),
    });
    expect(await words(told, 'marcus')).toEqual(['ack INC-1', 'cant INC-1']);
    await told.say('ack', 'marcus');
    expect((await told.incident()).roles.holders).toMatchObject({ vendor_contact: 'marcus' });
    expect(await next(told, 'marcus')).toMatchObject({ step: 1 });
    expect(await pagedBy(told, () => told.pass(min(6)))).toEqual([]);
  });

  it('sleeps on where the severity wakes nobody: the page waits for the morning', async () => {
    const told = await story({ at: FRIDAY_NIGHT });
    await told.say('start phones send callers in a loop --sev 4', 'owen');
    await told.say('ack', 'owen');
    expect(names(await pagedBy(told, () => told.pass(min(30))))).not.toContain('nina');
  });

  it('who leads is to reach them meanwhile, or to do it', async () => {
    const told = await had();
    expect(await next(told, 'priya')).toMatchObject({
      text: expect.stringMatching(/^Reach Nina Kowalski \(vendor contact\) for step 1: .*, or do it yourself\.$/),
    });
    expect(await words(told, 'priya')).toEqual(['assign INC-1 1 me', 'page INC-1 @nina']);
    expect(await told.say('assign INC-1 1 me', 'priya')).toMatchObject({ ok: true });
    expect(await next(told, 'priya')).toMatchObject({ step: 1, words: 'done INC-1 1' });
  });

  it('is not called twice at once: who was paged by hand has the time to answer', async () => {
    const told = await had();
    await told.say('page @nina', 'priya');
    await told.pass(min(4));
    expect(await minutesOf(told, 'paged')).toEqual([0]);
    await told.pass(min(2));
    expect(await minutesOf(told, 'paged')).toEqual([0, 5]);
  });

  it('survives a restart, and is called once', async () => {
    const told = await had();
    await told.restart();
    await told.pass(min(3));
    expect(await calls(told)).toEqual([['step', ['nina']]]);
  });
});

describe('somebody who is called for by name', () => {
  it('has that as their next action, until they answer', async () => {
    const told = await had('marcus');
    await told.say('page @tomas --for "the router"', 'marcus');
    expect(await next(told, 'tomas')).toMatchObject({ text: 'You are asked for: the router.' });
    expect(await words(told, 'tomas')).toEqual(['ack INC-1', 'cant INC-1']);
    await told.say('ack', 'tomas');
    expect(await next(told, 'tomas')).toBeUndefined();
  });

  it('because the commander is silent is to take over, or to say that they cannot', async () => {
    const told = await had('marcus');
    for (let n = 0; n < 3; n += 1) {
      await told.pass(min(7));
      await told.say('note still at it', 'marcus');
    }
    expect((await eventsOf(told, 'commanderSilent'))[0]).toMatchObject({ deputy: 'nina' });
    expect(await words(told, 'nina')).toEqual(['lead INC-1', 'ack INC-1', 'cant INC-1']);
    await told.say('note I am here', 'priya');
    expect(await words(told, 'nina')).not.toContain('lead INC-1');
  });
});

describe('help', () => {
  it('is not asked of whoever asked for it', async () => {
    const told = await had();
    const { card } = await told.say('needhelp', 'priya');
    expect(card.buttons.map(({ words: said }) => said)).not.toContain('ack INC-1');
    expect(await words(told, 'priya')).not.toContain('ack INC-1');
    expect((await next(told, 'marcus'))?.text).toBe('Priya Raman has it and needs one more: say "I have it" to join.');
    await told.say('assign 1 @nina', 'priya');
    await told.say('doing 1', 'nina');
    expect(await next(told, 'priya')).toMatchObject({ text: 'Somebody is being called to help you.', buttons: [] });
  });

  it('and a no stay within reach of whoever has it', async () => {
    const { card } = await (await had()).say('status', 'priya');
    expect(card.buttons.map(({ words: said }) => said)).toEqual(
      expect.arrayContaining(['needhelp INC-1', 'cant INC-1']),
    );
  });
});

describe('a wrong start', () => {
  it('is taken back by whoever made it while nobody else has said anything', async () => {
    const told = await phones();
    expect(await told.say('cancel it was the test line', 'owen')).toMatchObject({ ok: true });
  });

  it.each([['ack'], ['note we see it too']])('not once somebody else has said "%s"', async (said) => {
    const told = await phones();
    await told.say(said, 'marcus');
    expect(await told.say('cancel it was the test line', 'owen')).toMatchObject({ ok: false, code: 'not-allowed' });
  });

  it('of the playbook is changed by a word, and asks which without one', async () => {
    const told = await had();
    expect(await told.say('playbook', 'priya')).toMatchObject({ code: 'missing' });
    const reply = await told.say('playbook internet-down', 'priya');
    expect(reply).toMatchObject({ ok: true });
    const { steps } = await told.incident();
    expect(steps.run.frames.map(({ playbook, state }) => [playbook.playbook, state])).toEqual([
      ['phone-misrouting', 'left'],
      ['internet-down', 'running'],
    ]);
    expect(JSON.stringify(reply.card)).toContain(steps.run.frames[1]?.playbook.title);
    expect(await told.say('playbook internet-dwn', 'priya')).toMatchObject({
      code: 'no-such-playbook',
      card: { title: expect.stringContaining('Did you mean internet-down?') },
    });
  });
});
