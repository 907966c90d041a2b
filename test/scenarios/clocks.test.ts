import { describe, expect, it } from 'vitest';
import { instant } from '../../src/core/time.ts';
import { sampleBook, story } from '../support/story.ts';
import type { Story } from '../support/story.ts';
import { eventsOf, hours, min, minutesAfter, names, pagedBy, phones, textAfter } from './support.ts';

/** INC-1 with Priya on it; a long step is under way, so that only the clocks are heard. */
async function worked(parts: Parameters<typeof phones>[0] = {}, more = ''): Promise<Story> {
  const told = await phones(parts, more);
  await told.say('ack', 'priya');
  await told.say('doing 11', 'nina');
  await told.say('extend 11 2d', 'priya');
  return told;
}
async function marks(told: Story, clock: 'rto' | 'mtd' | 'workaround') {
  const { declaredAt } = (await told.incident()).lifecycle;
  return (await eventsOf(told, 'markPassed'))
    .filter((mark) => mark.clock === clock)
    .map(({ at, percent }) => `${percent} % after ${minutesAfter(declaredAt, at)} min`);
}
const about = (words: string) => (page: { readonly text: string }) => page.text.includes(words);

describe('the RTO of a function that is hit', () => {
  it('is marked at 50, 75, 90 and 100 percent, at the exact minute', async () => {
    const told = await worked();
    await told.pass(hours(3));
    expect(await marks(told, 'rto')).toEqual([
      '50 % after 60 min',
      '75 % after 90 min',
      '90 % after 108 min',
      '100 % after 120 min',
    ]);
  });

  it('from 75 percent on the commander is paged, in words', async () => {
    const told = await worked();
    const first = await pagedBy(told, () => told.pass(min(89)));
    expect(first.filter(about('of the RTO is gone'))).toEqual([]);
    const then = await pagedBy(told, () => told.pass(min(2)));
    expect(
      names(
        then.filter(
          about('75 % of the RTO is gone. Start the workaround, or tell those who wait that it will be late'),
        ),
      ),
    ).toEqual(['priya']);
  });

  it('stands on the card as passed', async () => {
    const told = await worked();
    await told.pass(min(125));
    expect(await textAfter(told, 'clock', 'priya')).toMatch(
      /RTO\) +Answering patients' billing calls: PASSED 18:40 EST, 5 min late/,
    );
  });

  it('is the shorter one inside a peak: the last two business days of a month', async () => {
    const told = await worked({ at: instant('2026-11-30T15:00:00Z') });
    await told.pass(hours(1));
    expect(await marks(told, 'rto')).toEqual([
      '50 % after 30 min',
      '75 % after 45 min',
      '90 % after 54 min',
      '100 % after 60 min',
    ]);
  });

  it('runs from when it began to hurt, if somebody says so', async () => {
    const told = await worked({}, ' since 15:40');
    await told.pass(min(30));
    expect(await marks(told, 'rto')).toEqual(['50 % after 0 min', '75 % after 30 min']);
  });

  it('stops when that function works again, and says whether it was in time', async () => {
    const told = await worked();
    await told.pass(min(100));
    await told.say('restored patient-calls at 18:10', 'priya');
    await told.pass(hours(10));
    expect(await marks(told, 'rto')).toEqual(['50 % after 60 min', '75 % after 90 min']);
    expect(await marks(told, 'mtd')).toEqual([]);
    expect(await textAfter(told, 'clock', 'priya')).toContain('back at Fri 20 Nov 18:10 EST, in time');
  });

  it('two functions whose hour is the same: the commander hears of both', async () => {
    const { eligibility, ...others } = sampleBook.plan.functions;
    const rto = sampleBook.plan.functions['patient-calls']?.rto;
    if (eligibility === undefined || rto === undefined) throw new Error('the sample plan has both');
    const plan = { ...sampleBook.plan, functions: { ...others, eligibility: { ...eligibility, rto } } };
    const told = await worked({ book: { ...sampleBook, plan } }, ' --function patient-calls --function eligibility');
    const pages = await pagedBy(told, () => told.pass(min(123)));
    for (const name of ["Answering patients' billing calls", 'Insurance eligibility answers for clinics'])
      expect(names(pages.filter(about(`${name} is past its RTO`)))).toEqual(['priya']);
  });
});

describe('the MTD', () => {
  it('is marked at 50, 80 and 100 percent: whoever decides is paged', async () => {
    const told = await worked();
    const pages = await pagedBy(told, () => told.pass(hours(8) + min(2)));
    expect(await marks(told, 'mtd')).toEqual(['50 % after 240 min', '80 % after 384 min', '100 % after 480 min']);
    expect(names(pages.filter(about('of the MTD is gone')))).toEqual(['lena']);
  });

  it('when it is passed the trouble is a crisis', async () => {
    const told = await worked();
    await told.pass(hours(8));
    expect((await told.incident()).lifecycle.severity).toBe('sev1');
    expect((await eventsOf(told, 'severityChanged')).at(-1)?.why).toContain('longer than the plan says can be borne');
  });
});

describe('when it began to hurt', () => {
  it('can be corrected: the marks are judged anew, and both times are kept', async () => {
    const told = await worked();
    await told.pass(min(10));
    expect(await textAfter(told, 'clock since 15:40', 'priya')).toMatch(
      /It began to hurt at 15:40 EST\. All clocks run from there\./,
    );
    await told.pass(min(50));
    expect(await marks(told, 'rto')).toEqual([
      '50 % after 10 min',
      '75 % after 30 min',
      '90 % after 48 min',
      '100 % after 60 min',
    ]);
    expect(await eventsOf(told, 'impactMoved')).toMatchObject([{ from: null, to: '2026-11-20T20:40:00.000Z' }]);
  });

  it('moved later, the marks come again at their new hours', async () => {
    const told = await worked({}, ' since 15:40');
    await told.say('clock since 16:30', 'priya');
    await told.pass(min(55));
    expect(await marks(told, 'rto')).toEqual(['50 % after 0 min', '50 % after 50 min']);
  });

  it('named by an hour that is still to come today means yesterday, and the answer says so', async () => {
    const told = await worked();
    expect(await textAfter(told, 'clock since 19:00', 'priya')).toContain('It began to hurt at Thu 19 Nov 19:00 EST');
  });

  it('cannot be in the future', async () => {
    const told = await worked();
    const reply = await told.say('clock since 2026-11-21 09:00', 'priya');
    expect(reply).toMatchObject({ ok: false, code: 'in-the-future' });
  });
});

describe('a workaround', () => {
  it('is said to run out at 80 and 100 percent of what the plan says it holds', async () => {
    const told = await worked();
    await told.say('workaround patient-calls', 'priya');
    await told.pass(hours(25));
    expect(await marks(told, 'workaround')).toEqual(['80 % after 1152 min', '100 % after 1440 min']);
  });

  it('that ended is no longer counted, and begins anew when it is used again', async () => {
    const told = await worked();
    await told.say('workaround patient-calls', 'priya');
    await told.pass(hours(10));
    await told.say('workaround patient-calls --ended', 'priya');
    await told.say('workaround patient-calls', 'priya');
    await told.pass(hours(20));
    expect(await marks(told, 'workaround')).toEqual(['80 % after 1752 min']);
  });
});

describe('Muster was not running', () => {
  it('for two hours and a half: one page says what passed meanwhile, and how late that is', async () => {
    const told = await worked();
    told.clock.jump(hours(2.5));
    await told.restart();
    const pages = await pagedBy(told, () => told.pass(min(3)));
    expect(await eventsOf(told, 'markPassed')).toMatchObject([
      { percent: 100, alsoPassed: [50, 75, 90], lateMs: min(30) },
    ]);
    const ofRto = pages.filter(about('past its RTO')).filter(({ person }) => person === 'priya');
    expect(ofRto[0]?.text).toContain('is past its RTO (said 30 min late: Muster was not running)');
    expect(new Set(ofRto.map(({ medium }) => medium)).size).toBe(ofRto.length);
  });

  it('for two hours while nobody had it: the next level is paged at once, and the timeline says how late', async () => {
    const told = await phones();
    told.clock.jump(hours(2));
    await told.restart();
    const pages = await pagedBy(told, () => told.pass(min(1)));
    expect(names(pages)).toEqual(expect.arrayContaining(['marcus', 'priya']));
    expect((await eventsOf(told, 'levelPaged')).at(-1)?.lateMs).toBeGreaterThanOrEqual(hours(2) - min(5));
  });
});

describe('declared when the RTO had passed already', () => {
  it('is said once, with all marks, and nobody is told that Muster was down', async () => {
    const told = await worked({}, ' since 12:00');
    await told.pass(min(5));
    const [rto, mtd, ...more] = await eventsOf(told, 'markPassed');
    expect(rto).toMatchObject({ clock: 'rto', percent: 100, alsoPassed: [50, 75, 90], lateMs: 0 });
    expect(mtd).toMatchObject({ clock: 'mtd', percent: 50, lateMs: 0 });
    expect(more).toEqual([]);
    expect(await textAfter(told, 'timeline', 'priya')).not.toContain('not running');
    expect(await textAfter(told, 'clock', 'priya')).toMatch(/RTO.*PASSED 14:00 EST/);
  });

  it('nor when the start of the impact is corrected', async () => {
    const told = await worked();
    await told.pass(min(3));
    const pages = await pagedBy(told, async () => {
      await told.say('clock since 12:00', 'priya');
      await told.pass(min(3));
    });
    expect(pages.find(about('is past its RTO'))?.person).toBe('priya');
    expect(pages.filter(about('Muster was not running'))).toEqual([]);
  });
});

it('an incident that hits no function of the plan has no such clocks, and says so', async () => {
  const told = await story();
  await told.say('start something is off --playbook unclear-trouble', 'owen');
  expect(await textAfter(told, 'clock', 'owen')).toContain('No function of the plan is named as hit, so no RTO runs');
});
