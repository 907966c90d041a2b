import { describe, expect, it } from 'vitest';
import type { Book } from '../../src/core/book.ts';
import { instant } from '../../src/core/time.ts';
import { sampleBook, story } from '../support/story.ts';
import { eventsOf, hours, min, names, paged, pagedBy, phones, read, textAfter } from './support.ts';

/** The sample book with another plan, as after an edit. */
function edited(change: (plan: Book['plan']) => Book['plan']): Omit<Book, 'hash'> {
  return { ...sampleBook, plan: change(sampleBook.plan) };
}
const without = (gone: string) =>
  edited((plan) => {
    const { [gone]: _, ...people } = plan.people;
    return { ...plan, people };
  });

describe('who is away', () => {
  const MARCUS_AWAY = instant('2026-12-23T15:00:00Z');

  it('is not paged: on the schedule the one who stands in is, as a role the cover', async () => {
    const told = await story({ at: MARCUS_AWAY });
    await told.say('start phones send callers in a loop', 'owen');
    await told.pass(min(6));
    expect(paged(told)).toEqual(['ivy', 'nina', 'priya']);
    expect((await told.incident()).roles.holders['tech_lead']).toBe('nina');
  });

  it('is paged again from the first minute after', async () => {
    const told = await story({ at: instant('2026-12-29T05:00:00Z') });
    await told.say('start phones send callers in a loop', 'owen');
    expect(paged(told)).toContain('marcus');
  });

  it('with nobody to cover: the level goes to the next, and the timeline says why', async () => {
    const book = edited((plan) => {
      const { marcus, priya } = plan.people;
      if (marcus === undefined || priya === undefined) throw new Error('the sample plan has both');
      const away = [{ from: '2026-11-20', to: '2026-11-21' }] as (typeof marcus)['away'];
      return { ...plan, people: { ...plan.people, marcus: { ...marcus, away }, priya: { ...priya, away } } };
    });
    const told = await story({ book });
    await told.say('start phones send callers in a loop', 'owen');
    expect(paged(told)).toEqual(['ivy', 'nina']);
    expect(await textAfter(told, 'who', 'owen')).toMatch(/it-primary: Ivy Sorensen until/);
  });
});

describe('the schedule', () => {
  it.each([
    ['a minute before the hand-over on Monday at 8', '2026-11-23T12:59:00Z', 'marcus'],
    ['at the very hand-over', '2026-11-23T13:00:00Z', 'ivy'],
  ])('%s pages %3$s', async (_, at, expected) => {
    const told = await story({ at: instant(at) });
    await told.say('start phones send callers in a loop', 'owen');
    expect(paged(told)).toContain(expected);
    expect(paged(told)).not.toContain(expected === 'ivy' ? 'marcus' : 'ivy');
  });

  it('hands over at 8 on the wall after the night in which clocks go forward', async () => {
    const told = await story({ at: instant('2027-03-14T11:59:00Z') });
    expect(await textAfter(told, 'who', 'owen')).toMatch(/it-primary: \w+ \w+ until Mon 15 Mar 08:00 EDT/);
  });

  it('the hour that comes twice in autumn counts once: a level waits its five minutes, not sixty-five', async () => {
    const told = await story({ at: instant('2026-11-01T05:58:00Z') });
    await told.say('start phones send callers in a loop', 'owen');
    await told.pass(min(5));
    expect((await eventsOf(told, 'levelPaged')).at(-1)?.level).toBeGreaterThan(0);
  });

  it('a hand-over in the middle of an incident changes whom the next round pages', async () => {
    const told = await story({ at: instant('2026-11-23T12:55:00Z') });
    await told.say('start phones send callers in a loop', 'owen');
    await told.pass(min(4));
    expect(paged(told)).not.toContain('ivy');
    const later = await pagedBy(told, () => told.pass(min(17)));
    expect(names(later)).toContain('ivy');
  });
});

describe('somebody stands in, said in the chat', () => {
  it('is paged instead from then on, until then', async () => {
    const told = await story();
    expect(read(await told.say('override it-primary @ivy until 18:00', 'marcus'))).toContain(
      'Ivy Sorensen is on call in it-primary from 16:40 EST until 18:00 EST',
    );
    await told.say('start phones send callers in a loop', 'owen');
    expect(paged(told)).toEqual(['ivy', 'priya']);
    await told.say('cancel a test', 'priya');
    await told.pass(hours(2));
    const after = await pagedBy(told, () => told.say('start phones are dead', 'owen'));
    expect(names(after)).toContain('marcus');
  });

  it('survives a restart', async () => {
    const told = await story();
    await told.say('override it-primary @ivy for 8h', 'marcus');
    await told.restart();
    await told.say('start phones send callers in a loop', 'owen');
    expect(paged(told)).toEqual(['ivy', 'priya']);
  });
});

describe('a role', () => {
  it('goes to the deputy when its holder says that they cannot', async () => {
    const told = await phones();
    await told.say('cant', 'priya');
    await told.say('lead me', 'nina');
    expect((await told.incident()).roles.holders['incident_commander']).toBe('nina');
  });

  it('can be handed over, and stays until the other one takes it', async () => {
    const told = await phones();
    await told.say('ack', 'priya');
    const asked = await pagedBy(told, () => told.say('handoff @lena carrier promised 18:00, staff are told', 'priya'));
    expect(asked[0]).toMatchObject({ person: 'lena' });
    expect(asked[0]?.text).toContain('How it stands: carrier promised 18:00, staff are told');
    expect((await told.incident()).roles.holders['incident_commander']).toBe('priya');
    await told.say('role incident_commander me', 'lena');
    expect((await told.incident()).roles.holders['incident_commander']).toBe('lena');
  });
});

describe('the plan is edited while an incident runs', () => {
  it('who left the company is still paged by the incident that began before', async () => {
    const told = await phones();
    await told.setBook(without('lena'));
    await told.pass(min(11));
    expect(paged(told)).toContain('lena');
  });

  it('who left is not paged by the next incident, and the others are', async () => {
    const told = await story({ book: without('lena') });
    await told.say('start phones send callers in a loop', 'owen');
    await told.pass(min(12));
    expect(paged(told)).toEqual(['marcus', 'priya', 'northgate-desk']);
  });

  it('who left can no longer speak in the incident, and is told why', async () => {
    const told = await phones();
    await told.setBook(without('lena'));
    expect(read(await told.say('ack', 'lena'))).toContain('Muster does not know you yet');
  });

  it('"adopt" takes the edited plan: whom it pages next follows it', async () => {
    const told = await phones();
    await told.setBook(without('lena'));
    expect(read(await told.say('adopt INC-1', 'priya'))).toContain('goes on with the plan in force now');
    await told.pass(min(12));
    expect(paged(told)).toEqual(['marcus', 'priya', 'northgate-desk']);
    expect(read(await told.say('adopt INC-1', 'priya'))).toContain('has the plan in force already');
  });

  it('only the commander or a deputy may adopt it', async () => {
    const told = await phones();
    await told.setBook(without('lena'));
    expect(await told.say('adopt INC-1', 'tomas')).toMatchObject({ ok: false, code: 'not-allowed' });
  });

  it('a playbook under way keeps its steps', async () => {
    const told = await phones();
    const before = await textAfter(told, 'steps', 'owen');
    await told.setBook(edited((plan) => ({ ...plan, plan: { ...plan.plan, version: 'next' } })));
    await told.say('adopt INC-1', 'priya');
    expect(await textAfter(told, 'steps', 'owen')).toBe(before);
  });
});
