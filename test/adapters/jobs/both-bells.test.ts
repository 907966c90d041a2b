import { describe, expect, it } from 'vitest';
import { bothBells } from '../../../src/adapters/jobs/both/both-bells.ts';
import { inProcessJobs } from '../../../src/adapters/jobs/in-process/in-process-jobs.ts';
import { instant, MINUTE_MS, plusMs, SECOND_MS } from '../../../src/core/time.ts';
import type { Jobs } from '../../../src/ports/jobs.ts';
import { jobsContract } from '../../contracts/jobs.contract.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = instant('2026-11-20T14:05:00.000Z');

type Handler = (key: string) => Promise<void>;

/** A second bell that a test rings by hand. */
function byHand() {
  let handler: Handler = () => Promise.resolve();
  const bell: Jobs = {
    start: async (given) => void (handler = given),
    schedule: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  return { bell, ring: (key: string) => handler(key) };
}
const broken: Jobs = {
  start: () => Promise.reject(new Error('Redis is gone')),
  schedule: () => Promise.reject(new Error('Redis is gone')),
  stop: () => Promise.reject(new Error('Redis is gone')),
};
const silent: Jobs = {
  start: () => new Promise(() => undefined),
  schedule: () => new Promise(() => undefined),
  stop: () => Promise.resolve(),
};

const seconds = {
  'a second bell that rings as well': 'well',
  'a second bell that rejects': broken,
  'a second bell that never answers': silent,
};
for (const [name, second] of Object.entries(seconds))
  jobsContract(`both bells, with ${name}`, async () => {
    const clock = virtualClock(START);
    const complaints: string[] = [];
    const one = () => inProcessJobs(clock, (key) => complaints.push(key));
    const jobs = bothBells(one(), typeof second === 'string' ? one() : second, clock);
    return {
      jobs,
      clock,
      complaints,
      unitMs: MINUTE_MS,
      until: clock.advanceTo,
      [Symbol.asyncDispose]: () => jobs.stop(0),
    };
  });

describe('both bells', () => {
  const ready = async () => {
    const clock = virtualClock(START);
    const { bell, ring } = byHand();
    const rung: string[] = [];
    const jobs = bothBells(inProcessJobs(clock), bell, clock);
    await jobs.start(async (key) => void rung.push(key));
    return { clock, jobs, ring, rung };
  };

  it('ring what only the second one was asked for, by another replica', async () => {
    const { ring, rung } = await ready();
    await ring('INC-7');
    expect(rung).toEqual(['INC-7']);
  });

  it('do not ring again for what comes several times from the second one (reliability 21)', async () => {
    const { clock, jobs, ring, rung } = await ready();
    await jobs.schedule('INC-7', plusMs(START, MINUTE_MS));
    await clock.advance(MINUTE_MS);
    for (let times = 0; times < 5; times += 1) await ring('INC-7');
    expect(rung).toEqual(['INC-7']);
  });

  it('ring for another asking, soon after the last one', async () => {
    const { clock, jobs, ring, rung } = await ready();
    await jobs.schedule('INC-7', plusMs(START, MINUTE_MS));
    await clock.advance(MINUTE_MS);
    await jobs.schedule('INC-7', plusMs(clock.now(), SECOND_MS));
    await ring('INC-7');
    expect(rung).toHaveLength(1);
    await clock.advance(SECOND_MS);
    expect(rung).toHaveLength(2);
    await clock.advance(MINUTE_MS);
    await ring('INC-7');
    expect(rung).toHaveLength(3);
  });

  it('ring once when the second one is first', async () => {
    const { clock, jobs, ring, rung } = await ready();
    await jobs.schedule('INC-7', START);
    await ring('INC-7');
    await clock.advance(MINUTE_MS);
    expect(rung).toEqual(['INC-7']);
  });
});
