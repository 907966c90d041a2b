import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { personId, policyId, severityId } from '../../../src/core/ids.ts';
import type { Override } from '../../../src/core/oncall.ts';
import { NO_OVERRIDES, onCall } from '../../../src/core/oncall.ts';
import { whoNow } from '../../../src/core/plan/who-now.ts';
import { dayAndTime, instant, plusMs } from '../../../src/core/time.ts';
import { wallTime } from '../../../src/core/wall.ts';
import type { Browser, WebWorld } from './web-world.ts';
import { NOW, plain, webWorld } from './web-world.ts';

const DETROIT = 'America/Detroit';
let overrides: readonly Override[] = [];
let world: WebWorld;
let marcus: Browser;
beforeAll(async () => {
  world = await webWorld({
    parts: (usual) => ({
      ...usual,
      now: () => Promise.resolve(NOW),
      planLife: async () => ({ ...(await usual.planLife()), overrides }),
    }),
  });
  marcus = await world.signedIn('marcus');
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => {
  overrides = [];
});

const textOf = (markup: string) =>
  plain(markup.replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[.,;:)])|(?<=\() /g, '');
const paging = async (query = '', browser = marcus) => {
  const { status, text } = await browser.get(`/plan/paging${query}`);
  return { status, markup: text, text: textOf(text) };
};
/** The part of the page between two headings. */
const between = (text: string, from: string, to: string) => text.slice(text.indexOf(from), text.indexOf(to));

describe('who is paged now', () => {
  it('is told level by level: who, why, by what and after how long', async () => {
    const { text } = await paging();
    expect(text).toContain('Who would be paged now');
    expect(text).toContain('Level 1, at once');
    expect(text).toMatch(
      /Marcus Feld it-primary, on call until Mon 23 Nov 08:00 EST chat at once, SMS after 75 s, call after/,
    );
    expect(text).toContain('Level 2, after 5 min, at 16:45 EST');
    expect(text).toContain('Level 3, after 10 min, at 16:50 EST');
    expect(text).toContain('Round 2: all levels again, from 17:00 EST');
    expect(text).toContain('If nobody has answered after 40 min, at 17:20 EST');
    expect(text).toContain('Nobody has answered. First person to reply runs the incident');
  });

  it('says who is on call, until when, and who comes next', async () => {
    const { text } = await paging();
    expect(text).toMatch(/it-primary Now: Marcus Feld until the hand-over at Mon 23 Nov 08:00 EST, in 2 d \d+ h/);
    expect(text).toContain('Next: Ivy Sorensen from Mon 23 Nov 08:00 EST');
  });

  it('hears of a swap that was made by word', async () => {
    overrides = [
      { schedule: 'it-primary', who: personId('ivy'), from: NOW, to: plusMs(NOW, 7_200_000), why: 'dentist' },
    ];
    const { text } = await paging();
    expect(text).toContain('Now: Ivy Sorensen until the hand-over at Fri 20 Nov 18:40 EST');
    expect(text).toContain('Ivy Sorensen stands in (dentist)');
  });

  it('shows times in the zone of the reader, with its name', async () => {
    const { text } = await paging('', await world.signedIn('tomas'));
    expect(text).toContain('Level 2, after 5 min, at 14:45 MST');
    expect(text).toContain('until the hand-over at Mon 23 Nov 06:00 MST');
  });

  it('says of each policy what it is for', async () => {
    const { text } = await paging();
    expect(text).toContain('Policy default For every incident whose playbook names no other.');
    expect(between(text, 'Policy breach', 'Severities')).toContain('Ransomware, or files being encrypted');
  });
});

describe('who is paged at another moment', () => {
  const MOMENTS = [
    ['2026-12-22T10:00', 'sev2'],
    ['2026-12-24T03:00', 'sev3'],
    ['2026-11-23T07:59', 'sev1'],
    ['2026-11-23T08:00', 'sev2'],
    ['2027-02-03T23:30', 'sev4'],
    ['2026-11-01T01:30', 'sev2'],
    ['2027-03-14T02:30', 'sev3'],
  ] as const;

  it.each(MOMENTS)(
    '%s by the clocks of the company, %s: the same as the ladder itself says',
    async (typed, severity) => {
      const { text, markup } = await paging(`?at=${typed}&severity=${severity}`);
      const [date = '', time = ''] = typed.split('T');
      const at = wallTime(date, time, DETROIT) ?? NOW;
      const book = world.muster.plans.book();
      expect(text).toContain(`Who would be paged at ${dayAndTime(at, DETROIT)}`);
      for (const id of ['default', 'breach']) {
        const { rungs } = whoNow(book, {
          policy: policyId(id),
          severity: severityId(severity),
          at,
          live: NO_OVERRIDES,
        });
        const shown = policyPart(markup, id);
        const names = rungs.flatMap(({ pages }) => [...new Set(pages.map(({ person }) => person))]);
        const linked = [...shown.matchAll(/href="\/plan\/(?:people#person|vendors#vendor)-([^"]+)"/g)].map(
          ([, who]) => who,
        );
        expect(linked.slice(0, names.length)).toEqual(names);
      }
      for (const id of ['it-primary', 'ic-duty']) {
        const { person, until, why } = onCall(book.plan, id, { at, live: NO_OVERRIDES });
        const name = person === undefined ? `[!!] nobody is on call: ${why},` : (book.plan.people[person]?.name ?? '');
        expect(text).toContain(`${id} Then: ${name} until the hand-over at ${dayAndTime(until, DETROIT)}`);
      }
    },
  );

  /** Levels, rounds and alarm of one policy. */
  const policyPart = (markup: string, id: string) =>
    (markup.split(`id="policy-${id}"`)[1] ?? '').split('class="ladder"').slice(1).join('').split('</section>')[0] ?? '';

  it('says who is asleep until when, and who covers for somebody away', async () => {
    const { text } = await paging('?at=2026-12-24T03:00&severity=sev3');
    expect(text).toContain('[!] quiet hours: not before Thu 24 Dec 06:00 EST.');
    expect(text).toContain('It wakes nobody');
    expect(text).toContain('Undecided after 30 min it becomes sev2');
    expect(text).toContain('Ivy Sorensen stands in (leave)');
    expect(text).toContain('Marcus Feld is away until Tue 29 Dec 00:00 EST, Nina Kowalski covers.');
    expect((await paging()).text).toContain('Nobody is away.');
  });

  it('keeps what was asked for in the form', async () => {
    const { markup } = await paging('?at=2026-12-24T03:00&severity=sev3');
    expect(markup).toMatch(/type="datetime-local"\s+name="at"\s+value="2026-12-24T03:00"/);
    expect(markup).toMatch(/<option value="sev3"\s+selected/);
  });

  it.each(['tomorrow', '2026-02-30T10:00', '2026-11-20T25:00', '9999-01-01T00:00', '0001-01-01T00:00', '<b>'])(
    'says so when %s is no moment, and shows how it is now',
    async (words) => {
      const { status, text, markup } = await paging(`?at=${encodeURIComponent(words)}`);
      expect(status).toBe(200);
      expect(text).toContain('is not a day and time. Write it like 2026-11-20T14:05.');
      expect(text).toContain('Who would be paged now');
      expect(markup).not.toContain('<b>');
    },
  );

  it('takes a severity that the plan does not have for a usual one', async () => {
    expect((await paging('?severity=constructor')).text).toContain('For an incident of sev2 Major');
  });
});

describe('a hole in a schedule', () => {
  it('is said in words and with a sign: nobody is on call', async () => {
    const usual = world.muster.plans.book();
    const away = [{ from: '2026-11-01', to: '2026-11-30' }];
    const { marcus: one, ivy: other } = usual.plan.people;
    if (one === undefined || other === undefined) throw new Error('the sample has changed');
    const people = { ...usual.plan.people, marcus: { ...one, away }, ivy: { ...other, away } };
    const empty = { ...usual, plan: { ...usual.plan, people } };
    await using hole = await webWorld({
      parts: (parts) => ({ ...parts, now: () => Promise.resolve(instant(NOW)), book: () => empty }),
    });
    const { text } = await paging('', await hole.signedIn('nina'));
    expect(text).toContain('Now: [!!] nobody is on call: everyone in it is away');
    expect(text).toContain('Not paged: it-primary. nobody is on call in it-primary: everyone in it is away.');
  });
});

describe('the calendar feeds', () => {
  it('of each schedule and of oneself are linked, with a word about who can read them', async () => {
    const { markup, text } = await paging();
    const links = [...markup.matchAll(/href="(\/calendar\/([a-z-]+)\/[\w-]{43}\.ics)"/g)];
    expect(new Set(links.map(([, , who]) => who))).toEqual(new Set(['ic-duty', 'it-primary', 'marcus']));
    expect(text).toContain('the feed of Marcus Feld. Whoever has its address can read them.');
    for (const [, path = ''] of links) expect((await marcus.get(path)).text).toContain('BEGIN:VCALENDAR');
  });
});
