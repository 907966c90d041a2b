import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { bothBells } from '../../../src/adapters/jobs/both/both-bells.ts';
import { type BullmqJobs, bullmqJobs } from '../../../src/adapters/jobs/bullmq/bullmq-jobs.ts';
import { checkRedis } from '../../../src/adapters/jobs/bullmq/redis-check.ts';
import { inProcessJobs } from '../../../src/adapters/jobs/in-process/in-process-jobs.ts';
import { msBetween, plusMs, type Instant } from '../../../src/core/time.ts';
import { ADVISED, privateRedis } from '../../support/redis.ts';
import { tcpProxy } from '../../support/tcp-proxy.ts';

const clock = systemClock();
const inMs = (ms: number) => plusMs(clock.now(), ms);
const reached = (at: Instant) => new Promise<void>((resolve) => clock.ring(at, resolve));
/** Waits until it holds, looking often; the test's own limit ends a wait that is in vain. */
const until = (holds: () => unknown, withinMs = 8_000) =>
  expect.poll(() => Boolean(holds()), { timeout: withinMs, interval: 10 }).toBe(true);

/** The bell on Redis alone, with what it rang and what it said about itself. */
async function bell(url: string, pace = { beatMs: 200, canaryMs: 10_000 }) {
  const rung: string[] = [];
  const said: string[] = [];
  const jobs = bullmqJobs({
    url,
    clock,
    onError: () => undefined,
    onHealth: ({ say }) => said.push(say),
    pace,
  });
  return {
    jobs,
    rung,
    said,
    start: () => jobs.start(async (key) => void rung.push(key)),
    /** A new key rings by Redis, so that it is known to work. */
    works: () => works(jobs, rung),
    [Symbol.asyncDispose]: () => jobs.stop(0),
  };
}
async function works(jobs: BullmqJobs, rung: readonly string[]) {
  const key = `INC-${randomUUID()}`;
  await jobs.schedule(key, inMs(20));
  await until(() => rung.includes(key));
}
async function started(url: string, pace?: { beatMs: number; canaryMs: number }) {
  const one = await bell(url, pace);
  await one.start();
  await one.works();
  return one;
}

const KEYS = Array.from({ length: 200 }, (_, n) => `TIMER-${n}`);
/** How late a ring of the process's own bell may be while Redis is ill, on a busy machine: it is a few ms on an idle one. */
const LATE_MS = 1_000;
/** A Redis that refuses is asked now and then, not as fast as it can refuse; each step of a script counts, in a second. */
const MOST_QUESTIONS = 1_000;

/**
 * Deadlines are pending while something becomes of Redis: with both bells each has rung once, in time, and nothing that the engine
 * waits for took longer than a moment.
 */
async function nothingIsLost(jobs: BullmqJobs, harm: () => Promise<unknown>) {
  const rung = new Map<string, Instant[]>();
  const both = bothBells(inProcessJobs(clock), jobs, clock);
  await both.start(async (key) => void rung.set(key, [...(rung.get(key) ?? []), clock.now()]));
  await until(() => jobs.health().ok);
  const hour = inMs(1_200);
  await Promise.all(KEYS.map((key) => both.schedule(key, hour)));
  await harm();
  await reached(hour);
  await until(() => KEYS.every((key) => rung.has(key)), 2 * LATE_MS);
  const late = KEYS.flatMap((key) => rung.get(key) ?? []).map((at) => msBetween(hour, at));
  expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...late)).toBeLessThan(LATE_MS);
  expect(late).toHaveLength(KEYS.length);
  return both;
}

describe('the bell on Redis', () => {
  it('loses nothing by FLUSHALL, and rings what is asked for afterwards (reliability 13)', async () => {
    await using redis = await privateRedis();
    await using one = await bell(redis.url);
    const both = await nothingIsLost(one.jobs, () => redis.command('FLUSHALL'));
    await both.stop(0);
    await using other = await started(redis.url);
    await redis.command('FLUSHALL');
    await other.works();
    expect(other.said).toEqual([]);
  });

  it('starts without Redis at no cost, and rings when it comes (reliability 14)', async () => {
    await using redis = await privateRedis();
    await redis.stop();
    await using one = await bell(redis.url);
    await one.start();
    const begun = performance.now();
    await one.jobs.schedule('INC-1', inMs(10));
    expect(performance.now() - begun).toBeLessThan(50);
    expect(one.jobs.health().ok).toBe(false);
    expect(one.jobs.health().say).toMatch(/^Redis has not answered since \d\d:\d\d UTC\./);
    await redis.start();
    await until(() => one.rung.includes('INC-1'));
    expect(one.jobs.health()).toEqual({ ok: true, asked: true, say: 'Redis answers.' });
    expect(one.said).toHaveLength(2);
  });

  it('says so when Redis wants another password, and never says which it tried', async () => {
    await using redis = await privateRedis();
    await redis.command('CONFIG SET requirepass sesame');
    await using one = await bell(redis.url.replace('redis://', 'redis://:hunter2@'));
    await one.start();
    await until(() => one.jobs.health().say.includes('WRONGPASS'));
    expect(one.said.join()).not.toContain('hunter2');
    expect((await checkRedis(redis.url.replace('redis://', 'redis://:hunter2@'))).join()).toMatch(/WRONGPASS/);
  });

  it('rings again when Redis was restarted empty (reliability 15)', async () => {
    await using redis = await privateRedis(['--appendonly', 'no']);
    await using one = await started(redis.url);
    await redis.kill();
    await until(() => !one.jobs.health().ok);
    await redis.start();
    await until(() => one.jobs.health().ok);
    await one.works();
  });

  it('loses nothing when a replica that missed the last second takes over (reliability 16)', async () => {
    await using master = await privateRedis([...ADVISED, '--repl-diskless-sync-delay', '0']);
    await using replica = await privateRedis();
    await replica.command(`REPLICAOF 127.0.0.1 ${master.port}`);
    await expect.poll(() => replica.command('INFO replication'), { timeout: 5_000 }).toContain('master_link_status:up');
    await using proxy = await tcpProxy(master.port);
    await using one = await bell(`redis://127.0.0.1:${proxy.port}`);
    replica.freeze();
    const both = await nothingIsLost(one.jobs, async () => {
      proxy.cut();
      await master.kill();
      replica.thaw();
      await replica.command('REPLICAOF NO ONE');
      proxy.restore(replica.port);
    });
    await until(() => one.jobs.health().ok);
    await both.stop(0);
    await using other = await started(`redis://127.0.0.1:${proxy.port}`);
    await other.works();
  });

  it('leaves a server that has become a replica, which takes no writes', async () => {
    await using redis = await privateRedis();
    await using one = await started(redis.url);
    await redis.command('REPLICAOF 127.0.0.1 1');
    const begun = performance.now();
    await one.jobs.schedule('INC-1', inMs(10));
    expect(performance.now() - begun).toBeLessThan(1_000);
    await until(() => !one.jobs.health().ok);
    await redis.command('REPLICAOF NO ONE');
    await until(() => one.jobs.health().ok);
    await one.works();
  });

  it('costs no more than its budget while Redis hangs with its connections open (reliability 17)', async () => {
    await using redis = await privateRedis();
    await using one = await bell(redis.url);
    const costs: number[] = [];
    const both = await nothingIsLost(one.jobs, async () => {
      redis.freeze();
      for (let times = 0; times < 20; times += 1) {
        const begun = performance.now();
        await one.jobs.schedule(`MORE-${times}`, inMs(60_000));
        costs.push(performance.now() - begun);
      }
    });
    expect(Math.max(...costs)).toBeLessThan(700);
    expect(costs.filter((ms) => ms > 50).length).toBeLessThanOrEqual(1);
    await reached(inMs(2_500));
    expect(one.jobs.health().ok).toBe(false);
    redis.thaw();
    await until(() => one.jobs.health().ok);
    await both.stop(0);
    await using other = await started(redis.url);
    await other.works();
  });

  it('loses nothing when Redis is out of memory, and says what it answers (reliability 18)', async () => {
    await using redis = await privateRedis();
    const questions = async () => Number(/total_commands_processed:(\d+)/.exec(await redis.command('INFO stats'))?.[1]);
    await using one = await bell(redis.url);
    const both = await nothingIsLost(one.jobs, async () => {
      await redis.command('CONFIG SET maxmemory 1mb');
      await one.jobs.schedule('INC-refused', inMs(10));
    });
    await until(() => one.jobs.health().say.includes('OOM'));
    expect(one.jobs.health().say).toMatch(/^Redis has refused to be written to since \d\d:\d\d UTC \(OOM/);
    const before = await questions();
    await reached(inMs(1_000));
    expect((await questions()) - before).toBeLessThan(MOST_QUESTIONS);
    await redis.command('CONFIG SET maxmemory 0');
    await until(() => one.jobs.health().ok);
    await both.stop(0);
  });

  it('loses nothing when Redis evicts what it holds, which the check finds (reliability 19)', async () => {
    await using redis = await privateRedis(['--maxmemory-policy', 'allkeys-lru', ...ADVISED.slice(0, 2)]);
    await using one = await bell(redis.url);
    const both = await nothingIsLost(one.jobs, async () => {
      await redis.command('CONFIG SET maxmemory 2mb');
      for (let n = 0; n < 40; n += 1) await redis.command(`SETRANGE junk${n} 100000 x`);
    });
    expect(Number(/evicted_keys:(\d+)/.exec(await redis.command('INFO stats'))?.[1])).toBeGreaterThan(0);
    expect((await checkRedis(redis.url)).join()).toContain('maxmemory-policy allkeys-lru');
    await redis.command('CONFIG SET maxmemory 0');
    await both.stop(0);
    await using other = await started(redis.url);
    await other.works();
  });

  it('rings again after its connections were reset (reliability 20)', async () => {
    await using redis = await privateRedis();
    await using proxy = await tcpProxy(redis.port);
    await using one = await started(`redis://127.0.0.1:${proxy.port}`);
    proxy.cut('once');
    await until(() => proxy.open >= 2);
    await one.works();
  });

  it('rings again after its connections went silent without a word (reliability 20)', async () => {
    await using redis = await privateRedis();
    await using proxy = await tcpProxy(redis.port);
    await using one = await started(`redis://127.0.0.1:${proxy.port}`);
    proxy.forget();
    await until(() => !one.jobs.health().ok);
    await until(() => one.jobs.health().ok);
    await one.works();
  });

  it('notices that what it puts there does not come back, and makes its worker anew (reliability 20)', async () => {
    await using redis = await privateRedis();
    await using one = await started(redis.url, { beatMs: 100, canaryMs: 200 });
    using raw = rawLine(redis.url);
    const { line } = raw;
    await line.hset('muster:rings:meta', 'paused', '1');
    await until(() => !one.jobs.health().ok);
    expect(one.jobs.health().say).toMatch(/^Redis answers, but what was put there has not come back since/);
    await line.hdel('muster:rings:meta', 'paused');
    await until(() => one.jobs.health().ok);
    await one.works();
  });

  it('ignores what other programs write into its queue (reliability 22)', async () => {
    await using redis = await privateRedis();
    await using one = await started(redis.url);
    const before = one.rung.length;
    using raw = rawLine(redis.url);
    const { line } = raw;
    const queue = new Queue('rings', { connection: line, prefix: 'muster' });
    const junk = [
      null,
      1,
      'INC-1',
      [],
      {},
      { key: 1 },
      { key: 'INC-1' },
      { key: 'INC-1', at: 'soon' },
      { key: '', at: inMs(0) },
    ];
    for (const data of [...junk, { key: 'x'.repeat(10_000), at: inMs(0) }]) {
      await queue.add('ring', data);
      await queue.add('mail', data, { priority: 3, delay: 5, removeOnComplete: false });
    }
    await line.hset('muster:rings:nonsense', 'data', '{not json', 'opts', 'neither', 'name', 'ring');
    await line.lpush('muster:rings:wait', 'nonsense', 'nothing-there');
    await line.hset('muster:hours', 'INC-2', 'no hour at all');
    await one.works();
    await one.works();
    expect(one.rung).toHaveLength(before + 2);
    await expect.poll(() => line.llen('muster:rings:wait')).toBe(0);
    await queue.close();
  });
});

/** A connection as any program has one. */
function rawLine(url: string) {
  const line = new Redis(url);
  return { line, [Symbol.dispose]: () => line.disconnect() };
}
