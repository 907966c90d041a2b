import { describe, expect, it } from 'vitest';
import { eventsOf, min, paged, pagedBy, phones, read, textAfter } from './support.ts';
import { story } from '../support/story.ts';
import { words } from '../commands/door.ts';

const OPEN_TO_ALL = ['start', 'note', 'help'];
const OTHERS = Object.keys(words).filter((verb) => !OPEN_TO_ALL.includes(verb));

describe('somebody whom the plan does not know', () => {
  it('may start an incident: it pages, and names them as who reported it', async () => {
    const told = await story();
    const reply = await told.say('start phones send callers in a loop', 'kim');
    expect(reply).toMatchObject({ ok: true, incident: 'INC-1' });
    expect(paged(told)).toEqual(['marcus', 'priya']);
    expect(await textAfter(told, 'timeline', 'owen')).toMatch(/reported by kim/i);
  });

  it('may not start one that pages nobody: then nobody would have it', async () => {
    const told = await story();
    expect(await told.say('start phones are dead --no-page', 'kim')).toMatchObject({
      ok: false,
      code: 'nobody-has-it',
    });
    expect(await told.events()).toEqual([]);
  });

  it('may write a note, and the timeline says who it was', async () => {
    const told = await phones();
    await told.say('note the clinic calls too', 'kim');
    expect(await textAfter(told, 'timeline', 'owen')).toMatch(/kim.*the clinic calls too|the clinic calls too.*kim/i);
  });

  it('a note of theirs is no sign of work: who has it is asked all the same', async () => {
    const told = await phones();
    await told.say('ack', 'priya');
    await told.pass(min(14));
    await told.say('note is anybody there', 'kim');
    await told.pass(min(2));
    expect(await eventsOf(told, 'progressAsked')).toHaveLength(1);
  });

  it.each(OTHERS)('may not "%s", and is told what to do instead', async (verb) => {
    const told = await phones();
    const before = await told.events();
    const reply = await told.say(`${verb} INC-1 1 me`, 'kim');
    expect(reply).toMatchObject({ ok: false, code: 'not-allowed' });
    expect(read(reply)).toMatch(
      /Muster does not know you yet.*Ask the plan's owner to add you.*until then you can use: start, note, help/,
    );
    expect(await told.events()).toEqual(before);
  });

  it('is shown only those words by "help"', async () => {
    const told = await phones();
    const help = await textAfter(told, 'help', 'kim');
    for (const verb of OPEN_TO_ALL) expect(help).toContain(`${verb}: `);
    for (const verb of ['ack', 'close', 'sev', 'list']) expect(help).not.toContain(`${verb}: `);
  });

  it('who calls themselves like somebody of the plan is still a stranger', async () => {
    const told = await phones();
    for (const name of ['Priya Raman', 'priya ', 'muster', 'guest:priya', 'PRIYA'])
      expect(await told.say('ack INC-1', name), name).toMatchObject({ ok: false, code: 'not-allowed' });
    expect((await told.incident()).escalation.acknowledged).toEqual([]);
  });

  it('stops no page by anything they say', async () => {
    const told = await phones();
    const pages = await pagedBy(told, async () => {
      for (const line of ['ack', 'cant', 'close --anyway', 'cancel it was nothing', 'restored', 'note I have it'])
        await told.say(line, 'kim');
      await told.pass(min(11));
    });
    expect(pages.map(({ person }) => person)).toContain('lena');
  });
});
