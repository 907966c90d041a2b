import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { askedOf, idOf } from '../../../src/adapters/jobs/bullmq/key-of-job.ts';
import { healthKeeper } from '../../../src/adapters/jobs/bullmq/redis-health.ts';
import { unsentTo } from '../../../src/adapters/jobs/bullmq/unsent.ts';
import { instant, MINUTE_MS, plusMs } from '../../../src/core/time.ts';

const AT = instant('2026-11-20T14:05:00.000Z');

describe('the name of a key in BullMQ', () => {
  it('holds no colon, is never a number, and is another one for another key', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(idOf(one)).toMatch(/^k-[^:]*$/s);
        expect(idOf(one) === idOf(other)).toBe(one === other);
      }),
    );
  });
});

describe('a job', () => {
  it('is ours when it says whose ring it is and when', () => {
    expect(askedOf({ name: 'ring', data: { key: 'INC-1/ack/1.0', at: AT } })).toEqual({ key: 'INC-1/ack/1.0', at: AT });
  });

  it('is nobody’s when it is anything else', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (data, name) => {
        expect(askedOf({ name, data })).toBeUndefined();
        expect(askedOf({ name: 'ring', data: { key: 'INC-1', at: data } })).toBeUndefined();
      }),
    );
  });
});

describe('what is said about Redis', () => {
  const keeper = () => {
    const said: string[] = [];
    let now = AT;
    const health = healthKeeper(
      () => now,
      ({ say }) => said.push(say),
    );
    return { health, said, pass: (ms: number) => (now = plusMs(now, ms)) };
  };

  it('is said once for each change, with the minute since when', () => {
    const { health, said, pass } = keeper();
    health.answered();
    health.answered();
    health.failed(new Error('connect ECONNREFUSED 127.0.0.1:6379'));
    pass(MINUTE_MS);
    health.failed(new Error('Command timed out'));
    expect(health.now().say).toBe('Redis has not answered since 14:05 UTC. Deadlines ring without it.');
    health.answered();
    expect(said).toEqual(['Redis has not answered since 14:05 UTC. Deadlines ring without it.', 'Redis answers.']);
  });

  it('is what Redis said when it refuses', () => {
    const { health } = keeper();
    health.failed(new Error("OOM command not allowed when used memory > 'maxmemory'."));
    expect(health.now()).toEqual({
      ok: false,
      asked: true,
      say: "Redis has refused to be written to since 14:05 UTC (OOM command not allowed when used memory > 'maxmemory'.). Deadlines ring without it.",
    });
  });

  it('is not taken back by an answer alone while nothing comes back', () => {
    const { health } = keeper();
    health.deaf();
    health.answered();
    expect(health.now().ok).toBe(false);
    health.heard();
    expect(health.now().ok).toBe(true);
  });
});

describe('rings that Redis was not told of yet', () => {
  it('are told with the last hour of each key once it can be asked, and nobody waits for that', async () => {
    const told: string[] = [];
    let isOpen = false;
    const unsent = unsentTo({
      tell: async ({ key, at }) => void told.push(`${key} ${at}`),
      isOpen: () => isOpen,
    });
    await unsent.add({ key: 'INC-1', at: AT });
    await unsent.add({ key: 'INC-2', at: AT });
    const later = plusMs(AT, MINUTE_MS);
    await unsent.add({ key: 'INC-1', at: later });
    expect(told).toEqual([]);
    isOpen = true;
    await unsent.add({ key: 'INC-3', at: AT });
    expect(told).toEqual([`INC-1 ${later}`, `INC-2 ${AT}`, `INC-3 ${AT}`]);
  });

  it('are told so many at a time, and each in the end', async () => {
    let [underWay, most] = [0, 0];
    const told = new Set<string>();
    const broke = new Set<string>();
    const unsent = unsentTo({
      tell: async ({ key }) => {
        most = Math.max(most, (underWay += 1));
        await Promise.resolve();
        underWay -= 1;
        if (key.endsWith('3') && !broke.has(key)) {
          broke.add(key);
          throw new Error('Redis is gone');
        }
        told.add(key);
      },
      isOpen: () => true,
    });
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => unsent.add({ key: `INC-${n}`, at: AT })));
    await vi.waitFor(() => expect(told.size).toBe(1_000));
    expect(most).toBeLessThanOrEqual(64);
  });

  it('are told again when the connection broke under them, with the hour asked for last', async () => {
    let [breaks, isOpen] = [true, true];
    const told: string[] = [];
    const unsent = unsentTo({
      tell: async ({ key, at }) => {
        isOpen = !breaks;
        if (breaks) throw new Error('connection reset');
        told.push(`${key} ${at}`);
      },
      isOpen: () => isOpen,
    });
    await Promise.all(['INC-1', 'INC-2'].map((key) => unsent.add({ key, at: AT })));
    const later = plusMs(AT, MINUTE_MS);
    await unsent.add({ key: 'INC-1', at: later });
    expect(told).toEqual([]);
    [breaks, isOpen] = [false, true];
    unsent.send();
    await vi.waitFor(() => expect(told.toSorted()).toEqual([`INC-1 ${later}`, `INC-2 ${AT}`].toSorted()));
  });

  it('are left to the sweep when Redis does not take them again and again', async () => {
    let tries = 0;
    const unsent = unsentTo({
      tell: async () => {
        tries += 1;
        throw new Error('WRONGTYPE');
      },
      isOpen: () => true,
    });
    await unsent.add({ key: 'INC-1', at: AT });
    for (let n = 0; n < 20; n += 1) await Promise.resolve(unsent.send());
    expect(tries).toBe(3);
  });
});
