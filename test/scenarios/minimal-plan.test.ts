import { describe, expect, it } from 'vitest';
import { story } from '../support/story.ts';
import { eventsOf, min, minutesOf, MINIMAL, names, pagedBy, pagesTo, read, textAfter } from './support.ts';

/** Harbor Freight: Dana, Sam and the desk of their IT provider, in ten lines; no roles, no schedules, no systems. */
async function trucks(more = '') {
  const told = await story({ book: MINIMAL });
  await told.say(`start dispatching does not work --sev 2${more}`, 'dana');
  return told;
}
const leader = async (told: Awaited<ReturnType<typeof trucks>>) =>
  (await told.incident()).roles.holders['incident_commander'];

describe('a plan of ten lines', () => {
  it('pages its three in order, five minutes each', async () => {
    const told = await trucks();
    await told.pass(min(14));
    expect(names(told.pager.sent)).toEqual(['dana', 'sam', 'msp']);
    expect(await minutesOf(told, 'levelPaged')).toEqual([0, 5, 10]);
    expect(pagesTo(told, 'dana')).toEqual(['sms', 'call']);
  });

  it('whoever answers first leads', async () => {
    const told = await trucks();
    await told.pass(min(6));
    expect(await leader(told)).toBeUndefined();
    await told.say('ack', 'sam');
    await told.say('ack', 'dana');
    expect(await leader(told)).toBe('sam');
    expect(await textAfter(told, 'status', 'dana')).toMatch(/(Leads|In charge) +Sam Okafor/);
  });

  it('after two rounds everybody with a phone is paged, again and again, with the numbers', async () => {
    const told = await trucks();
    await told.pass(min(41));
    expect(await minutesOf(told, 'levelPaged')).toEqual([0, 5, 10, 15, 20, 25]);
    expect(await minutesOf(told, 'exhausted')).toEqual([30, 40]);
    const [alarm] = await eventsOf(told, 'exhausted');
    expect(names(alarm?.pages ?? [])).toEqual(['dana', 'sam', 'msp']);
    expect(alarm?.numbers).toContain('Sam Okafor (named in the plan): +1 312 555 0142');
  });

  it('knows the clock of its one function, and what people do meanwhile', async () => {
    const told = await trucks(' --function dispatch');
    const card = await textAfter(told, 'status', 'dana');
    expect(card).toContain('Dispatching loads: 17:40 CST, in 2 h');
    expect(card).toContain('Paper load sheets, red binder; phone the carriers.');
    await told.say('ack', 'sam');
    const pages = await pagedBy(told, async () => {
      for (let n = 0; n < 13; n += 1) {
        await told.pass(min(14));
        await told.say('note still at it', 'sam');
      }
    });
    expect(names(pages.filter(({ text }) => text.includes('Dispatching loads is past its RTO')))).toEqual(['sam']);
  });

  it('lets each of them do everything: it is too small for more', async () => {
    const told = await trucks();
    await told.say('ack', 'sam');
    for (const words of ['sev sev3', 'decide we wait, because it rains', 'restored', 'close --anyway'])
      expect(await told.say(words, 'dana'), words).toMatchObject({ ok: true });
  });

  it('finds the person behind every name in three seconds of reading', async () => {
    const told = await trucks();
    expect(read(await told.say('who', 'sam'))).toMatch(
      /level 1: Dana Ruiz\n.*level 2: Sam Okafor\n.*level 3: Northgate IT 24x7 desk/,
    );
  });

  it('all three cannot: it says so at once, with the numbers', async () => {
    const told = await trucks();
    for (const person of ['dana', 'sam', 'msp']) await told.say('cant', person);
    expect((await told.incident()).escalation.status).toBe('exhausted');
    expect(await textAfter(told, 'status', 'dana')).toMatch(
      /Nobody has answered at Harbor Freight Partners\. Call by hand/,
    );
  });
});
