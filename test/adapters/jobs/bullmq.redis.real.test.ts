import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceleratedClock } from '../../../src/adapters/clock/accelerated-clock.ts';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { bothBells } from '../../../src/adapters/jobs/both/both-bells.ts';
import { bullmqJobs, type BullmqJobsParts } from '../../../src/adapters/jobs/bullmq/bullmq-jobs.ts';
import { checkRedis } from '../../../src/adapters/jobs/bullmq/redis-check.ts';
import { inProcessJobs } from '../../../src/adapters/jobs/in-process/in-process-jobs.ts';
import { MINUTE_MS, plusMs, type Instant } from '../../../src/core/time.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { jobsContract } from '../../contracts/jobs.contract.ts';
import { privateRedis, type PrivateRedis } from '../../support/redis.ts';

let redis: PrivateRedis;
beforeAll(async () => {
  redis = await privateRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

/** Longer than a ring over Redis is late on a busy machine. */
const UNIT_MS = 120;
const clock = systemClock();
const newPrefix = () => `t${randomUUID().slice(0, 8)}`;
const until = (holds: () => boolean, withinMs = 5_000) =>
  expect.poll(holds, { timeout: withinMs, interval: 10 }).toBe(true);

jobsContract('BullMQ on Redis', async () => {
  const complaints: string[] = [];
  const jobs = bullmqJobs({ url: redis.url, clock, onError: (key) => complaints.push(key), prefix: newPrefix() });
  return {
    jobs,
    clock,
    complaints,
    unitMs: UNIT_MS,
    until: (at) => new Promise((resolve) => clock.ring(at, resolve)),
    [Symbol.asyncDispose]: () => jobs.stop(0),
  };
});

jobsContract('both bells, the second one on Redis', async () => {
  const complaints: string[] = [];
  const onError = (key: string) => complaints.push(key);
  const more = bullmqJobs({ url: redis.url, clock, onError, prefix: newPrefix() });
  const jobs = bothBells(inProcessJobs(clock, onError), more, clock);
  return {
    jobs,
    clock,
    complaints,
    unitMs: UNIT_MS / 2,
    until: (at) => new Promise((resolve) => clock.ring(at, resolve)),
    [Symbol.asyncDispose]: () => jobs.stop(0),
  };
});

type Rung = { readonly key: string; readonly at: Instant; readonly replica: number };

/** Replicas of one Muster with one Redis; `work` is what their handlers do. */
async function replicas(
  count: number,
  parts: Partial<BullmqJobsParts> & { work?: (rung: Rung) => Promise<void> } = {},
) {
  const { work, ...own } = parts;
  const by: Clock = own.clock ?? clock;
  const prefix = newPrefix();
  const rung: Rung[] = [];
  const all = Array.from({ length: count }, () =>
    bullmqJobs({ url: redis.url, clock: by, onError: () => undefined, prefix, ...own }),
  );
  await Promise.all(
    all.map((jobs, replica) =>
      jobs.start(async (key) => {
        const one = { key, at: by.now(), replica };
        rung.push(one);
        await work?.(one);
      }),
    ),
  );
  return {
    all,
    one: (replica: number) => all[replica] ?? expect.fail('no such replica'),
    rung,
    prefix,
    times: (key: string) => rung.filter((each) => each.key === key).length,
    async [Symbol.asyncDispose]() {
      await Promise.all(all.map((jobs) => jobs.stop(0)));
    },
  };
}

describe('the bell over several replicas', () => {
  it('rings each key on one of them', async () => {
    await using muster = await replicas(3);
    const keys = Array.from({ length: 60 }, (_, n) => `INC-${n}`);
    const hour = plusMs(clock.now(), 100);
    await Promise.all(keys.map((key, n) => muster.one(n % 3).schedule(key, hour)));
    await until(() => muster.rung.length >= keys.length);
    await muster.one(0).schedule('mark', plusMs(clock.now(), 100));
    await until(() => muster.times('mark') > 0);
    expect(keys.filter((key) => muster.times(key) !== 1)).toEqual([]);
  });

  it('moves a key that another replica asked for', async () => {
    await using muster = await replicas(2);
    await muster.one(0).schedule('INC-1', plusMs(clock.now(), MINUTE_MS));
    await muster.one(1).schedule('INC-1', plusMs(clock.now(), 50));
    await until(() => muster.times('INC-1') === 1);
  });

  it('never rings a key on two at the same time, and loses no ring by that', async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    let [atWork, most] = [0, 0];
    await using muster = await replicas(2, {
      work: async ({ key }) => {
        if (key !== 'INC-1') return;
        most = Math.max(most, (atWork += 1));
        await opened;
        atWork -= 1;
      },
    });
    await muster.one(0).schedule('INC-1', clock.now());
    await until(() => muster.times('INC-1') === 1);
    await muster.one(1).schedule('INC-1', clock.now());
    await muster.one(1).schedule('mark', plusMs(clock.now(), 100));
    await until(() => muster.times('mark') === 1);
    expect(muster.times('INC-1')).toBe(1);
    open();
    await until(() => muster.times('INC-1') === 2);
    expect(most).toBe(1);
  });

  it('lets another one take over what a replica was ringing when it was lost', async () => {
    await using muster = await replicas(2, {
      work: ({ replica }) => (replica === 0 ? new Promise(() => {}) : Promise.resolve()),
    });
    // Whoever is idle takes it: again and again, until it was the first one.
    let key = '';
    for (let n = 0; n < 100 && !muster.rung.some((each) => each.replica === 0); n += 1) {
      key = `INC-${n}`;
      await muster.one(n % 2).schedule(key, clock.now());
      await until(() => muster.times(key) === 1);
    }
    await muster.one(0).stop(0);
    await until(() => muster.times(key) === 2, 20_000);
  }, 30_000);

  it('is never early by a clock that is behind that of the machine', async () => {
    const late: Clock = {
      now: () => plusMs(clock.now(), -400),
      ring: (at, call) => clock.ring(plusMs(at, 400), call),
    };
    await using muster = await replicas(1, { clock: late });
    // Asked for by a machine whose clock is right.
    await using other = await replicas(1);
    const hour = plusMs(late.now(), 200);
    await muster.one(0).schedule('INC-1', hour);
    const queue = new Queue('rings', { connection: { url: redis.url }, prefix: muster.prefix });
    await queue.add('ring', { key: 'INC-2', at: plusMs(late.now(), 300) });
    await until(() => muster.times('INC-1') === 1 && muster.times('INC-2') === 1);
    for (const { key, at } of muster.rung) expect([key, at >= hour]).toEqual([key, true]);
    await queue.close();
    expect(other.rung).toEqual([]);
  });

  it('rings by a clock that runs faster', async () => {
    const fast = acceleratedClock(clock, 600);
    await using muster = await replicas(1, { clock: fast, speed: () => 600 });
    const hour = plusMs(fast.now(), 2 * MINUTE_MS);
    await muster.one(0).schedule('INC-1', hour);
    await until(() => muster.times('INC-1') === 1, 2_000);
    expect(muster.rung.every(({ at }) => at >= hour)).toBe(true);
  });

  it('rings those first that come first, of many that are due', async () => {
    await using muster = await replicas(1, { first: (key) => key.startsWith('INC-') });
    const queue = new Queue('rings', { connection: { url: redis.url }, prefix: muster.prefix });
    await queue.pause();
    for (let n = 0; n < 30; n += 1) await muster.one(0).schedule(`NOTE-${n}`, clock.now());
    await muster.one(0).schedule('INC-1', clock.now());
    await expect.poll(async () => (await queue.getJobCounts('delayed'))['delayed']).toBe(0);
    await queue.resume();
    await until(() => muster.rung.length === 31);
    expect(muster.rung[0]?.key).toBe('INC-1');
    await queue.close();
  });

  it('rings for chores on one replica each time, and again after Redis was wiped', async () => {
    await using muster = await replicas(2, { pace: { beatMs: 100, canaryMs: 300 } });
    const heard: number[] = [];
    muster.all.forEach((jobs, replica) => jobs.ringEvery('calendars', 500, () => heard.push(replica)));
    await until(() => heard.length >= 2);
    await redis.command('FLUSHALL');
    const before = heard.length;
    await until(() => heard.length >= before + 2);
    expect(muster.rung).toEqual([]);
  });
});

it('has nothing to say about a Redis that is set up as advised', async () => {
  expect(await checkRedis(redis.url)).toEqual([]);
});
