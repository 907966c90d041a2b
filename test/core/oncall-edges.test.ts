import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedOf } from '../../src/adapters/calendar/feed/feed.ts';
import { look } from '../../src/core/duty/gaps.ts';
import { watched } from '../../src/core/duty/state.ts';
import { personId } from '../../src/core/ids.ts';
import type { Live } from '../../src/core/oncall.ts';
import { shifts } from '../../src/core/oncall.ts';
import { inOrder, lastWritten, placeAfter } from '../../src/core/oncall-edges.ts';
import type { Instant } from '../../src/core/time.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, instant, plusMs } from '../../src/core/time.ts';
import { planWith } from '../support/clinic.ts';

const NOW = instant('2026-11-20T21:00:00Z');
const at = (hours: number) => plusMs(NOW, hours * HOUR_MS);
const hour = fc.integer({ min: 0, max: 20 });

describe('which stretch counts at an instant', () => {
  it('is the last written of those that hold then, as going through them all would find it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hour, hour), { maxLength: 12 }), (pairs) => {
        const all = pairs.map(([from, to], n) => ({ n, from: at(from), to: at(to) }));
        const counts = lastWritten(all);
        for (let hours = -1; hours <= 21; hours += 0.5) {
          const when = at(hours);
          expect(counts(when)).toBe(all.findLast(({ from, to }) => from <= when && when < to));
        }
      }),
    );
  });
  it('begins and ends at instants of which the first after another is found', () => {
    fc.assert(
      fc.property(fc.array(hour), hour, (hours, asked) => {
        const ordered = inOrder(hours.map(at));
        expect(ordered[placeAfter(ordered, at(asked))]).toBe(ordered.find((one) => one > at(asked)));
      }),
    );
  });
});

/** A stand-in of three minutes each hour, and how often one of them is looked at. */
function hourly(count: number) {
  const looked = { times: 0 };
  const overrides = Array.from({ length: count }, (_, n) => ({
    schedule: 'it',
    who: personId('bob'),
    to: plusMs(at(n), 3 * MINUTE_MS),
    get from(): Instant {
      looked.times += 1;
      return at(n);
    },
  }));
  return { live: { overrides } as Live, looked };
}

describe('hundreds of stand-ins', () => {
  const plan = planWith();
  const questions: readonly (readonly [string, (live: Live) => unknown])[] = [
    ['the turns of a month', (live) => shifts(plan, 'it', { from: NOW, to: plusMs(NOW, 30 * DAY_MS), live })],
    ['the daily look for gaps', (live) => look({ plan, live, at: NOW }, [])],
    ['the next change of a schedule', (live) => watched(plan, 'it', { live, at: NOW })],
    ['the feed of a schedule', (live) => feedOf({ plan, live, now: NOW }, 'it')],
  ];
  it.each(questions)('are gone through a few times for %s, not once for each turn', (_, ask) => {
    const { live, looked } = hourly(200);
    ask(live);
    expect(looked.times).toBeGreaterThan(0);
    expect(looked.times / 200).toBeLessThan(20);
  });
});
