import { describe, expect, it } from 'vitest';
import { measures } from '../../src/core/measures/measures.ts';
import { instant } from '../../src/core/time.ts';
import { sampleBook, story } from '../support/story.ts';
import type { Story } from '../support/story.ts';
import { eventsOf, FRIDAY_NIGHT, hours, min, names, paged, phones, read, textAfter } from './support.ts';

async function drill(more = '', at = instant('2026-11-20T21:40:00Z')): Promise<Story> {
  const told = await story({ at });
  await told.say(`start phones send callers in a loop --drill${more}`, 'owen');
  return told;
}

describe('a drill', () => {
  it('says EXERCISE first in every page and on every card', async () => {
    const told = await drill();
    await told.pass(min(45));
    await told.say('page EX-1 @ruth', 'owen');
    await told.pass(min(2));
    expect(told.pager.sent.length).toBeGreaterThan(10);
    for (const { text, subject } of told.pager.sent) {
      expect(text).toMatch(/^EXERCISE/);
      expect(text).toContain('This is an exercise. Nothing is really wrong.');
      expect(subject).toMatch(/^EXERCISE/);
    }
    expect(await textAfter(told, 'status EX-1', 'owen')).toMatch(/EXERCISE: EX-1/);
    expect(await textAfter(told, 'list', 'owen')).toContain('EXERCISE: EX-1');
  });

  it('has numbers of its own: the next real one is INC-1', async () => {
    const told = await drill();
    const reply = await told.say('start phones are dead', 'owen');
    expect(reply.incident).toBe('INC-1');
    expect((await told.say('start again --drill', 'owen')).incident).toBe('EX-2');
  });

  it('calls no vendor who has not agreed, in the alarm and when asked for by name too', async () => {
    const told = await drill();
    await told.pass(min(55));
    expect(paged(told)).not.toContain('northgate-desk');
    const spared = (await eventsOf(told, 'levelPaged', 'EX-1')).flatMap(({ notPaged }) => notPaged);
    expect(spared).toContainEqual({
      who: 'northgate-desk',
      why: 'an exercise calls nobody outside who has not agreed to it',
    });
    expect(await told.say('page EX-1 northgate-desk', 'owen')).toMatchObject({ ok: false, code: 'nobody-reachable' });
  });

  it('calls a vendor who has agreed', async () => {
    const desk = sampleBook.plan.vendors['northgate-desk'];
    if (desk === undefined) throw new Error('the sample plan has a desk');
    const vendors = { ...sampleBook.plan.vendors, 'northgate-desk': { ...desk, drills: 'allowed' as const } };
    const told = await story({ book: { ...sampleBook, plan: { ...sampleBook.plan, vendors } } });
    await told.say('start phones send callers in a loop --drill', 'owen');
    await told.pass(min(11));
    expect(paged(told)).toContain('northgate-desk');
  });

  it('of an exercise playbook at night wakes nobody, also after half an hour', async () => {
    const told = await story({ at: FRIDAY_NIGHT });
    await told.say('start rehearsal --drill --playbook ex-restore-test --system files', 'owen');
    await told.pass(hours(3));
    expect(paged(told).filter((person) => ['marcus', 'priya', 'nina', 'lena'].includes(person))).toEqual([]);
    expect((await told.incident('EX-1')).lifecycle.severity).toBe('sev3');
    expect(await textAfter(told, 'next EX-1', 'priya')).not.toContain('Say how bad it is');
  });

  it('is not the one meant while a real one is open: one has to say which', async () => {
    const told = await phones();
    await told.say('start a rehearsal --drill', 'owen');
    expect(read(await told.say('note hello', 'owen'))).toMatch(
      /Which incident\?.*EX-1 a rehearsal.*INC-1 phones|Which incident\?.*INC-1 phones.*EX-1 a rehearsal/,
    );
    expect(read(await told.say('note EX-1 hello', 'owen'))).toContain('On the timeline of EX-1');
  });

  it('ends with a write-up of its own and no reminder of a review', async () => {
    const told = await drill();
    await told.say('ack EX-1', 'priya');
    await told.say('restored EX-1', 'priya');
    await told.say('close EX-1 --anyway', 'priya');
    expect(await eventsOf(told, 'postmortemWritten', 'EX-1')).toHaveLength(1);
    await told.pass(hours(24 * 20));
    expect(await eventsOf(told, 'reviewReminded', 'EX-1')).toEqual([]);
  });

  it('counts in no measure of a real incident', async () => {
    const real = await phones();
    const both = await drill();
    await both.say('start phones send callers in a loop', 'owen');
    for (const told of [real, both]) {
      await told.say('ack INC-1', 'priya');
      await told.pass(min(10));
      await told.say('restored INC-1', 'priya');
    }
    const of = async (told: Story, id: string) =>
      measures({ book: (await told.incident(id)).book, events: await told.events(id) });
    expect((await of(both, 'INC-1')).rows).toEqual((await of(real, 'INC-1')).rows);
    expect(await of(both, 'EX-1')).toMatchObject({ drill: true });
  });

  it('a real trouble beside it is paged without the mark', async () => {
    const told = await drill();
    const before = told.pager.sent.length;
    await told.say('start phones are dead', 'owen');
    await told.pass(min(1));
    const real = told.pager.sent.slice(before).filter(({ incident }) => incident === 'INC-1');
    expect(names(real)).toEqual(['marcus', 'priya']);
    for (const { text } of real) expect(text).not.toContain('EXERCISE');
  });
});
