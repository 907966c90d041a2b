import { describe, expect, it, test } from 'vitest';
import { functionId, severityId } from '../../../src/core/ids.ts';
import { clocksOf, isRestored, rtoOf } from '../../../src/core/incident/clocks.ts';
import { instant, MINUTE_MS } from '../../../src/core/time.ts';
import { ack, at, deadlinesOf, functions, given, moment, onlyType, tale } from '../../support/given.ts';
import type { Tale } from '../../support/given.ts';

const CALLS = functionId('calls');
const had = (told: Tale, by = 'cleo') => (told.say(1, by, ack(by)), told);
const useWorkaround = { type: 'startWorkaround', function: CALLS, note: '' } as const;

describe('the clocks of a function that is hit', () => {
  test('have their marks at the exact shares of RTO and MTD', () => {
    expect(deadlinesOf(tale().state, 'rto')).toEqual({
      'rto/calls/r0/50': 60,
      'rto/calls/r0/75': 90,
      'rto/calls/r0/90': 108,
      'rto/calls/r0/100': 120,
    });
    expect(deadlinesOf(tale().state, 'mtd')).toEqual({
      'mtd/calls/r0/50': 240,
      'mtd/calls/r0/80': 384,
      'mtd/calls/r0/100': 480,
    });
  });

  test('run from when it began to hurt, where that is known', () => {
    const told = tale({ impactStartedAt: at(-30) });
    expect(deadlinesOf(told.state, 'rto')['rto/calls/r0/100']).toBe(90);
  });

  test('are none where the plan names no length, or nothing is hit', () => {
    expect(deadlinesOf(tale({ functions: functions('claims') }).state, 'mtd')).toEqual({});
    expect(clocksOf(tale({ functions: [] }).state)).toEqual([]);
  });

  it.each([
    ['on an ordinary day', '2026-11-20T15:00:00Z', '2h'],
    ['inside a peak', '2026-11-30T15:00:00Z', '1h'],
    ['when it began inside a peak and is still open after it', '2026-11-30T23:00:00Z', '1h'],
  ])('%s the RTO is %s → %s', (_name, from, rto) => {
    expect(
      rtoOf(
        tale({ impactStartedAt: instant(from) }, { ...moment(0), at: instant('2026-12-01T15:00:00Z') }).state,
        CALLS,
      ),
    ).toBe(rto);
  });
});

describe('a mark that passes', () => {
  test('is silent at half the RTO and tells the commander from three quarters on', () => {
    const told = had(tale());
    expect(told.pass('rto/calls/r0/50')).toMatchObject([
      { type: 'markPassed', clock: 'rto', percent: 50, alsoPassed: [], lateMs: 0 },
    ]);
    const [mark, call] = told.pass('rto/calls/r0/75');
    expect(mark).toMatchObject({ percent: 75 });
    expect(call).toMatchObject({
      type: 'paged',
      pages: [{ person: 'cleo' }],
      why: expect.stringMatching(/^Answering calls: 75 % of the RTO is gone\. Start the workaround, or tell/),
    });
    expect(onlyType(told.pass('rto/calls/r0/90'), 'paged')).toHaveLength(1);
    expect(onlyType(told.pass('rto/calls/r0/100'), 'paged')[0]?.why).toBe('Answering calls is past its RTO');
  });

  test('of the MTD tells whoever decides, and at its end it is the worst severity', () => {
    const told = had(tale());
    expect(onlyType(told.pass('mtd/calls/r0/50'), 'paged')).toMatchObject([{ pages: [{ person: 'dan' }] }]);
    told.pass('mtd/calls/r0/80');
    const events = told.pass('mtd/calls/r0/100');
    expect(onlyType(events, 'severityChanged')).toMatchObject([{ to: 'sev1' }]);
    const calls = onlyType(events, 'paged');
    expect(calls.map(({ call }) => call)).toEqual([...new Set(calls.map(({ call }) => call))]);
    expect(calls.flatMap(({ pages }) => pages.map(({ person }) => person))).toEqual(
      expect.arrayContaining(['cleo', 'dan']),
    );
  });

  test('disturbs nobody while nobody has it: the ladder does that already', () => {
    expect(onlyType(tale().pass('rto/calls/r0/75'), 'paged')).toEqual([]);
  });

  test('together with earlier ones is one event and one call, and says how late it is', () => {
    const told = had(tale());
    const events = told.pass('rto/calls/r0/50', 55 * MINUTE_MS);
    expect(events).toMatchObject([
      { type: 'markPassed', percent: 90, alsoPassed: [50, 75], lateMs: 7 * MINUTE_MS },
      { type: 'paged', why: expect.stringContaining('(said 7 min late: Muster was not running)') },
    ]);
    expect(Object.keys(deadlinesOf(told.state, 'rto'))).toEqual(['rto/calls/r0/100']);
  });
});

describe('when it turns out that it began at another time', () => {
  test('the marks are judged anew, under new names', () => {
    const told = tale();
    told.pass('rto/calls/r0/50');
    told.say(61, 'ann', { type: 'moveImpact', to: at(-40), why: '' });
    expect(deadlinesOf(told.state, 'rto')).toEqual({
      'rto/calls/r1/50': 20,
      'rto/calls/r1/75': 50,
      'rto/calls/r1/90': 68,
      'rto/calls/r1/100': 80,
    });
  });

  test('it cannot have begun in the future', () => {
    given(...tale().events)
      .when({ type: 'moveImpact', to: at(6), why: '' }, moment(5, 'ann'))
      .refused('in-the-future', /cannot have begun in the future/);
  });
});

describe('a function that works again', () => {
  const both = () => tale({ functions: functions('calls', 'claims') });
  const restore = (id: string | null, minutes: number | null = null) =>
    ({
      type: 'restore',
      function: id === null ? null : functionId(id),
      restoredAt: minutes === null ? null : at(minutes),
      note: '',
    }) as const;

  test('stops its own clocks, and only those', () => {
    const told = both();
    told.say(30, 'ann', restore('calls'));
    expect(Object.keys(deadlinesOf(told.state, 'rto')).every((key) => key.startsWith('rto/claims'))).toBe(true);
    expect(deadlinesOf(told.state, 'mtd')).toEqual({});
    expect(told.state.lifecycle.phase).toBe('open');
    expect([isRestored(told.state, 'calls'), isRestored(told.state, 'claims')]).toEqual([true, false]);
  });

  test('and is the last one makes the incident restored', () => {
    const told = both();
    told.say(30, 'ann', restore('calls'));
    told.say(40, 'ann', restore('claims', 35));
    expect(told.state.lifecycle).toMatchObject({ phase: 'restored', restoredAt: at(35) });
    expect(deadlinesOf(told.state, 'rto')).toEqual({});
  });

  test('and fails again after all has its clocks back', () => {
    const told = tale();
    told.say(30, 'ann', restore(null));
    told.say(40, 'ann', { type: 'reopen', why: 'dead again', person: 'ann' as never });
    expect(deadlinesOf(told.state, 'rto')['rto/calls/r0/100']).toBe(120);
  });
});

describe('a workaround in use', () => {
  test('warns at eight tenths of its time and at its end, also when the function’s own clocks stand', () => {
    const told = had(tale());
    told.say(10, 'cleo', useWorkaround);
    expect(deadlinesOf(told.state, 'workaround')).toEqual({
      'workaround/calls/w1/80': 490,
      'workaround/calls/w1/100': 610,
    });
    expect(onlyType(told.pass('workaround/calls/w1/80'), 'paged')[0]?.why).toBe(
      'The workaround for Answering calls holds only a little longer',
    );
    expect(onlyType(told.pass('workaround/calls/w1/100'), 'paged')[0]?.why).toBe(
      'The workaround for Answering calls no longer holds',
    );
  });

  test('ends, and may be used a second time with a clock of its own', () => {
    const told = had(tale());
    told.say(10, 'cleo', useWorkaround);
    told.say(20, 'cleo', { ...useWorkaround, type: 'endWorkaround' });
    expect(deadlinesOf(told.state, 'workaround')).toEqual({});
    told.say(30, 'cleo', useWorkaround);
    expect(Object.keys(deadlinesOf(told.state, 'workaround'))).toEqual([
      'workaround/calls/w2/80',
      'workaround/calls/w2/100',
    ]);
  });

  test('cannot begin twice, nor end when it is not in use', () => {
    const told = tale();
    given(...told.events)
      .when({ ...useWorkaround, type: 'endWorkaround' })
      .refused('not-running', /for Answering calls is not in use/);
    told.say(2, 'ann', useWorkaround);
    given(...told.events)
      .when(useWorkaround)
      .refused('already-running', /for Answering calls is in use already/);
  });
});

test('at the MTD a severity that is the worst already stays as it is', () => {
  const told = had(tale({ severity: severityId('sev1') }));
  expect(onlyType(told.pass('mtd/calls/r0/100'), 'severityChanged')).toEqual([]);
});
