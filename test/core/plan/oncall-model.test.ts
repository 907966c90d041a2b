import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_OVERRIDES, onCall } from '../../../src/core/oncall.ts';
import type { Plan } from '../../../src/core/plan/schema.ts';
import { HOUR_MS, type Instant, MINUTE_MS, instant, plusMs } from '../../../src/core/time.ts';
import { rota } from './rota.ts';

/**
 * The slow model: walks minute by minute through UTC with the wall clock of Intl, and hands over whenever the wall passes the
 * next hand-over time that was not yet passed. It knows nothing of offsets, gaps or repeats.
 */
function* walk(plan: Plan, zone: string, from: Instant): Generator<readonly [Instant, string]> {
  const rotate = plan.schedules['it']?.rotate ?? { people: [], every: '1d', from: '' };
  const stepHours = { '8h': 8, '12h': 12, '1d': 24, '1w': 168 }[String(rotate.every)] ?? 24;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  let next = Date.parse(`${rotate.from}Z`);
  let turn = -1;
  for (let at = from; ; at = plusMs(at, 15 * MINUTE_MS)) {
    const wall = Date.parse(`${format.format(new Date(at)).replace(' ', 'T')}Z`);
    while (wall >= next) {
      turn += 1;
      next += stepHours * HOUR_MS;
    }
    yield [at, rotate.people[turn % rotate.people.length] ?? 'nobody'];
  }
}

describe('agrees with a slower model that walks the clock quarter by quarter', () => {
  const nights = [
    ['Europe/Berlin', '2026-03-28', '2026-10-24'],
    ['America/Detroit', '2026-03-07', '2026-10-31'],
    ['Australia/Lord_Howe', '2026-10-03', '2026-04-04'],
    ['America/Havana', '2026-03-07', '2026-10-31'],
    ['Pacific/Chatham', '2026-09-26', '2026-04-04'],
    ['Asia/Kolkata', '2026-03-28', '2026-10-24'],
  ] as const;
  it.each(nights)('%s', (zone, spring, autumn) => {
    const minute = fc
      .integer({ min: 0, max: 95 })
      .map((n) => `${String(Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`);
    fc.assert(
      fc.property(
        fc.constantFrom(spring, autumn),
        minute,
        fc.constantFrom('8h', '12h', '1d', '1w'),
        (night, time, every) => {
          const start = plusMs(instant(`${night}T00:00:00Z`), -24 * HOUR_MS);
          const plan = rota({ zone, every, from: `${start.slice(0, 10)}T${time}` });
          const walker = walk(plan, zone, plusMs(start, -24 * HOUR_MS));
          for (let i = 0; i < 4 * 24 * 4; i += 1) {
            const [at, person] = walker.next().value ?? [start, ''];
            if (i % 2 === 0)
              expect([at, onCall(plan, 'it', { at, live: NO_OVERRIDES }).person ?? 'nobody']).toEqual([at, person]);
          }
        },
      ),
      { numRuns: 8 },
    );
  });
});
