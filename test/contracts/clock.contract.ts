import { describe, expect, it } from 'vitest';
import { DAY_MS, msBetween, plusMs, type Instant } from '../../src/core/time.ts';
import type { Clock } from '../../src/ports/clock.ts';

/** `until` lets the clock reach an instant; `unitMs` is a length of its time that a test can afford to wait for. */
export type ClockHarness = {
  readonly clock: Clock;
  readonly unitMs: number;
  until(at: Instant): Promise<void>;
};

/** What every `Clock` promises. */
export function clockContract(name: string, make: () => ClockHarness): void {
  describe(`the clock: ${name}`, () => {
    it('never goes back', async () => {
      const { clock, unitMs, until } = make();
      const read = Array.from({ length: 2_000 }, () => clock.now());
      await until(plusMs(clock.now(), unitMs));
      const all = [...read, clock.now()];
      expect(all).toEqual(all.toSorted());
    });

    it('rings at or after the hour, never before', async () => {
      const { clock, unitMs, until } = make();
      const at = [1, 3, 2].map((units) => plusMs(clock.now(), units * unitMs));
      const { rung, all } = recorder(clock, 3);
      at.forEach((hour, index) => clock.ring(hour, () => rung(String(index))));
      await until(plusMs(clock.now(), 3 * unitMs));
      const heard = await all;
      expect(heard.map(({ what }) => what)).toEqual(['0', '2', '1']);
      for (const { what, when } of heard) expect(msBetween(at[Number(what)] ?? when, when)).toBeGreaterThanOrEqual(0);
    });

    it('rings at once when the hour has passed, but not inside the call', async () => {
      const { clock } = make();
      const { rung, all } = recorder(clock, 3);
      clock.ring(plusMs(clock.now(), -DAY_MS), () => rung('yesterday'));
      clock.ring(clock.now(), () => rung('now'));
      rung('first the rest of this turn');
      expect((await all).map(({ what }) => what)).toEqual(['first the rest of this turn', 'yesterday', 'now']);
    });

    it('rings once', async () => {
      const { clock, unitMs, until } = make();
      const heard: string[] = [];
      clock.ring(plusMs(clock.now(), unitMs), () => heard.push('ring'));
      await until(plusMs(clock.now(), 3 * unitMs));
      expect(heard).toEqual(['ring']);
    });

    it('does not ring what was cancelled, and cancelling late or twice is harmless', async () => {
      const { clock, unitMs, until } = make();
      const heard: string[] = [];
      const cancel = clock.ring(plusMs(clock.now(), unitMs), () => heard.push('cancelled'));
      const cancelPassed = clock.ring(clock.now(), () => heard.push('cancelled at once'));
      const cancelLate = clock.ring(plusMs(clock.now(), unitMs), () => heard.push('kept'));
      cancel();
      cancel();
      cancelPassed();
      await until(plusMs(clock.now(), 2 * unitMs));
      cancelLate();
      expect(heard).toEqual(['kept']);
    });

    it('does not ring what another ring of the same hour cancelled', async () => {
      const { clock, unitMs, until } = make();
      const heard: string[] = [];
      const at = plusMs(clock.now(), unitMs);
      clock.ring(at, () => cancelSecond());
      const cancelSecond = clock.ring(at, () => heard.push('second'));
      await until(plusMs(at, unitMs));
      expect(heard).toEqual([]);
    });

    it('rings those of the same hour in the order they were asked for', async () => {
      const { clock, unitMs, until } = make();
      const at = plusMs(clock.now(), unitMs);
      const heard: number[] = [];
      for (const n of [1, 2, 3, 4, 5]) clock.ring(at, () => heard.push(n));
      await until(plusMs(at, unitMs));
      expect(heard).toEqual([1, 2, 3, 4, 5]);
    });

    it('may be asked to ring again from inside a ring', async () => {
      const { clock, unitMs, until } = make();
      const { rung, all } = recorder(clock, 2);
      clock.ring(plusMs(clock.now(), unitMs), () => {
        rung('first');
        clock.ring(plusMs(clock.now(), unitMs), () => rung('second'));
      });
      await until(plusMs(clock.now(), unitMs));
      await until(plusMs(clock.now(), 2 * unitMs));
      expect((await all).map(({ what }) => what)).toEqual(['first', 'second']);
    });

    it('waits for an hour that is further away than a timer can count (24.8 days)', async () => {
      const { clock, unitMs, until } = make();
      const heard: string[] = [];
      const cancel = clock.ring(plusMs(clock.now(), 60 * DAY_MS), () => heard.push('early'));
      await until(plusMs(clock.now(), 2 * unitMs));
      expect(heard).toEqual([]);
      cancel();
    });
  });
}

/** Resolves with what rang, and when, once so many have. */
function recorder(clock: Clock, count: number) {
  const heard: { readonly what: string; readonly when: Instant }[] = [];
  const { promise: all, resolve } = Promise.withResolvers<typeof heard>();
  const rung = (what: string) => {
    heard.push({ what, when: clock.now() });
    if (heard.length === count) resolve(heard);
  };
  return { rung, all };
}
