import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { bullmqJobs } from '../../../src/adapters/jobs/bullmq/bullmq-jobs.ts';
import { jobsContract } from '../../contracts/jobs.contract.ts';
import { privateRedis, type PrivateRedis } from '../../support/redis.ts';

let redis: PrivateRedis;
beforeAll(async () => {
  redis = await privateRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

/** Longer than a ring over Redis is late on a busy machine. */
const UNIT_MS = 60;

jobsContract('BullMQ on Redis', async () => {
  const clock = systemClock();
  const complaints: string[] = [];
  const jobs = bullmqJobs({
    url: redis.url,
    clock,
    onError: (key) => complaints.push(key),
    prefix: `t${randomUUID().slice(0, 8)}`,
  });
  return {
    jobs,
    clock,
    complaints,
    unitMs: UNIT_MS,
    until: (at) => new Promise((resolve) => clock.ring(at, resolve)),
    [Symbol.asyncDispose]: () => jobs.stop(0),
  };
});
