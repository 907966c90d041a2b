import { SECOND_MS, msBetween } from '../../core/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** What says "in 22 min" is right for so long. */
const FRESH_FOR_MS = 2 * SECOND_MS;
const MOST_KEPT = 100;

/** `make` is called when there is nothing for this name, or it was made of another version, or too long ago. */
export type LatestOnly<Made> = (name: string, version: string, make: () => Promise<Made>) => Promise<Made>;

/** Keeps the last thing made for each name, so that a hundred who ask at once have it made once. */
export function latestOnly<Made>(wall: Clock): LatestOnly<Made> {
  type Kept = { readonly version: string; readonly at: ReturnType<Clock['now']>; readonly made: Promise<Made> };
  const kept = new Map<string, Kept>();
  return (name, version, make) => {
    const known = kept.get(name);
    if (known?.version === version && msBetween(known.at, wall.now()) < FRESH_FOR_MS) return known.made;
    const made = make();
    kept.delete(name);
    kept.set(name, { version, at: wall.now(), made });
    made.catch(() => kept.delete(name));
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return made;
  };
}
