import { describe, expect, it } from 'vitest';
import { personId, whoId } from '../../src/core/ids.ts';
import { NO_OVERRIDES } from '../../src/core/oncall.ts';
import { type Ask, everyoneWithAPhone, isAway, numbersToCall, quietUntil, whoToPage } from '../../src/core/people.ts';
import { type Person, entry } from '../../src/core/plan/schema.ts';
import { dayAndTime, instant } from '../../src/core/time.ts';
import { FUNCTIONS, HEAD, lakeshore, minimal, planOf } from './plan/plan-of.ts';

const NOON = '2026-11-24T17:00:00Z'; // a Tuesday, noon in Detroit
const NIGHT = '2026-11-24T08:00:00Z'; // three at night in Detroit
const asking = (at: string, more: Partial<Ask> = {}): Ask => ({
  at: instant(at),
  wakes: true,
  live: NO_OVERRIDES,
  holders: {},
  without: [],
  ...more,
});
const page = (targets: readonly string[], ask: Ask, plan = lakeshore) => whoToPage(plan, targets.map(whoId), ask);
const reached = (targets: readonly string[], ask: Ask, plan = lakeshore) =>
  page(targets, ask, plan).reach.map(({ person }) => person);
const person = (id: string): Person => {
  const found = entry(lakeshore.people, id);
  if (found === undefined) throw new Error(id);
  return found;
};

describe('a person', () => {
  it('is reached in the own order of ways', () => {
    const [marcus] = page(['marcus'], asking(NOON)).reach;
    expect(marcus).toMatchObject({
      person: 'marcus',
      name: 'Marcus Feld',
      via: 'named in the plan',
      outsideHours: false,
    });
    expect(marcus?.ways.map(({ medium }) => medium)).toEqual(['chat', 'sms', 'call', 'call', 'email']);
    expect(marcus?.ways[3]).toEqual({ medium: 'call', to: '+1 616 555 0181', label: 'home landline' });
  });

  it('who is away is replaced by the cover', () => {
    expect(page(['marcus'], asking('2026-12-22T17:00:00Z')).reach).toMatchObject([
      { person: 'nina', via: 'covers for Marcus Feld' },
    ]);
  });

  it('who said that they cannot is skipped, with the reason', () => {
    expect(page(['owen'], asking(NOON, { without: ['owen'] }))).toEqual({
      reach: [],
      held: [],
      skipped: [{ who: 'owen', why: 'Owen Brandt said they cannot' }],
    });
  });

  it('who is asleep is held until the quiet hours end, unless the severity wakes', () => {
    expect(page(['marcus'], asking(NIGHT, { wakes: false }))).toMatchObject({
      reach: [],
      held: [{ person: 'marcus', until: '2026-11-24T11:00:00.000Z' }],
    });
    expect(reached(['marcus'], asking(NIGHT))).toEqual(['marcus']);
  });

  it('outside working hours is reached all the same, and the card can say so', () => {
    expect(page(['ivy'], asking('2026-11-22T17:00:00Z')).reach).toMatchObject([{ person: 'ivy', outsideHours: true }]);
    expect(page(['ivy'], asking(NOON)).reach).toMatchObject([{ person: 'ivy', outsideHours: false }]);
  });

  it('whom the plan does not know is skipped', () => {
    expect(page(['constructor', 'zoe'], asking(NOON)).skipped).toEqual([
      { who: 'constructor', why: 'not in the plan' },
      { who: 'zoe', why: 'not in the plan' },
    ]);
  });
});

describe('a role', () => {
  it.each([
    ['its holder', NOON, {}, 'marcus', 'tech lead'],
    ['the cover of a holder who is away', '2026-12-22T17:00:00Z', {}, 'nina', 'tech lead, covers for Marcus Feld'],
    ['the deputy when the holder cannot', NOON, { without: ['marcus'] }, 'ivy', 'tech lead, deputy for Marcus Feld'],
    [
      'the second deputy when the first cannot either',
      NOON,
      { without: ['marcus', 'ivy'] },
      'tomas',
      'tech lead, deputy for Marcus Feld',
    ],
    ['who holds it in this incident', NOON, { holders: { tech_lead: personId('tomas') } }, 'tomas', 'tech lead'],
    [
      'a deputy who is awake when the holder sleeps',
      NIGHT,
      { wakes: false },
      'ivy',
      'tech lead, deputy for Marcus Feld',
    ],
  ])('is %s', (_, at, more, who, via) => {
    expect(page(['tech_lead'], asking(at, more)).reach).toMatchObject([{ person: who, via }]);
  });

  it('that the bot holds goes to a deputy', () => {
    expect(page(['scribe'], asking(NOON)).reach).toMatchObject([{ person: 'nina', via: 'scribe, deputy for the bot' }]);
  });

  it('whose people all sleep is held for its holder', () => {
    expect(page(['privacy_officer'], asking(NIGHT, { wakes: false })).held).toMatchObject([{ person: 'ruth' }]);
  });

  it('that nobody can take is skipped, with the reason', () => {
    expect(page(['legal_contact'], asking(NOON, { without: ['ruth', 'lena'] })).skipped[0]?.why).toContain(
      'nobody can take legal contact',
    );
  });

  it('of this incident is known even when the plan has no roles', () => {
    const ask = asking(NOON, { holders: { incident_commander: personId('sam') } });
    expect(page(['incident_commander'], ask, minimal).reach).toMatchObject([
      { person: 'sam', via: 'incident commander' },
    ]);
  });
});

describe('a schedule', () => {
  it('is whoever is on call, and says until when', () => {
    const [found] = page(['it-primary'], asking(NOON)).reach;
    expect(found?.person).toBe('ivy');
    expect(found?.via).toMatch(/^it-primary, on call until Mon 30 Nov 08:00 \S+$/);
  });

  it('goes on to the next in turn when the first cannot', () => {
    const [first] = reached(['it-primary'], asking(NOON));
    const [second] = reached(['it-primary'], asking(NOON, { without: [String(first)] }));
    expect(new Set([first, second])).toEqual(new Set(['marcus', 'ivy']));
    expect(page(['it-primary'], asking(NOON, { without: ['marcus', 'ivy'] })).skipped).toEqual([
      { who: 'it-primary', why: 'everyone in it-primary is away or said they cannot' },
    ]);
  });

  it('does not go on when the one on call sleeps: the page is held', () => {
    const night = asking('2026-12-08T08:00:00Z', { wakes: false });
    expect(page(['ic-duty'], night)).toMatchObject({ reach: [], held: [{ until: '2026-12-08T11:00:00.000Z' }] });
  });
});

it('a vendor is paged by its own ways', () => {
  expect(page(['northgate-desk'], asking(NOON)).reach).toMatchObject([
    { person: 'northgate-desk', name: 'Northgate after-hours desk', via: 'vendor', outsideHours: false },
  ]);
  expect(page(['claimpoint'], asking('2026-11-22T17:00:00Z')).reach).toMatchObject([{ outsideHours: true }]);
  expect(page(['northgate'], asking(NOON)).skipped[0]?.why).toContain('no way to reach Northgate IT');
});

it('nobody is paged twice, even when two targets lead to them', () => {
  expect(reached(['nina', 'scribe', 'staff_contact', 'vendor_contact', 'nina'], asking(NOON))).toEqual(['nina']);
});

it('everyone with a phone leaves out those with chat only', () => {
  const plan = planOf(`${HEAD}
people:
  ann: { name: Ann, reach: [ { chat: ann } ] }
  bob: { name: Bob, reach: [ { chat: bob }, { sms: "+43 1 555 0102" } ] }
  cat: { name: Cat, reach: [ { desk: "+43 1 555 0103" } ] }
${FUNCTIONS}
escalation: { default: [bob] }`);
  expect(everyoneWithAPhone(plan)).toEqual(['bob', 'cat']);
});

it('numbers to call by hand come with names, each number once, and who sleeps', () => {
  expect(
    numbersToCall(lakeshore, ['marcus', 'nina', 'zoe'].map(whoId), asking(NIGHT, { wakes: false, without: ['nina'] })),
  ).toEqual([
    `Marcus Feld (named in the plan): +1 616 555 0101, +1 616 555 0181 (home landline), quiet until ${dayAndTime(instant('2026-11-24T11:00:00Z'), 'America/Detroit')}`,
    'nina: not called, Nina Kowalski said they cannot',
    'zoe: not called, not in the plan',
  ]);
});

describe('quiet hours', () => {
  it.each([
    ['before they begin', '2026-11-24T02:59:00Z', undefined],
    ['when they begin', '2026-11-24T03:00:00Z', '2026-11-24T11:00:00.000Z'],
    ['past midnight', '2026-11-24T06:00:00Z', '2026-11-24T11:00:00.000Z'],
    ['when they end', '2026-11-24T11:00:00Z', undefined],
    ['in the night in which the clocks go back', '2026-11-01T05:30:00Z', '2026-11-01T11:00:00.000Z'],
  ])('%s', (_, at, until) => {
    expect(quietUntil(person('marcus'), instant(at))).toBe(until);
  });

  it('are in the own zone of each', () => {
    expect(quietUntil(person('tomas'), instant('2026-11-24T04:30:00Z'))).toBeUndefined();
  });
});

it.each([
  ['2026-12-21T04:59:59Z', false],
  ['2026-12-21T05:00:00Z', true],
  ['2026-12-29T04:59:59Z', true],
  ['2026-12-29T05:00:00Z', false],
])('Marcus is away on whole days in his own zone: %s %s', (at, away) => {
  expect(isAway(person('marcus'), instant(at))).toBe(away);
});
