import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/core/aggregate.ts';
import { answersTo } from '../../../src/core/answers.ts';
import { personId } from '../../../src/core/ids.ts';
import { MUSTER } from '../../../src/core/incident/events.ts';
import type { Notices, NoticesChange, NoticesCommand, QuietWay } from '../../../src/core/notices/notices.ts';
import { NOTE, notices, PAST } from '../../../src/core/notices/notices.ts';
import type { Instant } from '../../../src/core/time.ts';
import { HOUR_MS, MINUTE_MS, instant, msBetween, plusMs } from '../../../src/core/time.ts';
import { NO_OVERRIDES } from '../../../src/core/oncall.ts';

const NOON = instant('2026-11-20T12:00:00Z');
const after = (minutes: number) => plusMs(NOON, minutes * MINUTE_MS);
const WAYS: readonly QuietWay[] = [
  { medium: 'email', to: 'ann@clinic.example' },
  { medium: 'sms', to: '+1 616 555 0101' },
];
const ask = (key: string, more: Partial<NoticesCommand> = {}): NoticesCommand => ({
  type: 'notify',
  person: personId('ann'),
  key,
  subject: `About ${key}`,
  text: `${key} happened.`,
  ways: WAYS,
  earliest: NOON,
  ...more,
});

const fold = (state: Notices, changes: readonly NoticesChange[], at: Instant): Notices =>
  changes.reduce((before, change) => notices.evolve(before, { ...change, at, by: MUSTER }, undefined), state);
function asked(state: Notices, command: NoticesCommand, at: Instant): Notices {
  const decision = notices.decide(state, command, { at, by: MUSTER, live: NO_OVERRIDES });
  return fold(state, decision.ok ? decision.events : [], at);
}
const owedBy = (state: Notices) => notices.outstanding(state)[0];
function settled(state: Notices, outcome: Outcome): Notices {
  const owed = owedBy(state);
  if (owed === undefined) throw new Error('nothing is owed');
  const moment = { at: owed.at, by: MUSTER, live: NO_OVERRIDES } as const;
  return fold(state, notices.settle(state, owed, { outcome, moment }), owed.at);
}
const accepted = { outcome: 'accepted', reference: 'x' } as const;
const failed = (permanent: boolean) => ({ outcome: 'failed', reason: 'no', permanent }) as const;

describe('a note', () => {
  test('is owed ten minutes after it was asked for, in the lane of housekeeping, and is then over', () => {
    const state = asked(notices.begin, ask('a'), NOON);
    expect(notices.outstanding(state)).toMatchObject([
      {
        key: 'NOTE-ann/1.1',
        at: after(10),
        lane: 'house',
        class: 'at least once',
        effect: { kind: 'notice', key: 'NOTE-ann/1/email/1', subject: 'About a', text: 'a happened.', way: WAYS[0] },
      },
    ]);
    const over = settled(state, accepted);
    expect([notices.live(over), notices.outstanding(over)]).toEqual([false, []]);
  });

  test('waits for the end of quiet hours', () => {
    expect(owedBy(asked(notices.begin, ask('a', { earliest: after(500) }), NOON))?.at).toBe(after(500));
  });

  test('asked for twice is one, also when it is over already', () => {
    const state = asked(notices.begin, ask('a'), NOON);
    expect(asked(state, ask('a', { text: 'again' }), after(1))).toEqual(state);
    const over = settled(state, accepted);
    expect(asked(over, ask('a'), after(60))).toEqual(over);
  });

  test('can be answered with nothing', () => {
    expect(answersTo(NOTE)).toEqual([]);
  });

  test('for somebody who can only be called is on record as one that nobody got', () => {
    const state = asked(notices.begin, ask('a', { ways: [] }), NOON);
    expect([notices.live(state), state.known]).toEqual([false, ['a']]);
  });
});

describe('several notes', () => {
  test('within ten minutes travel as one message, their texts under each other', () => {
    const state = ['a', 'b', 'c'].reduce((before, key, n) => asked(before, ask(key), after(n * 4)), notices.begin);
    expect(owedBy(state)).toMatchObject({
      at: after(10),
      effect: {
        keys: ['a', 'b', 'c'],
        subject: '3 notes from Muster',
        text: 'a happened.\n\nb happened.\n\nc happened.',
      },
    });
    expect(settled(state, accepted).waiting).toEqual([]);
  });

  test('of which one must wait for the morning: the others do not wait for it', () => {
    const night = asked(notices.begin, ask('night', { earliest: after(500) }), NOON);
    const state = asked(night, ask('now'), after(1));
    expect(owedBy(state)).toMatchObject({ at: after(11), effect: { keys: ['now'], subject: 'About now' } });
    expect(owedBy(settled(state, accepted))).toMatchObject({ at: after(500), key: 'NOTE-ann/2.1' });
  });

  test('are cut to what a phone shows', () => {
    const state = Array.from({ length: 25 }, (_, n) => `k${n}`).reduce(
      (before, key) => asked(before, ask(key, { text: 'x'.repeat(9_000) }), NOON),
      notices.begin,
    );
    const text = owedBy(state)?.effect.text ?? '';
    expect(text.split('\n\n').length).toBe(21);
    expect(text).toMatch(/And 5 more\.$/);
    expect(text.length).toBeLessThan(42_000);
  });
});

describe('a note that is of use now', () => {
  const now = (key: string, more: Partial<NoticesCommand> = {}) => ask(key, { now: true, ...more });

  test('is owed at once, alone, under its own subject, whatever is gathered', () => {
    const state = asked(asked(asked(notices.begin, ask('a'), NOON), now('b'), after(1)), now('c'), after(1));
    expect(notices.outstanding(state)).toMatchObject([
      { key: 'NOTE-ann/now1.1', at: after(1), effect: { keys: ['b'], subject: 'About b', text: 'b happened.' } },
      { key: 'NOTE-ann/now2.1', at: after(1), effect: { keys: ['c'], subject: 'About c' } },
      { key: 'NOTE-ann/1.1', at: after(10), effect: { keys: ['a'], subject: 'About a' } },
    ]);
    expect(notices.outstanding(settled(settled(state, accepted), accepted))).toMatchObject([{ key: 'NOTE-ann/1.1' }]);
  });

  test('is not held up by what is gathered and failed, nor holds that up', () => {
    const busy = settled(asked(notices.begin, ask('a'), NOON), failed(false));
    const state = asked(busy, now('b'), after(11));
    expect(owedBy(state)).toMatchObject({ at: after(11), effect: { keys: ['b'] } });
    expect(notices.outstanding(settled(state, failed(true)))).toMatchObject([
      { key: 'NOTE-ann/now1.2', at: after(11), effect: { way: WAYS[1] } },
      { key: 'NOTE-ann/1.2', at: after(12), effect: { keys: ['a'], way: WAYS[0] } },
    ]);
  });

  test('waits for the end of quiet hours, and asked for twice is one', () => {
    const state = asked(notices.begin, now('a', { earliest: after(500) }), NOON);
    expect(owedBy(state)?.at).toBe(after(500));
    expect(asked(state, now('a'), after(1))).toEqual(state);
  });

  test('that is over before it could leave is on record as one that was not sent', () => {
    const state = asked(notices.begin, now('a'), NOON);
    const [owed] = notices.outstanding(state);
    if (owed === undefined) throw new Error('nothing is owed');
    const moment = { at: owed.at, by: MUSTER, live: NO_OVERRIDES } as const;
    const outcome = { outcome: 'accepted', reference: PAST } as const;
    expect(notices.settle(state, owed, { outcome, moment })).toEqual([
      { type: 'notesGivenUp', keys: ['a'], reason: 'it was over before it could be sent' },
    ]);
  });
});

describe('a way that does not take it', () => {
  test('is tried three times, two minutes apart, before the next one', () => {
    let state = asked(notices.begin, ask('a'), NOON);
    const tried: (string | undefined)[] = [];
    for (let n = 0; n < 4; n += 1) {
      tried.push(`${owedBy(state)?.effect.way.medium} ${msBetween(NOON, owedBy(state)?.at ?? NOON) / MINUTE_MS}`);
      state = settled(state, failed(false));
    }
    expect(tried).toEqual(['email 10', 'email 12', 'email 14', 'sms 14']);
  });

  test('for good is left at once', () => {
    const state = settled(asked(notices.begin, ask('a'), NOON), failed(true));
    expect(owedBy(state)).toMatchObject({ at: after(10), key: 'NOTE-ann/1.2', effect: { key: 'NOTE-ann/1/sms/2' } });
  });

  test('with all of them failing it begins again an hour later, and is given up after a day', () => {
    let state = asked(notices.begin, ask('a'), NOON);
    let attempts = 0;
    let last = NOON;
    while (notices.live(state)) {
      last = owedBy(state)?.at ?? last;
      state = settled(state, failed(true));
      attempts += 1;
    }
    expect(attempts).toBe(48);
    expect(msBetween(NOON, last)).toBe(23 * HOUR_MS + 10 * MINUTE_MS);
    expect(state.known).toEqual(['a']);
  });

  test('holds up nothing that comes in meanwhile: it goes with the next try', () => {
    const state = asked(settled(asked(notices.begin, ask('a'), NOON), failed(false)), ask('b'), after(11));
    expect(owedBy(state)).toMatchObject({ at: after(12), effect: { keys: ['a', 'b'] } });
  });
});

test('whatever is asked for, every note is sent once or given up, and no row has the same name twice', () => {
  const act = fc.oneof(
    fc.record({ ask: fc.integer({ min: 0, max: 5 }), quiet: fc.integer({ min: 0, max: 600 }), isUrgent: fc.boolean() }),
    fc.record({ settle: fc.constantFrom<Outcome>(accepted, failed(true), failed(false)) }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      let [state, now] = [notices.begin, NOON];
      const [rows, sent, wanted] = [new Set<string>(), [] as string[], new Set<string>()];
      const settleOnce = (outcome: Outcome) => {
        const owed = owedBy(state);
        if (owed === undefined) return;
        if (owed.at > now) now = owed.at;
        expect(rows.has(owed.key)).toBe(false);
        rows.add(owed.key);
        if (outcome.outcome === 'accepted') sent.push(...owed.effect.keys);
        state = settled(state, outcome);
      };
      for (const one of acts) {
        if ('settle' in one) settleOnce(one.settle);
        else {
          now = plusMs(now, MINUTE_MS);
          wanted.add(`k${one.ask}`);
          const urgent = one.isUrgent ? ({ now: true } as const) : {};
          const earliest = plusMs(now, one.quiet * MINUTE_MS);
          state = asked(state, ask(`k${one.ask}`, { earliest, ...urgent }), now);
        }
      }
      while (notices.live(state)) settleOnce(accepted);
      expect(sent.toSorted()).toEqual([...wanted].toSorted());
    }),
    { numRuns: 100 },
  );
});
