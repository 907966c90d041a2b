import { describe, expect, it, test } from 'vitest';
import { incidentId, severityId } from '../../../src/core/ids.ts';
import { cardText } from '../../../src/core/card.ts';
import { rolesBlock, situation, titleOf, toneOf, whoHasIt } from '../../../src/core/incident/cards.ts';
import { bookWith, planWith } from '../../support/clinic.ts';
import { ack, at, cant, functions, moment, needHelp, NIGHT, tale } from '../../support/given.ts';
import type { Tale } from '../../support/given.ts';

const seen = (minutes: number) => ({ at: at(minutes), zone: 'America/Detroit' });
const shown = (told: Tale, minutes = 5) => cardText(situation(told.state, seen(minutes)));
const chain = (...list: readonly unknown[]) => bookWith(planWith((raw) => ({ ...raw, escalation: { default: list } })));

function exhausted(): Tale {
  const told = tale();
  for (let turn = 0; turn < 6; turn += 1) {
    told.perform(1000, undefined, 'page');
    told.pass('ack');
  }
  return told;
}

describe('the title', () => {
  test('says which, how bad, and what is wrong', () => {
    expect(titleOf(tale().state)).toBe('INC-1 sev2 Major: Phones are dead');
  });
  test('of a drill says so first', () => {
    expect(titleOf(tale({ kind: 'drill', id: incidentId('drill', 3) }).state)).toBe(
      'EXERCISE: EX-3 sev2 Major: Phones are dead',
    );
  });
});

describe('who has it, in words', () => {
  it.each<[string, () => Tale, string | RegExp]>([
    ['while paging', () => tale(), 'Nobody yet. Paging Ann Berg'],
    [
      'while paging two levels',
      () => tale({ severity: severityId('sev1') }),
      'Nobody yet. Paging Ann Berg, Cleo Marsh',
    ],
    ['when one said so', () => with1(ack('ann')), 'Ann Berg has it'],
    [
      'when one needs one more',
      () => with1(needHelp('ann')),
      'Ann Berg has it and asked for one more. Paging Cleo Marsh',
    ],
    ['when one cannot', () => with1(cant('ann')), 'Nobody yet. Paging Bob Lund'],
    ['when nobody answered', exhausted, 'NOBODY HAS ANSWERED. Call by hand; Muster goes on paging.'],
    ['when it is over', () => with1({ type: 'close', note: '', anyway: true }), 'Nobody is being paged'],
    [
      'when everybody sleeps',
      () => tale({ severity: severityId('sev3'), book: chain('ann', 'cleo') }, moment(NIGHT, 'fay')),
      /^Held back by quiet hours until Sat 21 Nov 06:00 EST: .*Cleo Marsh/,
    ],
  ])('%s', (_name, make, words) => {
    const said = whoHasIt(make().state, seen(5));
    if (typeof words === 'string') expect(said).toBe(words);
    else expect(said).toMatch(words);
  });

  test('names two who have it', () => {
    const told = with1(ack('ann'));
    told.say(2, 'bob', ack('bob'));
    expect(whoHasIt(told.state, seen(5))).toBe('Ann Berg, Bob Lund have it');
  });
});

const with1 = (command: Parameters<Tale['say']>[2]): Tale => {
  const told = tale();
  told.say(1, 'ann', command);
  return told;
};

describe('the situation card', () => {
  test('says since when, what is hit, who leads, every clock with its zone and how long, and what to do meanwhile', () => {
    const words = shown(tale({ impactStartedAt: at(-10) }));
    expect(words).toMatch(/State +open, began 09:40 EST \(15 min ago\)/);
    expect(words).toMatch(/What is down +Answering calls, Phone system/);
    expect(words).toMatch(/In charge +Cleo Marsh/);
    expect(words).toMatch(/RTO\) +Answering calls: 11:40 EST, in 1 h 45 min/);
    expect(words).toMatch(/Next update +10:20 EST, in 25 min/);
    expect(words).toMatch(
      /Meanwhile\n  - Answering calls: Forward the main number to the duty mobiles \(say "workaround INC-1 calls" when it runs\)/,
    );
  });

  test('says a clock that ran out in capitals, and one that was met as met', () => {
    expect(shown(tale(), 130)).toMatch(/RTO\) +Answering calls: PASSED 11:50 EST, 10 min late/);
    const told = with1({ type: 'restore', function: null, restoredAt: null, note: '' });
    expect(shown(told, 130)).toMatch(/RTO\) +Answering calls: back at 09:51 EST, in time/);
    expect(shown(told, 130)).toMatch(/State +restored 09:51 EST, began 09:50 EST/);
  });

  test('says plainly what nobody has said yet', () => {
    expect(shown(tale({ functions: functions(), systems: [] }))).toMatch(
      /What is down +nobody has said yet what is hit/,
    );
  });

  test('shows the numbers to call by hand when nobody answered, telephones only, and where', () => {
    const words = shown(exhausted());
    expect(words).toMatch(/Nobody has answered at Harbor Clinic\. Call by hand:\n  - Ann Berg: \+1 616 555 0101/);
    expect(words).not.toContain('eve@harbor.example');
  });

  test('offers an answer while nobody has it, work once somebody does, the close when it is restored', () => {
    const labels = (told: Tale) => situation(told.state, seen(5)).buttons.map(({ label }) => label);
    expect(labels(tale())).toEqual(["I've got it", "Can't", 'Need help', 'Next for me', 'Steps']);
    expect(labels(with1(ack('ann')))).toEqual(['Next for me', 'Steps', 'It works again', 'Need help', "Can't"]);
    expect(labels(with1({ type: 'restore', function: null, restoredAt: null, note: '' }))).toEqual([
      'Next for me',
      'Steps',
      'Close',
    ]);
    expect(labels(with1({ type: 'cancel', why: 'none' }))).toEqual(['Postmortem', 'Timeline']);
  });

  test('never lets the colour be the only signal', () => {
    expect(toneOf(exhausted().state)).toBe('alarm');
    expect(shown(exhausted())).toMatch(/^\[!!\] .*\n(.*\n)*.*NOBODY HAS ANSWERED/);
    expect([
      toneOf(tale().state),
      toneOf(with1(ack('ann')).state),
      toneOf(with1({ type: 'cancel', why: 'x' }).state),
    ]).toEqual(['warn', 'plain', 'good']);
  });

  test('carries buttons whose words name the incident, so that they mean the same anywhere', () => {
    for (const told of [tale(), with1(ack('ann')), exhausted()])
      for (const { words } of situation(told.state, seen(5)).buttons) expect(words).toMatch(/^\S+ INC-1\b/);
  });
});

describe('roles on a card', () => {
  test('say who was not asked, who has not answered, and NOBODY in capitals where there is nobody', () => {
    const away = [{ from: '2026-11-20', to: '2026-11-20' }];
    const told = tale({
      book: bookWith(planWith((raw) => ({ ...raw, people: { ...raw.people, eve: { ...raw.people.eve, away } } }))),
    });
    told.perform(0);
    told.say(1, 'cleo', ack('cleo'));
    const block = rolesBlock(told.state);
    expect(block).toMatchObject({
      items: expect.arrayContaining([
        'incident commander: Cleo Marsh',
        'tech lead: Ann Berg (asked, has not answered)',
        'decision maker: Dan Otis (not asked yet)',
        'comms lead: NOBODY. Give it to somebody with "role comms_lead @name"',
      ]),
    });
  });

  test('of a plan without roles say who will lead', () => {
    const small = bookWith(
      planWith(({ roles: _, obligations: __, hooks: ___, ...raw }) => ({ ...raw, escalation: { default: ['ann'] } })),
    );
    expect(rolesBlock(tale({ book: small }).state)).toMatchObject({
      text: 'No roles yet: whoever says "ack" first leads.',
    });
  });
});
