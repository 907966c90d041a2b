import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromNow as told, fromMs } from '../../../src/core/time.ts';

/** The page's own script, as the browser loads it. */
const { fromNow } = (await import(new URL('../../../src/adapters/web/assets/from-now.js', import.meta.url).href)) as {
  fromNow(at: number, now: number): string;
};

it('counts on in the very words of the server', () => {
  const now = Date.UTC(2026, 10, 20, 21, 40);
  fc.assert(
    fc.property(fc.integer({ min: -40 * 86_400_000, max: 40 * 86_400_000 }), (ms) => {
      expect(fromNow(now + ms, now)).toBe(told(fromMs(now + ms), fromMs(now)));
    }),
  );
  expect(fromNow(now + 22 * 60_000, now)).toBe('in 22 min');
});
