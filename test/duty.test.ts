import { describe, expect, it } from 'vitest';
import type { Plan } from '../src/core/plan/schema.ts';
import { DAY_MS, HOUR_MS, instant, msBetween } from '../src/core/time.ts';
import { dutyOf, tellPerformer } from '../src/duty.ts';
import type { Note } from '../src/ports/notices.ts';
import { planWith } from './support/clinic.ts';
import { quietLog } from './support/quiet-log.ts';
import type { Story } from './support/story.ts';
import { story } from './support/story.ts';
import { booksOf } from '../src/engine/books.ts';
import { canonical } from '../src/core/plan/canonical.ts';
import { UPKEEP } from '../src/core/upkeep/upkeep.ts';
import { MUSTER } from '../src/core/incident/events.ts';

/** Ann has `it` until Monday 23 November 2026, 08:00 in Detroit, then Bob; Dan keeps the plan. */
const FRIDAY = instant('2026-11-20T21:40:00Z');
type Raw = Parameters<NonNullable<Parameters<typeof planWith>[0]>>[0];
const withSchedule = (it: unknown, more: (raw: Raw) => object = () => ({})) =>
  planWith((raw) => ({ ...raw, ...more(raw), schedules: { it } }));
const usual = planWith();

/** A Muster whose notes are heard as they are asked for. */
async function watching(first: Plan = usual, at = FRIDAY) {
  const notes: Note[] = [];
  const state = { fails: 0, seen: 0 };
  const fresh = () => {
    const news = notes.slice(state.seen).toSorted((a, b) => (a.person < b.person ? -1 : 1));
    state.seen = notes.length;
    return news;
  };
  const tell = async (note: Note) => {
    if (state.fails > 0) {
      state.fails -= 1;
      throw new Error('the store is away');
    }
    if (!notes.some(({ person, key }) => person === note.person && key === note.key)) notes.push(note);
  };
  const told = await story({
    at,
    book: { plan: first, playbooks: {} },
    performers: (others) => ({ ...others, tellPerson: tellPerformer(tell) }),
  });
  const books = booksOf(told.store, canonical);
  let book = await books.keep({ plan: first, playbooks: {} });
  const duty = () => dutyOf({ engine: told.engine, book: () => book, log: quietLog() });
  let now = duty();
  await now.start();
  /** As the composition does after every change. */
  const look = async () => {
    await now.stop();
    now = duty();
    await now.start();
    await told.pass(0);
  };
  await look();
  return {
    ...told,
    notes,
    state,
    look,
    async say(line: string) {
      const reply = await told.say(line, 'ann');
      await look();
      return reply;
    },
    async change(plan: Plan) {
      book = await books.keep({ plan, playbooks: {} });
      await told.setBook({ plan, playbooks: {} });
      const command = { type: 'adopt', planHash: book.hash, version: '' };
      await told.engine().handle({ stream: UPKEEP, command, by: MUSTER, reply: () => '' });
      await look();
    },
    /** What was told since this was asked last, in the order of the people. */
    told: () => fresh().map(({ person, subject }) => `${person}: ${subject}`),
    texts: () => fresh().map(({ person, text }) => `${person}: ${text}`),
    passTo: (until: string) => told.pass(msBetween(told.clock.now(), instant(until))),
    async restart() {
      await told.restart();
      await look();
    },
  } satisfies Partial<Story> & Record<string, unknown>;
}

describe('a hand-over', () => {
  it('is told to the one who ends and the one who begins, half an hour before', async () => {
    const muster = await watching();
    await muster.passTo('2026-11-23T12:19:00Z');
    expect(muster.told()).toEqual([]);
    await muster.pass(2 * 60_000);
    // Ten minutes more are for gathering notes: it arrives at half past seven.
    expect(muster.texts()).toEqual([
      'ann: Your turn on call in it ends Mon 23 Nov 08:00 EST. Bob Lund has it then.',
      'bob: You are on call in it from Mon 23 Nov 08:00 EST until Mon 30 Nov 08:00 EST. You take it over from Ann Berg. If you cannot: "override it WHO until TIME".',
    ]);
    await muster.pass(7 * DAY_MS);
    expect(muster.told()).toEqual([
      'ann: You are on call in it from Mon 30 Nov 08:00 EST',
      'bob: Your turn in it ends Mon 30 Nov 08:00 EST',
    ]);
  });

  it('is told once, whatever dies on the way', async () => {
    const muster = await watching();
    muster.state.fails = 3;
    await muster.passTo('2026-11-23T12:20:30Z');
    await muster.restart();
    await muster.pass(HOUR_MS);
    await muster.restart();
    await muster.pass(HOUR_MS);
    expect(muster.told()).toHaveLength(2);
  });

  it('that fell into an outage is told afterwards, as long as the turn goes on', async () => {
    const muster = await watching();
    muster.clock.jump(8 * DAY_MS);
    await muster.restart();
    await muster.pass(0);
    expect(muster.told()).toEqual([
      'ann: Your turn in it ends Mon 23 Nov 08:00 EST',
      'bob: You are on call in it from Mon 23 Nov 08:00 EST',
    ]);
  });

  it('of turns that were over before anybody could be told of them is not told', async () => {
    const muster = await watching();
    muster.clock.jump(12 * DAY_MS);
    await muster.restart();
    await muster.pass(0);
    expect(muster.told()).toEqual([
      'ann: You are on call in it from Mon 30 Nov 08:00 EST',
      'bob: Your turn in it ends Mon 30 Nov 08:00 EST',
    ]);
  });

  it('is told as long before as the plan says, or not at all', async () => {
    const bot = (handover_notice: string) =>
      withSchedule({ rotate: { people: ['ann', 'bob'], every: '1w', from: '2026-11-16T08:00' } }, () => ({
        incident_bot: { handover_notice },
      }));
    const early = await watching(bot('1d'));
    await early.passTo('2026-11-22T12:51:00Z');
    expect(early.told()).toHaveLength(2);
    const silent = await watching(bot('none'));
    await silent.pass(14 * DAY_MS);
    expect(silent.told()).toEqual([]);
  });
});

describe('a turn with hours of its own', () => {
  it('begins and ends with the week, and not with every day', async () => {
    const rotate = { people: ['ann', 'bob'], every: '1w', from: '2026-11-16T00:00' };
    const muster = await watching(withSchedule({ layers: [{ rotate, only: 'Mon-Fri 08:00-18:00' }] }));
    await muster.passTo('2026-11-27T23:59:00Z');
    expect(muster.told()).toEqual(['bob: You are on call in it from Mon 23 Nov 08:00 EST']);
  });
});

describe('an override', () => {
  it('is told to both, when it is made and when it is taken back', async () => {
    const muster = await watching();
    await muster.say('override it bob at 20:00 for 2h');
    expect(muster.texts()).toEqual([
      'ann: Bob Lund stands in for you on call in it from Fri 20 Nov 20:00 EST until Fri 20 Nov 22:00 EST.',
      'bob: You stand in on call in it from Fri 20 Nov 20:00 EST until Fri 20 Nov 22:00 EST for Ann Berg. If you cannot: "override list" shows how to take it back.',
    ]);
    await muster.say('override cancel 1');
    expect(muster.told()).toEqual(['ann: Nobody stands in for you on it', 'bob: You no longer stand in on it']);
    await muster.pass(8 * HOUR_MS);
    expect(muster.told()).toEqual([]);
  });

  it('that begins now is no hand-over besides', async () => {
    const muster = await watching();
    await muster.say('override it bob for 2h');
    await muster.pass(HOUR_MS);
    expect(muster.told()).toEqual([
      'ann: Bob Lund stands in for you on it',
      'bob: You stand in on it from Fri 20 Nov 16:40 EST',
    ]);
    await muster.pass(HOUR_MS);
    expect(muster.told()).toEqual([
      'ann: You are on call in it from Fri 20 Nov 18:40 EST',
      'bob: Your turn in it ends Fri 20 Nov 18:40 EST',
    ]);
  });
});

describe('a change of the plan', () => {
  const bobFirst = withSchedule({ rotate: { people: ['bob', 'ann'], every: '1w', from: '2026-11-16T08:00' } });

  it('by which somebody else is on call at once is told to both', async () => {
    const muster = await watching();
    await muster.change(bobFirst);
    expect(muster.told()).toEqual(['ann: You are no longer on call in it', 'bob: You are on call in it now']);
  });

  it('after a hand-over was told takes it back', async () => {
    const muster = await watching();
    await muster.passTo('2026-11-23T12:25:00Z');
    await muster.change(withSchedule({ rotate: { people: ['ann', 'bob'], every: '2w', from: '2026-11-16T08:00' } }));
    expect(muster.texts()).toEqual([
      expect.stringMatching(/^ann: Your turn/),
      expect.stringMatching(
        /^ann: The hand-over of it at Mon 23 Nov 08:00 EST, of which you were told, has changed\. Ann Berg is on call then/,
      ),
      expect.stringMatching(/^bob: You are on call/),
      expect.stringMatching(/^bob: The hand-over/),
    ]);
  });

  it('that changes nobody’s turn is no news', async () => {
    const muster = await watching();
    await muster.change(planWith((raw) => ({ ...raw, plan: { ...raw.plan, version: '2' } })));
    await muster.pass(HOUR_MS);
    expect(muster.told()).toEqual([]);
  });
});

describe('a gap', () => {
  const away = (from: string, to: string) =>
    withSchedule({ rotate: { people: ['ann'], every: '1w', from: '2026-11-16T08:00' } }, ({ people }) => ({
      people: { ...people, ann: { ...people.ann, away: [{ from, to }] } },
    }));

  it('of the next 14 days is told to the plan’s owner once, and again when it is a day away', async () => {
    const muster = await watching(away('2026-12-08', '2026-12-09'));
    expect(muster.told()).toEqual([]);
    await muster.pass(5 * DAY_MS);
    expect(muster.texts()).toEqual([
      'dan: NOBODY is on call in it from Tue 8 Dec 00:00 EST until Thu 10 Dec 00:00 EST: everyone in it is away. Say "override it WHO at … until …", or name a cover in the plan.',
    ]);
    await muster.restart();
    await muster.passTo('2026-12-07T04:59:00Z');
    expect(muster.told()).toEqual([]);
    await muster.pass(DAY_MS);
    expect(muster.told()).toEqual([
      'ann: Your turn in it ends Tue 8 Dec 00:00 EST',
      'dan: Soon nobody is on call in it from Tue 8 Dec 00:00 EST',
    ]);
  });

  it('is found as soon as the plan is changed, and is not told again when somebody stands in', async () => {
    const muster = await watching();
    await muster.change(away('2026-11-25', '2026-11-25'));
    expect(muster.told()).toEqual(['dan: Nobody is on call in it from Wed 25 Nov 00:00 EST']);
    await muster.say('override it cleo at 2026-11-25 00:00 for 24h');
    await muster.pass(7 * DAY_MS);
    expect(muster.told().filter((one) => one.startsWith('dan'))).toEqual([]);
  });

  it('that is here already is told once', async () => {
    const muster = await watching(away('2026-11-20', '2026-11-22'));
    await muster.pass(DAY_MS);
    expect(muster.told()).toEqual(['dan: Nobody is on call in it from Fri 20 Nov 16:40 EST']);
  });

  it('is none in hours that the plan gives to no layer', async () => {
    const hours = { rotate: { people: ['ann'], every: '1w', from: '2026-11-16T08:00' }, only: 'Mon-Fri 08:00-18:00' };
    const muster = await watching(withSchedule({ layers: [hours] }));
    await muster.pass(HOUR_MS);
    expect(muster.told()).toEqual([]);
  });
});
