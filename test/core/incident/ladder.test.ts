import { describe, expect, it, test } from 'vitest';
import { incidentId, severityId } from '../../../src/core/ids.ts';
import { MINUTE_MS } from '../../../src/core/time.ts';
import { bookWith, planWith } from '../../support/clinic.ts';
import {
  cant,
  deadlinesOf,
  moment,
  needHelp,
  NIGHT,
  onlyType,
  owedOf,
  setSeverity,
  tale,
  typesOf,
} from '../../support/given.ts';
import type { Tale } from '../../support/given.ts';

const levels = (told: Tale) => onlyType(told.events, 'levelPaged').map((each) => `${each.round}.${each.level}`);
const people = (told: Tale, group: string) => [
  ...new Set(told.state.escalation.pages.filter((page) => page.group === group).map(({ person }) => person)),
];
/** Nobody answers until the alarm; every page is accepted at its hour. */
function untilAlarm(told: Tale, most = 20) {
  for (let turn = 0; turn < most && told.state.escalation.status === 'paging'; turn += 1) {
    for (const minutes of Object.values(owedOf(told.state, 'page')).toSorted((a, b) => a - b))
      told.perform(minutes, undefined, 'page');
    told.pass('ack');
  }
  return told;
}
const chain = (...list: readonly unknown[]) => bookWith(planWith((raw) => ({ ...raw, escalation: { default: list } })));

describe('media', () => {
  const gaps = (told: Tale) =>
    Object.entries(owedOf(told.state, 'page')).map(([key, minutes]) => [key.split('/')[3], minutes]);

  test('come in the order that the level says', () => {
    expect(gaps(tale())).toEqual([
      ['sms', 0],
      ['call', 2],
    ]);
  });
  test('come in the person’s own order when the level does not say', () => {
    expect(gaps(tale({ book: chain('ann') })).map(([medium]) => medium)).toEqual(['chat', 'sms', 'call']);
  });
  test('are the person’s own when the level names only what they do not have', () => {
    const book = bookWith(
      planWith((raw) => ({ ...raw, escalation: { default: { levels: [{ page: ['eve'], by: ['sms'] }] } } })),
    );
    expect(gaps(tale({ book }))).toEqual([['email', 0]]);
  });
  test('are at most two minutes apart when the page may wake people, and spread over the wait otherwise', () => {
    const book = chain('ann');
    expect(gaps(tale({ book })).map(([, minutes]) => minutes)).toEqual([0, 1.667, 3.333]);
    expect(gaps(tale({ book, severity: severityId('sev3') })).map(([, minutes]) => minutes)).toEqual([0, 5, 10]);
  });
});

describe('the ladder', () => {
  test('goes through the levels, round by round, and then raises the alarm', () => {
    const told = untilAlarm(tale());
    expect(levels(told)).toEqual(['0.0', '0.1', '0.2', '1.0', '1.1', '1.2']);
    expect(told.state.escalation.status).toBe('exhausted');
  });

  test('gives each level its own wait, or the severity’s time to answer, whichever is longer', () => {
    const waits = (told: Tale) =>
      onlyType(untilAlarm(told).events, 'levelPaged').map(({ waitMs }) => waitMs / MINUTE_MS);
    expect(waits(tale())).toEqual([5, 5, 10, 5, 5, 10]);
    expect(waits(tale({ severity: severityId('sev3') })).slice(0, 3)).toEqual([15, 15, 15]);
  });

  test('calls levels one and two together for the worst severity, at the start', () => {
    const told = tale({ severity: severityId('sev1') });
    expect(levels(told)).toEqual(['0.0', '0.1']);
    expect(Object.keys(owedOf(told.state, 'page'))).toEqual([
      'page/0.0/ann/sms/1',
      'page/0.0/ann/call/1',
      'page/0.1/cleo/sms/1',
    ]);
    expect(Object.keys(deadlinesOf(told.state, 'ack'))).toEqual(['ack/0.1']);
  });

  test('passes a level that reaches nobody at once, and says who was left out and why', () => {
    const told = tale({
      book: bookWith(
        planWith((raw) => ({
          ...raw,
          people: { ...raw.people, ann: { ...raw.people.ann, away: [{ from: '2026-11-20', to: '2026-11-21' }] } },
          escalation: { default: ['ann', 'bob'] },
        })),
      ),
    });
    expect(levels(told)).toEqual(['0.0', '0.1']);
    expect(onlyType(told.events, 'levelPaged')[0]?.notPaged).toMatchObject([
      { who: 'ann', why: expect.stringMatching(/Ann Berg is away until .*nobody covers/) },
    ]);
    expect(people(told, '0.1')).toEqual(['bob']);
  });

  test('passes a level in which everybody sleeps at once to the next; the sleepers are held', () => {
    const told = tale({ severity: severityId('sev3'), book: chain('ann', 'bob') }, moment(NIGHT, 'fay'));
    expect(levels(told)).toEqual(['0.0', '0.1']);
    expect(told.pages()).toEqual([
      '0.0/ann/chat held',
      '0.0/ann/sms held',
      '0.0/ann/call held',
      '0.1/bob/sms queued',
      '0.1/bob/call queued',
    ]);
  });

  test('waits for the morning when everybody sleeps, without an alarm', () => {
    const told = tale({ severity: severityId('sev3'), book: chain('ann', 'cleo') }, moment(NIGHT, 'fay'));
    expect(typesOf(told.events)).not.toContain('exhausted');
    expect(told.state.escalation.status).toBe('paging');
    expect(Math.min(...Object.values(deadlinesOf(told.state, 'ack')))).toBeGreaterThan(NIGHT + 7 * 60);
  });

  test('raises the alarm at once when nobody at all can be reached', () => {
    const away = [{ from: '2026-11-20', to: '2026-11-21' }];
    const told = tale({
      book: bookWith(
        planWith((raw) => ({
          ...raw,
          people: { ...raw.people, ann: { ...raw.people.ann, away } },
          escalation: { default: ['ann'] },
        })),
      ),
    });
    expect(told.state.escalation.status).toBe('exhausted');
  });

  test('says how late it was when Muster itself was not there', () => {
    const told = tale();
    told.perform(0);
    expect(onlyType(told.pass('ack', 30 * MINUTE_MS), 'levelPaged')[0]?.lateMs).toBe(30 * MINUTE_MS);
    expect(onlyType(told.pass('ack', 20_000), 'levelPaged')[0]?.lateMs).toBe(0);
  });
});

describe('the alarm', () => {
  test('says the plan’s words, pages whom the plan names, and lists numbers to call by hand', () => {
    const [alarm] = onlyType(untilAlarm(tale()).events, 'exhausted');
    expect(alarm).toMatchObject({ alarm: 1, say: 'Whoever reads this first runs it.' });
    expect(alarm?.pages.map(({ person }) => person)).toEqual(['fay', 'eve']);
    expect(alarm?.numbers).toEqual(expect.arrayContaining([expect.stringMatching(/^Ann Berg .*: \+1 616 555 0101$/)]));
  });

  test('pages everyone with a phone when the plan names nobody', () => {
    const [alarm] = onlyType(untilAlarm(tale({ book: chain('ann') })).events, 'exhausted');
    expect(alarm?.say).toBe(
      'Nobody has answered. The first person to answer runs the incident; Muster will guide you.',
    );
    expect([...new Set(alarm?.pages.map(({ person }) => person))]).toEqual(['ann', 'bob', 'cleo', 'dan', 'fay']);
  });

  test('repeats every ten minutes until somebody has it', () => {
    const told = untilAlarm(tale());
    const { alarmAt } = told.state.escalation;
    expect(Object.keys(deadlinesOf(told.state, 'alarm'))).toEqual(['alarm/2']);
    const first = told.deadline('alarm').at;
    expect(Date.parse(first) - Date.parse(alarmAt)).toBe(10 * MINUTE_MS);
    told.pass('alarm');
    expect(Object.keys(deadlinesOf(told.state, 'alarm'))).toEqual(['alarm/3']);
    expect(people(told, 'a2')).toEqual(['fay', 'eve']);
  });

  test('calls those who said can’t as well: by now anybody will do', () => {
    const told = tale({ book: chain('fay') });
    told.say(1, 'fay', cant('fay'));
    expect(onlyType(untilAlarm(told).events, 'exhausted')[0]?.pages.map(({ person }) => person)).toContain('fay');
  });
});

describe('somebody who can’t', () => {
  test('is replaced at once by the next in turn of the schedule', () => {
    const told = tale();
    const events = told.say(1, 'ann', cant('ann'));
    expect(typesOf(events)).toEqual(['declined', 'levelPaged']);
    expect(Object.keys(owedOf(told.state, 'page'))).toEqual(['page/0.0/bob/sms/1', 'page/0.0/bob/call/1']);
  });

  test('is replaced by the deputy of the role', () => {
    const told = tale({ severity: severityId('sev1') });
    told.say(1, 'cleo', cant('cleo'));
    expect(people(told, '0.1')).toEqual(['cleo', 'dan']);
  });

  test('passes it to the next level when nobody stands in, at once', () => {
    const told = tale({ book: chain('ann', 'bob') });
    told.say(1, 'ann', cant('ann'));
    expect(levels(told)).toEqual(['0.0', '0.1']);
  });

  test('after having it gives it back: the paging goes on', () => {
    const told = tale();
    told.say(1, 'ann', { type: 'acknowledge', person: 'ann' as never });
    expect(typesOf(told.say(2, 'ann', cant('ann')))).toEqual(['declined', 'acknowledgementLapsed', 'levelPaged']);
    expect(told.state.escalation.status).toBe('paging');
  });
});

describe('starting anew', () => {
  test('uses a round that was never used, with as many rounds as the policy has', () => {
    const told = tale();
    told.say(1, 'fay', setSeverity('sev1'));
    expect(levels(told)).toEqual(['0.0', '1.0', '1.1']);
    expect(told.state.escalation).toMatchObject({ round: 1, lastRound: 2 });
  });

  test('one more helper comes from the next level', () => {
    const told = tale();
    told.say(1, 'ann', needHelp('ann'));
    expect(levels(told)).toEqual(['0.0', '0.1']);
  });
});

describe('a drill', () => {
  const drill = (page: readonly string[]) =>
    tale({
      kind: 'drill',
      id: incidentId('drill', 1),
      book: bookWith(planWith((raw) => ({ ...raw, escalation: { default: { levels: [{ page }] } } }))),
    });

  it.each([
    ['calls nobody outside who has not agreed to it', ['carrier', 'bob'], ['bob']],
    ['calls an outsider who has agreed', ['desk', 'bob'], ['desk', 'bob']],
  ])('%s', (_name, page, reached) => {
    expect(people(drill(page), '0.0')).toEqual(reached);
  });

  test('says why an outsider was spared', () => {
    expect(onlyType(drill(['carrier', 'bob']).events, 'levelPaged')[0]?.notPaged).toEqual([
      { who: 'carrier', why: 'an exercise calls nobody outside who has not agreed to it' },
    ]);
  });

  test('spares outsiders in the alarm and in calls by name too', () => {
    const told = drill(['carrier']);
    expect(told.state.escalation.status).toBe('exhausted');
    expect(told.state.escalation.pages.map(({ person }) => person)).not.toContain('carrier');
    expect(() => told.say(1, 'fay', { type: 'page', targets: ['carrier'], why: '' })).toThrow(
      /an exercise calls nobody outside/,
    );
  });
});
