import { describe, expect, it } from 'vitest';
import { DAY_MS, plusMs, type Instant } from '../../src/core/time.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Jobs } from '../../src/ports/jobs.ts';

/**
 * `complaints` are the keys whose failure went to the log. `until` lets the clock reach an instant; `unitMs` is a length
 * of its time that a test can afford to wait for, and longer than the bell's usual lateness.
 */
export type JobsHarness = AsyncDisposable & {
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly unitMs: number;
  readonly complaints: readonly string[];
  until(at: Instant): Promise<void>;
};

/** What every `Jobs` promises. */
export function jobsContract(name: string, make: () => Promise<JobsHarness>): void {
  const started = async (work?: (key: string) => Promise<void>) => {
    const harness = await make();
    const bell = listen(harness.clock, work);
    await harness.jobs.start(bell.handler);
    const at = (units: number) => plusMs(harness.clock.now(), units * harness.unitMs);
    /** Lets time reach the hour and a job of that hour ring: whatever was due before it has rung by then. */
    const passed = async (hour: Instant) => {
      const key = `mark-${hour}`;
      await harness.jobs.schedule(key, hour);
      await harness.until(hour);
      await bell.rung(key);
    };
    return { ...harness, bell, at, passed, [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose]() };
  };

  describe(`the bell: ${name}`, () => {
    it('rings a key once, at or after its hour', async () => {
      await using bench = await started();
      const hour = bench.at(1);
      await bench.jobs.schedule('INC-1/ack/1.0', hour);
      await bench.passed(bench.at(3));
      const heard = bench.bell.of('INC-1/ack/1.0');
      expect(heard).toHaveLength(1);
      expect(heard[0] !== undefined && heard[0] >= hour).toBe(true);
    });

    it('rings at once for an hour that has passed', async () => {
      await using bench = await started();
      await bench.jobs.schedule('INC-1/late', bench.at(-5));
      await bench.until(bench.clock.now());
      await bench.bell.rung('INC-1/late');
    });

    it('rings what was scheduled before it was started', async () => {
      await using harness = await make();
      const bell = listen(harness.clock);
      await harness.jobs.schedule('INC-1/early', plusMs(harness.clock.now(), -harness.unitMs));
      await harness.jobs.start(bell.handler);
      await harness.until(harness.clock.now());
      await bell.rung('INC-1/early');
    });

    it('rings many keys in the order of their hours', async () => {
      await using bench = await started();
      const hours = [3, 1, 4, 2].map((units) => [`INC-${units}/step`, bench.at(units)] as const);
      for (const [key, hour] of hours) await bench.jobs.schedule(key, hour);
      await bench.passed(bench.at(5));
      const order = hours.toSorted(([, a], [, b]) => (a < b ? -1 : 1)).map(([key]) => key);
      expect(bench.bell.all().filter((key) => key.startsWith('INC'))).toEqual(order);
    });

    it('moves a key to a later hour', async () => {
      await using bench = await started();
      await bench.jobs.schedule('INC-1/reminder', bench.at(1));
      const later = bench.at(4);
      await bench.jobs.schedule('INC-1/reminder', later);
      await bench.passed(bench.at(2));
      expect(bench.bell.of('INC-1/reminder')).toEqual([]);
      await bench.passed(plusMs(later, bench.unitMs));
      expect(bench.bell.of('INC-1/reminder')).toHaveLength(1);
    });

    it('moves a key to an earlier hour', async () => {
      await using bench = await started();
      await bench.jobs.schedule('INC-1/reminder', bench.at(6));
      await bench.jobs.schedule('INC-1/reminder', bench.at(1));
      await bench.passed(bench.at(3));
      expect(bench.bell.of('INC-1/reminder')).toHaveLength(1);
      await bench.passed(bench.at(5));
      expect(bench.bell.of('INC-1/reminder')).toHaveLength(1);
    });

    it('lets a key be scheduled again from inside its own ring', async () => {
      let again = 2;
      const bench = await started(async (key) => {
        if (key === 'INC-1/reminder' && again-- > 0) await bench.jobs.schedule(key, bench.at(0));
      });
      await using _ = bench;
      await bench.jobs.schedule('INC-1/reminder', bench.at(1));
      await bench.until(bench.at(1));
      await bench.until(bench.at(2));
      await bench.bell.rung('INC-1/reminder', 3);
      await bench.passed(bench.at(1));
      expect(bench.bell.of('INC-1/reminder')).toHaveLength(3);
    });

    it('lets a key that has rung be scheduled again', async () => {
      await using bench = await started();
      await bench.jobs.schedule('INC-1/reminder', bench.at(1));
      await bench.passed(bench.at(2));
      await bench.jobs.schedule('INC-1/reminder', bench.at(1));
      await bench.passed(bench.at(2));
      expect(bench.bell.of('INC-1/reminder')).toHaveLength(2);
    });

    it('never runs the handler twice at the same time for one key, and loses no ring by that', async () => {
      const { promise: opened, resolve: open } = Promise.withResolvers<void>();
      let [atWork, mostAtWork] = [0, 0];
      await using bench = await started(async (key) => {
        if (key !== 'INC-1/page') return;
        mostAtWork = Math.max(mostAtWork, (atWork += 1));
        await opened;
        atWork -= 1;
      });
      await bench.jobs.schedule('INC-1/page', bench.at(0));
      await bench.until(bench.at(1));
      await bench.bell.rung('INC-1/page');
      await bench.jobs.schedule('INC-1/page', bench.at(1));
      await bench.passed(bench.at(2));
      expect(bench.bell.of('INC-1/page')).toHaveLength(1);
      open();
      await bench.until(bench.at(1));
      await bench.bell.rung('INC-1/page', 2);
      expect(mostAtWork).toBe(1);
    });

    it('rings other keys while one handler hangs', async () => {
      const { promise: opened, resolve: open } = Promise.withResolvers<void>();
      await using bench = await started((key) => (key === 'INC-1/hang' ? opened : Promise.resolve()));
      await bench.jobs.schedule('INC-1/hang', bench.at(0));
      await bench.passed(bench.at(1));
      expect(bench.bell.all()).toContain('INC-1/hang');
      open();
    });

    it('hands what a handler throws to the log and goes on', async () => {
      await using bench = await started(async (key) => {
        if (key === 'INC-1/bad') throw new Error('no luck');
      });
      await bench.jobs.schedule('INC-1/bad', bench.at(0));
      await bench.passed(bench.at(1));
      expect(bench.complaints).toEqual(['INC-1/bad']);
      await bench.jobs.schedule('INC-1/bad', bench.at(0));
      await bench.passed(bench.at(1));
      expect(bench.bell.of('INC-1/bad')).toHaveLength(2);
    });

    it('survives a handler that throws before it returns a promise', async () => {
      await using bench = await started((key) => {
        if (key === 'INC-1/bad') throw new Error('no luck');
        return Promise.resolve();
      });
      await bench.jobs.schedule('INC-1/bad', bench.at(0));
      await bench.passed(bench.at(1));
      await bench.jobs.schedule('INC-1/bad', bench.at(0));
      await bench.passed(bench.at(1));
      expect(bench.bell.of('INC-1/bad')).toHaveLength(2);
    });

    it('waits for an hour that is further away than a timer can count (24.8 days)', async () => {
      await using bench = await started();
      await bench.jobs.schedule('INC-1/review', plusMs(bench.clock.now(), 60 * DAY_MS));
      await bench.passed(bench.at(2));
      expect(bench.bell.of('INC-1/review')).toEqual([]);
    });

    it('rings a thousand keys of one hour once each', async () => {
      await using bench = await started();
      const keys = Array.from({ length: 1_000 }, (_, n) => `INC-${n}/step`);
      const hour = bench.at(1);
      await Promise.all(keys.map((key) => bench.jobs.schedule(key, hour)));
      await bench.passed(bench.at(3));
      await Promise.all(keys.map((key) => bench.bell.rung(key)));
      expect(
        bench.bell
          .all()
          .filter((key) => key.startsWith('INC'))
          .toSorted(),
      ).toEqual(keys.toSorted());
    });

    it('rings nothing after it was stopped', async () => {
      await using bench = await started();
      await bench.jobs.schedule('INC-1/after', bench.at(1));
      await bench.jobs.stop(bench.unitMs);
      await bench.jobs.schedule('INC-1/later', bench.at(1));
      await bench.until(bench.at(3));
      expect(bench.bell.all()).toEqual([]);
    });

    it('waits for running handlers when it is stopped', async () => {
      const { promise: opened, resolve: open } = Promise.withResolvers<void>();
      let ended = false;
      await using bench = await started(async () => {
        await opened;
        ended = true;
      });
      await bench.jobs.schedule('INC-1/page', bench.at(0));
      await bench.until(bench.at(1));
      await bench.bell.rung('INC-1/page');
      const stopping = bench.jobs.stop(100 * bench.unitMs);
      open();
      await stopping;
      expect(ended).toBe(true);
    });

    it('does not wait for a hanging handler longer than it was told to', async () => {
      const { promise: opened, resolve: open } = Promise.withResolvers<void>();
      await using bench = await started(() => opened);
      await bench.jobs.schedule('INC-1/page', bench.at(0));
      await bench.until(bench.at(1));
      await bench.bell.rung('INC-1/page');
      const stopping = bench.jobs.stop(bench.unitMs);
      await bench.until(bench.at(2));
      await stopping;
      open();
    });
  });
}

type Heard = { readonly key: string; readonly at: Instant };

/** A handler that remembers what rang and when, and can be waited for. */
function listen(clock: Clock, work: (key: string) => Promise<void> = () => Promise.resolve()) {
  const heard: Heard[] = [];
  let waiting: (() => void)[] = [];
  const of = (key: string) => heard.filter((each) => each.key === key).map(({ at }) => at);
  return {
    of,
    all: () => heard.map(({ key }) => key),
    handler: (key: string) => {
      heard.push({ key, at: clock.now() });
      for (const wake of waiting.splice(0)) wake();
      return work(key);
    },
    /** Resolves once the key has rung so many times. */
    rung: async (key: string, times = 1) => {
      while (of(key).length < times) {
        await new Promise<void>((resolve) => {
          waiting = [...waiting, resolve];
        });
      }
    },
  };
}
