import { describe, expect, it } from 'vitest';
import { memoryStore } from '../src/adapters/stores/memory/memory-store.ts';
import { sharedHelm } from '../src/helm.ts';
import { StoreFault } from '../src/ports/store.ts';
import type { Store } from '../src/ports/store.ts';
import { quietLog } from './support/quiet-log.ts';
import { FRIDAY_1640 } from './support/story.ts';
import { virtualClock } from './support/virtual-clock.ts';

/** Processes with one store, each with a clock of its own that may be wrong or stand still. */
function processes() {
  const store = memoryStore(virtualClock(FRIDAY_1640));
  const clocks: ReturnType<typeof virtualClock>[] = [];
  return {
    store,
    process(over: (store: Store) => Partial<Store> = () => ({})) {
      const clock = virtualClock(FRIDAY_1640);
      clocks.push(clock);
      const helm = sharedHelm({ store: { ...store, ...over(store) }, wall: clock, log: quietLog() });
      let taken = 0;
      helm.onTaken(() => (taken += 1));
      return { ...helm, clock, taken: () => taken };
    },
    /** Lets time pass for these only: the others are stopped, as by SIGSTOP. */
    async pass(seconds: number, those = clocks) {
      for (let second = 0; second < seconds; second += 1)
        for (const clock of those) {
          await clock.advance(1_000);
          await clock.settle();
        }
    },
  };
}

describe('the helm', () => {
  it('is one process’s as long as that process lives', async () => {
    const { process, pass } = processes();
    const [one, other] = [process(), process()];
    await one.start();
    await other.start();
    for (let n = 0; n < 10; n += 1) {
      await pass(7);
      expect([one.mine(), other.mine()]).toEqual([true, false]);
    }
    expect([one.taken(), other.taken()]).toEqual([1, 0]);
  });

  it('goes to another at once when its process is stopped in order', async () => {
    const { process, pass } = processes();
    const [one, other] = [process(), process()];
    await one.start();
    await other.start();
    await one.stop();
    await pass(2);
    expect([one.mine(), other.mine(), other.taken()]).toEqual([false, true, 1]);
  });

  it('goes to another within some seconds when its process is gone, and is not given back to one that wakes up', async () => {
    const { process, pass } = processes();
    const [one, other] = [process(), process()];
    await one.start();
    await other.start();
    await pass(12, [other.clock]);
    expect(other.mine()).toBe(true);
    await pass(1, [one.clock]);
    await pass(4);
    expect([one.mine(), other.mine()]).toEqual([false, true]);
  });

  it('is let go by a process that cannot reach the store, before another can take it', async () => {
    const { process, pass } = processes();
    let cut = false;
    const down = () => Promise.reject(new StoreFault('no way'));
    const one = process((store) => ({ text: (name) => (cut ? down() : store.text(name)) }));
    const other = process();
    await one.start();
    await other.start();
    cut = true;
    let both = 0;
    for (let second = 0; second < 15; second += 1) {
      await pass(1);
      if (one.mine() && other.mine()) both += 1;
    }
    expect([one.mine(), other.mine(), both]).toEqual([false, true, 0]);
  });

  it('is one process’s when several begin at the same moment', async () => {
    const { process, pass } = processes();
    const all = [process(), process(), process()];
    await Promise.all(all.map((each) => each.start()));
    await pass(4);
    expect(all.filter((each) => each.mine())).toHaveLength(1);
  });

  it('asks no clock but each process’s own: one that is an hour ahead takes nothing away', async () => {
    const { process, pass } = processes();
    const [one, ahead] = [process(), process()];
    await ahead.clock.advance(3_600_000);
    await one.start();
    await ahead.start();
    await pass(20);
    expect([one.mine(), ahead.mine()]).toEqual([true, false]);
  });
});
