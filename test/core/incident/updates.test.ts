import { describe, expect, test } from 'vitest';
import { severityId } from '../../../src/core/ids.ts';
import { nextUpdateAt } from '../../../src/core/incident/updates.ts';
import { ack, at, deadlinesOf, onlyType, setSeverity, tale, typesOf } from '../../support/given.ts';

const update = (minutes: number | null = null) =>
  ({ type: 'update', text: 'carrier is on it', nextAt: minutes === null ? null : at(minutes) }) as const;

describe('updates', () => {
  test('are due as often as the severity says; missed after five minutes of grace', () => {
    expect(nextUpdateAt(tale().state)).toBe(at(30));
    expect(deadlinesOf(tale().state, 'update')).toEqual({ 'update/0.1': 35 });
    expect(nextUpdateAt(tale({ severity: severityId('sev3') }).state)).toBe(at(60));
  });

  test('come again after the usual time, or when they were promised', () => {
    const told = tale();
    expect(told.say(10, 'eve', update())).toMatchObject([{ type: 'updatePosted', nextAt: at(40) }]);
    expect(deadlinesOf(told.state, 'update')).toEqual({ 'update/1.1': 45 });
    told.say(12, 'eve', update(20));
    expect(deadlinesOf(told.state, 'update')).toEqual({ 'update/2.1': 25 });
  });

  test('that are missed remind whoever speaks for the incident, the second time whoever leads', () => {
    const told = tale();
    told.say(1, 'cleo', ack('cleo'));
    const first = told.pass('update');
    expect(first).toMatchObject([
      { type: 'updateMissed', n: 1, dueAt: at(30) },
      { type: 'paged', pages: [{ person: 'eve' }] },
    ]);
    expect(deadlinesOf(told.state, 'update')).toEqual({ 'update/0.2': 70 });
    expect(onlyType(told.pass('update'), 'paged')).toMatchObject([{ pages: [{ person: 'cleo' }] }]);
    told.say(80, 'eve', update());
    expect(onlyType(told.pass('update'), 'paged')).toMatchObject([{ pages: [{ person: 'eve' }] }]);
  });

  test('that are missed while nobody has it are only noted', () => {
    expect(typesOf(tale().pass('update'))).toEqual(['updateMissed']);
  });

  test('are due sooner when it gets worse', () => {
    const told = tale({ severity: severityId('sev3') });
    told.say(2, 'fay', setSeverity('sev2'));
    expect(nextUpdateAt(told.state)).toBe(at(30));
  });

  test('are owed no more once it is restored, and again when it is reopened', () => {
    const told = tale();
    told.say(10, 'ann', { type: 'restore', function: null, restoredAt: null, note: '' });
    expect(deadlinesOf(told.state, 'update')).toEqual({});
    told.say(50, 'ann', { type: 'reopen', why: '', person: 'ann' as never });
    expect(nextUpdateAt(told.state)).toBe(at(80));
  });
});
