import fc from 'fast-check';
import { expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { heap } from '../../../src/adapters/jobs/in-process/heap.ts';
import { inProcessJobs } from '../../../src/adapters/jobs/in-process/in-process-jobs.ts';
import { DAY_MS, instant, MINUTE_MS, plusMs } from '../../../src/core/time.ts';
import { jobsContract } from '../../contracts/jobs.contract.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = instant('2026-11-20T14:05:00.000Z');

jobsContract('in process, on a virtual clock', async () => {
  const clock = virtualClock(START);
  const complaints: string[] = [];
  const jobs = inProcessJobs(clock, (key) => complaints.push(key));
  return {
    jobs,
    clock,
    complaints,
    unitMs: MINUTE_MS,
    until: clock.advanceTo,
    [Symbol.asyncDispose]: () => jobs.stop(0),
  };
});

jobsContract('in process, on the clock of the machine', async () => {
  const clock = systemClock();
  const complaints: string[] = [];
  const jobs = inProcessJobs(clock, (key) => complaints.push(key));
  return {
    jobs,
    clock,
    complaints,
    unitMs: 10,
    until: (at) => new Promise((resolve) => clock.ring(at, resolve)),
    [Symbol.asyncDispose]: () => jobs.stop(0),
  };
});

it('rings after 60 days to the millisecond', async () => {
  const clock = virtualClock(START);
  const jobs = inProcessJobs(clock);
  const heard: string[] = [];
  await jobs.start(async (key) => void heard.push(`${key} ${clock.now()}`));
  const hour = plusMs(START, 60 * DAY_MS);
  await jobs.schedule('INC-1/review', hour);
  await clock.advance(61 * DAY_MS);
  expect(heard).toEqual([`INC-1/review ${hour}`]);
});

it('rings each key at the last hour it was given, whatever the order of the calls', async () => {
  const call = fc.record({ key: fc.integer({ min: 0, max: 5 }), minutes: fc.integer({ min: 1, max: 50 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 400 }), async (calls) => {
      const clock = virtualClock(START);
      const jobs = inProcessJobs(clock);
      const heard: string[] = [];
      await jobs.start(async (key) => void heard.push(`${key} ${clock.now()}`));
      for (const { key, minutes } of calls) await jobs.schedule(String(key), plusMs(START, minutes * MINUTE_MS));
      await clock.advance(60 * MINUTE_MS);
      const last = new Map(calls.map(({ key, minutes }) => [String(key), plusMs(START, minutes * MINUTE_MS)]));
      expect(heard.toSorted()).toEqual([...last].map(([key, at]) => `${key} ${at}`).toSorted());
    }),
    { numRuns: 50 },
  );
});

it('a heap gives back whatever it was given, smallest first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.array(fc.integer()), (first, more) => {
      const numbers = heap<number>((a, b) => a < b, first);
      more.forEach((number) => numbers.add(number));
      const taken = Array.from({ length: first.length + more.length }, () => numbers.take());
      expect(taken).toEqual([...first, ...more].toSorted((a, b) => a - b));
      expect(numbers.take()).toBeUndefined();
    }),
  );
});
