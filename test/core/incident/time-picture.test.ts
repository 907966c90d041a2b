import { describe, expect, test } from 'vitest';
import { functionId } from '../../../src/core/ids.ts';
import { timePictures } from '../../../src/core/incident/time-picture.ts';
import { spanMs } from '../../../src/core/time.ts';
import { at, DECLARED, tale } from '../../support/given.ts';

const calls = functionId('calls');

describe('the picture of time', () => {
  test('has one line for each function hit, from when it began to its limits, with the marks between', () => {
    const told = tale();
    const [picture, ...more] = timePictures(told.state, at(5));
    expect(more).toEqual([]);
    expect(picture).toMatchObject({ of: 'calls', from: DECLARED, restoredAt: null });
    const { rto, mtd } = told.state.book.plan.functions['calls'] ?? {};
    if (rto === undefined || mtd === undefined) throw new Error('the clinic has both');
    expect(picture?.rto).toBe(at(spanMs(rto) / 60_000));
    expect(picture?.mtd).toBe(at(spanMs(mtd) / 60_000));
    expect(picture?.marks.map((mark) => mark.percent)).toEqual([50, 75, 90]);
    expect(picture?.marks[0]?.at).toBe(at(spanMs(rto) / 120_000));
  });

  test('moves with the beginning when that was found to be another', () => {
    const told = tale();
    told.say(5, 'ann', { type: 'moveImpact', to: at(-30), why: 'the log says so' });
    expect(timePictures(told.state, at(5))[0]?.from).toBe(at(-30));
  });

  test('knows the latest start of recovering what has failed: RTO minus the time that it takes', () => {
    const told = tale();
    const [picture] = timePictures(told.state, at(5));
    for (const { at: start, system } of picture?.latestStarts ?? []) {
      expect(start < (picture?.rto ?? '')).toBe(true);
      expect(system).not.toBe('');
    }
    const restore = told.state.book.plan.systems['pbx']?.restore_time;
    const expected =
      restore === undefined
        ? []
        : [at((Date.parse(picture?.rto ?? '') - Date.parse(DECLARED) - spanMs(restore)) / 60_000)];
    expect(picture?.latestStarts.filter(({ way }) => way === 'restore').map((one) => one.at)).toEqual(expected);
  });

  test('stops when the function is back: no forecast and no latest start any more', () => {
    const told = tale();
    told.say(5, 'ann', { type: 'restore', function: calls, restoredAt: null, note: '' });
    expect(timePictures(told.state, at(9))[0]).toMatchObject({
      restoredAt: at(5),
      plannedBack: null,
      latestStarts: [],
    });
  });
});
