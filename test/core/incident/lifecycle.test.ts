import { describe, expect, it, test } from 'vitest';
import { incidentId, personId, severityId } from '../../../src/core/ids.ts';
import { clockStart, isLive } from '../../../src/core/incident/lifecycle.ts';
import { at, event, fold, functions, moment, owedOf, tale } from '../../support/given.ts';

describe('the five instants', () => {
  test('stay apart, and a missing one is null', () => {
    const { lifecycle } = tale({}, moment(3, 'fay')).state;
    expect(lifecycle).toMatchObject({
      impactStartedAt: null,
      firstReportedAt: at(3),
      declaredAt: at(3),
      restoredAt: null,
      closedAt: null,
    });
  });

  test('the clocks run from the impact, or from the first report while nobody knows', () => {
    expect(clockStart(tale({}, moment(3, 'fay')).state.lifecycle)).toBe(at(3));
    expect(clockStart(tale({ impactStartedAt: at(-20) }).state.lifecycle)).toBe(at(-20));
  });
});

describe('phases', () => {
  it.each([
    [
      'restored',
      { type: 'restored', restoredAt: at(5), note: '' },
      { phase: 'restored', restoredAt: at(5), closedAt: null },
      true,
    ],
    ['closed', { type: 'closed', note: '', openSteps: [] }, { phase: 'closed', closedAt: at(6) }, false],
    ['cancelled', { type: 'cancelled', why: 'none' }, { phase: 'cancelled', closedAt: at(6) }, false],
  ] as const)('%s', (_name, change, expected, live) => {
    const state = fold([...tale().events, event(6, 'ann', change)]);
    expect(state.lifecycle).toMatchObject(expected);
    expect(isLive(state)).toBe(live);
  });

  test('opened again it is open, without the hours of its end, and whoever opened it has it', () => {
    const told = tale();
    told.say(3, 'ann', { type: 'restore', function: null, restoredAt: null, note: '' });
    told.say(4, 'ann', { type: 'close', note: '', anyway: true });
    told.say(9, 'bob', { type: 'reopen', why: 'dead again', person: personId('bob') });
    expect(told.state.lifecycle).toMatchObject({ phase: 'open', restoredAt: null, closedAt: null });
    expect(told.state.escalation).toMatchObject({ status: 'acknowledged', acknowledged: [{ person: 'bob' }] });
  });

  test('what is hit may change, and it may become private, for good', () => {
    const told = tale();
    told.say(3, 'ann', { type: 'setHit', functions: functions('claims'), systems: [] });
    told.say(3, 'ann', { type: 'makePrivate', why: 'patient data' });
    expect(told.state.lifecycle).toMatchObject({ functions: ['claims'], systems: [], private: true });
    expect(told.say(4, 'ann', { type: 'makePrivate', why: 'again' })).toEqual([]);
  });
});

describe('the channel', () => {
  test('is owed from the first moment, beside the page, and says what kind of place is wanted', () => {
    expect(owedOf(tale().state, 'channel')).toEqual({ 'channel/console/1': 0 });
    expect(owedOf(tale({ severity: severityId('sev4') }).state, 'channel')).toEqual({ 'channel/console/1': 0 });
  });

  test('is tried again while it cannot be opened; pages go out all the same', () => {
    const told = tale();
    told.perform(0, { outcome: 'failed', reason: 'ratelimited', permanent: false }, 'channel');
    expect(Object.keys(owedOf(told.state, 'channel'))).toEqual(['channel/console/2']);
    expect(told.perform(0, undefined, 'page').map(({ type }) => type)).toEqual(['pageSent']);
  });

  test('once opened is remembered with its platform and its name there, and owed no more', () => {
    const told = tale();
    told.perform(0, { outcome: 'accepted', reference: '/incidents/INC-1' }, 'channel');
    expect(told.state.rooms.open['console']).toMatchObject({ platform: 'console', reference: '/incidents/INC-1' });
    expect(owedOf(told.state, 'channel')).toEqual({});
  });

  test('is not owed for what is over', () => {
    const told = tale();
    told.say(1, 'ann', { type: 'cancel', why: 'none' });
    expect(owedOf(told.state, 'channel')).toEqual({});
  });

  test('of a drill is named as one', () => {
    expect(Object.keys(owedOf(tale({ kind: 'drill', id: incidentId('drill', 7) }).state))).toContain(
      'channel/console/1',
    );
  });
});
