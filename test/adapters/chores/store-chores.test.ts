import { describe, expect, it } from 'vitest';
import { storeChores } from '../../../src/adapters/chores/by-store/store-chores.ts';
import { memoryStore } from '../../../src/adapters/stores/memory/memory-store.ts';
import { HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '../../../src/core/time.ts';
import { StoreFault } from '../../../src/ports/store.ts';
import { choresContract } from '../../contracts/chores.contract.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START = instant('2026-11-20T14:05:00.000Z');

function replicas(count: number) {
  const clock = virtualClock(START);
  const store = memoryStore(clock);
  const complaints: string[] = [];
  const one = (parts = {}) => storeChores({ store, clock, onError: (name) => complaints.push(name), ...parts });
  return { clock, store, complaints, one, all: Array.from({ length: count }, () => one()) };
}

choresContract('of replicas with one store', () => {
  const { clock, complaints, one } = replicas(0);
  return { clock, complaints, chores: one() };
});

describe('chores of several replicas', () => {
  it('are done by one of them, as often as by one alone', async () => {
    const { clock, all } = replicas(3);
    const done: number[] = [];
    const ends = all.map((chores, replica) =>
      chores.every('calendars', 15 * MINUTE_MS, async () => {
        done.push(replica);
        return undefined;
      }),
    );
    await clock.advance(HOUR_MS);
    expect(done).toHaveLength(5);
    await Promise.all(ends.map((end) => end()));
  });

  it('hand their memory from one to the other', async () => {
    const { clock, all } = replicas(2);
    const given: (string | undefined)[] = [];
    const work = async (memory: string | undefined) => {
      given.push(memory);
      return `${given.length}`;
    };
    const ends = all.map((chores) => chores.every('calendars', MINUTE_MS, work));
    await clock.advance(2 * MINUTE_MS);
    expect(given).toEqual([undefined, '1', '2']);
    await Promise.all(ends.map((end) => end()));
  });

  it('are not begun by another one while they take long', async () => {
    const { clock, all } = replicas(2);
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    let begun = 0;
    const ends = all.map((chores) =>
      chores.every('calendars', MINUTE_MS, async () => {
        begun += 1;
        await opened;
        return undefined;
      }),
    );
    await clock.advance(10 * MINUTE_MS);
    expect(begun).toBe(1);
    open();
    await clock.settle();
    await Promise.all(ends.map((end) => end()));
  });

  it('are taken over within two minutes when whoever did one is lost in the middle of it', async () => {
    const { clock, store, one } = replicas(0);
    let lost = false;
    const dying = one({
      store: {
        now: store.now,
        text: store.text,
        putText: (name: string, version: number, text: string) =>
          lost ? Promise.reject(new StoreFault('gone')) : store.putText(name, version, text),
      },
    });
    void dying.every('calendars', HOUR_MS, () => {
      lost = true;
      return new Promise(() => undefined);
    });
    await clock.settle();
    let done = 0;
    const end = one().every('calendars', HOUR_MS, async () => {
      done += 1;
      return undefined;
    });
    await clock.advance(50 * SECOND_MS);
    expect(done).toBe(0);
    await clock.advance(70 * SECOND_MS);
    expect(done).toBe(1);
    await end();
  });

  it('come again when the store could not be asked', async () => {
    const { clock, store, one, complaints } = replicas(0);
    let broken = true;
    const chores = one({
      store: {
        now: store.now,
        putText: store.putText,
        text: (name: string) => (broken ? Promise.reject(new StoreFault('gone')) : store.text(name)),
      },
    });
    let done = 0;
    const end = chores.every('calendars', HOUR_MS, async () => {
      done += 1;
      return undefined;
    });
    await clock.settle();
    expect([done, complaints]).toEqual([0, ['calendars']]);
    broken = false;
    await clock.advance(MINUTE_MS);
    expect(done).toBe(1);
    await end();
  });

  it('are looked at when a bell rings, and only done when they are due', async () => {
    const { clock, one } = replicas(0);
    let ring = () => {};
    const chores = one({
      bell: { ringEvery: (_name: string, _ms: number, hear: () => void) => void (ring = hear) },
    });
    let done = 0;
    const end = chores.every('calendars', MINUTE_MS, async () => {
      done += 1;
      return undefined;
    });
    await clock.settle();
    ring();
    ring();
    await clock.settle();
    expect(done).toBe(1);
    await end();
  });

  it('are due when what the store holds about them cannot be read', async () => {
    const { clock, store, one } = replicas(0);
    await store.putText('chore/calendars', 0, 'not ours');
    let done = 0;
    const end = one().every('calendars', MINUTE_MS, async () => {
      done += 1;
      return undefined;
    });
    await clock.settle();
    expect(done).toBe(1);
    await end();
  });
});
